"""A pupil's year as computed; every value keeps what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hocba_build.domain.entries import Absences, Completion, Mode, Tests
from hocba_build.domain.values import (
    Assessed,
    ClassId,
    Conclusion,
    Exempt,
    Level,
    Result,
    StudentId,
    SubjectId,
    Term,
    Title,
    YearId,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must know or decide about a result; its code has a page of its own."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SemesterResult:
    """One subject in one semester: the joined tests, and the result they give (``None``: not known yet)."""

    value: Result | None
    contents: Mapping[str, Tests] = field(default_factory=dict)
    required_regular: int = 0
    exemption: str | None = None
    kept_from: str | None = None
    """The school a result was brought from; it is kept, not recomputed."""
    remark: str | None = None
    problem: Notice | None = None


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """One subject over the year; ``year`` is the first result, ``reassessed`` the later one."""

    subject: SubjectId
    semesters: Mapping[Term, SemesterResult]
    year: Result | None
    mode: Mode = Mode.BINH_THUONG
    reassessed: Assessed | None = None
    due: bool = False
    """Whether the year's result may be re-assessed (Điều 14)."""
    not_sat: bool = False
    """The pupil did not come to the re-assessment."""

    @property
    def standing(self) -> Result | None:
        """The result that counts in the end."""
        return self.year if self.reassessed is None else self.reassessed

    def of(self, term: Term) -> Result | None:
        """The first result of a semester or of the year."""
        return self.year if term is Term.CA_NAM else self.semesters[term].value

    @property
    def exempt(self) -> bool:
        """Whether the whole year is exempt."""
        return self.year is Exempt.MIEN

    @property
    def remark(self) -> str | None:
        """The teacher's remark that is printed: the second semester's, else the first's."""
        return self.semesters[Term.HK2].remark or self.semesters[Term.HK1].remark


@dataclass(frozen=True, slots=True)
class Learning:
    """A learning level with its way: Điều 9 khoản 2 (``base``), khoản 3 (``adjusted_by``), or a decision."""

    level: Level | None = None
    base: Level | None = None
    adjusted_by: SubjectId | None = None
    decision: str | None = None
    kept_from: str | None = None


@dataclass(frozen=True, slots=True)
class TermLevels:
    """The two levels of a semester or a year."""

    learning: Learning
    conduct: Level | None = None


@dataclass(frozen=True, slots=True)
class StudentYear:
    """Everything computed for one pupil in one year."""

    student: StudentId
    year: YearId
    class_id: ClassId
    """The last class of the year: its teachers sign, its page is printed."""
    grade: int
    subjects: Mapping[SubjectId, SubjectResult]
    terms: Mapping[Term, TermLevels]
    """First results, before the summer."""
    final: TermLevels
    """The year's levels after re-assessment and summer training."""
    absences: Mapping[Term, Absences]
    """Half-days absent by semester; a semester whose register is not kept yet is left out."""
    half_days_absent: int | None
    first_conclusion: Conclusion | None
    conclusion: Conclusion | None
    title: Title | None
    level_completed: bool | None
    completion: Completion | None = None
    promotion_decision: str | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def changed_in_summer(self) -> bool:
        """Whether a level or the conclusion differs from the first one."""
        first = self.terms[Term.CA_NAM]
        return (first.learning.level, first.conduct, self.first_conclusion) != (
            self.final.learning.level,
            self.final.conduct,
            self.conclusion,
        )
