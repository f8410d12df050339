"""The rest of a pupil list: the refused rows alone, with the columns that are read and the reason beside each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from hocba_build.domain.words import date_text
from hocba_build.exchange.drawing import Drawing, Page
from hocba_build.exchange.grid import Book, Grid
from hocba_build.exchange.grid import Value as CellValue
from hocba_build.exchange.plain_table import Value, plain_table
from hocba_build.exchange.pupil_columns import REASON, TEMPLATE, head_of, key_of
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.values import tidy

_ROW: Final = re.compile(r"[A-Z]+([0-9]+)")
_WIDTHS: Final = {**TEMPLATE, REASON: 60.0}


def rest_of(book: Book, refusals: Iterable[Refusal]) -> Drawing | None:
    """The workbook of the rest; ``None`` where no row was refused (a file that could not be read has no rows)."""
    why = _reasons(refusals)
    pages = [page for grid in book.grids for page in _pages(grid, why.get(grid.title, {}))]
    return Drawing(pages, "") if pages else None


def _reasons(refusals: Iterable[Refusal]) -> dict[str, dict[int, list[str]]]:
    """What is said of each row, by sheet."""
    found: dict[str, dict[int, list[str]]] = {}
    for one in refusals:
        if row := _ROW.fullmatch(one.cell):
            found.setdefault(one.sheet, {}).setdefault(int(row[1]), []).append(f"{one.cell} {one.code}: {one.message}")
    return found


def _pages(grid: Grid, why: Mapping[int, list[str]]) -> Iterator[Page]:
    head = head_of(grid)
    if head is None or not why:
        return
    read = {column: str(text) for column, text in sorted(grid.row(head).items()) if key_of(str(text))}
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
