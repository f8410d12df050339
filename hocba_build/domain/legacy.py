"""Years that are kept and printed as they came, never recomputed (``nam-cu/``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from hocba_build.domain.entries import Completion
from hocba_build.domain.values import (
    Conclusion,
    Level,
    Result,
    Score,
    StudentId,
    SubjectId,
    Term,
    Title,
    YearId,
)


class LegacyForm(Enum):
    """The rules a kept year was assessed under."""

    TT22 = "tt22"
    TT58 = "tt58"


class OldLearning(Enum):
    """Học lực under TT 58/2011."""

    GIOI = "gioi"
    KHA = "kha"
    TRUNG_BINH = "trung_binh"
    YEU = "yeu"
    KEM = "kem"


class OldConduct(Enum):
    """Hạnh kiểm under TT 58/2011."""

    TOT = "tot"
    KHA = "kha"
    TRUNG_BINH = "trung_binh"
    YEU = "yeu"


@dataclass(frozen=True, slots=True)
class LegacySubject:
    """One subject's printed results in a kept year."""

    hk1: Result | None = None
    hk2: Result | None = None
    year: Result | None = None
    reassessed: Result | None = None
    remark: str | None = None
    teachers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LegacyTerm:
    """A term's levels: TT 22 (``learning``, ``conduct``) or TT 58 (the old ones with the overall average)."""

    learning: Level | None = None
    conduct: Level | None = None
    old_learning: OldLearning | None = None
    old_conduct: OldConduct | None = None
    overall_average: Score | None = None


@dataclass(frozen=True, slots=True)
class LegacyYear:
    """One pupil's year before this system, from another school or under older rules."""

    student: StudentId
    year: YearId
    form: LegacyForm
    from_packet: bool
    grade: int
    class_name: str
    school: str
    address: str | None
    document: str | None
    subjects: Mapping[SubjectId, LegacySubject]
    terms: Mapping[Term, LegacyTerm]
    half_days_absent: int | None = None
    conclusion: Conclusion | None = None
    title: Title | None = None
    level_completed: bool | None = None
    first: tuple[Level | None, Level | None, Conclusion | None] | None = None
    """Learning, conduct and conclusion before the summer, where it changed them."""
    remark: str | None = None
    homeroom_teacher: str | None = None
    principal: str | None = None
    awards: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    contests: tuple[str, ...] = ()
    completion: Completion | None = None
    summer_conduct: Level | None = None
