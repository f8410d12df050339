"""Who is in which class: unknown pupils, pupils in two classes, rows about pupils of other classes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolRecords, YearRecords
from hocba_build.domain.values import StudentId
from hocba_build.records.checks.places import classes_of, error, list_path, rows_of, student_path
from hocba_build.records.layout import Kind, path_for


def unknown_students(records: SchoolRecords) -> Iterator[Finding]:
    """HB201: an id without a file in hoc-sinh; a pupil of the list is reported there only."""
    for year, of_class in classes_of(records):
        listed = {enrolment.student for enrolment in of_class.school_class.enrolments}
        for index, enrolment in enumerate(of_class.school_class.enrolments):
            if enrolment.student not in records.students:
                yield _unknown(list_path(year.year.id, of_class), enrolment.student, "hoc_sinh", index)
        for row in rows_of(year.year.id, of_class):
            if row.student not in records.students and row.student not in listed:
                yield _unknown(row.path, row.student, *row.pointer)
    yield from _unknown_outside_classes(records)


def _unknown_outside_classes(records: SchoolRecords) -> Iterator[Finding]:
    for student in records.families:
        if student not in records.students:
            yield _unknown(path_for(Kind.HO_SO, student=student), student, "ma")
    for student in sorted(records.sealed_families):
        if student not in records.students:
            yield _unknown(path_for(Kind.HO_SO_KIN, student=student), student)
    for year, pages in records.legacy.items():
        for student in pages:
            if student not in records.students:
                yield _unknown(path_for(Kind.NAM_CU, year=year, student=student), student, "ma")


def _unknown(path: str, student: StudentId, *pointer: str | int) -> Finding:
    remedy = f"thêm {student_path(student)} hoặc sửa lại mã"
    return error("HB201", path, f"Học sinh {student} chưa có tệp trong records/hoc-sinh; {remedy}.", *pointer)


def two_classes(records: SchoolRecords) -> Iterator[Finding]:
    """HB202: a pupil in two classes of a year on one day."""
    for year in records.years.values():
        for student, stays in _stays(year).items():
            for (first, other, _), (second, of_class, index) in combinations(stays, 2):
                day = _first_common_day(first, second)
                if day is None or other is of_class:
                    continue
                message = (
                    f"Ngày {day:%d/%m/%Y} học sinh {student} vừa ở lớp {other.school_class.id} vừa ở lớp "
                    f"{of_class.school_class.id}; ghi den_ngay ở lớp cũ trước ngày vào lớp mới."
                )
                yield error("HB202", list_path(year.year.id, of_class), message, "hoc_sinh", index)


def listed_twice(records: SchoolRecords) -> Iterator[Finding]:
    """HB210: a pupil with two rows for the same days in one list (coming back later is a row of its own)."""
    for year in records.years.values():
        for student, stays in _stays(year).items():
            for (first, other, _), (second, of_class, index) in combinations(stays, 2):
                if other is of_class and _first_common_day(first, second) is not None:
                    message = f"Học sinh {student} có hai dòng trùng thời gian trong danh sách lớp; xoá một dòng."
                    yield error("HB210", list_path(year.year.id, of_class), message, "hoc_sinh", index)


def _stays(year: YearRecords) -> dict[StudentId, list[tuple[Enrolment, ClassRecords, int]]]:
    """Each pupil's rows of class lists, in the order of enrolment; most pupils have one."""
    found: dict[StudentId, list[tuple[Enrolment, ClassRecords, int]]] = {}
    for of_class in year.classes.values():
        for index, enrolment in enumerate(of_class.school_class.enrolments):
            found.setdefault(enrolment.student, []).append((enrolment, of_class, index))
    for stays in found.values():
        stays.sort(key=lambda stay: stay[0].since)
    return found


def _first_common_day(first: Enrolment, second: Enrolment) -> date | None:
    """The first day both cover; ``None`` where they do not meet."""
    day = max(first.since, second.since)
    return day if first.covers(day) and second.covers(day) else None


def strangers(records: SchoolRecords) -> Iterator[Finding]:
    """HB205: a row about a known pupil who was never in that class."""
    for year, of_class in classes_of(records):
        listed = {enrolment.student for enrolment in of_class.school_class.enrolments}
        for row in rows_of(year.year.id, of_class):
            if row.student in records.students and row.student not in listed:
                message = (
                    f"Học sinh {row.student} không có trong danh sách lớp {of_class.school_class.id}; "
                    "xoá dòng này, sửa mã, hoặc thêm học sinh vào lop.yaml."
                )
                yield error("HB205", row.path, message, *row.pointer)
