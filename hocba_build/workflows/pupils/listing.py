"""The pupils of a class as its list stands, or found by name: for pages that people pick a pupil from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hocba_build.domain.school import ClassRecords, Enrolment, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.domain.words import date_text
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.pupils.seats import class_of, year_of
from hocba_build.workflows.state import state_folder


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of the year and how many pupils sit in it at the end of its list."""

    class_id: ClassId
    name: str
    grade: int
    pupils: int


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One row of a class list, with what is special about it."""

    student: StudentId
    name: str
    female: bool
    born: date | None
    ministry_code: str
    note: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A year's classes, and the list of the one that was asked for."""

    years: tuple[YearId, ...]
    year: YearId
    classes: tuple[ClassRow, ...]
    chosen: ClassRow | None
    rows: tuple[PupilRow, ...]


def listing(root: Path, year: str | None = None, class_name: str | None = None) -> Listing:
    """The classes of a year (the newest without one), and one class's list.

    Raises:
        HocbaError: no school, year or class.
    """
    records = open_school(root, state_folder(root)).records
    years = tuple(sorted(records.years, reverse=True))
    if not years and year is None:
        return Listing((), YearId(""), (), None, ())
    held = year_of(records, year)
    classes = tuple(map(_class_row, held.classes.values()))
    if not class_name:
        return Listing(years, held.year.id, classes, None, ())
    chosen = class_of(held, class_name)
    return Listing(years, held.year.id, classes, _class_row(chosen), tuple(_rows(records, held, chosen)))


def _class_row(held: ClassRecords) -> ClassRow:
    own = held.school_class
    return ClassRow(own.id, own.name, own.grade, sum(row.until is None for row in own.enrolments))


def _rows(records: SchoolRecords, year: YearRecords, held: ClassRecords) -> Iterator[PupilRow]:
    for row in held.school_class.enrolments:
        known = records.students.get(row.student)
        if known is None:
            yield PupilRow(row.student, str(row.student), female=False, born=None, ministry_code="", note="thiếu hồ sơ")
            continue
        who = known.identity_on(row.until or year.year.last_day)
        code = known.ministry_code or ""
        yield PupilRow(row.student, who.full_name, who.female, who.born_on, code, _note(year, row))


def _note(year: YearRecords, row: Enrolment) -> str:
    notes = [f"vào lớp {date_text(row.since)}"] if row.since > year.year.first_day else []
    notes += [f"rời lớp sau {date_text(row.until)}"] if row.until else []
    notes += ["hoà nhập"] if row.inclusive else []
    return "; ".join(notes)
