"""The classes of a year while the sample grows: who sits where, from when to when, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Final

from hocba_build.domain.school import Enrolment
from hocba_build.domain.values import FIRST_GRADE, LAST_GRADE, LAST_LOWER_GRADE, SEMESTERS, ClassId, SubjectId, Term
from hocba_build.workflows.sample.curriculum import taken
from hocba_build.workflows.sample.plan import Plan
from hocba_build.workflows.sample.pupils import Pupil
from hocba_build.workflows.sample.script import ORDINARY, Script, Share

GRADES: Final = tuple(range(FIRST_GRADE, LAST_GRADE + 1))
_FEW: Final = (6, 10, 9, 12, 7, 11, 8)
"""The order in which fewer than seven classes take grades in the first year."""
SMALLEST_WITH_EXTRA: Final = 20


class Fate(Enum):
    """What becomes of a pupil after the year."""

    PROMOTED = auto()
    REPEATS = auto()
    LEFT = auto()
    SKIPS = auto()
    PAUSED = auto()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a pupil comes from in the running year, and how much of the first semester is brought along."""

    share: Share
    school: str
    address: str
    document: str


@dataclass(slots=True)
class Seat:
    """A pupil's time in one class."""

    pupil: Pupil
    since: date
    until: date | None = None
    script: Script = ORDINARY
    shares: Mapping[Term, Share] = field(default_factory=lambda: dict.fromkeys(SEMESTERS, Share.ALL))
    fate: Fate | None = None
    arrival: Arrival | None = None


@dataclass(slots=True)
class Room:
    """One class of one year."""

    grade: int
    number: int
    seats: list[Seat] = field(default_factory=list)

    @property
    def id(self) -> ClassId:
        """``6a1``."""
        return ClassId(f"{self.grade}a{self.number}")

    @property
    def name(self) -> str:
        """``6A1``."""
        return self.id.upper()

    def taught(self) -> list[SubjectId]:
        """Every subject that someone in the class takes, in the official order."""
        everyone = [seat.pupil for seat in self.seats]
        electives = frozenset(subject for pupil in everyone for subject in electives_of(pupil, self.grade))
        optional = frozenset(subject for pupil in everyone for subject in pupil.optional)
        return taken(self.grade, electives, optional)


def electives_of(pupil: Pupil, grade: int) -> frozenset[SubjectId]:
    """A pupil's electives; none before grade 10."""
    return pupil.electives if grade > LAST_LOWER_GRADE else frozenset()


def subjects_of(pupil: Pupil, grade: int) -> list[SubjectId]:
    """The subjects of a pupil in a grade, in the official order."""
    return taken(grade, electives_of(pupil, grade), pupil.optional)


def enrolment(seat: Seat, grade: int) -> Enrolment:
    """The row of the class list."""
    upper = grade > LAST_LOWER_GRADE
    return Enrolment(
        student=seat.pupil.id,
        since=seat.since,
        until=seat.until,
        electives=seat.pupil.electives if upper else frozenset(),
        study_topics=seat.pupil.study_topics if upper else frozenset(),
        optional=seat.pupil.optional,
        inclusive=seat.pupil.modes is not None,
    )


def layout(plan: Plan, year: int) -> list[tuple[int, int]]:
    """The classes of a year as (grade, number): each cohort keeps its classes and moves up one grade a year."""
    moved = year - plan.first_year
    found = [
        (grade, number)
        for grade in GRADES
        for number in range(1, _cohort_classes(plan, FIRST_GRADE + (grade - FIRST_GRADE - moved) % len(GRADES)) + 1)
    ]
    extra = _extra_class(plan, year)
    return sorted([*found, extra]) if extra and extra not in found else found


def _cohort_classes(plan: Plan, first_grade: int) -> int:
    """How many classes the cohort has that was in this grade in the first year."""
    if plan.classes < len(GRADES):
        return int(first_grade in _FEW[: plan.classes])
    whole, rest = divmod(plan.classes, len(GRADES))
    return whole + (first_grade - FIRST_GRADE < rest)


def _extra_class(plan: Plan, year: int) -> tuple[int, int] | None:
    """A small second class of one cohort, so that a pupil can change classes where grades have one class each."""
    if plan.classes < len(GRADES) or plan.pupils_per_class < SMALLEST_WITH_EXTRA or year < plan.case_year:
        return None
    return FIRST_GRADE + year - plan.case_year, 2


def is_small(plan: Plan, year: int, grade: int, number: int) -> bool:
    """Whether a class is the small extra one."""
    return plan.classes < 2 * len(GRADES) and (grade, number) == _extra_class(plan, year)
