"""The principal's decisions on pupils of a class, as the homeroom teacher prepares them; the principal accepts.

Only the mode and the number are recorded, never an illness (TT 22/2021, Điều 9 khoản 3, Điều 11, Điều 12 khoản 4).
"""

from __future__ import annotations

from pathlib import Path

from hocba_build.domain.entries import Decision
from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.records.decision_edits import decisions_path, with_decision, without_decision
from hocba_build.workflows.changes import Outcome, open_draft
from hocba_build.workflows.pupils.seats import class_of, year_of

Where = tuple[YearId, ClassId]


def decide(root: Path, where: Where, student: StudentId, decision: Decision, *, dry_run: bool = False) -> Outcome:
    """Record a decision on a pupil of a class.

    Raises:
        HocbaError: no such year or class.
        RefusedError: the pupil is not in the class, or the year is locked.
    """
    draft = open_draft(root)
    held = class_of(year_of(draft.records, where[0]), where[1])
    if student not in {row.student for row in held.school_class.enrolments}:
        raise RefusedError(f"Học sinh {student} không ở lớp {held.school_class.name}.", "Chọn lại học sinh.")
    path = decisions_path(*where)
    draft.put(path, with_decision(draft.text(path), path, student, decision))
    return draft.settle(dry_run=dry_run)


def take_back(root: Path, where: Where, student: StudentId, number: int, *, dry_run: bool = False) -> Outcome:
    """Take a pupil's decision out again; ``number`` counts them from 1.

    Raises:
        RefusedError: there is none of this number, or the year is locked.
    """
    draft = open_draft(root)
    held = class_of(year_of(draft.records, where[0]), where[1])
    mine = held.decisions.get(student, ())
    if not 1 <= number <= len(mine):
        raise RefusedError(f"Học sinh {student} không có quyết định thứ {number}.", "Xem lại trên bản mới.")
    path = decisions_path(*where)
    draft.put(path, without_decision(draft.needed(path), path, student, mine[number - 1]))
    return draft.settle(dry_run=dry_run)
