"""The one door to openpyxl: a drawn workbook to .xlsx bytes, and .xlsx bytes to grids."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from hocba_build.exchange.drawing import Drawing, Formula, Look, Page, Rule
from hocba_build.exchange.grid import Area, Book, Grid, Place, Shown, Value, address
from hocba_build.exchange.refusals import RefusedFileError

_FONT: Final = "Times New Roman"
_LINE: Final = Side(style="thin", color="808080")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY: Final = PatternFill("solid", fgColor="EDEDED")
_BLUE: Final = PatternFill("solid", fgColor="DCE6F1")
_AMBER: Final = PatternFill("solid", fgColor="FCE4D6")
_CENTRED: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT: Final = Alignment(horizontal="left", vertical="center")
_WRAPPED: Final = Alignment(horizontal="left", vertical="center", wrap_text=True)
_OPEN: Final = Protection(locked=False)
_TEXT_FORMAT: Final = "@"
_SCORE_FORMAT: Final = "0.0;-0.0;0.0;@"

_BROKEN: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    SyntaxError,
    zipfile.BadZipFile,
)
"""What openpyxl lets through when parts are missing or cut; both XML parsers raise kinds of SyntaxError."""

_LOOKS: Final[dict[Look, dict[str, Any]]] = {
    Look.SCHOOL: {"font": Font(_FONT, 11), "alignment": _LEFT},
    Look.TITLE: {"font": Font(_FONT, 14, bold=True), "alignment": _LEFT},
    Look.GUIDE: {"font": Font(_FONT, 11, italic=True), "alignment": _LEFT},
    Look.HEAD: {"font": Font(_FONT, 11, bold=True), "alignment": _CENTRED, "border": _BOX, "fill": _BLUE},
    Look.FIXED: {"alignment": _CENTRED, "border": _BOX, "fill": _GREY},
    Look.NAME: {"alignment": _LEFT, "border": _BOX, "fill": _GREY, "number_format": _TEXT_FORMAT},
    Look.NOTE: {"alignment": _WRAPPED, "border": _BOX, "fill": _GREY, "number_format": _TEXT_FORMAT},
    Look.RESULT: {
        "font": Font(_FONT, 12, bold=True),
        "alignment": _CENTRED,
        "border": _BOX,
        "fill": _GREY,
        "number_format": _SCORE_FORMAT,
    },
    Look.SCORE: {"alignment": _CENTRED, "border": _BOX, "protection": _OPEN, "number_format": _SCORE_FORMAT},
    Look.COUNT: {"alignment": _CENTRED, "border": _BOX, "protection": _OPEN},
    Look.CHOICE: {"alignment": _CENTRED, "border": _BOX, "protection": _OPEN, "number_format": _TEXT_FORMAT},
    Look.REMARK: {"alignment": _WRAPPED, "border": _BOX, "protection": _OPEN, "number_format": _TEXT_FORMAT},
    Look.CLOSED: {"alignment": _CENTRED, "border": _BOX, "fill": _GREY},
    Look.WORDS: {"alignment": _WRAPPED, "border": _BOX, "number_format": _TEXT_FORMAT},
    Look.FIGURE: {"alignment": _CENTRED, "border": _BOX},
    Look.AVERAGE: {"alignment": _CENTRED, "border": _BOX, "number_format": _SCORE_FORMAT},
    Look.SHARE: {"alignment": _CENTRED, "border": _BOX, "number_format": "0.0%"},
    Look.WRONG: {"alignment": _WRAPPED, "border": _BOX, "fill": _AMBER, "protection": _OPEN, "number_format": "@"},
}
_DEFAULT_FONT: Final = Font(_FONT, 12)
_STRONG_FONT: Final = Font(_FONT, 12, bold=True)
_RED: Final = Font(color="C00000", bold=True)


def write_xlsx(drawing: Drawing) -> bytes:
    """The bytes of a workbook: protected against slips (no password), the hidden sheet last."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "hocba"
    workbook.calculation.fullCalcOnLoad = True
    for page in drawing.pages:
        _draw(workbook.create_sheet(page.title), page)
    if drawing.hidden_title:
        _hide(workbook.create_sheet(drawing.hidden_title), drawing.hidden_rows)
        workbook.security = WorkbookProtection(lockStructure=True)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _hide(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for row, line in enumerate(rows, start=1):
        for column, text in enumerate(line, start=1):
            _put_text(sheet.cell(row, column), text)
    sheet.sheet_state = "veryHidden"


def _put_text(cell: Cell | MergedCell, text: str) -> None:
    """Text that stays text, whatever sign it begins with: never a formula, never a number."""
    if isinstance(cell, Cell):
        cell.value = text
        cell.data_type = "s"
        cell.number_format = _TEXT_FORMAT


def _draw(sheet: Worksheet, page: Page) -> None:
    for (row, column), drawn in page.cells.items():
        cell = sheet.cell(row, column)
        if isinstance(drawn.value, str) and not isinstance(drawn.value, Formula):
            _put_text(cell, drawn.value)
        elif drawn.value is not None:
            cell.value = drawn.value
        look = {"font": _STRONG_FONT if drawn.strong else _DEFAULT_FONT, **_LOOKS[drawn.look]}
        for name, style in look.items():
            setattr(cell, name, style)
        if drawn.remark:
            cell.comment = Comment(drawn.remark, "hocba", height=90, width=280)
    for column, width in page.widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, height in page.heights.items():
        sheet.row_dimensions[row].height = height
    for rule in page.rules:
        _add_rule(sheet, rule)
    for area in page.merged:
        sheet.merge_cells(f"{address(area[:2])}:{address(area[2:])}")
    sheet.freeze_panes = address(page.freeze)
    _set_up_print(sheet, page)
    sheet.protection.sheet = page.protected
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _add_rule(sheet: Worksheet, rule: Rule) -> None:
    areas = [f"{address(area[:2])}:{address(area[2:])}" for area in rule.areas]
    if not areas:
        return
    validation = DataValidation(type=rule.kind, formula1=rule.formula, operator="between", allow_blank=True)
    if rule.upper is not None:
        validation.formula2 = rule.upper
    validation.errorTitle, validation.error = "Chưa đúng", rule.error
    validation.showErrorMessage = True
    validation.promptTitle, validation.prompt = rule.prompt_title, rule.prompt
    validation.showInputMessage = bool(rule.prompt)
    for area in areas:
        validation.add(area)
    sheet.add_data_validation(validation)
    for area in areas:
        if rule.low is not None:
            low = CellIsRule("between", formula=["0", rule.low], font=_RED)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(area, low)
        for word in rule.low_words:
            test = f'EXACT({area.partition(":")[0]},"{word}")'
            sheet.conditional_formatting.add(area, FormulaRule([test], font=_RED))  # type: ignore[no-untyped-call]


def _set_up_print(sheet: Worksheet, page: Page) -> None:
    """A4, as wide as one sheet of paper, the header on each; the hidden grid lines stay off."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{page.head_row}:{page.head_row}"
    sheet.print_area = f"A1:{address(page.corner)}"
    left, right = _HeaderFooterPart(page.footer.replace("&", "&&")), _HeaderFooterPart("Trang &P/&N")
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, right=right)
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.5, 0.75, 0.3


# --- reading ----------------------------------------------------------------------------------------------------


def read_xlsx(raw: bytes) -> Book:
    """The sheets of a workbook whose package was already judged.

    Raises:
        RefusedFileError: HB401, the parts do not fit together.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl tells of extensions it leaves out; nothing we read is among them.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(raw), rich_text=False)
            return Book(tuple(_grid(sheet) for sheet in workbook.worksheets))
    except _BROKEN as error:
        message = "các phần của tệp không khớp nhau: mở bằng Excel rồi lưu lại dạng .xlsx"
        raise RefusedFileError("HB401", message) from error


