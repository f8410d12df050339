"""What each pupil takes: electives and study topics (THPT), optional subjects; and who is in inclusive education."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from hocba_build.domain.results import StudentYear
from hocba_build.domain.school import ClassRecords, Enrolment, YearRecords
from hocba_build.domain.subjects import ELECTIVES, OPTIONAL, ORDER, STUDY_TOPICS, SUBJECTS
from hocba_build.domain.values import SchoolLevel, StudentId, SubjectId
from hocba_build.exchange.columns import Column, Input, SheetKey
from hocba_build.exchange.roster import Member
from hocba_build.exchange.tokens import Tokens
from hocba_build.exchange.values import TICKED
from hocba_build.exchange.year_sheets.table import YearTable
from hocba_build.records.layout import Kind

_LISTS: Final = (("lua_chon", "", ELECTIVES), ("chuyen_de", "CĐ ", STUDY_TOPICS), ("tu_chon", "", OPTIONAL))
INCLUSIVE: Final = "khuyet_tat"


def _columns(year: YearRecords, held: ClassRecords, _: SheetKey) -> tuple[Column, ...]:
    grade = held.school_class.grade
    taught = frozenset(year.year.periods.get(grade, {}))
    upper = SchoolLevel.of_grade(grade) is SchoolLevel.THPT
    return tuple(_ticks(taught, upper=upper))


def _ticks(taught: frozenset[SubjectId], *, upper: bool) -> Iterator[Column]:
    for name, before, subjects in _LISTS:
        for subject in sorted(subjects & taught, key=ORDER.__getitem__) if upper or name == "tu_chon" else ():
            yield Column(f"{name}.{subject}", f"{before}{SUBJECTS[subject].short}", Input.TICK)
    yield Column(INCLUSIVE, "Hoà nhập", Input.TICK)


def _words(held: ClassRecords, _: SheetKey, student: StudentId) -> dict[str, str]:
    row = _row(held, student)
    if row is None:
        return {}
    chosen = {"lua_chon": row.electives, "chuyen_de": row.study_topics, "tu_chon": row.optional}
    found = {f"{name}.{subject}": TICKED for name, subjects in chosen.items() for subject in subjects}
    return {**found, **({INCLUSIVE: TICKED} if row.inclusive else {})}


def _row(held: ClassRecords, student: StudentId) -> Enrolment | None:
    """The pupil's last row of the list."""
    return next((row for row in reversed(held.school_class.enrolments) if row.student == student), None)


def _placed(held: ClassRecords, _: SheetKey, rows: Mapping[StudentId, Tokens]) -> ClassRecords:
    last = {student: _row(held, student) for student in rows}
    enrolments = tuple(
        _with(row, rows[row.student]) if last.get(row.student) is row else row for row in held.school_class.enrolments
    )
    return replace(held, school_class=replace(held.school_class, enrolments=enrolments))


def _with(row: Enrolment, tokens: Tokens) -> Enrolment:
    def chosen(name: str) -> frozenset[SubjectId]:
        return frozenset(SubjectId(key.partition(".")[2]) for key in tokens if key.startswith(f"{name}."))

    return replace(
        row,
        electives=chosen("lua_chon"),
        study_topics=chosen("chuyen_de"),
        optional=chosen("tu_chon"),
        inclusive=INCLUSIVE in tokens,
    )


def _lists(member: Member, result: StudentYear, key: SheetKey) -> bool:
    return result.class_id == key.class_id and member.enrolment.until is None


TABLE = YearTable(Kind.LOP, _columns, _words, _placed, _lists)
