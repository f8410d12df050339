"""Tables of a report or a book: one shape for a workbook and for print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from hocba_build.domain.values import Level
from hocba_build.domain.words import percent_text, score_text


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int


Cell = str | int | Decimal | Share | None
"""Words, a count, an average, a share; ``None`` where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading, or one over several columns."""

    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row; ``whole`` where it sums up the others."""

    cells: tuple[Cell, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``plot`` names its rows' shares of levels where they can be drawn."""

    title: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    plot: tuple[tuple[str, Mapping[Level, int]], ...] = ()
    hint: str = ""


def cell_text(cell: Cell) -> str:
    """A cell as print shows it."""
    if isinstance(cell, Share):
        return percent_text(cell.part, cell.whole)
    if isinstance(cell, Decimal):
        return score_text(cell)
    return "–" if cell is None else str(cell)


def columns_of(table: Table) -> int:
    """How many columns a table has."""
    return sum(len(head.under) or 1 for head in table.heads)
