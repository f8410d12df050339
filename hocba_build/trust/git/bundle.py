"""Bundles of Git: a history in one file, without configuration, hooks or work tree. The form for auditors."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.verdict import LedgerFinding

MAX_HEADER: Final = 64 * 1024 * 1024
MAX_LINE: Final = 8192
"""Bytes of all the lines before the pack, and of one of them."""
_FIRST: Final = re.compile(rb"# v[23] git bundle\n")
_REFERENCE: Final = re.compile(r"([0-9a-f]{40}) (HEAD|refs/\S+)")
_BEFORE: Final = re.compile(r"-[0-9a-f]{40}( .*)?")


class UnreadableError(HocbaError):
    """What was given is no repository and no bundle: nothing can be decided."""

    exit = Exit.UNDECIDED


@dataclass(frozen=True, slots=True)
class Header:
    """What a bundle says of itself before its pack."""

    refs: Mapping[str, Oid]
    is_partial: bool


def unpack(bundle: Path, git: Path) -> tuple[Mapping[str, Oid], tuple[LedgerFinding, ...]]:
    """Unpack a bundle into a new repository folder; its references, and what is odd about it.

    Raises:
        UnreadableError: it is none, or it is damaged.
    """
    (git / "objects/pack").mkdir(parents=True)
    (git / "refs").mkdir()
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    with bundle.open("rb") as file:
        header = _read_header(file)
        if header.is_partial:  # Its pack may lean on objects that are not in it, and is not worth reading.
            return header.refs, (LedgerFinding("HB381", "bundle chỉ có một phần lịch sử: tạo lại từ đầu"),)
        os.lseek(file.fileno(), file.tell(), os.SEEK_SET)
        _index(git, file)
    return header.refs, ()


def _read_header(file: IO[bytes]) -> Header:
    if not _FIRST.fullmatch(file.readline(64)):
        raise UnreadableError("Tệp này không phải bundle của Git.", "Tạo bằng git bundle create TỆP main.")
    refs: dict[str, Oid] = {}
    is_partial = False
    while (raw := file.readline(MAX_LINE)) != b"\n":
        line = raw.decode("utf-8", "replace").removesuffix("\n")
        if file.tell() > MAX_HEADER:
            raise _damaged()
        if _BEFORE.fullmatch(line) or line.startswith("@filter="):
            is_partial = True
        elif row := _REFERENCE.fullmatch(line):
            if refs.setdefault(row[2], Oid(row[1])) != row[1]:
                raise _damaged()  # Two answers to one question: every reader would take another.
        elif line != "@object-format=sha1":
            raise _damaged()
    return Header({name: oid for name, oid in refs.items() if name.isprintable()}, is_partial)


def _damaged() -> UnreadableError:
    return UnreadableError("Bundle bị hỏng.", "Lấy lại bundle từ trường.")


def _index(git: Path, pack: IO[bytes]) -> None:
    """Let git index the pack: in a folder of our own, without anybody's settings."""
    import subprocess  # Only where there is a bundle.

    environment = {"PATH": os.environ.get("PATH", ""), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", f"--git-dir={git}", "index-pack", "--stdin"]
    done = subprocess.run(command, stdin=pack, env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        raise _damaged()
