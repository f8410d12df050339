"""Tables by heading: rows of any workbook whose columns are known by what stands above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hocba_build.exchange.columns import HEAD_SEARCH, folded
from hocba_build.exchange.grid import Grid, Value, address
from hocba_build.exchange.values import tidy

Aliases = Mapping[str, str]
"""A folded heading and the key it means."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number, the values by key, and the cell of each key."""

    sheet: str
    number: int
    values: Mapping[str, Value]
    places: Mapping[str, int]

    def text(self, key: str) -> str:
        """A cell's text; whole numbers without a point, empty where there is nothing."""
        value = self.values.get(key, "")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return tidy(str(value))

    def cell(self, key: str) -> str:
        """The address of a key's cell; of the row's first cell where the column is missing."""
        return address((self.number, self.places.get(key, 1)))


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A sheet's table: which columns it has, headings nobody knows, its rows that are not empty."""

    sheet: str
    places: Mapping[str, int]
    strange: tuple[tuple[str, str], ...]
    """Address and text."""
    rows: tuple[TableRow, ...]


def find_table(grid: Grid, aliases: Aliases, needed: frozenset[str]) -> FoundTable | None:
    """The table under the first row of headings that has all that is needed; ``None`` where there is none."""
    lines = _lines(grid)
    for number in sorted(lines):
        if number > HEAD_SEARCH:
            return None
        heads = lines[number].items()
        places = {aliases[folded(str(text))]: column for column, text in heads if _known(text, aliases)}
        if needed <= places.keys():
            rows = tuple(_rows(grid, number, lines, places))
            return FoundTable(grid.title, places, _strange(number, lines, aliases), rows)
    return None


def _lines(grid: Grid) -> dict[int, dict[int, Value]]:
    lines: dict[int, dict[int, Value]] = {}
    for (row, column), value in grid.cells.items():
        lines.setdefault(row, {})[column] = value
    return lines


def _known(text: Value, aliases: Aliases) -> bool:
    return folded(str(text)) in aliases


def _strange(number: int, lines: Mapping[int, Mapping[int, Value]], aliases: Aliases) -> tuple[tuple[str, str], ...]:
    texts = sorted(lines[number].items())
    return tuple(
        (address((number, column)), str(text))
        for column, text in texts
        if folded(str(text)) and not _known(text, aliases)
    )


def _rows(
    grid: Grid, head: int, lines: Mapping[int, Mapping[int, Value]], places: Mapping[str, int]
) -> Iterator[TableRow]:
    for number in sorted(lines):
        if number > head:
            values = {key: lines[number][column] for key, column in places.items() if column in lines[number]}
            if any(tidy(str(value)) for key, value in values.items() if key != "stt"):
                yield TableRow(grid.title, number, values, places)
