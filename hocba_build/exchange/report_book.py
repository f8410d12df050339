"""Reports and class books as workbooks: a sheet a section or page, figures as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import Final

from hocba_build.domain.class_book.model import ClassBook, Kind
from hocba_build.domain.class_book.model import Page as BookPage
from hocba_build.domain.statistics.tables import Section
from hocba_build.domain.tables import Cell, Head, Line, Share, Table, columns_of
from hocba_build.exchange.drawing import Drawing, Drawn, Look, Page
from hocba_build.exchange.grid import Area, Place

_FIRST_TABLE: Final = 4
_LINE_HEIGHT: Final = 16.5
_HEAD_LINES: Final = 2.2
_LABEL_WIDTH: Final = 30.0
_FIGURE_WIDTH: Final = 9.5
_LIST_WIDTHS: Final = {"STT": 6.0, "Mã học sinh": 14.0, "Họ và tên": 28.0, "Lớp": 9.0}
_SENTENCE_WIDTH: Final = 46.0


def report_book(school: str, title: str, sections: Sequence[Section]) -> Drawing:
    """The workbook of a report."""
    return Drawing([_page(school, title, section) for section in sections], "")


def tab_title(text: str) -> str:
    """The tab's text: at most 31 signs, none that a tab refuses."""
    return re.sub(r"[\[\]:*?/\\']", "-", text)[:31]


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is drawn."""

    widths: dict[int, float]
    cells: dict[Place, Drawn] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    row: int = _FIRST_TABLE

    def table(self, table: Table) -> None:
        """Draw a table with its title, and leave a row free."""
        self.cells[self.row, 1] = Drawn(table.title, Look.TITLE)
        if table.hint:
            self.row += 1
            self.cells[self.row, 1] = Drawn(table.hint, Look.GUIDE)
        self.row += 1
        self.rows(table)
        self.row += 1

    def rows(self, table: Table) -> None:
        """Draw the headings and the lines."""
        self._heads(table.heads)
        for line in table.lines:
            self._line(line)

    def _heads(self, heads: Iterable[Head]) -> None:
        """Two rows of headings; one that stands alone takes both."""
        column, low = 1, self.row + 1
        for head in heads:
            under = head.under or ("",)
            last = column + len(under) - 1
            for place, text in enumerate(under, start=column):
                self.cells[self.row, place] = Drawn(head.text if place == column else "", Look.HEAD)
                self.cells[low, place] = Drawn(text, Look.HEAD)
            self.merged.append((self.row, column, self.row if head.under else low, last))
            column = last + 1
        self.heights[self.row] = self.heights[low] = _HEAD_LINES * _LINE_HEIGHT
        self.row += 2

    def _line(self, line: Line) -> None:
        for column, cell in enumerate(line.cells, start=1):
            self.cells[self.row, column] = _drawn(cell, strong=line.whole)
        most = max(
            ceil(len(cell) / self.widths[column]) if isinstance(cell, str) else 1
            for column, cell in enumerate(line.cells, start=1)
        )
        self.heights[self.row] = max(1.2, most) * _LINE_HEIGHT
        self.row += 1


def book_of(book: ClassBook) -> Drawing:
    """The workbook of a class's book: one sheet a page."""
    return Drawing([_book_page(book, page) for page in book.pages], "")


_KIND_WIDTHS: Final = {
    Kind.NUMBER: 6.0,
    Kind.NAME: 28.0,
    Kind.CODE: 14.0,
    Kind.DATE: 12.0,
    Kind.MARK: 8.0,
    Kind.COUNT: 9.0,
    Kind.WORD: 12.0,
    Kind.NOTE: 24.0,
    Kind.LONG: 40.0,
}


def _book_page(book: ClassBook, page: BookPage) -> Page:
    sheet = _Sheet({number: _KIND_WIDTHS[column.kind] for number, column in enumerate(page.columns, start=1)})
    sheet.cells[1, 1] = Drawn(book.cover.school, Look.SCHOOL)
    sheet.cells[2, 1] = Drawn(f"{page.title}. {page.subtitle}", Look.TITLE)
    for hint in page.hints:
        sheet.cells[sheet.row - 1, 1] = Drawn(hint, Look.GUIDE)
        sheet.row += 1
    head = sheet.row
    sheet.rows(page.table)
    for place, (title, name) in enumerate(page.signed):
        sheet.cells[sheet.row + 1 + place, 2] = Drawn(f"{title}: {name or '……………………'}", Look.SCHOOL)
    return Page(
        title=tab_title(page.key),
        cells=sheet.cells,
        widths=sheet.widths,
        heights=sheet.heights,
        freeze=(head + 2, 3),
        head_row=head + 1,
        corner=(sheet.row + len(page.signed), len(page.columns)),
        footer=f"{page.title}. {page.subtitle}",
        landscape=page.wide,
        protected=False,
        merged=sheet.merged,
    )


def _page(school: str, title: str, section: Section) -> Page:
    sheet = _Sheet(_widths(section))
    sheet.cells[1, 1] = Drawn(school, Look.SCHOOL)
    sheet.cells[2, 1] = Drawn(f"{title}: {section.title}", Look.TITLE)
    for table in section.tables:
        sheet.table(table)
    most = max(columns_of(table) for table in section.tables)
    return Page(
        title=tab_title(section.key),
        cells=sheet.cells,
        widths=sheet.widths,
        heights=sheet.heights,
        freeze=(3, 2),
        head_row=2,
        corner=(max(sheet.row - 2, _FIRST_TABLE), most),
        footer=f"{title}: {section.title}",
        protected=False,
        merged=sheet.merged,
    )


def _widths(section: Section) -> dict[int, float]:
    """Names of pupils and sentences need room, figures little."""
    if section.personal:
        heads = section.tables[0].heads
        return {column: _LIST_WIDTHS.get(head.text, _SENTENCE_WIDTH) for column, head in enumerate(heads, start=1)}
    most = max(columns_of(table) for table in section.tables)
    return {1: _LABEL_WIDTH, **dict.fromkeys(range(2, most + 1), _FIGURE_WIDTH)}


def _drawn(cell: Cell, *, strong: bool) -> Drawn:
    if isinstance(cell, Share):
        value = cell.part / cell.whole if cell.whole else None
        return Drawn(value, Look.SHARE, strong=strong)
    if isinstance(cell, Decimal):
        return Drawn(float(cell), Look.AVERAGE, strong=strong)
    return Drawn(cell, Look.WORDS if isinstance(cell, str) else Look.FIGURE, strong=strong)
