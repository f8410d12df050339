"""A school, its years and classes: everything that was read, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final, TypeVar

from hocba_build.domain.entries import (
    Absences,
    Completion,
    ConductEntry,
    Decision,
    Honours,
    Reassessment,
    SubjectEntry,
    TransferIn,
)
from hocba_build.domain.legacy import LegacyYear
from hocba_build.domain.people import Family, StaffMember, Student
from hocba_build.domain.seals import SealCertificate, SealLevel
from hocba_build.domain.values import (
    ClassId,
    PersonId,
    SchoolLevel,
    StudentId,
    SubjectId,
    Term,
    YearId,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Address:
    """A place as it was called; ``district`` only before 01/7/2025."""

    ward: str
    province: str
    district: str | None = None


@dataclass(frozen=True, slots=True)
class School:
    """The school; its name, address and levels hold from a day on, so an old page keeps its old place name."""

    code: str
    began_with: YearId
    names: tuple[tuple[date, str], ...]
    addresses: tuple[tuple[date, Address], ...]
    levels: tuple[tuple[date, frozenset[SchoolLevel]], ...]
    time_authorities: tuple[tuple[str, str], ...] = ()
    """Who is asked for time-stamps, in order: the authority's name in the root of trust, and its address."""
    seal_level: SealLevel = SealLevel.BARE
    seal_certificates: tuple[SealCertificate, ...] = ()
    """Whose certificates the school's printed transcripts are sealed with."""
    credential_keys: tuple[tuple[date, str], ...] = ()
    """The school's keys for credentials (``did:key``), each from a day on."""

    def name_on(self, day: date) -> str:
        """The school's name on a day."""
        return _in_force(self.names, day)

    def address_on(self, day: date) -> Address:
        """The school's address on a day."""
        return _in_force(self.addresses, day)


def _in_force(entries: Sequence[tuple[date, T]], day: date) -> T:
    held = [value for since, value in entries if since <= day]
    return held[-1] if held else entries[0][1]


class Adjustment(Enum):
    """How Điều 9 khoản 3 is tested: leave the one subject out, or replace its result by a passing one."""

    BO_MON = "bo_mon"
    THAY_MON = "thay_mon"


class TopicCount(Enum):
    """Whether a study-topic result is one regular test more, or one of them."""

    THEM_TX = "them_tx"
    TRONG_TX = "trong_tx"


class HalfExemption(Enum):
    """A subject exempt in one semester only: the other semester's result, or exempt for the year."""

    HOC_KI_CON_LAI = "hoc_ki_con_lai"
    MIEN_CA_NAM = "mien_ca_nam"


@dataclass(frozen=True, slots=True)
class Switches:
    """What the school decided where the circular's text is open; data of the year, with our defaults."""

    adjustment: Adjustment = Adjustment.BO_MON
    adjust_for_commented: bool = True
    study_topic: TopicCount = TopicCount.THEM_TX
    half_exemption: HalfExemption = HalfExemption.HOC_KI_CON_LAI
    arts_regular_each: int = 2
    completion_needs_all_subjects: bool = True
    lower_completion_max_age: int = 21


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return self.first <= day <= self.last

    def months(self) -> Iterator[str]:
        """The months of the span, as the register names them: ``2025-09``."""
        year, month = self.first.year, self.first.month
        while (year, month) <= (self.last.year, self.last.month):
            yield f"{year}-{month:02d}"
            year, month = (year, month + 1) if month < DECEMBER else (year + 1, 1)


DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """Calendar, curriculum (periods a year by grade and subject) and rules of one year."""

    id: YearId
    regulation: str
    transcript_form: str
    semesters: Mapping[Term, Period]
    summer: Period | None
    periods: Mapping[int, Mapping[SubjectId, int]]
    switches: Switches = field(default_factory=Switches)

    @property
    def first_day(self) -> date:
        """The first day of the first semester."""
        return self.semesters[Term.HK1].first

    @property
    def last_day(self) -> date:
        """The last day of the second semester; pages of the year show names and places of this day."""
        return self.semesters[Term.HK2].last


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One row of a class list."""

    student: StudentId
    since: date
    until: date | None = None
    electives: frozenset[SubjectId] = frozenset()
    study_topics: frozenset[SubjectId] = frozenset()
    optional: frozenset[SubjectId] = frozenset()
    inclusive: bool = False

    def covers(self, day: date) -> bool:
        """Whether the pupil is in the class on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class: its list in printed order. Class-wide electives are already given to each enrolment."""

    id: ClassId
    name: str
    grade: int
    foreign_language: str | None
    enrolments: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department: its subjects and its head."""

    id: str
    name: str
    head: PersonId
    subjects: frozenset[SubjectId]


@dataclass(frozen=True, slots=True)
class Homeroom:
    """A homeroom teacher's time with a class."""

    class_id: ClassId
    teacher: PersonId
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who stands in for whom, where and when."""

    person: PersonId
    stands_in_for: PersonId
    since: date
    until: date | None
    class_id: ClassId | None = None
    subject: SubjectId | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Assignments:
    """Who teaches and leads what in one year."""

    departments: tuple[Department, ...] = ()
    homerooms: tuple[Homeroom, ...] = ()
    teaching: Mapping[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]] = field(default_factory=dict)
    deputies: tuple[Deputy, ...] = ()

    def teachers(self, class_id: ClassId, subject: SubjectId, term: Term) -> tuple[PersonId, ...]:
        """The teachers of a subject in a class and semester, in the order of the file."""
        return self.teaching.get((class_id, subject, term), ())

    def homeroom_teacher(self, class_id: ClassId, day: date) -> PersonId | None:
        """The homeroom teacher on a day; the last one named before it where there is a gap."""
        held = [room for room in self.homerooms if room.class_id == class_id and room.since <= day]
        return held[-1].teacher if held else None


@dataclass(frozen=True, slots=True)
class ClassRecords:
    """Everything entered about one class in one year. ``None`` for a table whose file does not exist yet."""

    school_class: SchoolClass
    subjects: Mapping[tuple[Term, SubjectId], Mapping[StudentId, SubjectEntry]]
    conduct: Mapping[Term, Mapping[StudentId, ConductEntry]]
    absences: Mapping[Term, Mapping[StudentId, Mapping[str, Absences]]]
    """By semester, pupil and month (``2025-09``)."""
    reassessments: Mapping[SubjectId, Mapping[StudentId, Reassessment]]
    summer_conduct: Mapping[StudentId, ConductEntry]
    honours: Mapping[StudentId, Honours]
    remarks: Mapping[StudentId, str]
    completions: Mapping[StudentId, Completion]
    decisions: Mapping[StudentId, tuple[Decision, ...]]
    transfers: Mapping[StudentId, TransferIn]


@dataclass(frozen=True, slots=True)
class YearRecords:
    """One school year as entered."""

    year: SchoolYear
    assignments: Assignments
    classes: Mapping[ClassId, ClassRecords]

    def attended(self, student: StudentId, last: ClassId) -> list[ClassRecords]:
        """The classes a pupil was in, the last one first: what only one of them holds is taken from there."""
        others = [
            held
            for class_id, held in self.classes.items()
            if class_id != last and any(row.student == student for row in held.school_class.enrolments)
        ]
        return [self.classes[last], *others]


@dataclass(frozen=True, slots=True)
class SchoolRecords:
    """The whole school as entered; ``sealed_families`` are pupils whose life page is encrypted."""

    school: School
    staff: Mapping[PersonId, StaffMember]
    students: Mapping[StudentId, Student]
    families: Mapping[StudentId, Family]
    sealed_families: frozenset[StudentId]
    years: Mapping[YearId, YearRecords]
    legacy: Mapping[YearId, Mapping[StudentId, LegacyYear]]
    rules: int = 1
    """Number of the rules in force (``luat`` of the staff file)."""
