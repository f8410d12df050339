"""A key made at the desk, and the request for it kept until the administrator has it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.workflows.people.join import Joined, Wish, join
from hocba_build.workflows.people.keys_here import keys_here
from hocba_build.workflows.people.request import SUFFIX, KeyRequest, write_request
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.state import state_folder

FOLDER = "xin-khoa"
_CHOOSE = "Chọn một khoá đang có, hoặc «Làm khoá mới»"


@dataclass(frozen=True, slots=True)
class Asking:
    """What came of joining; ``request`` is the file for the administrator, where one is needed."""

    joined: Joined
    request: Path | None


def join_here(root: Path, person: str, wish: Wish | None = None) -> Asking:
    """Find or make the person's key, try it, and keep the request outside of the repository.

    Where keys are at hand their owner says which, or that a new one is wanted: none is made behind somebody's back.

    Raises:
        RefusedError: nothing was chosen, or what was chosen cannot be used.
        HocbaError: as ``join``.
    """
    wish = wish or Wish()
    if not wish.fresh:
        _require_choice(root, wish.held)
    with tempfile.TemporaryDirectory(prefix="hb") as name:
        joined = join(root, person, Path(name), wish)
        if joined.known:
            return Asking(joined, None)
        parts = {path.name.removeprefix(person): path.read_bytes() for path in joined.files}
    request = KeyRequest(person, parts[".asc"], parts[".xac-nhan.asc"], parts.get(".cu.asc"))
    path = state_folder(root) / FOLDER / f"{person}{SUFFIX}"
    write_private(path, write_request(request))
    return Asking(joined, path)


def _require_choice(root: Path, held: str | None) -> None:
    fit = {one.fingerprint for one in keys_here(root) if not one.fault}
    if held is not None and held not in fit:
        raise RefusedError("Khoá đã chọn không dùng được ở máy này.", f"{_CHOOSE}; thẻ thì cắm rồi tải lại trang.")
    if held is None and fit:
        raise RefusedError("Máy này đã có khoá, chưa chọn dùng khoá nào.", f"{_CHOOSE}.")


def kept_requests(root: Path) -> list[Path]:
    """The requests that were made here."""
    return sorted((state_folder(root) / FOLDER).glob(f"*{SUFFIX}"))
