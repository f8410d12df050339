"""Dates of pupils: enrolments, births and events that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.people import LEAVING, Event, EventKind, Student
from hocba_build.domain.regulations.roadmap import start_year
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolRecords, SchoolYear, YearRecords
from hocba_build.domain.values import StudentId
from hocba_build.records.checks.places import classes_of, error, list_path, student_path, warning

_PAPERWORK: Final = timedelta(days=10)
"""A leaver's last day in class and the date of the papers may lie that far apart."""
_YOUNGEST: Final = 4
_OLDEST: Final = 8
"""Usual age is grade + 5 in the year school begins; a year younger, and three years older, are allowed.

Nguồn: Điều lệ trường trung học (TT 32/2020, Điều 33, trước ngày 10/5/2026).
"""


def enrolment_dates(records: SchoolRecords) -> Iterator[Finding]:
    """HB220: enrolment outside the school year, or one that ends before it begins."""
    for year, of_class in classes_of(records):
        opens, closes = date(start_year(year.year.id), 7, 1), date(start_year(year.year.id) + 1, 8, 31)
        for index, row in enumerate(of_class.school_class.enrolments):
            until = row.until or row.since
            if not (opens <= row.since <= year.year.last_day and row.since <= until <= closes):
                message = (
                    f"Thời gian học sinh {row.student} ở lớp {of_class.school_class.id} không nằm trong năm học; "
                    "sửa tu_ngay, den_ngay."
                )
                yield error("HB220", list_path(year.year.id, of_class), message, "hoc_sinh", index)


def implausible_ages(records: SchoolRecords) -> Iterator[Finding]:
    """HB220 (warning): a birth date that does not fit the grade; said once a pupil, at the first such year."""
    reported: set[StudentId] = set()
    for year, of_class in classes_of(records):
        grade = of_class.school_class.grade
        for enrolment in of_class.school_class.enrolments:
            student = records.students.get(enrolment.student)
            if student is None or student.id in reported:
                continue
            age = start_year(year.year.id) - student.identities[-1].born_on.year
            if not grade + _YOUNGEST <= age <= grade + _OLDEST:
                reported.add(student.id)
                message = (
                    f"Học sinh {student.id} {age} tuổi khi vào lớp {of_class.school_class.id} năm học {year.year.id}; "
                    "kiểm tra ngày sinh hoặc khối lớp."
                )
                yield warning("HB220", student_path(student.id), message, "nhan_than")


def event_order(records: SchoolRecords) -> Iterator[Finding]:
    """HB220: events that contradict each other: a return without leaving, or leaving and moving while away."""
    for student in records.students.values():
        away = False
        for event in sorted(student.events, key=lambda event: event.day):
            if _contradicts(event, away=away):
                state = "đã rời trường" if away else "chưa rời trường"
                message = (
                    f"Sự kiện {event.kind.value} ngày {event.day:%d/%m/%Y} ghi khi học sinh {student.id} {state}; "
                    "huỷ mục ghi sai rồi ghi lại."
                )
                yield error("HB220", student_path(student.id), message, "su_kien")
            away = event.kind in LEAVING


def _contradicts(event: Event, *, away: bool) -> bool:
    if event.kind is EventKind.TRO_LAI:
        return not away
    return away and (event.kind in LEAVING or event.kind is EventKind.CHUYEN_LOP)


def leavers(records: SchoolRecords) -> Iterator[Finding]:
    """HB220 (warning): who left a list without leaving school or joining another class, and the other way round."""
    for year in records.years.values():
        rows = _rows(year)
        for student_id, stays in rows.items():
            student = records.students.get(student_id)
            if student is not None:
                for of_class, index, enrolment in stays:
                    message = _leaver_fault(year.year, student, enrolment, [stay[2] for stay in stays])
                    if message:
                        yield warning("HB220", list_path(year.year.id, of_class), message, "hoc_sinh", index)


def _rows(year: YearRecords) -> dict[StudentId, list[tuple[ClassRecords, int, Enrolment]]]:
    rows: dict[StudentId, list[tuple[ClassRecords, int, Enrolment]]] = {}
    for of_class in year.classes.values():
        for index, enrolment in enumerate(of_class.school_class.enrolments):
            rows.setdefault(enrolment.student, []).append((of_class, index, enrolment))
    return rows


def _leaver_fault(year: SchoolYear, student: Student, enrolment: Enrolment, stays: list[Enrolment]) -> str | None:
    until = enrolment.until
    if until is not None and until < year.last_day:
        moved = any(other.since > until for other in stays)
        if not moved and not any(_left_then(event, enrolment) for event in student.events):
            return (
                f"Học sinh {student.id} rời lớp ngày {until:%d/%m/%Y} nhưng không có sự kiện chuyển đi, thôi học, "
                "bảo lưu và không vào lớp khác; ghi sự kiện hoặc bỏ den_ngay."
            )
    for event in student.events:
        if event.kind in LEAVING and enrolment.covers(event.day + _PAPERWORK) and year.last_day > event.day:
            returns = (other.day for other in student.events if other.kind is EventKind.TRO_LAI)
            back = any(event.day < day <= year.last_day for day in returns)
            if event.day >= enrolment.since and not back:
                return (
                    f"Học sinh {student.id} đã rời trường ngày {event.day:%d/%m/%Y} nhưng vẫn còn trong danh sách lớp; "
                    "ghi den_ngay."
                )
    return None


def _left_then(event: Event, enrolment: Enrolment) -> bool:
    until = enrolment.until or date.max - _PAPERWORK
    return event.kind in LEAVING and enrolment.since <= event.day <= until + _PAPERWORK
