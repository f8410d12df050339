"""What staff enter about pupils: one value a row of a file, in the file's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from hocba_build.domain.values import Assessed, Level, Outcome, Score, SubjectId, Term


@dataclass(frozen=True, slots=True)
class Tests:
    """The tests of one subject (or one content of it) in one semester.

    ``regular`` keeps the place of a test not given yet as ``None``; ``not_sat`` names the places (``tx2``, ``ck``)
    whose 0 or Chưa đạt stands because the pupil did not come (Điều 7 khoản 5).
    """

    regular: tuple[Assessed | None, ...] = ()
    midterm: Assessed | None = None
    final: Assessed | None = None
    study_topic: Assessed | None = None
    not_sat: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SubjectEntry:
    """One pupil's row in a subject file; Nghệ thuật has two contents, every other subject the content ``""``."""

    contents: Mapping[str, Tests]
    exemption: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class ConductEntry:
    """A conduct level with the homeroom teacher's remark."""

    level: Level | None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Absences:
    """Half-days absent in one month or one semester."""

    excused: int = 0
    unexcused: int = 0

    @property
    def total(self) -> int:
        """Permitted and unpermitted together (Điều 12 khoản 1 điểm c)."""
        return self.excused + self.unexcused


@dataclass(frozen=True, slots=True)
class Reassessment:
    """A subject's result after re-assessment in summer; ``not_sat`` when the pupil did not come."""

    result: Assessed | None
    not_sat: bool = False
    held_on: date | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """An award, with its decision."""

    text: str
    number: str | None = None
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class Honours:
    """What the summary page lists: awards, certificates (name, grade), contests (name, result)."""

    awards: tuple[Award, ...] = ()
    certificates: tuple[tuple[str, str | None], ...] = ()
    contests: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """The principal's decision that a pupil completed the level."""

    number: str
    decided_on: date
    register_number: str | None = None
    round: int = 1


class Mode(Enum):
    """How a subject is assessed for a pupil with a disability (Điều 11)."""

    BINH_THUONG = "binh_thuong"
    GIAM_YEU_CAU = "giam_yeu_cau"
    KHGDCN = "khgdcn"
    MIEN = "mien"


class DecisionKind(Enum):
    """What a principal's decision on a pupil settles."""

    CHE_DO = "che_do"
    LEN_LOP = "len_lop"
    DIEU_CHINH = "dieu_chinh"
    XEP_MUC = "xep_muc"


@dataclass(frozen=True, slots=True)
class Decision:
    """A principal's decision: modes by subject, promotion, or a level for a term."""

    kind: DecisionKind
    number: str
    decided_on: date
    modes: Mapping[SubjectId, Mode] | None = None
    promoted: bool | None = None
    term: Term | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class BroughtSubject:
    """A subject's part of a semester from another school: a result kept as it came, or tests that join ours.

    Tests stand by content, as in a row of our own; an exemption granted there is kept with its reason.
    """

    result: Score | Outcome | None = None
    contents: Mapping[str, Tests] = field(default_factory=dict)
    exemption: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class BroughtSemester:
    """A semester from another school; what stands here is kept, not recomputed."""

    subjects: Mapping[SubjectId, BroughtSubject]
    learning: Level | None = None
    conduct: Level | None = None
    absences: Absences | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class TransferIn:
    """What a pupil brings from another school in the running year."""

    school: str
    address: str | None
    document: str
    arrived_on: date
    semesters: Mapping[Term, BroughtSemester]
