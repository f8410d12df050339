"""Pupils of a class list with the results a test needs, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hocba_build.domain.entries import Absences
from hocba_build.domain.facts import ClassFacts, Person, PupilRow
from hocba_build.domain.results import Learning, SemesterResult, StudentYear, SubjectResult, TermLevels
from hocba_build.domain.results.model import Notice
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolClass
from hocba_build.domain.values import (
    SEMESTERS,
    ClassId,
    Conclusion,
    Level,
    Outcome,
    Result,
    Score,
    Standing,
    StudentId,
    SubjectId,
    Term,
    Title,
    YearId,
)

YEAR = YearId("2025-2026")


@dataclass(frozen=True)
class Says:
    """What is said of one pupil; everything else is an ordinary promoted pupil."""

    name: str
    learning: Level | None = Level.KHA
    conduct: Level | None = Level.TOT
    female: bool | None = False
    inclusive: bool = False
    standing: Standing = Standing.DANG_HOC
    scores: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, str] = field(default_factory=dict)
    """Later results of subjects that were due."""
    due: frozenset[str] = frozenset()
    absent: tuple[int, int] = (0, 0)
    first: Conclusion | None = Conclusion.LEN_LOP
    conclusion: Conclusion | None = Conclusion.LEN_LOP
    title: Title | None = None
    completed: bool | None = None
    notices: tuple[Notice, ...] = ()


def of_class(name: str, grade: int, *pupils: Says, start: int = 1) -> ClassFacts:
    """A class with these pupils, their ids running from ``start``."""
    rows = tuple(_row(pupil, grade, ClassId(name), start + index) for index, pupil in enumerate(pupils))
    listed = SchoolClass(ClassId(name), name.upper(), grade, None, tuple(row.enrolment for row in rows))
    records = ClassRecords(listed, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
    return ClassFacts(ClassId(name), records, rows)


def _row(says: Says, grade: int, class_id: ClassId, number: int) -> PupilRow:
    student = StudentId(f"74{number:08d}")
    enrolment = Enrolment(student, date(2025, 9, 5), inclusive=says.inclusive)
    return PupilRow(
        Person(student, says.name, says.female), enrolment, says.standing, _year(says, grade, class_id, student)
    )


def _year(says: Says, grade: int, class_id: ClassId, student: StudentId) -> StudentYear:
    levels = TermLevels(Learning(says.learning), says.conduct)
    subjects = {SubjectId(key): _subject(says, key) for key in says.scores}
    return StudentYear(
        student=student,
        year=YEAR,
        class_id=class_id,
        grade=grade,
        subjects=subjects,
        terms=dict.fromkeys(Term, levels),
        final=levels,
        absences={Term.HK1: Absences(*says.absent)},
        half_days_absent=sum(says.absent),
        first_conclusion=says.first,
        conclusion=says.conclusion,
        title=says.title,
        level_completed=says.completed,
        notices=says.notices,
    )


def _subject(says: Says, key: str) -> SubjectResult:
    value = result(says.scores[key])
    again = result(says.again[key]) if key in says.again else None
    semesters = dict.fromkeys(SEMESTERS, SemesterResult(value))
    assert again is None or isinstance(again, Decimal | Outcome)
    return SubjectResult(SubjectId(key), semesters, value, reassessed=again, due=key in says.due)


def result(text: str) -> Result:
    """A score, or an outcome by its word."""
    return Outcome(text) if text.startswith(("dat", "chua")) else Score(Decimal(text))
