"""What a grade is taught, how many periods a year, and when a school year usually begins and ends.

Nguồn: TT 32/2018 (sửa đổi bởi TT 13/2022), số tiết; lịch là thông lệ, mỗi trường theo kế hoạch của địa phương.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from hocba_build.domain.school import Period, SchoolYear
from hocba_build.domain.subjects import COMPULSORY, ELECTIVES, ORDER
from hocba_build.domain.values import LAST_LOWER_GRADE, SchoolLevel, SubjectId, Term, YearId

_LOWER: Final[Mapping[str, int]] = {
    "ngu-van": 140,
    "toan": 140,
    "ngoai-ngu-1": 105,
    "gdcd": 35,
    "lich-su-va-dia-li": 105,
    "khtn": 140,
    "cong-nghe": 35,
    "tin-hoc": 35,
    "gdtc": 70,
    "nghe-thuat": 70,
    "hdtn-hn": 105,
    "gddp": 35,
    "tieng-dtts": 105,
    "ngoai-ngu-2": 105,
}
_UPPER: Final[Mapping[str, int]] = {
    "ngu-van": 105,
    "toan": 105,
    "ngoai-ngu-1": 105,
    "lich-su": 52,
    "gdqpan": 35,
    "gdtc": 70,
    "hdtn-hn": 105,
    "gddp": 35,
    "tieng-dtts": 105,
    "ngoai-ngu-2": 105,
}
_ELECTIVE_PERIODS: Final = 70
_MORE_TECHNOLOGY: Final = 52
"""Công nghệ in grades 8 and 9."""


FRIDAY: Final = 4


def periods(grade: int, subject: SubjectId) -> int:
    """Periods a year of a subject in a grade."""
    if grade > LAST_LOWER_GRADE:
        return _UPPER.get(subject, _ELECTIVE_PERIODS)
    more = subject == "cong-nghe" and grade >= LAST_LOWER_GRADE - 1
    return _MORE_TECHNOLOGY if more else _LOWER[subject]


def usual_subjects(grade: int) -> dict[SubjectId, int]:
    """The periods of a grade that is new to the school: every compulsory subject, and in THPT every elective."""
    level = SchoolLevel.of_grade(grade)
    taught = COMPULSORY[level] | (ELECTIVES if level is SchoolLevel.THPT else frozenset())
    return {subject: periods(grade, subject) for subject in sorted(taught, key=ORDER.__getitem__)}


def usual_semesters(start: int) -> dict[Term, Period]:
    """Both semesters of the year that begins in ``start``: until a Friday in mid-January, and the last one of May."""
    middle = _friday_until(date(start + 1, 1, 21))
    return {
        Term.HK1: Period(date(start, 9, 5), middle),
        Term.HK2: Period(middle + timedelta(days=3), _friday_until(date(start + 1, 5, 31))),
    }


def usual_summer(start: int) -> Period:
    """The summer in which re-assessments are held."""
    return Period(usual_semesters(start)[Term.HK2].last + timedelta(days=3), date(start + 1, 8, 20))


def _friday_until(day: date) -> date:
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def next_year(year: YearId) -> YearId:
    """The school year after one: ``2026-2027`` after ``2025-2026``."""
    start = int(year[:4]) + 1
    return YearId(f"{start}-{start + 1}")


def opened_year(year: YearId, grades: Iterable[int], before: SchoolYear | None) -> SchoolYear:
    """A year's calendar, curriculum and rules as a draft: those of the year before, where there is one.

    What a grade was taught stays, and what its pupils bring up from the grade below is added.
    """
    start = int(year[:4])
    semesters, summer = usual_semesters(start), usual_summer(start)
    if before is None:
        taught = {grade: usual_subjects(grade) for grade in sorted(grades)}
        return SchoolYear(year, "tt22-2021", "tt22", semesters, summer, taught)
    held = {grade: _carried(before.periods, grade) for grade in sorted(grades)}
    return SchoolYear(year, before.regulation, before.transcript_form, semesters, summer, held, before.switches)


def _carried(before: Mapping[int, Mapping[SubjectId, int]], grade: int) -> dict[SubjectId, int]:
    taught = dict(before.get(grade) or usual_subjects(grade))
    below = before.get(grade - 1, {}) if grade not in (6, LAST_LOWER_GRADE + 1) else {}
    # A grade that begins THPT may choose anew: what nobody chose a year ago is offered all the same.
    offered = ELECTIVES if SchoolLevel.of_grade(grade) is SchoolLevel.THPT else frozenset()
    for subject in (*below, *offered):
        taught.setdefault(subject, periods(grade, subject))
    return {subject: taught[subject] for subject in sorted(taught, key=ORDER.__getitem__)}
