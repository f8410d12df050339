"""A folder of pages that is replaced in one step, and what a killed build left beside it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError

MARKER: Final = ".hocba-site"
"""Tells a folder that this program made, and may therefore replace, from one that belongs to somebody."""
_UNFINISHED: Final = ".hocba-dang-lam"
_PAGES: Final = "trang"


@contextmanager
def replacing(out: Path, marker: str = MARKER) -> Iterator[Path]:
    """A new folder that takes the place of ``out`` when the block ends well; else the last good one stays.

    ``marker`` tells one kind of folder from another: a report never takes the place of a site.

    Raises:
        RefusedError: ``out`` holds something that this program did not make.
    """
    out = out.absolute()
    aside = out.with_name(f".{out.name}.cu")
    if aside.is_dir() and not out.exists():
        aside.rename(out)  # An earlier run was stopped between the two renames below.
    _refuse_foreign(out, marker)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(out) as beside:
        fresh = beside / _PAGES
        fresh.mkdir(mode=0o700)
        yield fresh
        _sign(fresh, marker)
        shutil.rmtree(aside, ignore_errors=True)
        if out.exists():
            out.rename(aside)
        fresh.rename(out)
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_foreign(out: Path, marker: str) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise RefusedError(f"{out.name} không phải là thư mục, không ghi đè.", "Chọn thư mục khác bằng -o.")
    if out.is_dir() and any(out.iterdir()) and not (out / marker).is_file():
        raise RefusedError(
            f"Thư mục {out.name} có tệp không do hocba tạo ra, không ghi đè.",
            "Chọn thư mục khác bằng -o, hoặc chuyển các tệp ấy đi nơi khác.",
        )


def _sign(folder: Path, marker: str) -> None:
    (folder / marker).touch(mode=0o600)
    (folder / ".gitignore").write_text("*\n", "utf-8")  # Inside a repository it must never be committed by mistake.


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` to work in, held by a lock that ends with the process; abandoned ones are swept first."""
    prefix = f".{out.name}."
    for found in [path for path in out.parent.iterdir() if path.name.startswith(prefix)]:
        if (found / _UNFINISHED).is_file() and not found.is_symlink() and _abandoned(found):
            shutil.rmtree(found, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=out.parent) as name:
        beside = Path(name)
        handle = _held(beside)
        try:
            _sign(beside, _UNFINISHED)
            yield beside
        finally:
            if handle is not None:
                os.close(handle)


def _abandoned(folder: Path) -> bool:
    """Whether the process that worked there is gone: it holds no lock any more."""
    handle = _held(folder)
    if handle is not None:
        os.close(handle)
    return handle is not None


def _held(folder: Path) -> int | None:
    """The folder's lock; ``None`` where another process has it, or the system knows no such locks."""
    with suppress(ImportError, OSError):
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle
    return None


__all__ = ["MARKER", "replacing"]
