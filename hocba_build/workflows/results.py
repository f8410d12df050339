"""Results of a year or a class, as scripts read them: the fixed JSON shape, schema version 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.people import Student
from hocba_build.domain.results import ClassResults, evaluate_class
from hocba_build.domain.results.document import student_document
from hocba_build.domain.results.why import Reason, reasons
from hocba_build.domain.school import SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, YearId
from hocba_build.workflows.legacy_results import legacy_class, legacy_classes

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class YearResults:
    """The classes of one year, computed; kept years are given as they were kept."""

    year: YearId
    classes: tuple[dict[str, Any], ...]

    @property
    def document(self) -> dict[str, Any]:
        """All classes under one head."""
        return {"schema_version": SCHEMA_VERSION, "nam_hoc": self.year, "lop": list(self.classes)}


def class_results(records: SchoolRecords, year: YearId, class_id: ClassId, *, why: bool = False) -> dict[str, Any]:
    """One class in list order.

    Raises:
        HocbaError: there is no such year or class.
    """
    kept = legacy_class(records, year, class_id)
    if kept is not None and not _has_class(records, year, class_id):
        return kept
    if not _has_class(records, year, class_id):
        raise _unknown_class(records, year, class_id)
    entered = records.years[year]
    return _class_document(records, entered, evaluate_class(entered, records.students, class_id), why=why)


def year_results(records: SchoolRecords, year: YearId, *, why: bool = False) -> YearResults:
    """Every class of a year, kept ones after our own.

    Raises:
        HocbaError: there is no such year.
    """
    kept = legacy_classes(records, year)
    if year not in records.years and kept:
        return YearResults(year, tuple(kept))
    entered = _year(records, year)
    own = [class_results(records, year, class_id, why=why) for class_id in entered.classes]
    return YearResults(year, (*own, *kept))


def only(classes: Sequence[dict[str, Any]], pupil: str) -> None:
    """Leave one pupil in the classes' documents.

    Raises:
        HocbaError: none of the classes has the pupil.
    """
    for one in classes:
        one["hoc_sinh"] = [student for student in one["hoc_sinh"] if student["ma"] == pupil]
    if not any(one["hoc_sinh"] for one in classes):
        raise HocbaError(f"Không có học sinh {pupil} ở đây.", "Xem lại mã học sinh, năm học và lớp.")


def _has_class(records: SchoolRecords, year: YearId, class_id: ClassId) -> bool:
    return year in records.years and class_id in records.years[year].classes


def _unknown_class(records: SchoolRecords, year: YearId, class_id: ClassId) -> HocbaError:
    """Which classes there are instead, our own and kept ones; or that there is no such year."""
    kept = [one["lop"] for one in legacy_classes(records, year)]
    own = _year(records, year).classes if year in records.years or not kept else ()
    known = ", ".join(sorted({*own, *kept})) or "chưa có lớp nào"
    return HocbaError(f"Năm học {year} không có lớp {class_id}.", f"Các lớp: {known}.")


def _year(records: SchoolRecords, year: YearId) -> YearRecords:
    if year not in records.years:
        known = ", ".join(sorted({*records.years, *records.legacy})) or "chưa có năm học nào"
        raise HocbaError(f"Không có năm học {year} trong hồ sơ.", f"Các năm học: {known}.")
    return records.years[year]


def _class_document(
    records: SchoolRecords, entered: YearRecords, results: ClassResults, *, why: bool
) -> dict[str, Any]:
    rows = []
    for _, standing, result in results.rows:
        name = _name(records.students.get(result.student), entered)
        row = student_document(result, name, standing)
        rows.append({**row, "vi_sao": [reason_document(reason) for reason in reasons(result)]} if why else row)
    return {
        "schema_version": SCHEMA_VERSION,
        "nam_hoc": entered.year.id,
        "lop": results.class_id,
        "hoc_sinh": rows,
    }


def _name(student: Student | None, entered: YearRecords) -> str:
    return student.identity_on(entered.year.last_day).full_name if student else ""


def reason_document(reason: Reason) -> Mapping[str, str]:
    """A reason with Vietnamese keys."""
    return {
        "so_lieu": reason.figure,
        "gia_tri": reason.value,
        "tu": reason.inputs,
        "quy_tac": reason.rule,
        "can_cu": reason.article,
    }
