"""Values in, files out: the canonical bytes of a whole school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.values import StudentId, YearId
from hocba_build.records.canonical import write
from hocba_build.records.codec import encode_table, outside, people, year
from hocba_build.records.document import Json
from hocba_build.records.layout import (
    Kind,
    RecordPath,
    parse_path,
    path_for,
    subject_path,
)


def files_of(records: SchoolRecords) -> dict[str, bytes]:
    """Every file of a school in canonical text, by path; encrypted life pages are not values and are left out."""
    files = {path: write(_place(path), document) for path, document in _documents(records)}
    return dict(sorted(files.items()))


def _place(path: str) -> RecordPath:
    place = parse_path(path)
    if place is None:
        message = f"no such record path: {path}"
        raise ValueError(message)
    return place


def _documents(records: SchoolRecords) -> Iterator[tuple[str, Json]]:
    yield path_for(Kind.TRUONG), people.encode_school(records.school)
    yield path_for(Kind.CAN_BO), people.encode_staff(records.rules, records.staff)
    for student in records.students.values():
        yield path_for(Kind.HOC_SINH, student=student.id), people.encode_student(student)
    for student_id, family in records.families.items():
        since = records.students[student_id].identities[0].since
        yield path_for(Kind.HO_SO, student=student_id), people.encode_family(student_id, family, since)
    for year_id, pupils in records.legacy.items():
        for student_id, held in pupils.items():
            yield path_for(Kind.NAM_CU, year=year_id, student=student_id), outside.encode_legacy(held)
    for year_records in records.years.values():
        yield from _year_documents(year_records)


def _year_documents(records: YearRecords) -> Iterator[tuple[str, Json]]:
    name = records.year.id
    yield path_for(Kind.NAM_HOC, year=name), year.encode_year(records.year)
    yield path_for(Kind.PHAN_CONG, year=name), year.encode_assignments(name, records.assignments)
    for held in records.classes.values():
        class_id = held.school_class.id
        yield path_for(Kind.LOP, year=name, class_id=class_id), year.encode_class(name, held.school_class)
        for path, table in _tables(name, held):
            yield path, encode_table(_place(path), table)
        for student, transfer in held.transfers.items():
            path = path_for(Kind.CHUYEN_DEN, year=name, class_id=class_id, student=student)
            yield path, outside.encode_transfer(name, class_id, student, transfer)


def _tables(name: YearId, held: ClassRecords) -> Iterator[tuple[str, Mapping[StudentId, object]]]:
    """The files keyed by pupil; an empty table of the whole year has no file."""
    class_id = held.school_class.id
    for (term, subject), rows in held.subjects.items():
        yield subject_path(name, class_id, term, subject), rows
    for term, conduct in held.conduct.items():
        yield path_for(Kind.REN_LUYEN, year=name, class_id=class_id, term=term), conduct
    for term, absences in held.absences.items():
        yield path_for(Kind.CHUYEN_CAN, year=name, class_id=class_id, term=term), absences
    for subject, reassessed in held.reassessments.items():
        yield path_for(Kind.DANH_GIA_LAI, year=name, class_id=class_id, subject=subject), reassessed
    whole: tuple[tuple[Kind, Mapping[StudentId, object]], ...] = (
        (Kind.REN_LUYEN_HE, held.summer_conduct),
        (Kind.KHEN_THUONG, held.honours),
        (Kind.NHAN_XET, held.remarks),
        (Kind.HOAN_THANH, held.completions),
        (Kind.QUYET_DINH, held.decisions),
    )
    for kind, table in whole:
        if table:
            yield path_for(kind, year=name, class_id=class_id), table
