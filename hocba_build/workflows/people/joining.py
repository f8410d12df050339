"""A key made at the desk, and the request for it kept until the administrator has it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hocba_build.workflows.people.join import Joined, Wish, join
from hocba_build.workflows.people.request import SUFFIX, KeyRequest, write_request
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.state import state_folder

FOLDER = "xin-khoa"


@dataclass(frozen=True, slots=True)
class Asking:
    """What came of joining; ``request`` is the file for the administrator, where one is needed."""

    joined: Joined
    request: Path | None


def join_here(root: Path, person: str, *, fresh: bool = False) -> Asking:
    """Find or make the person's key, try it, and keep the request outside of the repository.

    Raises:
        HocbaError: as ``join``.
    """
    with tempfile.TemporaryDirectory(prefix="hb") as name:
        joined = join(root, person, Path(name), Wish(fresh=fresh))
        if joined.known:
            return Asking(joined, None)
        parts = {path.name.removeprefix(person): path.read_bytes() for path in joined.files}
    request = KeyRequest(person, parts[".asc"], parts[".xac-nhan.asc"], parts.get(".cu.asc"))
    path = state_folder(root) / FOLDER / f"{person}{SUFFIX}"
    write_private(path, write_request(request))
    return Asking(joined, path)


def kept_requests(root: Path) -> list[Path]:
    """The requests that were made here."""
    return sorted((state_folder(root) / FOLDER).glob(f"*{SUFFIX}"))
