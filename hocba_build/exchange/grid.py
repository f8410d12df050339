"""A sheet as it was read from any kind of workbook: plain values by place, and what a person may not see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta
"""What a cell can hold; empty cells have no entry."""

Place: TypeAlias = tuple[int, int]
"""Row and column, both from 1."""

Area: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


class Shown(Enum):
    """Whether a sheet's tab can be seen."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: values, and where formulas, merged and hidden cells stand."""

    title: str
    cells: Mapping[Place, Value]
    formulas: frozenset[Place] = frozenset()
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    shown: Shown = Shown.VISIBLE

    @property
    def last_row(self) -> int:
        """The last row that holds a value."""
        return max((row for row, _ in self.cells), default=0)

    def row(self, number: int) -> dict[int, Value]:
        """The values of a row by column."""
        return {column: value for (row, column), value in self.cells.items() if row == number}


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook in order; ``blind`` where the format hides from us what is a formula."""

    grids: tuple[Grid, ...]
    blind: bool = field(default=False)


def column_letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(place: Place) -> str:
    """A place as a spreadsheet shows it: ``E7``."""
    return f"{column_letters(place[1])}{place[0]}"


def covers(area: Area, place: Place) -> bool:
    """Whether a place lies in an area."""
    return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]
