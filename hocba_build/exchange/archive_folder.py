"""An archive as a folder: a mounted disc, a memory stick, what was unpacked. Plain files with plain names only."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocba_build.exchange.archive_form import CONTENT, STATEMENT, ArchiveFault

MAX_FILES: Final = 200_000
MAX_DEPTH: Final = 9
SMALL: Final = 1024 * 1024
"""Bytes of a list, a signature or a receipt, at most."""
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SYSTEMS: Final = frozenset(
    {
        "System Volume Information",
        "$RECYCLE.BIN",
        "lost+found",
        "rr_moved",
        "autorun.inf",
        "desktop.ini",
        "Thumbs.db",
    }
)
"""What systems leave at the top of a stick or disc; names that begin with a point are theirs as well."""


def archive_root(path: Path) -> Path:
    """The folder that holds the list: the one given, or the only one below it.

    Raises:
        ArchiveFault: HB540, there is none, or several.
    """
    if (path / STATEMENT).is_file():
        return path
    found = [one.parent for pattern in (CONTENT, f"*/{CONTENT}") for one in path.glob(f"{pattern}/{STATEMENT}")]
    if len(found) == 1:
        return found[0]
    reason = "có nhiều bản lưu trữ ở đây: chỉ ra một" if found else "không thấy bản lưu trữ nào: thiếu luu-tru.txt"
    raise ArchiveFault("HB540", reason, STATEMENT)


def entries_of(root: Path) -> list[str]:
    """What lies at the top, without what systems leave there."""
    names = (path.name for path in root.iterdir())
    return sorted(name for name in names if name not in _SYSTEMS and not name.startswith("."))


def strangers(root: Path, top: str) -> Iterator[ArchiveFault]:
    """What is no plain file or folder with a plain name, looked at without following anything."""
    waiting, seen = [root / top], 0
    while waiting:
        place = waiting.pop()
        seen += 1
        path = place.relative_to(root).as_posix()
        if seen > MAX_FILES or path.count("/") > MAX_DEPTH:
            yield ArchiveFault("HB542", "quá nhiều tệp hoặc thư mục", top)
            return
        mode = place.lstat().st_mode
        if not NAME.fullmatch(place.name) or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            yield ArchiveFault("HB542", "không phải tệp thường, hoặc tên không được phép", path)
        elif stat.S_ISDIR(mode):
            waiting += place.iterdir()


def read_small(root: Path, path: str, limit: int = SMALL) -> bytes:
    """A file that is always small: its size is asked before it is read.

    Raises:
        ArchiveFault: HB542, it is larger; HB541, it is not there.
    """
    place = root / path
    if not place.is_file():
        raise ArchiveFault("HB541", "thiếu", path)
    if place.stat().st_size > limit:
        raise ArchiveFault("HB542", "tệp này lớn bất thường", path)
    return place.read_bytes()


__all__ = ["archive_root", "entries_of", "read_small", "strangers"]
