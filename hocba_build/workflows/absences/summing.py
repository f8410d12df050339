"""Absences summed up by class and month, and the pupils who are near the limit of Điều 12."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.entries import Absences
from hocba_build.domain.regulations.tt22_2021 import MOST_HALF_DAYS_ABSENT
from hocba_build.domain.results.join import StudentStays, stays_by_student
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.statistics.lists import NEAR
from hocba_build.domain.values import SEMESTERS, ClassId, StudentId
from hocba_build.workflows.absences.months import Month, months_of
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.pupils.seats import class_of, year_of
from hocba_build.workflows.state import state_folder


@dataclass(frozen=True, slots=True)
class ClassSum:
    """One class: half-days by month; a month without a row is ``None``: not entered, or nobody absent."""

    class_id: ClassId
    name: str
    months: Mapping[Month, Absences | None]

    @property
    def total(self) -> Absences:
        """All months together."""
        return added(count for count in self.months.values() if count is not None)


@dataclass(frozen=True, slots=True)
class PupilSum:
    """One pupil's year over all classes, and what was brought from another school."""

    student: StudentId
    name: str
    class_id: ClassId
    months: Mapping[Month, Absences]
    total: Absences


@dataclass(frozen=True, slots=True)
class Summary:
    """What a year's registers come to; ``near`` are the pupils with that many half-days or more, most first."""

    months: tuple[Month, ...]
    classes: tuple[ClassSum, ...]
    pupils: tuple[PupilSum, ...]
    near: tuple[PupilSum, ...]
    limit: int = MOST_HALF_DAYS_ABSENT


def summary(root: Path, year: str, class_name: str | None = None, *, near: int = NEAR) -> Summary:
    """Sum up a year, or one class of it.

    Raises:
        HocbaError: no such year or class.
    """
    records = open_school(root, state_folder(root)).records
    entered = year_of(records, year)
    chosen = [class_of(entered, class_name)] if class_name else list(entered.classes.values())
    months = months_of(entered.year)
    pupils = tuple(_pupils(records, entered, chosen))
    absent = sorted((one for one in pupils if one.total.total >= near), key=lambda one: (-one.total.total, one.student))
    return Summary(months, tuple(_class_sum(held, months) for held in chosen), pupils, tuple(absent))


def _class_sum(held: ClassRecords, months: tuple[Month, ...]) -> ClassSum:
    found: dict[Month, Absences | None] = {}
    for month in months:
        rows = [row[month.name] for row in held.absences.get(month.term, {}).values() if month.name in row]
        found[month] = added(rows) if rows else None
    return ClassSum(held.school_class.id, held.school_class.name, found)


def _pupils(records: SchoolRecords, entered: YearRecords, chosen: list[ClassRecords]) -> Iterator[PupilSum]:
    """The pupils whose last class is one of these, in list order."""
    stays = stays_by_student(entered.classes.values())
    for held in chosen:
        for student in dict.fromkeys(row.student for row in held.school_class.enrolments):
            if stays[student].last.records is held:
                yield _pupil(records, entered, stays[student])


def _pupil(records: SchoolRecords, entered: YearRecords, stays: StudentStays) -> PupilSum:
    student, months = stays.student, {}
    for month in months_of(entered.year):
        if counts := list(_month_rows(stays, month)):
            months[month] = added(counts)
    known = records.students.get(student)
    name = known.identity_on(entered.year.last_day).full_name if known else ""
    terms = [count for term in SEMESTERS if (count := stays.absences(term)) is not None]
    return PupilSum(student, name, stays.last.records.school_class.id, months, added(terms))


def _month_rows(stays: StudentStays, month: Month) -> Iterator[Absences]:
    for row in stays.rows(lambda records: records.absences.get(month.term, {}).get(stays.student)):
        if month.name in row:
            yield row[month.name]


def added(counts: Iterator[Absences] | list[Absences]) -> Absences:
    """Several counts as one."""
    held = list(counts)
    return Absences(sum(one.excused for one in held), sum(one.unexcused for one in held))
