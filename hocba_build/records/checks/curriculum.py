"""Subjects a grade does not have, and what THPT pupils chose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolRecords, YearRecords
from hocba_build.domain.subjects import (
    COMPULSORY,
    ELECTIVES,
    ELECTIVES_TAKEN,
    OPTIONAL,
    STUDY_TOPICS,
    STUDY_TOPICS_TAKEN,
)
from hocba_build.domain.values import SEMESTERS, SchoolLevel, SubjectId, YearId
from hocba_build.domain.words import word
from hocba_build.records.checks.places import assignments_path, classes_of, error, list_path, warning
from hocba_build.records.layout import Kind, path_for, subject_path

OFFERED: Final = {
    SchoolLevel.THCS: COMPULSORY[SchoolLevel.THCS] | OPTIONAL,
    SchoolLevel.THPT: COMPULSORY[SchoolLevel.THPT] | ELECTIVES | OPTIONAL,
}
"""What a level's curriculum has at all (TT 32/2018, sửa đổi bởi TT 13/2022)."""


def listing(subjects: frozenset[SubjectId]) -> str:
    """Subject ids for a sentence."""
    return ", ".join(sorted(subjects)) or "không có môn nào"


def foreign_subjects(records: SchoolRecords) -> Iterator[Finding]:
    """HB203: a subject that the grade does not have, in the year's plan, a file, an assignment or a pupil's choice."""
    for year in records.years.values():
        yield from _planned(year)
        yield from _assigned(year)
    for year, of_class in classes_of(records):
        yield from _filed(year, of_class)
        yield from _chosen(year, of_class)


def _planned(year: YearRecords) -> Iterator[Finding]:
    path = path_for(Kind.NAM_HOC, year=year.year.id)
    for grade, subjects in year.year.periods.items():
        level = SchoolLevel.of_grade(grade)
        for subject in sorted(subjects.keys() - OFFERED[level]):
            message = f"Môn {subject} không có trong chương trình {word(level)}; xoá khỏi mon_hoc khối {grade}."
            yield error("HB203", path, message, "mon_hoc", grade, subject)


def _assigned(year: YearRecords) -> Iterator[Finding]:
    for class_id, subject in sorted({(key[0], key[1]) for key in year.assignments.teaching}):
        of_class = year.classes.get(class_id)
        if of_class and subject not in taught_in(year, of_class):
            message = f"Phân công môn {subject} ở lớp {class_id} nhưng khối không học môn này; xoá dòng phân công."
            yield error("HB203", assignments_path(year.year.id), message, "giang_day")


def taught_in(year: YearRecords, of_class: ClassRecords) -> frozenset[SubjectId]:
    """The subjects of the class's grade in the year's plan."""
    return frozenset(year.year.periods.get(of_class.school_class.grade, {}))


def _filed(year: YearRecords, of_class: ClassRecords) -> Iterator[Finding]:
    taught, class_id = taught_in(year, of_class), of_class.school_class.id
    for term, subject in of_class.subjects:
        if subject not in taught:
            path = subject_path(year.year.id, class_id, term, subject)
            yield error("HB203", path, _not_taught(subject, of_class.school_class.grade), "mon")
    for subject in of_class.reassessments:
        if subject not in taught:
            path = path_for(Kind.DANH_GIA_LAI, year=year.year.id, class_id=class_id, subject=subject)
            yield error("HB203", path, _not_taught(subject, of_class.school_class.grade), "mon")


def _not_taught(subject: SubjectId, grade: int) -> str:
    return f"Môn {subject} không có trong mon_hoc khối {grade}; xoá tệp này hoặc thêm môn vào nam-hoc.yaml."


def _chosen(year: YearRecords, of_class: ClassRecords) -> Iterator[Finding]:
    """One finding a subject: a class-wide choice stands at every pupil."""
    taught, grade = taught_in(year, of_class), of_class.school_class.grade
    if SchoolLevel.of_grade(grade) is SchoolLevel.THCS:
        taught -= ELECTIVES
    reported: set[SubjectId] = set()
    for index, enrolment in enumerate(of_class.school_class.enrolments):
        chosen = enrolment.electives | enrolment.optional
        for subject in sorted(chosen - taught - reported):
            reported.add(subject)
            message = f"Môn {subject} mà học sinh {enrolment.student} chọn không có ở khối {grade}; sửa lựa chọn."
            yield error("HB203", list_path(year.year.id, of_class), message, "hoc_sinh", index)


def electives(records: SchoolRecords) -> Iterator[Finding]:
    """HB208: THPT pupils take four of the nine electives, and three study topics of subjects they take.

    Nguồn: TT 32/2018, sửa đổi bởi TT 13/2022, phần Kế hoạch giáo dục cấp trung học phổ thông.
    """
    for year, of_class in classes_of(records):
        if SchoolLevel.of_grade(of_class.school_class.grade) is not SchoolLevel.THPT:
            continue
        reported: set[tuple[frozenset[SubjectId], frozenset[SubjectId]]] = set()
        for index, enrolment in enumerate(of_class.school_class.enrolments):
            if (enrolment.electives, enrolment.study_topics) not in reported:
                reported.add((enrolment.electives, enrolment.study_topics))
                yield from _choice(year.year.id, of_class, index, enrolment)


def _choice(year: YearId, of_class: ClassRecords, index: int, enrolment: Enrolment) -> Iterator[Finding]:
    path = list_path(year, of_class)
    if len(enrolment.electives & ELECTIVES) != ELECTIVES_TAKEN or enrolment.electives - ELECTIVES:
        message = (
            f"Học sinh {enrolment.student} chọn {listing(enrolment.electives)}; "
            f"phải chọn đúng {ELECTIVES_TAKEN} trong 9 môn lựa chọn."
        )
        yield error("HB208", path, message, "hoc_sinh", index)
    taken = COMPULSORY[SchoolLevel.THPT] | enrolment.electives
    topics = enrolment.study_topics
    if len(topics) != STUDY_TOPICS_TAKEN or topics - (STUDY_TOPICS & taken):
        message = (
            f"Chuyên đề của học sinh {enrolment.student}: {listing(topics)}; "
            f"cần {STUDY_TOPICS_TAKEN} cụm chuyên đề của những môn học sinh học."
        )
        yield warning("HB208", path, message, "hoc_sinh", index)


def untaken_rows(records: SchoolRecords) -> Iterator[Finding]:
    """HB203 (warning): a row in a subject by choice that the pupil does not take here; it would not count."""
    for year, of_class in classes_of(records):
        by_choice = ELECTIVES | OPTIONAL
        by_choice -= COMPULSORY[SchoolLevel.of_grade(of_class.school_class.grade)]
        taken: dict[str, frozenset[SubjectId]] = {}
        for enrolment in of_class.school_class.enrolments:
            chosen = taken.get(enrolment.student, frozenset())
            taken[enrolment.student] = chosen | enrolment.electives | enrolment.optional
        for term in SEMESTERS:
            for subject in sorted(by_choice & taught_in(year, of_class)):
                for student in of_class.subjects.get((term, subject), {}):
                    if subject not in taken.get(student, {subject}):
                        path = subject_path(year.year.id, of_class.school_class.id, term, subject)
                        message = f"Học sinh {student} không chọn môn {subject}; xoá dòng này hoặc sửa lựa chọn."
                        yield warning("HB203", path, message, "diem", student)
