"""Who leads and teaches each class: gaps, and people or classes nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import Assignments, ClassRecords, Deputy, Homeroom, SchoolRecords, YearRecords
from hocba_build.domain.subjects import ELECTIVES, OPTIONAL
from hocba_build.domain.values import SEMESTERS, ClassId, PersonId, SchoolLevel, SubjectId, Term
from hocba_build.records.checks.curriculum import OFFERED, listing, taught_in
from hocba_build.records.checks.places import assignments_path, error
from hocba_build.records.layout import subject_path

_DAY = timedelta(days=1)


def homeroom_gaps(records: SchoolRecords) -> Iterator[Finding]:
    """HB206: a class without a homeroom teacher on a day of the year, or one who is not in can-bo.yaml."""
    for year in records.years.values():
        path = assignments_path(year.year.id)
        for class_id in year.classes:
            day = _first_uncovered(year, class_id)
            if day is not None:
                message = f"Lớp {class_id} không có giáo viên chủ nhiệm ngày {day:%d/%m/%Y}; thêm dòng vào chu_nhiem."
                yield error("HB206", path, message, "chu_nhiem")
        for index, room in enumerate(year.assignments.homerooms):
            if room.teacher not in records.staff:
                yield error("HB206", path, _unknown_person(room.teacher), "chu_nhiem", index)


def _first_uncovered(year: YearRecords, class_id: ClassId) -> date | None:
    """The first day of the school year on which nobody leads the class."""
    day = year.year.first_day
    rooms = (room for room in year.assignments.homerooms if room.class_id == class_id)
    for room in sorted(rooms, key=lambda room: room.since):
        if room.since > day:
            break
        if room.until is None:
            return None
        day = max(day, room.until + _DAY)
    return day if day <= year.year.last_day else None


def _unknown_person(person: PersonId) -> str:
    return f"Không có {person} trong signatures/can-bo.yaml; thêm cán bộ hoặc sửa lại mã."


def unassigned(records: SchoolRecords) -> Iterator[Finding]:
    """HB207: subjects of a class that nobody is assigned to teach, and subject files without an assignment."""
    for year in records.years.values():
        for of_class in year.classes.values():
            for term in SEMESTERS:
                yield from _unassigned(year, of_class, term)


def _unassigned(year: YearRecords, of_class: ClassRecords, term: Term) -> Iterator[Finding]:
    class_id = of_class.school_class.id
    due = _due(year, of_class)
    missing = frozenset(subject for subject in due if not year.assignments.teachers(class_id, subject, term))
    if missing:
        message = f"Lớp {class_id}, {term.value}: chưa phân công {listing(missing)}; thêm dòng vào giang_day."
        yield error("HB207", assignments_path(year.year.id), message, "giang_day")
    unchosen = taught_in(year, of_class) - due
    for filed, subject in of_class.subjects:
        if filed is term and subject in unchosen and not year.assignments.teachers(class_id, subject, term):
            message = f"Chưa phân công ai dạy môn {subject} ở lớp {class_id}, {term.value}; thêm dòng vào giang_day."
            yield error("HB207", subject_path(year.year.id, class_id, term, subject), message, "mon")


def _due(year: YearRecords, of_class: ClassRecords) -> frozenset[SubjectId]:
    """The subjects somebody must teach: those of the grade, by choice only where a pupil chose them."""
    level = SchoolLevel.of_grade(of_class.school_class.grade)
    by_choice = OPTIONAL | ELECTIVES if level is SchoolLevel.THPT else OPTIONAL
    chosen = frozenset(
        subject for each in of_class.school_class.enrolments for subject in each.electives | each.optional
    )
    taught = taught_in(year, of_class) & OFFERED[level]
    return (taught - by_choice) | (taught & chosen)


def unknown_in_assignments(records: SchoolRecords) -> Iterator[Finding]:
    """HB207: persons and classes named in phan-cong.yaml that do not exist."""
    for year in records.years.values():
        assignments, path = year.assignments, assignments_path(year.year.id)
        for person in sorted(_teachers(assignments) - records.staff.keys()):
            yield error("HB207", path, _unknown_person(person), "giang_day")
        for class_id in sorted({key[0] for key in assignments.teaching} - year.classes.keys()):
            yield error("HB207", path, _unknown_class(class_id), "giang_day")
        for index, department in enumerate(assignments.departments):
            if department.head not in records.staff:
                yield error("HB207", path, _unknown_person(department.head), "to_chuyen_mon", index, "to_truong")
        for index, room in enumerate(assignments.homerooms):
            if room.class_id not in year.classes:
                yield error("HB207", path, _unknown_class(room.class_id), "chu_nhiem", index, "lop")
        for index, deputy in enumerate(assignments.deputies):
            yield from _unknown_in_deputy(records, year, deputy, index)


def _teachers(assignments: Assignments) -> set[PersonId]:
    return {person for people in assignments.teaching.values() for person in people}


def _unknown_class(class_id: ClassId) -> str:
    return f"Năm học không có lớp {class_id}; thêm lớp hoặc sửa lại mã lớp."


def _unknown_in_deputy(records: SchoolRecords, year: YearRecords, deputy: Deputy, index: int) -> Iterator[Finding]:
    path = assignments_path(year.year.id)
    for key, person in (("nguoi", deputy.person), ("thay", deputy.stands_in_for)):
        if person not in records.staff:
            yield error("HB207", path, _unknown_person(person), "thay_the", index, key)
    if deputy.class_id is not None and deputy.class_id not in year.classes:
        yield error("HB207", path, _unknown_class(deputy.class_id), "thay_the", index, "lop")


def assignment_dates(records: SchoolRecords) -> Iterator[Finding]:
    """HB220: homeroom and deputy spans that end before they begin, or two homeroom teachers on one day."""
    for year in records.years.values():
        path, last = assignments_path(year.year.id), year.year.last_day
        for index, room in enumerate(year.assignments.homerooms):
            if (room.until is not None and room.until < room.since) or room.since > last:
                message = f"Thời gian chủ nhiệm lớp {room.class_id} không hợp lí; sửa tu_ngay, den_ngay."
                yield error("HB220", path, message, "chu_nhiem", index)
            if any(_meet(room, other) for other in year.assignments.homerooms[:index]):
                message = f"Lớp {room.class_id} có hai giáo viên chủ nhiệm cùng ngày; ghi den_ngay cho người trước."
                yield error("HB220", path, message, "chu_nhiem", index)
        for index, deputy in enumerate(year.assignments.deputies):
            if deputy.until is not None and deputy.until < deputy.since:
                message = f"Thời gian {deputy.person} dạy thay kết thúc trước khi bắt đầu; sửa tu_ngay, den_ngay."
                yield error("HB220", path, message, "thay_the", index)


def _meet(one: Homeroom, other: Homeroom) -> bool:
    if one.class_id != other.class_id:
        return False
    ends = (room.until or date.max for room in (one, other))
    return max(one.since, other.since) <= min(ends)
