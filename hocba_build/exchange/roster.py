"""Whom a sheet is about: the pupils of its list, and which of them a row means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from hocba_build.domain.entries import DecisionKind, Mode
from hocba_build.domain.people import Student
from hocba_build.domain.results.join import StudentStays, stays_by_student
from hocba_build.domain.results.year import subjects_of
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolYear, YearRecords
from hocba_build.domain.values import StudentId, Term
from hocba_build.domain.vietnamese import fold
from hocba_build.domain.words import date_text
from hocba_build.exchange.columns import SheetKey


@dataclass(frozen=True, slots=True)
class Member:
    """A pupil of a sheet's list; ``closed`` says why nothing may be entered."""

    student: StudentId
    name: str
    born: date | None
    enrolment: Enrolment
    stays: StudentStays
    closed: str = ""
    note: str = ""
    own_plan: bool = False

    @property
    def joined(self) -> bool:
        """Whether results of another class or school count too."""
        return len(self.stays.stays) > 1 or self.stays.transfer is not None


def semester_members(year: YearRecords, students: Mapping[StudentId, Student], key: SheetKey) -> tuple[Member, ...]:
    """The pupils of a sheet in list order: those in the class in the semester who take the subject."""
    held = year.classes[key.class_id]
    pupils = {row.student for row in held.school_class.enrolments}
    # Only classes that share a pupil with this one: a school imports hundreds of sheets at once.
    near = [
        one
        for one in year.classes.values()
        if not pupils.isdisjoint(row.student for row in one.school_class.enrolments)
    ]
    joined = stays_by_student(near)
    span = year.year.semesters[key.term]
    found = []
    for row in held.school_class.enrolments:
        present = row.since <= span.last and (row.until is None or row.until >= span.first)
        if present and _takes(year.year, held, key, joined[row.student]):
            found.append(_member(year.year, students.get(row.student), key, row, joined[row.student]))
    return tuple(found)


def member_of(year: YearRecords, students: Mapping[StudentId, Student], key: SheetKey, row: Enrolment) -> Member:
    """One row of the class's list, for a sheet of the whole year: nothing is said of a subject's mode."""
    joined = stays_by_student([year.classes[key.class_id]])
    whole = SheetKey(key.year, key.class_id, Term.HK2, None)
    return replace(_member(year.year, students.get(row.student), whole, row, joined[row.student]), note="")


def _takes(year: SchoolYear, held: ClassRecords, key: SheetKey, stays: StudentStays) -> bool:
    if key.subject is None or stays.student in held.subjects.get((key.term, key.subject), {}):
        return True
    return key.subject in subjects_of(year, stays)


def _member(year: SchoolYear, student: Student | None, key: SheetKey, row: Enrolment, stays: StudentStays) -> Member:
    identity = student.identity_on(year.last_day) if student else None
    mode, number = _mode(stays, key)
    notes = []
    if row.until is not None and row.until < year.semesters[key.term].last:
        notes.append(f"Rời lớp sau {date_text(row.until)}")
    if row.since > year.semesters[key.term].first:
        notes.append(f"Vào lớp {date_text(row.since)}")
    if mode is not Mode.BINH_THUONG:
        notes.append(f"{MODE_WORDS[mode]} ({number})")
    closed = f"được miễn theo quyết định {number}" if mode is Mode.MIEN else ""
    return Member(
        row.student,
        identity.full_name if identity else "",
        identity.born_on if identity else None,
        row,
        stays,
        closed,
        "; ".join(notes),
        own_plan=mode is Mode.KHGDCN,
    )


MODE_WORDS = {
    Mode.MIEN: "Miễn",
    Mode.GIAM_YEU_CAU: "Giảm yêu cầu",
    Mode.KHGDCN: "Theo kế hoạch giáo dục cá nhân",
}


def _mode(stays: StudentStays, key: SheetKey) -> tuple[Mode, str]:
    """How the pupil is assessed in the subject by decision, and the decision's number (Điều 11)."""
    found = (Mode.BINH_THUONG, "")
    for decision in stays.decisions():
        if decision.kind is DecisionKind.CHE_DO and key.subject is not None and key.subject in (decision.modes or {}):
            found = ((decision.modes or {})[key.subject], decision.number)
    return found


def plain_name(name: str) -> str:
    """A name for comparison: no accents, no case, one space between words."""
    return " ".join(fold(name).lower().split())


def is_named(student: Student, name: str) -> bool:
    """Whether a pupil has, or once had, this name."""
    return any(plain_name(identity.full_name) == plain_name(name) for identity in student.identities)


def is_born(student: Student, born: date) -> bool:
    """Whether a pupil's papers say, or once said, this birth date."""
    return any(identity.born_on == born for identity in student.identities)


def found_by_name(
    students: Mapping[StudentId, Student], listed: frozenset[StudentId], name: str, born: date | None
) -> list[StudentId]:
    """The listed pupils of that name and birth date."""
    held = (students[student] for student in sorted(listed) if student in students)
    return [one.id for one in held if born is not None and is_named(one, name) and is_born(one, born)]


def day_of(value: object) -> date | None:
    """A birth date as a spreadsheet or a person writes it: a date, or dd/mm/yyyy."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = str(value).strip().replace("-", "/").replace(".", "/").split("/")
    if len(parts) != 3 or not all(part.strip().isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    day, month, year = numbers if numbers[0] <= 31 else reversed(numbers)
    try:
        return date(year, month, day)
    except ValueError:
        return None


__all__ = ["Member", "day_of", "found_by_name", "is_born", "is_named", "member_of", "plain_name", "semester_members"]
