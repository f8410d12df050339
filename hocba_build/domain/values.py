"""The values a transcript is made of: scores, outcomes, levels and conclusions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Final, NewType, TypeAlias

Score = NewType("Score", Decimal)
"""A score from 0 to 10 in points, with at most one decimal."""

ONE_DECIMAL: Final = Decimal("0.1")
LOWEST: Final = Score(Decimal(0))
HIGHEST: Final = Score(Decimal(10))

StudentId = NewType("StudentId", str)
SubjectId = NewType("SubjectId", str)
ClassId = NewType("ClassId", str)
YearId = NewType("YearId", str)
PersonId = NewType("PersonId", str)


def round_score(points: Decimal) -> Score:
    """Round to one decimal, half up.

    Nguồn: TT 22/2021, Điều 5 khoản 3 điểm b.
    """
    return Score(points.quantize(ONE_DECIMAL, rounding=ROUND_HALF_UP))


class Outcome(Enum):
    """The result of a subject assessed by comment (Điều 5 khoản 3 điểm a)."""

    DAT = "dat"
    CHUA_DAT = "chua_dat"


class Exempt(Enum):
    """Stands where an exempted pupil has no result."""

    MIEN = "mien"


Assessed: TypeAlias = Score | Outcome
"""What one test, or one subject, can be worth."""

Result: TypeAlias = Score | Outcome | Exempt
"""A subject's result; ``None`` beside it always means: not known yet."""


class Level(Enum):
    """Conduct and learning levels; never translated (Điều 8, Điều 9)."""

    TOT = "tot"
    KHA = "kha"
    DAT = "dat"
    CHUA_DAT = "chua_dat"

    @property
    def rank(self) -> int:
        """0 for the highest level, 3 for the lowest."""
        return LEVELS.index(self)

    def at_least(self, other: Level) -> bool:
        """Whether this level is as high as the other, or higher."""
        return self.rank <= other.rank


LEVELS: Final = tuple(Level)


class Conclusion(Enum):
    """What becomes of the pupil at the year's end (Điều 12)."""

    LEN_LOP = "len_lop"
    KIEM_TRA_LAI = "kiem_tra_lai"
    REN_LUYEN_HE = "ren_luyen_he"
    O_LAI_LOP = "o_lai_lop"


class Title(Enum):
    """Titles at the year's end (Điều 15; TIEN_TIEN only before TT 22/2021)."""

    XUAT_SAC = "xuat_sac"
    GIOI = "gioi"
    TIEN_TIEN = "tien_tien"


class Standing(Enum):
    """Where a pupil of a class list stands."""

    DANG_HOC = "dang_hoc"
    CHUYEN_DI = "chuyen_di"
    CHUYEN_LOP = "chuyen_lop"
    THOI_HOC = "thoi_hoc"
    BAO_LUU = "bao_luu"


class Term(Enum):
    """A period that has results of its own."""

    HK1 = "hk1"
    HK2 = "hk2"
    CA_NAM = "ca_nam"


SEMESTERS: Final = (Term.HK1, Term.HK2)


class SchoolLevel(Enum):
    """Lower (grades 6-9) and upper (10-12) secondary school."""

    THCS = "thcs"
    THPT = "thpt"

    @classmethod
    def of_grade(cls, grade: int) -> SchoolLevel:
        """The level a grade belongs to."""
        return cls.THCS if grade <= LAST_LOWER_GRADE else cls.THPT

    @property
    def last_grade(self) -> int:
        """The grade that completes the level."""
        return LAST_LOWER_GRADE if self is SchoolLevel.THCS else LAST_GRADE


FIRST_GRADE: Final = 6
LAST_LOWER_GRADE: Final = 9
LAST_GRADE: Final = 12
