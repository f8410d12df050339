"""Writes that lose nothing: all files of a change or none, each whole at every moment, none that changed meanwhile.

Everything is first written beside the records; then a plan is put down, and only then are the files moved to their
places. A power cut before the plan leaves the old files, one after it is finished by the next write.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

from hocba_build.domain.errors import RefusedError
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import RECORDS, parse_path
from hocba_build.records.source import read_regular

Files: TypeAlias = Mapping[str, bytes | None]
"""New contents by path; ``None`` takes the file away."""

FOLDER: Final = ".hocba-dang-ghi"
"""Beside ``records/``: no record can have this name, and the same disk holds both."""
_PLAN: Final = "ke-hoach.json"


def write_files(root: Path, files: Files, expected: Mapping[str, bytes | None]) -> None:
    """Write all of the files or none; refuse all if one changed since it was read.

    ``expected`` holds what was read (``None``: there was no file). A path without an entry is written as it is.

    Raises:
        RefusedError: a path is no record's, leads over a link, or its file is not as it was read.
    """
    if not files:
        return
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        _finish(root)
        for path in files:
            _refuse_stranger(root, path)
            if path in expected and _current(root / path) != expected[path]:
                raise RefusedError(f"Tệp đã đổi từ lúc đọc: {path}", "Chạy lại lệnh để làm trên bản mới.")
        _stage(root, files)
        _finish(root)


def finish_interrupted(root: Path) -> None:
    """Finish a change that a power cut stopped after its plan was put down.

    Raises:
        RefusedError: one of its files was changed since; nobody's work is written over.
    """
    if (root / FOLDER).is_dir():
        with _alone(root):
            _finish(root)


def _refuse_stranger(root: Path, path: str) -> None:
    if parse_path(path) is None:
        raise RefusedError(f"Không ghi ra ngoài hồ sơ: {path}", "Chỉ ghi vào records/ và signatures/can-bo.yaml.")
    folder = root
    for part in path.split("/"):
        folder = folder / part
        if folder.is_symlink():
            raise RefusedError(f"Không ghi qua liên kết: {path}", "Thay liên kết bằng tệp, thư mục thường.")
    if folder.exists() and not folder.is_file():
        raise RefusedError(f"Không phải tệp thường: {path}", "Chuyển thư mục, thiết bị ấy đi chỗ khác.")


def _current(path: Path) -> bytes | None:
    if not os.path.lexists(path):
        return None
    try:
        return read_regular(path)
    except FaultyError:
        return b""


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One writer at a time; a system without such locks goes on without."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(root / RECORDS if (root / RECORDS).is_dir() else root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _stage(root: Path, files: Files) -> None:
    """Write the new contents beside the records, then the plan; a fault leaves nothing behind."""
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        rows = [_staged(root, folder, number, path, data) for number, (path, data) in enumerate(files.items())]
        _write(folder / f"{_PLAN}.moi", json.dumps(rows).encode(), 0o600)
        (folder / f"{_PLAN}.moi").replace(folder / _PLAN)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _staged(root: Path, folder: Path, number: int, path: str, data: bytes | None) -> dict[str, Any]:
    target = root / path
    old = _current(target)
    name = f"{number:05d}"
    if data is not None:
        _write(folder / name, data, target.stat().st_mode & 0o777 if old is not None else 0o644)
    return {"tep": path, "cu": _digest(old), "moi": _digest(data), "ten": name}


def _finish(root: Path) -> None:
    """Move the files of the plan to their places, where they are not yet; without a plan nothing was begun."""
    folder = root / FOLDER
    try:
        rows = json.loads((folder / _PLAN).read_bytes())
    except FileNotFoundError:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for row in rows:
        _refuse_changed(root, row)
    for row in rows:
        _place(root / row["tep"], folder / row["ten"], gone=row["moi"] is None)
    _sync({(root / row["tep"]).parent for row in rows})
    (folder / _PLAN).unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _refuse_changed(root: Path, row: Mapping[str, Any]) -> None:
    _refuse_stranger(root, row["tep"])
    if _digest(_current(root / row["tep"])) not in (row["cu"], row["moi"]):
        raise RefusedError(
            f"Lần ghi trước bị ngắt giữa chừng và tệp {row['tep']} đã đổi từ đó.",
            f"Xem lại tệp ấy, xoá thư mục {FOLDER} rồi làm lại việc đang dở.",
        )


def _place(target: Path, staged: Path, *, gone: bool) -> None:
    if gone:
        target.unlink(missing_ok=True)
    elif staged.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)


def _write(path: Path, data: bytes, mode: int) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 - opened for its handle
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)


def _sync(folders: Iterable[Path]) -> None:
    """Let the disk know of the new names before the plan goes."""
    for folder in folders:
        if folder.is_dir() and hasattr(os, "O_DIRECTORY"):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
