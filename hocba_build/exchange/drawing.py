"""A workbook to be written, before any library knows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Literal

from hocba_build.exchange.grid import Area, Place


class Formula(str):
    """A formula of ours; plain text never becomes one."""

    __slots__ = ()


class Look(Enum):
    """How a cell looks, and whether a person may write in it."""

    SCHOOL = auto()
    TITLE = auto()
    GUIDE = auto()
    HEAD = auto()
    FIXED = auto()
    NAME = auto()
    NOTE = auto()
    RESULT = auto()
    SCORE = auto()
    COUNT = auto()
    CHOICE = auto()
    REMARK = auto()
    CLOSED = auto()
    WRONG = auto()
    WORDS = auto()
    FIGURE = auto()
    AVERAGE = auto()
    SHARE = auto()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell: text, number or formula; ``remark`` is shown beside it."""

    value: str | int | float | None
    look: Look
    remark: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be typed in some areas; ``kind`` and ``formula`` in the words of the file format."""

    areas: Sequence[Area]
    kind: Literal["whole", "list", "textLength", "custom"]
    formula: str
    error: str
    upper: str | None = None
    prompt_title: str = ""
    prompt: str = ""
    low: str | None = None
    """Numbers up to this one are shown in red."""
    low_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet."""

    title: str
    cells: Mapping[Place, Drawn]
    widths: Mapping[int, float]
    heights: Mapping[int, float]
    freeze: Place
    head_row: int
    corner: Place
    """The last cell that is printed."""
    footer: str
    rules: Sequence[Rule] = ()
    landscape: bool = True
    protected: bool = True
    merged: Sequence[Area] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A workbook: its sheets, and the hidden one (without a title there is none)."""

    pages: Sequence[Page]
    hidden_title: str
    hidden_rows: Sequence[Sequence[str]] = field(default_factory=tuple)
