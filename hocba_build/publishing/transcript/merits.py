"""Certificates, contests and awards: on the summary page while they are few, else on pages of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from hocba_build.publishing.transcript.model import Summary

FEW = 700
"""Letters that the summary page has room for, beside its other lines."""
ROOM, LINE, GAP = 225.0, 4.6, 1.3
"""Millimetres on a page of its own: all, one line, between two entries."""
LETTERS = 84
"""The fewest letters of a line."""


@dataclass(frozen=True, slots=True)
class Merit:
    """One entry with the form's word for its kind."""

    kind: str
    text: str


def merit_pages(summary: Summary) -> tuple[tuple[Merit, ...], ...]:
    """The entries by page; none when the summary page holds them all."""
    merits = tuple(_merits(summary))
    if sum(len(merit.text) for merit in merits) <= FEW:
        return ()
    pages: list[list[Merit]] = [[]]
    used = 0.0
    for merit in merits:
        height = ceil((len(merit.kind) + len(merit.text) + 4) / LETTERS) * LINE + GAP
        if used + height > ROOM and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(merit)
        used += height
    return tuple(tuple(page) for page in pages)


def _merits(summary: Summary) -> Iterator[Merit]:
    for name, grade in summary.certificates:
        yield Merit("Chứng chỉ", f"{name}, Loại: {grade}" if grade else name)
    for text in summary.contests:
        yield Merit("Kết quả tham gia cuộc thi", text)
    for text in summary.awards:
        yield Merit("Khen thưởng", text)
