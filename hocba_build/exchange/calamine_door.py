"""The one door to calamine: .xls and .ods bytes to grids."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from hocba_build.exchange.grid import Area, Book, Grid, Place, Shown, Value
from hocba_build.exchange.ods import Unseen, unseen
from hocba_build.exchange.refusals import RefusedFileError
from hocba_build.exchange.xls import check_xls, xls_marks

_MOST_CELLS: Final = 1_000_000
_UNREADABLE: Final = "không đọc được như một bảng tính (tệp hỏng hoặc có mật khẩu): mở ra rồi lưu lại dạng .xlsx"


def read_ods(raw: bytes) -> Book:
    """The sheets of an OpenDocument workbook whose package was already judged."""
    return _read(raw, unseen(raw))


def read_xls(raw: bytes) -> Book:
    """The sheets of an Excel 97-2003 workbook.

    Raises:
        RefusedFileError: HB401 unreadable; HB403 macros or links.
    """
    check_xls(raw)
    return _read(raw, xls_marks(raw))


def _read(raw: bytes, marks: dict[str, Unseen]) -> Book:
    for name, found in marks.items():
        if found.corner[0] * found.corner[1] > _MOST_CELLS:
            message = (
                f"trang «{name}» trải tới hàng {found.corner[0]}, cột {found.corner[1]}: xoá phần thừa rồi lưu lại"
            )
            raise RefusedFileError("HB402", message)
    try:
        with _silent(), CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            metas = workbook.sheets_metadata
            if any(meta.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba) for meta in metas):
                raise RefusedFileError("HB403", "tệp có macro: lưu lại dạng .xlsx thường, không macro")
            sheets = [(workbook.get_sheet_by_name(meta.name), meta.visible) for meta in metas]
            return Book(tuple(_grid(sheet, shown, marks.get(sheet.name, Unseen())) for sheet, shown in sheets))
    except CalamineError as error:
        raise RefusedFileError("HB401", _UNREADABLE) from error
    except BaseException as error:
        # A fault inside the Rust library is no Exception, and its class cannot be imported.
        if type(error).__name__ == "PanicException":
            raise RefusedFileError("HB401", _UNREADABLE) from None
        raise


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the Rust library's own account of its faults from the terminal; it writes past Python's stderr."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _grid(sheet: CalamineSheet, shown: SheetVisibleEnum, marks: Unseen) -> Grid:
    return Grid(
        title=sheet.name,
        cells=dict(_cells(sheet)),
        formulas=frozenset(marks.formulas),
        merged=(*marks.merged, *_merged(sheet)),
        hidden_rows=frozenset(marks.hidden_rows),
        hidden_columns=frozenset(marks.hidden_columns),
        shown=Shown.VISIBLE if shown is SheetVisibleEnum.Visible else Shown.HIDDEN,
    )


def _cells(sheet: CalamineSheet) -> Iterator[tuple[Place, Value]]:
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                yield (row, column), value


def _merged(sheet: CalamineSheet) -> Iterator[Area]:
    """Calamine counts from 0."""
    for first, last in sheet.merged_cell_ranges or ():
        yield first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1
