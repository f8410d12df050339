"""Workbooks opened: judged by their bytes, then read; many at once over the machine's processors."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import PurePath
from typing import Final, TypeAlias

from hocba_build.exchange.calamine_door import read_ods, read_xls
from hocba_build.exchange.grid import Book, Shown
from hocba_build.exchange.meta import META, BookMeta, decode
from hocba_build.exchange.openpyxl_door import read_xlsx
from hocba_build.exchange.package import check_package, check_size
from hocba_build.exchange.refusals import Refusal, RefusedFileError

Opened: TypeAlias = "tuple[str, Book, BookMeta] | Refusal"
"""A workbook under the name it came by, or why it was refused."""

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
PAYS_FROM: Final = 12
"""Workbooks below which starting processes costs more than it saves."""
_MOST_WORKERS: Final = 8


def open_books(files: Sequence[tuple[str, bytes]]) -> list[Opened]:
    """Every workbook by itself, in the order given."""
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    if len(files) < PAYS_FROM or workers == 1:
        return [_opened(file) for file in files]
    try:
        with ProcessPoolExecutor(workers) as pool:
            return list(pool.map(_opened, files, chunksize=4))
    except (BrokenProcessPool, OSError):
        return [_opened(file) for file in files]


def _opened(file: tuple[str, bytes]) -> Opened:
    name, raw = file
    try:
        return name, *open_book(PurePath(name).name, raw)
    except RefusedFileError as error:
        return error.at(name)


def read_book(name: str, raw: bytes) -> Book:
    """A workbook by what its bytes are, not by what its name says; what could do harm is refused before parsing.

    Raises:
        RefusedFileError: HB401 to HB403.
    """
    check_size(raw)
    if raw.startswith(_OLE):
        return read_xls(raw)
    if not raw.startswith(_ZIP):
        message = "không phải tệp bảng tính .xlsx, .xls hay .ods: lưu lại dạng .xlsx"
        raise RefusedFileError("HB401", message)
    if name.lower().endswith((".xlsm", ".xlsb", ".xltm")):
        raise RefusedFileError("HB403", "tệp thuộc loại có macro (.xlsm, .xlsb): lưu lại dạng .xlsx thường")
    ods = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in raw[:200]
    check_package(raw, ods=ods)
    return read_ods(raw) if ods else read_xlsx(raw)


def open_book(name: str, raw: bytes) -> tuple[Book, BookMeta]:
    """A workbook of ours with its hidden sheet.

    Raises:
        RefusedFileError: HB401 to HB405; HB408 for a hidden sheet that is not ours.
    """
    book = read_book(name, raw)
    meta = decode(book.grids)
    for grid in book.grids:
        if grid.shown is Shown.HIDDEN and grid.title != META:
            message = "trang bị ẩn: bỏ ẩn, xem lại số liệu, hoặc xoá trang"
            raise RefusedFileError("HB408", message, grid.title)
    # The hidden sheet has been said: without it a workbook is half as much to hand from process to process.
    return replace(book, grids=tuple(grid for grid in book.grids if grid.title != META)), meta
