"""Where a pupil sits, and where a new one is seated: the order of a list never shifts once it is in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.people import Identity, Student
from hocba_build.domain.regulations.roadmap import start_year
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.domain.vietnamese import NameKey, collation_key, place_in
from hocba_build.records.checks.places import rows_of
from hocba_build.records.class_edits import class_path, end_row, enrol, take_out
from hocba_build.workflows.changes import Draft

ONE_DAY: Final = timedelta(days=1)
_JULY: Final = 7
_SUMMER: Final = (7, 8)


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of a class list with its class and year."""

    year: YearRecords
    held: ClassRecords
    row: Enrolment

    @property
    def path(self) -> str:
        """The class's list."""
        return class_path(self.year.year.id, self.held.school_class.id)

    @property
    def class_id(self) -> ClassId:
        """The class."""
        return self.held.school_class.id

    @property
    def grade(self) -> int:
        """The class's grade."""
        return self.held.school_class.grade

    @property
    def has_entries(self) -> bool:
        """Whether anything was entered about the pupil in this class."""
        return _has_rows(self.year, self.held, self.row.student)


def student_of(records: SchoolRecords, student: str) -> Student:
    """A pupil by the school's own id.

    Raises:
        HocbaError: nobody has it.
    """
    found = records.students.get(StudentId(student))
    if found is None:
        raise HocbaError(f"Không có học sinh {student} trong hồ sơ.", "Tìm mã theo tên: hocba pupil find TÊN")
    return found


def seats_of(records: SchoolRecords, student: StudentId) -> list[Seat]:
    """Every row of a pupil, oldest first."""
    seats = [
        Seat(year, held, row)
        for year in records.years.values()
        for held in year.classes.values()
        for row in held.school_class.enrolments
        if row.student == student
    ]
    return sorted(seats, key=lambda seat: seat.row.since)


def seat_on(records: SchoolRecords, student: StudentId, day: date) -> Seat:
    """Where a pupil sits on a day.

    Raises:
        RefusedError: in no class.
    """
    year = year_on(records, day)
    for seat in seats_of(records, student):
        if seat.year.year.id == year.year.id and seat.row.covers(day):
            return seat
    raise RefusedError(
        f"Ngày {day:%d/%m/%Y} học sinh {student} không ở lớp nào của năm học {year.year.id}.",
        f"Xem lại ngày, hoặc xem các lớp đã học: hocba pupil show {student}",
    )


def year_on(records: SchoolRecords, day: date) -> YearRecords:
    """The school year a day belongs to: from July to June; the summer to the old one while there is no new one.

    Raises:
        RefusedError: the records have no such year.
    """
    begins = day.year if day.month >= _JULY else day.year - 1
    years = {start_year(name): year for name, year in records.years.items()}
    if begins not in years and day.month in _SUMMER:
        begins -= 1
    if begins not in years:
        known = ", ".join(sorted(records.years)) or "chưa có năm học nào"
        raise RefusedError(f"Ngày {day:%d/%m/%Y} không thuộc năm học nào trong hồ sơ.", f"Các năm học: {known}.")
    return years[begins]


def year_of(records: SchoolRecords, name: str | None) -> YearRecords:
    """A year by its name, the latest without one.

    Raises:
        HocbaError: the records have no such year.
    """
    wanted = YearId(name) if name else max(records.years, default=YearId(""))
    if wanted not in records.years:
        known = ", ".join(sorted(records.years)) or "chưa có năm học nào"
        raise HocbaError(f"Không có năm học {wanted or 'nào'} trong hồ sơ.", f"Các năm học: {known}.")
    return records.years[wanted]


def class_of(year: YearRecords, name: str) -> ClassRecords:
    """A class by its id, or by what people call it.

    Raises:
        HocbaError: the year has no such class.
    """
    for held in year.classes.values():
        if name.lower() == held.school_class.id or name.casefold() == held.school_class.name.casefold():
            return held
    known = ", ".join(year.classes) or "chưa có lớp nào"
    raise HocbaError(f"Năm học {year.year.id} không có lớp {name}.", f"Các lớp: {known}.")


def order_of(student: Student, day: date) -> NameKey:
    """The place of a pupil's name in a list of a day."""
    return name_key(student.identity_on(day))


def name_key(identity: Identity) -> NameKey:
    """The place of a name in a list."""
    return collation_key(identity.full_name, identity.given_name)


def is_in_use(year: YearRecords, held: ClassRecords) -> bool:
    """Whether anything was entered about the class: from then on its order stands."""
    return _has_rows(year, held, None)


def _has_rows(year: YearRecords, held: ClassRecords, student: StudentId | None) -> bool:
    return any(student in (None, row.student) for row in rows_of(year.year.id, held))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to be seated; ``as_class``: with the electives and study topics of the class."""

    row: Enrolment
    name: NameKey
    as_class: bool = True


def take_seat(draft: Draft, year: YearRecords, held: ClassRecords, newcomers: Sequence[Newcomer]) -> None:
    """Seat pupils: in the order of names while the list is being made, else at the end in the order given."""
    path = class_path(year.year.id, held.school_class.id)
    raw = draft.needed(path)
    names = [_listed_name(draft.records, row) for row in held.school_class.enrolments]
    free = not is_in_use(year, held)
    for one in newcomers:
        at = place_in(names, one.name) if free and one.row.since <= year.year.first_day else len(names)
        names.insert(at, one.name)
        raw = enrol(raw, path, one.row, at, as_class=one.as_class)
    draft.put(path, raw)


def _listed_name(records: SchoolRecords, row: Enrolment) -> NameKey:
    student = records.students.get(row.student)
    return order_of(student, row.since) if student else collation_key("")


def leave_seat(draft: Draft, seat: Seat, day: date) -> None:
    """A pupil is no longer in the class from a day on; who never came is taken off the list.

    Raises:
        RefusedError: something was entered about the pupil in a class that he or she never joined.
    """
    if day > seat.row.since:
        draft.put(seat.path, end_row(draft.needed(seat.path), seat.path, seat.row, day - ONE_DAY))
        return
    if seat.has_entries:
        raise RefusedError(
            f"Học sinh {seat.row.student} vào lớp {seat.class_id} ngày {seat.row.since:%d/%m/%Y}, ở đó đã có điểm.",
            "Dòng đã có điểm thì không bỏ được: chọn ngày sau ngày vào lớp.",
        )
    draft.put(seat.path, take_out(draft.needed(seat.path), seat.path, seat.row))


__all__ = [
    "ONE_DAY",
    "Newcomer",
    "Seat",
    "class_of",
    "is_in_use",
    "leave_seat",
    "name_key",
    "order_of",
    "seat_on",
    "seats_of",
    "student_of",
    "take_seat",
    "year_of",
    "year_on",
]
