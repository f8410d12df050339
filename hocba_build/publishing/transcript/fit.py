"""How large the subject table may be written, and when it takes a further page; nothing is ever clipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from hocba_build.publishing.transcript.model import SubjectRow


@dataclass(frozen=True, slots=True)
class Size:
    """One step of the table: its style class, and in millimetres the least row, a line and a letter."""

    style: str
    row: float
    line: float
    letter: float


PAGE = 186.0
"""Millimetres for the rows of a page that also carries the confirmations."""
CONFIRMATIONS = 52.0
"""Millimetres they take."""
REMARK, LABEL, TEACHER = 57.0, 31.0, 31.0
"""Widths of the columns that hold text."""
CELL = 10.0
"""The narrowest column of results; two values stand in it only where there is a correction."""
PADDING = 1.2

STEPS = tuple(Size(f"r{step}", row, 3.9, 1.6) for step, row in enumerate((12.8, 11.4, 9.4, 8.4), 1))
"""The form's own letters, with rows as high as the page has room for."""
SMALLER = (Size("f1", 7.2, 3.5, 1.44), Size("f2", 6.2, 3.12, 1.28), Size("f3", 6.2, 2.73, 1.12))


@dataclass(frozen=True, slots=True)
class Fitted:
    """The style of the table and its rows by page."""

    style: str
    pages: tuple[tuple[SubjectRow, ...], ...]


def fit(rows: Sequence[SubjectRow], notes: int = 0, squeeze: int = 0) -> Fitted:
    """The largest step that fits one page, else a small one over several pages.

    ``squeeze`` is raised by the printer when a page turned out longer than estimated here.
    """
    room = PAGE - 3.6 * notes - 14.0 * squeeze
    for size in (*STEPS, *SMALLER):
        if sum(_height(row, size) for row in rows) <= room:
            return Fitted(size.style, (tuple(rows),))
    return Fitted(SMALLER[0].style, _pages(rows, SMALLER[0], room))


def _pages(rows: Sequence[SubjectRow], size: Size, room: float) -> tuple[tuple[SubjectRow, ...], ...]:
    """Rows by page: only the last page needs room for the confirmations."""
    pages: list[list[SubjectRow]] = [[]]
    used = 0.0
    for row in rows:
        height = _height(row, size)
        if pages[-1] and used + height > room + (0.0 if row is rows[-1] else CONFIRMATIONS):
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    if used > room and len(pages[-1]) > 1:
        pages.append([pages[-1].pop()])
    return tuple(tuple(page) for page in pages)


def _height(row: SubjectRow, size: Size) -> float:
    lines = max(
        _lines(row.label, LABEL, size),
        _lines(row.was.get("remark", "") + row.remark, REMARK, size),
        _lines(", ".join(row.teachers), TEACHER, size),
        *(_lines(f"{old} {getattr(row, name)}", CELL, size) for name, old in row.was.items() if name != "remark"),
    )
    return max(size.row, lines * size.line + PADDING)


def _lines(text: str, width: float, size: Size) -> int:
    return ceil(len(text) * size.letter / width)
