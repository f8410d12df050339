"""One class's month as its register stands, for a page to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.values import StudentId, Term
from hocba_build.workflows.absences.months import TERM_WORDS, month_of, present_in
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.pupils.seats import class_of, year_of
from hocba_build.workflows.state import state_folder


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One pupil's month; empty texts where nothing was entered."""

    student: StudentId
    name: str
    excused: str
    unexcused: str


@dataclass(frozen=True, slots=True)
class Register:
    """The month of a class, everybody who was in it then."""

    class_name: str
    spoken: str
    rows: tuple[RegisterRow, ...]


def open_register(root: Path, year: str, class_name: str, said: str, term: Term) -> Register:
    """A class's month.

    Raises:
        HocbaError: no such year, class or month.
    """
    records = open_school(root, state_folder(root)).records
    entered = year_of(records, year)
    held, month = class_of(entered, class_name), month_of(entered.year, said, term)
    table = held.absences.get(month.term, {})
    rows = []
    for student in dict.fromkeys(row.student for row in present_in(held, month)):
        count = table.get(student, {}).get(month.name)
        known = records.students.get(student)
        name = known.identity_on(month.days[1]).full_name if known else str(student)
        excused, unexcused = (str(count.excused), str(count.unexcused)) if count else ("", "")
        rows.append(RegisterRow(student, name, excused, unexcused))
    return Register(held.school_class.name, f"tháng {month.spoken}, {TERM_WORDS[month.term]}", tuple(rows))
