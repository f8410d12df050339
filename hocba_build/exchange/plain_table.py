"""A table of values as an open workbook: one sheet, headings that stay in view, nothing hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from hocba_build.exchange.drawing import Drawing, Drawn, Look, Page

Value: TypeAlias = str | float | int | None
_WIDTH: Final = 9.0
_WIDE: Final = 20.0
"""Columns from here on hold sentences: they wrap."""


def plain_table(
    title: str, heads: Sequence[str], lines: Sequence[Sequence[Value]], widths: Mapping[str, float]
) -> Drawing:
    """The workbook; ``widths`` in letters by heading."""
    cells = {(1, column): Drawn(text, Look.HEAD) for column, text in enumerate(heads, start=1)}
    for row, line in enumerate(lines, start=2):
        for column, value in enumerate(line, start=1):
            cells[row, column] = Drawn(value, _look(value, widths.get(heads[column - 1], _WIDTH)))
    measured = {column: widths.get(text, _WIDTH) for column, text in enumerate(heads, start=1)}
    corner = (len(lines) + 1, len(heads))
    return Drawing([Page(title, cells, measured, {}, (2, 1), 1, corner, title, protected=False)], "")


def _look(value: Value, width: float) -> Look:
    if isinstance(value, float):
        return Look.SCORE
    return Look.REMARK if width >= _WIDE else Look.CHOICE
