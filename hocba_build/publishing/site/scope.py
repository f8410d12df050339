"""Who a site is for; what the reader may not see is taken out of the records before any page is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.people import StaffMember
from hocba_build.domain.school import Assignments, ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.statistics.figures import peoples_of
from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Audience:
    """The office (``class_id`` is ``None``), or the homeroom teacher of one class."""

    class_id: ClassId | None = None

    @property
    def office(self) -> bool:
        """Whether the site shows the whole school."""
        return self.class_id is None


OFFICE = Audience()


class SiteHistory(Protocol):
    """What a verified ledger tells a site: lines of the audit's making, which the templates know."""

    def of_pupil(self, year: YearId, pupil: StudentId) -> Sequence[object]:
        """The way of every cell of a pupil's year."""

    def of_class(self, year: YearId, class_id: ClassId) -> Sequence[object]:
        """What was changed in a class's files after it had been entered, the newest part of it."""

    def page_of_class(self, year: YearId, class_id: ClassId) -> str:
        """Where the rest of it stands; empty where the reader has no such page."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The records a site is made from, and which years and classes have pages."""

    records: SchoolRecords
    audience: Audience
    classes: Mapping[YearId, tuple[ClassId, ...]]
    peoples: Mapping[StudentId, str] | None = None
    """Each pupil's people, to be counted only; ``None`` where the reader may not know."""
    history: SiteHistory | None = None
    """Only of a ledger that was verified against the founding sheet."""

    @property
    def office(self) -> bool:
        """Whether the site shows the whole school."""
        return self.audience.office


def scope_of(records: SchoolRecords, audience: Audience, year: YearId | None = None) -> Scope:
    """The records cut down to an audience; of family data the office's site has one count, by people."""
    peoples = peoples_of(records)
    records = replace(records, families={}, sealed_families=frozenset())
    if audience.class_id is not None:
        chosen = year or _latest_year_of(records, audience.class_id)
        return Scope(_of_class(records, chosen, audience.class_id), audience, {chosen: (audience.class_id,)})
    years = sorted(records.years) if year is None else [_known_year(records, year)]
    classes = {chosen: tuple(records.years[chosen].classes) for chosen in years}
    return Scope(records, audience, classes, peoples or None)


def _known_year(records: SchoolRecords, year: YearId) -> YearId:
    if year not in records.years:
        known = ", ".join(sorted(records.years)) or "chưa có năm nào"
        raise HocbaError(f"Không có hồ sơ của năm học {year}.", f"Các năm học đang có: {known}.")
    return year


def _latest_year_of(records: SchoolRecords, class_id: ClassId) -> YearId:
    held = [year for year, entered in records.years.items() if class_id in entered.classes]
    if not held:
        raise HocbaError(f"Không có lớp {class_id} trong hồ sơ.", "Mã lớp viết thường, không dấu, ví dụ 6a1.")
    return max(held)


def _of_class(records: SchoolRecords, year: YearId, class_id: ClassId) -> SchoolRecords:
    """Only what concerns the pupils of one class, in every year."""
    entered = records.years[_known_year(records, year)]
    if class_id not in entered.classes:
        raise HocbaError(f"Không có lớp {class_id} trong năm học {year}.", "Xem các lớp bằng: hocba year status.")
    pupils = frozenset(row.student for row in entered.classes[class_id].school_class.enrolments)
    assignments = _assignments_of(entered.assignments, class_id)
    years = {
        key: _only(value, pupils, assignments if key == year else Assignments()) for key, value in records.years.items()
    }
    return replace(
        records,
        staff=_staff_of(records.staff, assignments),
        students=_rows(records.students, pupils),
        years=years,
        legacy={key: _rows(rows, pupils) for key, rows in records.legacy.items() if pupils & rows.keys()},
    )


def _assignments_of(assignments: Assignments, class_id: ClassId) -> Assignments:
    return Assignments(
        homerooms=tuple(room for room in assignments.homerooms if room.class_id == class_id),
        teaching={key: people for key, people in assignments.teaching.items() if key[0] == class_id},
    )


def _staff_of(staff: Mapping[PersonId, StaffMember], assignments: Assignments) -> dict[PersonId, StaffMember]:
    named = {room.teacher for room in assignments.homerooms}
    named.update(person for people in assignments.teaching.values() for person in people)
    return {key: member for key, member in staff.items() if key in named}


def _only(records: YearRecords, pupils: Set[StudentId], assignments: Assignments) -> YearRecords:
    classes = {key: _class_only(value, pupils) for key, value in records.classes.items()}
    kept = {key: value for key, value in classes.items() if value.school_class.enrolments}
    return replace(records, classes=kept, assignments=assignments)


def _class_only(records: ClassRecords, pupils: Set[StudentId]) -> ClassRecords:
    enrolments = tuple(row for row in records.school_class.enrolments if row.student in pupils)
    return ClassRecords(
        school_class=replace(records.school_class, enrolments=enrolments),
        subjects={key: _rows(rows, pupils) for key, rows in records.subjects.items()},
        conduct={key: _rows(rows, pupils) for key, rows in records.conduct.items()},
        absences={key: _rows(rows, pupils) for key, rows in records.absences.items()},
        reassessments={key: _rows(rows, pupils) for key, rows in records.reassessments.items()},
        summer_conduct=_rows(records.summer_conduct, pupils),
        honours=_rows(records.honours, pupils),
        remarks=_rows(records.remarks, pupils),
        completions=_rows(records.completions, pupils),
        decisions=_rows(records.decisions, pupils),
        transfers=_rows(records.transfers, pupils),
    )


def _rows(rows: Mapping[StudentId, T], pupils: Set[StudentId]) -> dict[StudentId, T]:
    return {key: row for key, row in rows.items() if key in pupils}