def _grid(sheet: Worksheet) -> Grid:
    cells: dict[Place, Value] = {}
    formulas = set()
    # Only cells that exist: iter_rows would make every cell up to the far corner a hostile sheet names.
    for place, cell in sheet._cells.items():
        if cell.value is None:
            continue
        if cell.data_type == "f":
            formulas.add(place)
        cells[place] = _value(cell)
    return Grid(
        title=sheet.title,
        cells=cells,
        formulas=frozenset(formulas),
        merged=tuple(_area(span.bounds) for span in sheet.merged_cells.ranges),
        hidden_rows=frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        shown=Shown.VISIBLE if sheet.sheet_state == "visible" else Shown.HIDDEN,
    )


def _area(bounds: tuple[int, int, int, int]) -> Area:
    """Openpyxl says columns first."""
    first_column, first_row, last_column, last_row = bounds
    return first_row, first_column, last_row, last_column


def _hidden_columns(sheet: Worksheet) -> Iterable[int]:
    """A dimension may span several columns."""
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width == 0:
            yield from range(dimension.min or 0, (dimension.max or 0) + 1)


def _value(cell: Cell) -> Value:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        return f"{value * 100:g}%"
    if isinstance(value, str | int | float | bool | date | datetime | time | timedelta):
        return value
    return str(value)
