"""The subjects of each grade with their periods, and what THPT classes choose.

Nguồn: TT 32/2018 (sửa đổi bởi TT 13/2022); số lần đánh giá theo TT 22/2021, Điều 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocba_build.domain.curriculum import periods
from hocba_build.domain.subjects import COMPULSORY, OPTIONAL, ORDER, SUBJECTS
from hocba_build.domain.values import SchoolLevel, SubjectId

TT22_SINCE: Final[Mapping[int, int]] = {6: 2021, 7: 2022, 8: 2023, 9: 2024, 10: 2022, 11: 2023, 12: 2024}
"""The school year in which a grade changed to TT 22/2021 (Điều 21)."""

ELECTIVE_SETS: Final = (
    (("vat-li", "hoa-hoc", "sinh-hoc", "tin-hoc"), ("toan", "vat-li", "hoa-hoc")),
    (("dia-li", "gdktpl", "vat-li", "tin-hoc"), ("ngu-van", "toan", "dia-li")),
    (("vat-li", "hoa-hoc", "cong-nghe", "tin-hoc"), ("toan", "vat-li", "tin-hoc")),
    (("dia-li", "gdktpl", "sinh-hoc", "cong-nghe"), ("ngu-van", "lich-su", "dia-li")),
    (("dia-li", "gdktpl", "hoa-hoc", "sinh-hoc"), ("ngu-van", "toan", "sinh-hoc")),
)
"""Electives and study topics of THPT classes."""

OWN_SETS: Final = (
    (("dia-li", "gdktpl", "mi-thuat", "sinh-hoc"), ("ngu-van", "lich-su", "dia-li")),
    (("dia-li", "gdktpl", "am-nhac", "tin-hoc"), ("ngu-van", "lich-su", "dia-li")),
    (("vat-li", "tin-hoc", "am-nhac", "mi-thuat"), ("ngu-van", "toan", "vat-li")),
)
"""What single pupils choose in place of their class's set."""


def subjects(*names: str) -> frozenset[SubjectId]:
    """A set of subject ids."""
    return frozenset(SubjectId(name) for name in names)


def is_tt22(grade: int, year: int) -> bool:
    """Whether a grade was assessed under TT 22/2021 in a school year.

    Nguồn: TT 22/2021, Điều 21.
    """
    return year >= TT22_SINCE[grade]


def regular_tests(grade: int, subject: SubjectId) -> int:
    """How many regular tests a semester has.

    Nguồn: TT 22/2021, Điều 6 khoản 3.
    """
    year_periods = periods(grade, subject)
    if not SUBJECTS[subject].scored or year_periods <= 35:
        return 2
    return 3 if year_periods <= 70 else 4


def taken(grade: int, electives: frozenset[SubjectId], optional: frozenset[SubjectId]) -> list[SubjectId]:
    """The subjects a pupil takes, in the official order."""
    chosen = COMPULSORY[SchoolLevel.of_grade(grade)] | electives | (optional & OPTIONAL)
    return sorted(chosen, key=lambda subject: ORDER[subject])
