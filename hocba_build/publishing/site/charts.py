"""The geometry of plots, in percent and pixels; macros draw them, a table beside says the same in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.statistics.counts import Distribution, ScoredSubject
from hocba_build.domain.values import LEVELS, Level
from hocba_build.domain.words import percent_text, score_text, word

ROOM_FOR_TEXT: Final = 7
"""A part narrower than this many percent has no figure inside."""
ROW_HEIGHT: Final = 44
COLUMN_HEIGHT: Final = 160


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar: start and width in percent of the plot's width."""

    tone: str
    label: str
    start: str
    width: str
    middle: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label above, its parts, a note at the end of the label's line; ``top`` in pixels."""

    label: str
    note: str
    top: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Rows of bars; ``key`` makes ids unique on a page."""

    key: str
    title: str
    description: str
    height: int
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a histogram; x in percent, y and height in pixels."""

    label: str
    text: str
    start: str
    middle: str
    width: str
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Columns of equal width."""

    key: str
    title: str
    description: str
    height: int
    baseline: int
    columns: tuple[Column, ...]


def level_chart(key: str, title: str, rows: Sequence[tuple[str, Distribution]]) -> BarChart:
    """Stacked bars: the share of each level in each group."""
    shown = [(label, spread) for label, spread in rows if spread.known]
    bars = tuple(_stacked(label, spread, index) for index, (label, spread) in enumerate(shown))
    spoken = "; ".join(f"{label}: {_spoken(spread)}" for label, spread in shown)
    legend = tuple((_tone(level), word(level)) for level in LEVELS)
    return BarChart(key, title, spoken, len(bars) * ROW_HEIGHT, bars, legend)


def _stacked(label: str, spread: Distribution, index: int) -> Bar:
    parts, before = [], 0
    for level in LEVELS:
        count = spread.counts[level]
        if count:
            parts.append(_part(_tone(level), word(level), (before, count, spread.known)))
        before += count
    return Bar(label, f"{spread.known} học sinh", index * ROW_HEIGHT, tuple(parts))


def _part(tone: str, label: str, place: tuple[int, int, int]) -> Part:
    before, count, whole = place
    share = 100 * count / whole
    text = percent_text(count, whole)
    if share < ROOM_FOR_TEXT * 2:
        text = f"{(200 * count + whole) // (2 * whole)}%" if share >= ROOM_FOR_TEXT else ""
    start = 100 * before / whole
    return Part(tone, f"{label}: {count}", _number(start), _number(share), _number(start + share / 2), text)


def _spoken(spread: Distribution) -> str:
    return ", ".join(f"{word(level)} {spread.counts[level]}" for level in LEVELS)


def average_chart(key: str, title: str, subjects: Sequence[ScoredSubject], names: Sequence[str]) -> BarChart:
    """Plain bars on the scale of ten."""
    bars: list[Bar] = []
    for subject, name in zip(subjects, names, strict=True):
        if subject.average is None:
            continue
        share = float(subject.average) * 10
        text = score_text(subject.average)
        part = Part("plain", f"{name}: {text}", "0", _number(share), _number(share / 2), "")
        bars.append(Bar(name, text, len(bars) * ROW_HEIGHT, (part,)))
    spoken = "; ".join(f"{bar.label} {bar.note}" for bar in bars)
    return BarChart(key, title, spoken, len(bars) * ROW_HEIGHT, tuple(bars))


def score_histogram(key: str, title: str, counts: Sequence[int]) -> Histogram:
    """Columns by whole points."""
    most = max([*counts, 1])
    columns = tuple(_column(point, count, most) for point, count in enumerate(counts))
    spoken = "; ".join(f"{column.label} điểm: {column.text}" for column in columns)
    return Histogram(key, title, spoken, COLUMN_HEIGHT + 48, COLUMN_HEIGHT + 24, columns)


def _column(point: int, count: int, most: int) -> Column:
    height = round(COLUMN_HEIGHT * count / most)
    label = "9–10" if point == 9 else f"{point}–{point + 1}"
    start = point * 10 + 1
    return Column(label, str(count), _number(start), _number(start + 4), "8", COLUMN_HEIGHT + 24 - height, height)


def _tone(level: Level) -> str:
    return level.value.replace("_", "-")


def _number(value: float) -> str:
    """At most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
