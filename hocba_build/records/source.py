"""Where files come from: a mapping of repository paths to bytes, read when asked for."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from hocba_build.domain.errors import HocbaError
from hocba_build.records.document import check_size
from hocba_build.records.faults import FaultyError, stop
from hocba_build.records.layout import RECORDS, SIGNATURES, STAFF_PATH

Source: TypeAlias = Mapping[str, bytes]
"""Files of a repository by path; reading one may raise ``FaultyError`` (not a regular file, too large)."""


class DiskSource(Mapping[str, bytes]):
    """``records/`` and the staff file below a folder; nothing is followed out of it."""

    def __init__(self, root: Path) -> None:
        """List the files once; their bytes are read one by one later."""
        self.root = root
        self._paths = dict.fromkeys(_listed(root))

    def __iter__(self) -> Iterator[str]:
        """The paths, sorted."""
        return iter(self._paths)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        """Whether the file was there when the folder was listed."""
        return path in self._paths

    def __getitem__(self, path: str) -> bytes:
        """A file's bytes; ``FaultyError`` for a link, a device or a file too large to be a record."""
        if path not in self._paths:
            raise KeyError(path)
        return read_regular(self.root / path)


def disk_source(root: Path) -> DiskSource:
    """The records of a working tree."""
    return DiskSource(root)


class ChangedSource(Mapping[str, bytes]):
    """A source in which some files have another text, or are gone (``None``)."""

    def __init__(self, below: Source, changes: Mapping[str, bytes | None]) -> None:
        """Lay the changes over what is below."""
        self._below, self._changes = below, changes
        self._paths = sorted({*below, *changes} - {path for path, text in changes.items() if text is None})

    def __iter__(self) -> Iterator[str]:
        """The paths, sorted."""
        return iter(self._paths)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._paths)

    def __getitem__(self, path: str) -> bytes:
        """A file's bytes after the change."""
        if path not in self._changes:
            return self._below[path]
        text = self._changes[path]
        if text is None:
            raise KeyError(path)
        return text


FILE_ENDINGS: Final = (".yaml", ".asc")
_REASONS: Final = {
    errno.ELOOP: "là một liên kết",
    errno.EACCES: "không có quyền đọc",
    errno.EPERM: "không có quyền đọc",
    errno.ENOENT: "không còn ở đó",
    errno.ENXIO: "là một thiết bị",
    errno.EIO: "đĩa hỏng",
}


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file of a possible size; links are never followed."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise _refused(error) from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise stop("HB111", "không phải một tệp thường (thư mục, thiết bị…): thay bằng tệp thường")
        check_size(status.st_size)
        with open(handle, "rb", closefd=False) as file:
            return file.read()
    except OSError as error:
        raise _refused(error) from None
    finally:
        os.close(handle)


def _refused(error: OSError) -> FaultyError:
    reason = _REASONS.get(error.errno or 0, "hệ điều hành từ chối")
    return stop("HB111", f"không đọc được như một tệp thường ({reason}): thay bằng tệp thường")


def _listed(root: Path) -> list[str]:
    if not root.is_dir():
        raise HocbaError(f"Không có thư mục {root}.", "Chỉ đúng kho của trường bằng -C.")
    found = [RECORDS] if (root / RECORDS).is_symlink() else list(_walk(root / RECORDS, RECORDS))
    if (root / SIGNATURES).is_symlink():
        found.append(SIGNATURES)
    elif os.path.lexists(root / STAFF_PATH):
        found.append(STAFF_PATH)
    return sorted(found)


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    """Everything below a folder that is not a folder itself.

    A link to a folder counts as a file, and so does a folder that cannot be listed or that bears a file's name: what
    could not be looked at must not pass for well.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield prefix
        return
    for entry in entries:
        path = f"{prefix}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name.endswith(FILE_ENDINGS):
                yield path
            yield from _walk(folder / entry.name, path)
        else:
            yield path
