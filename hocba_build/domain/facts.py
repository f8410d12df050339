"""The results of a year, arranged as the pages need them: by class, in printed order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hocba_build.domain.people import Student
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.results.join import StudentStays, stays_by_student
from hocba_build.domain.results.year import standing
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, Standing, StudentId, Term, YearId


@dataclass(frozen=True, slots=True)
class Person:
    """What a page says about a pupil; an id without a file still has a row."""

    id: StudentId
    name: str
    female: bool | None = None
    born_on: date | None = None

    @property
    def sex(self) -> str:
        """The word for the sex, empty if not known."""
        return {True: "Nữ", False: "Nam", None: ""}[self.female]


@dataclass(frozen=True, slots=True)
class PupilRow:
    """One row of a class list with everything computed for it."""

    person: Person
    enrolment: Enrolment
    standing: Standing
    result: StudentYear
    ends: frozenset[Term] | None = None
    """The semesters on whose last day the pupil sits in this class; ``None``: as the year ends."""

    @property
    def counted(self) -> bool:
        """Whether the pupil belongs to the class's figures: still there at the end."""
        return self.standing is Standing.DANG_HOC

    def counted_in(self, term: Term) -> bool:
        """The same for one term: a semester that was finished here counts, whatever came later."""
        return self.counted if term is Term.CA_NAM or self.ends is None else term in self.ends


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """One class of a year."""

    id: ClassId
    records: ClassRecords
    pupils: tuple[PupilRow, ...]

    @property
    def name(self) -> str:
        """What people call the class."""
        return self.records.school_class.name

    @property
    def grade(self) -> int:
        """The grade (khối)."""
        return self.records.school_class.grade


@dataclass(frozen=True, slots=True)
class YearFacts:
    """One year: its classes by grade and name, and each pupil's joined stays and result."""

    id: YearId
    records: YearRecords
    classes: Mapping[ClassId, ClassFacts]
    stays: Mapping[StudentId, StudentStays]
    results: Mapping[StudentId, StudentYear]

    def of(self, classes: Iterable[ClassId]) -> list[ClassFacts]:
        """The classes named, in the order of the year."""
        wanted = set(classes)
        return [facts for key, facts in self.classes.items() if key in wanted]


def person_on(records: SchoolRecords, student: StudentId, day: date) -> Person:
    """The pupil as he or she was called on a day."""
    known = records.students.get(student)
    if known is None or not known.identities:
        return Person(student, f"Học sinh {student}")
    identity = known.identity_on(day)
    return Person(student, identity.full_name, identity.female, identity.born_on)


def year_facts(records: SchoolRecords, year: YearId) -> YearFacts:
    """Compute one year."""
    entered = records.years[year]
    stays = stays_by_student(entered.classes.values())
    results = evaluate_year(entered, records.students)
    ordered = sorted(entered.classes.values(), key=lambda one: (one.school_class.grade, one.school_class.id))
    classes = {
        one.school_class.id: ClassFacts(
            one.school_class.id,
            one,
            tuple(_row(records, entered, row, stays[row.student], results) for row in one.school_class.enrolments),
        )
        for one in ordered
    }
    return YearFacts(year, entered, classes, stays, results)


def _row(
    records: SchoolRecords,
    entered: YearRecords,
    row: Enrolment,
    stays: StudentStays,
    results: Mapping[StudentId, StudentYear],
) -> PupilRow:
    student: Student | None = records.students.get(row.student)
    person = person_on(records, row.student, entered.year.last_day)
    ends = frozenset(term for term, period in entered.year.semesters.items() if row.covers(period.last))
    return PupilRow(person, row, standing(stays, row, student), results[row.student], ends)
