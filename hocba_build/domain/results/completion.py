"""Completion of lower (grade 9) and upper (grade 12) secondary school."""

from __future__ import annotations

from collections.abc import Mapping

from hocba_build.domain.people import Student
from hocba_build.domain.results.model import SubjectResult
from hocba_build.domain.school import SchoolYear
from hocba_build.domain.values import LAST_LOWER_GRADE, Conclusion, Outcome, SchoolLevel, SubjectId

PENDING = (None, Conclusion.KIEM_TRA_LAI, Conclusion.REN_LUYEN_HE)


def level_completed(
    year: SchoolYear,
    grade: int,
    student: Student | None,
    subjects: Mapping[SubjectId, SubjectResult],
    conclusion: Conclusion | None,
) -> bool | None:
    """Whether the pupil completes the level with this year; ``None`` in other grades and while it is open.

    Nguồn: TT 22/2021, Điều 12 khoản 1; grade 9 also TT 15/2026 (công nhận hoàn thành chương trình THCS).
    """
    if grade != SchoolLevel.of_grade(grade).last_grade or conclusion in PENDING:
        return None
    if conclusion is not Conclusion.LEN_LOP:
        return False
    return grade != LAST_LOWER_GRADE or _lower_terms(year, student, subjects)


def _lower_terms(year: SchoolYear, student: Student | None, subjects: Mapping[SubjectId, SubjectResult]) -> bool:
    """The age limit, and (a switch) no subject left at Chưa đạt."""
    if student is not None:
        born = student.identity_on(year.last_day).born_on
        if year.last_day.year - born.year > year.switches.lower_completion_max_age:
            return False
    failed = any(subject.standing is Outcome.CHUA_DAT for subject in subjects.values())
    return not (failed and year.switches.completion_needs_all_subjects)
