"""Corrections as the form asks: the old value struck in red with the new one beside it, and how many there are.

One correction is one printed cell that differs from what it was. It is computed from what the pages printed before, and
never typed; a cell that was empty before is filled, not corrected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from hocba_build.domain.values import SubjectId
from hocba_build.publishing.transcript.model import Corrections, SubjectRow, Summary, YearPages
from hocba_build.publishing.transcript.summary import NOT_DUE

CELLS: Final = ("hk1", "hk2", "year", "reassessed", "remark")
"""The cells of a subject's row that hold something entered or computed."""
_LEVELS: Final = ("conduct", "learning", "average")
_FIELDS: Final = (
    "half_days",
    "conduct_after",
    "learning_after",
    "promoted",
    "not_promoted",
    "completion",
    "certificates",
    "contests",
    "awards",
    "remark",
)


@dataclass(frozen=True, slots=True)
class Before:
    """What a pupil's pages of a year printed at the first signatures (or at the lock before), and what was amended.

    ``subjects`` holds the rows of signed subjects; ``notes`` stand below them, ``summary_notes`` on the summary.
    """

    subjects: Mapping[SubjectId, SubjectRow] = field(default_factory=dict)
    summary: Summary | None = None
    notes: tuple[str, ...] = ()
    summary_notes: tuple[str, ...] = ()


def corrected(pages: YearPages, before: Before) -> YearPages:
    """The pages with what they printed before."""
    rows = tuple(_row(row, before.subjects.get(row.subject)) if row.subject else row for row in pages.rows)
    summary = pages.summary if before.summary is None else _summary(pages.summary, before.summary)
    return replace(
        pages,
        rows=rows,
        corrections=_counted(rows, before.notes),
        summary=replace(summary, notes=before.summary_notes),
    )


def _counted(rows: tuple[SubjectRow, ...], notes: tuple[str, ...]) -> Corrections:
    changed = [row for row in rows if row.was]
    if not changed:
        return Corrections(notes=notes)
    return Corrections(str(sum(len(row.was) for row in changed)), ", ".join(row.label for row in changed), notes)


def _row(row: SubjectRow, before: SubjectRow | None) -> SubjectRow:
    if before is None or not before.used:
        return row
    was = {name: getattr(before, name) for name in CELLS if _differs(getattr(before, name), getattr(row, name))}
    return replace(row, used=True, was=was) if was else row


def _summary(summary: Summary, before: Summary) -> Summary:
    rows = tuple(
        replace(row, was={name: old for name in _LEVELS if _differs(old := getattr(other, name), getattr(row, name))})
        for row, other in zip(summary.rows, before.rows, strict=True)
    )
    was = {name: old for name in _FIELDS if _differs(old := _text(before, name), _text(summary, name))}
    return replace(summary, rows=rows, was=was)


def _differs(old: str, new: str) -> bool:
    """Whether something that was printed is no longer what is printed."""
    return old not in ("", NOT_DUE, new)


def _text(summary: Summary, name: str) -> str:
    """A part of the summary as it is printed; lists are printed in one line."""
    value = getattr(summary, name)
    if isinstance(value, str):
        return value
    return "; ".join(one if isinstance(one, str) else ", Loại: ".join(filter(None, one)) for one in value)
