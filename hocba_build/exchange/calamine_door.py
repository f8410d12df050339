"""The one door to calamine: .xls and .ods bytes to grids."""

from __future__ import annotations

import io
from collections.abc import Iterator
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
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            metas = workbook.sheets_metadata
            if any(meta.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba) for meta in metas):
                raise RefusedFileError("HB403", "tệp có macro: lưu lại dạng .xlsx thường, không macro")
            sheets = [(workbook.get_sheet_by_name(meta.name), meta.visible) for meta in metas]
            return Book(tuple(_grid(sheet, shown, marks.get(sheet.name, Unseen())) for sheet, shown in sheets))
    except CalamineError as error:
        raise RefusedFileError("HB401", _UNREADABLE) from error


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
    if sheet.total_height * sheet.total_width > _MOST_CELLS:
        message = f"trang «{sheet.name}» rộng quá {_MOST_CELLS:,} ô: xoá phần trống rồi lưu lại"
        raise RefusedFileError("HB402", message)
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                yield (row, column), value


def _merged(sheet: CalamineSheet) -> Iterator[Area]:
    """Calamine counts from 0."""
    for first, last in sheet.merged_cell_ranges or ():
        yield first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1
