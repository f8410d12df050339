"""The transcript as it is printed: nothing but strings, in the order of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hocba_build.domain.signers import Signature
from hocba_build.domain.values import SchoolLevel, StudentId, SubjectId, YearId


@dataclass(frozen=True, slots=True)
class Place:
    """A school and where it stands, as they were called then; a kept year has one line for the address."""

    school: str
    ward: str = ""
    district: str = ""
    province: str = ""

    @property
    def line(self) -> str:
        """The whole place in one line."""
        return ", ".join(part for part in (self.school, self.ward, self.district, self.province) if part)


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover."""

    level_title: str
    full_name: str
    place: Place
    register: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of the way through school."""

    year: str
    class_name: str
    place: str


@dataclass(frozen=True, slots=True)
class Life:
    """The life page; ``items`` are label and value, ``sealed`` when the family part is encrypted."""

    items: tuple[tuple[str, str], ...]
    sealed: bool
    history: tuple[HistoryRow, ...]
    spare_rows: int
    notes: tuple[str, ...]
    signature: Signature
    dateline: str


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One row of the subject table; an unused one is crossed. ``was`` holds, by cell, what a correction struck out."""

    label: str
    used: bool
    hk1: str = ""
    hk2: str = ""
    year: str = ""
    reassessed: str = ""
    remark: str = ""
    teachers: tuple[str, ...] = ()
    subject: SubjectId | None = None
    was: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Corrections:
    """How many corrections the page shows, and in which subjects; ``không`` when there is none.

    ``notes`` say who corrected what and when, and by which decision after a lock.
    """

    count: str = "không"
    subjects: str = "không"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A term's levels; the last cell is the overall average of a year under the older rules."""

    label: str
    conduct: str
    learning: str
    average: str = ""
    was: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary page of a year."""

    rows: tuple[SummaryRow, ...]
    half_days: str
    conduct_after: str
    learning_after: str
    promoted: str
    not_promoted: str
    completion: str
    certificates: tuple[tuple[str, str], ...]
    contests: tuple[str, ...]
    awards: tuple[str, ...]
    remark: str
    was: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearPages:
    """One school year: the subject page and the summary page."""

    year: YearId
    form: str
    grade: int
    class_name: str
    full_name: str
    place: Place
    draft: bool
    notes: tuple[str, ...]
    rows: tuple[SubjectRow, ...]
    corrections: Corrections
    summary: Summary
    homeroom_teacher: str
    signature: Signature
    dateline: str


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """One pupil's transcript of one level."""

    student: StudentId
    level: SchoolLevel
    cover: Cover
    life: Life
    years: tuple[YearPages, ...]
    citation: str
    instructions: tuple[tuple[str, tuple[str, ...]], ...]
