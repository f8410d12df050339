"""Absences of a class in a month, typed one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hocba_build.domain.entries import Absences
from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.school import ClassRecords
from hocba_build.domain.values import StudentId, Term
from hocba_build.records.absence_edits import register_path, with_absences
from hocba_build.workflows.absences.months import Month, month_of, present_in
from hocba_build.workflows.changes import Outcome, open_draft
from hocba_build.workflows.pupils.seats import class_of, year_of

_TYPED: Final = re.compile(r"([0-9]+)=([0-9]{1,2})\+([0-9]{1,2})")
_ID: Final = 10


def record(
    root: Path, where: tuple[str, str, str], typed: Sequence[str], term: Term | None = None, *, dry_run: bool = False
) -> Outcome:
    """Enter ``who=permitted+unpermitted`` of a year, class and month; who is an id or a number of the class list.

    Raises:
        HocbaError: a word that cannot be understood, no such year, class or month.
        RefusedError: somebody who was not in the class that month, or is named twice.
    """
    draft = open_draft(root)
    year = year_of(draft.records, where[0])
    held = class_of(year, where[1])
    month = month_of(year.year, where[2], term)
    counts: dict[StudentId, Absences] = {}
    for word in typed:
        student, count = _understood(held, month, word)
        if student in counts:
            raise RefusedError(f"Học sinh {student} được nêu hai lần.", "Bỏ một lần.")
        counts[student] = count
    path = register_path(year.year.id, held.school_class.id, month.term)
    rows = {student: {month.name: count} for student, count in counts.items()}
    draft.put(path, with_absences(draft.text(path), path, rows))
    return draft.settle(dry_run=dry_run)


def _understood(held: ClassRecords, month: Month, word: str) -> tuple[StudentId, Absences]:
    found = _TYPED.fullmatch(word.replace(" ", ""))
    if found is None:
        raise HocbaError(
            f"Không hiểu «{word}».", "Ghi MÃ=PHÉP+KHÔNG, ví dụ 7400000001=2+1; STT trong danh sách cũng được: 5=2+0."
        )
    student = StudentId(found[1]) if len(found[1]) == _ID else _numbered(held, int(found[1]))
    if student not in {row.student for row in present_in(held, month)}:
        raise RefusedError(
            f"Tháng {month.spoken} học sinh {student} không ở lớp {held.school_class.id}.",
            "Buổi nghỉ ở lại lớp mà em đã học khi ấy: nêu đúng lớp, đúng tháng.",
        )
    return student, Absences(int(found[2]), int(found[3]))


def _numbered(held: ClassRecords, number: int) -> StudentId:
    rows = held.school_class.enrolments
    if not 1 <= number <= len(rows):
        raise RefusedError(f"Lớp {held.school_class.id} không có STT {number}.", f"Danh sách có {len(rows)} dòng.")
    return rows[number - 1].student
