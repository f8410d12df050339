"""The rest of a list: the refused rows alone, with the columns that are read and the reason beside each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hocba_build.domain.words import date_text
from hocba_build.exchange.drawing import Drawing, Page
from hocba_build.exchange.grid import Book, Grid
from hocba_build.exchange.grid import Value as CellValue
from hocba_build.exchange.plain_table import Value, plain_table
from hocba_build.exchange.pupil_columns import REASON, TEMPLATE
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.values import tidy

_ROW: Final = re.compile(r"[A-Z]+([0-9]+)")
_WIDTHS: Final = {**TEMPLATE, REASON: 60.0}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of list is recognised: the row of its headings, and whether a heading is read."""

    head: Callable[[Grid], int | None]
    reads: Callable[[str], bool]


def rest_of(book: Book, refusals: Iterable[Refusal], shape: Shape) -> Drawing | None:
    """The workbook of the rest; ``None`` where no row was refused (a file that could not be read has no rows)."""
    why = _reasons(refusals)
    pages = [page for grid in book.grids for page in _pages(grid, why.get(grid.title, {}), shape)]
    return Drawing(pages, "") if pages else None


def _reasons(refusals: Iterable[Refusal]) -> dict[str, dict[int, list[str]]]:
    """What is said of each row, by sheet."""
    found: dict[str, dict[int, list[str]]] = {}
    for one in refusals:
        if row := row_number(one.cell):
            found.setdefault(one.sheet, {}).setdefault(row, []).append(f"{one.cell} {one.code}: {one.message}")
    return found


def row_number(cell: str) -> int | None:
    """The row of a cell's address; ``None`` for what is no address."""
    found = _ROW.fullmatch(cell)
    return int(found[1]) if found else None


def _pages(grid: Grid, why: Mapping[int, list[str]], shape: Shape) -> Iterator[Page]:
    head = shape.head(grid)
    if head is None or not why:
        return
    read = {column: str(text) for column, text in sorted(grid.row(head).items()) if shape.reads(str(text))}
    lines = [_line(grid.row(number), read, reasons) for number, reasons in sorted(why.items())]
    yield from plain_table(grid.title, [*map(tidy, read.values()), REASON], lines, _WIDTHS).pages


def _line(row: Mapping[int, CellValue], read: Mapping[int, str], reasons: list[str]) -> list[Value]:
    return [*(_shown(row.get(column)) for column in read), "\n".join(reasons)]


def _shown(value: CellValue | None) -> Value:
    """A cell as text: a day as people write it, a number of an id without a point."""
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
