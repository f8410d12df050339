"""Where findings stand: the rows of a class with their files and pointers, and short ways to report one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hocba_build.domain.findings import Finding, Severity
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.values import StudentId, YearId
from hocba_build.records.layout import Kind, path_for, subject_path

Part: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil's row of one file."""

    path: str
    pointer: tuple[Part, ...]
    student: StudentId


def error(code: str, path: str, message: str, *pointer: Part) -> Finding:
    """A finding that fails the check; the line is filled in by whoever read the file."""
    return Finding(path, None, code, message, "".join(f"/{part}" for part in pointer))


def warning(code: str, path: str, message: str, *pointer: Part) -> Finding:
    """A finding that asks for attention."""
    return Finding(path, None, code, message, "".join(f"/{part}" for part in pointer), Severity.WARNING)


def classes_of(records: SchoolRecords) -> Iterator[tuple[YearRecords, ClassRecords]]:
    """Every class of every year."""
    for year in records.years.values():
        for of_class in year.classes.values():
            yield year, of_class


def list_path(year: YearId, of_class: ClassRecords) -> str:
    """The class's list."""
    return path_for(Kind.LOP, year=year, class_id=of_class.school_class.id)


def assignments_path(year: YearId) -> str:
    """The year's assignments."""
    return path_for(Kind.PHAN_CONG, year=year)


def student_path(student: StudentId) -> str:
    """The pupil's own file."""
    return path_for(Kind.HOC_SINH, student=student)


def rows_of(year: YearId, of_class: ClassRecords) -> Iterator[Row]:
    """Every row about a pupil in the files of a class, its list apart."""
    for path, key, table in _tables(year, of_class):
        for student in table:
            yield Row(path, (key, student), student)
    for student in of_class.transfers:
        path = path_for(Kind.CHUYEN_DEN, year=year, class_id=of_class.school_class.id, student=student)
        yield Row(path, ("ma",), student)


def _tables(year: YearId, of_class: ClassRecords) -> Iterator[tuple[str, str, Mapping[StudentId, object]]]:
    """Each file's path, the key its rows stand under, and its rows."""
    yield from _semester_tables(year, of_class)
    class_id = of_class.school_class.id
    for subject, retaken in of_class.reassessments.items():
        path = path_for(Kind.DANH_GIA_LAI, year=year, class_id=class_id, subject=subject)
        yield path, "danh_gia_lai", retaken
    whole_year: tuple[tuple[Kind, Mapping[StudentId, object]], ...] = (
        (Kind.REN_LUYEN_HE, of_class.summer_conduct),
        (Kind.KHEN_THUONG, of_class.honours),
        (Kind.NHAN_XET, of_class.remarks),
        (Kind.HOAN_THANH, of_class.completions),
        (Kind.QUYET_DINH, of_class.decisions),
    )
    for kind, table in whole_year:
        yield path_for(kind, year=year, class_id=class_id), kind.value, table


def _semester_tables(year: YearId, of_class: ClassRecords) -> Iterator[tuple[str, str, Mapping[StudentId, object]]]:
    class_id = of_class.school_class.id
    for (term, subject), entries in of_class.subjects.items():
        yield subject_path(year, class_id, term, subject), "diem", entries
    for term, conduct in of_class.conduct.items():
        yield path_for(Kind.REN_LUYEN, year=year, class_id=class_id, term=term), "ren_luyen", conduct
    for term, absences in of_class.absences.items():
        yield path_for(Kind.CHUYEN_CAN, year=year, class_id=class_id, term=term), "buoi_nghi", absences
