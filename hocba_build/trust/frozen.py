"""What a lock freezes of one pupil: everything that the year's pages print, by the names that held on its last day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hocba_build.domain.entries import Completion, Honours
from hocba_build.domain.people import Role
from hocba_build.domain.results import StudentYear, evaluate_class
from hocba_build.domain.results.document import student_document
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, PersonId, Standing, StudentId, SubjectId, Term, YearId
from hocba_build.domain.words import award_text

Leaves = dict[ClassId, dict[StudentId, dict[str, Any]]]


def leaves_of(records: SchoolRecords, year: YearId) -> Leaves:
    """The leaves of every pupil who ended the year in one of its classes, by class."""
    entered = records.years[year]
    found: Leaves = {}
    for class_id, held in entered.classes.items():
        rows = evaluate_class(entered, records.students, class_id).rows
        found[class_id] = {
            result.student: _leaf(records, entered, held, (result, standing))
            for _, standing, result in rows
            if result.class_id == class_id
        }
    return found


def _leaf(
    records: SchoolRecords, entered: YearRecords, held: ClassRecords, who: tuple[StudentYear, Standing]
) -> dict[str, Any]:
    result, standing = who
    last_day = entered.year.last_day
    identity = records.students[result.student].identity_on(last_day)
    address = records.school.address_on(last_day)
    return _without_nothing(
        {
            **student_document(result, identity.full_name, standing),
            "gioi_tinh": "nu" if identity.female else "nam",
            "ngay_sinh": identity.born_on.isoformat(),
            "nam_hoc": entered.year.id,
            "khoi": held.school_class.grade,
            "lop": held.school_class.name,
            "truong": records.school.name_on(last_day),
            "dia_chi": ", ".join(part for part in (address.ward, address.district, address.province) if part),
            "giao_vien": _teachers(records, entered, held, result),
            "chu_nhiem": _name(records, entered.assignments.homeroom_teacher(held.school_class.id, last_day)),
            "nhan_xet_mon": _remarks(held, result.student),
            "nhan_xet": held.remarks.get(result.student),
            **_honours(held.honours.get(result.student)),
            "ngoai_ngu_1": held.school_class.foreign_language,
            "hoan_thanh": _completion(result.completion),
            "hieu_truong": _principal(records, last_day),
        }
    )


def _teachers(
    records: SchoolRecords, entered: YearRecords, held: ClassRecords, result: StudentYear
) -> dict[str, list[str | None]]:
    return {
        subject: [
            _name(records, person)
            for person in entered.assignments.teachers(held.school_class.id, SubjectId(subject), Term.HK2)
        ]
        for subject in result.subjects
    }


def _name(records: SchoolRecords, person: PersonId | None) -> str | None:
    member = records.staff.get(person) if person else None
    return member.full_name if member else person


def _remarks(held: ClassRecords, pupil: StudentId) -> dict[str, str]:
    """The second semester's remark of each subject: the one that is printed."""
    return {
        subject: remark
        for (term, subject), rows in held.subjects.items()
        if term is Term.HK2 and pupil in rows and (remark := getattr(rows[pupil], "remark", None))
    }


def _honours(honours: Honours | None) -> dict[str, Any]:
    if honours is None:
        return {}
    return {
        "khen_thuong": [award_text(award) for award in honours.awards],
        "chung_chi": [": ".join(part for part in one if part) for one in honours.certificates],
        "cuoc_thi": [": ".join(part for part in one if part) for one in honours.contests],
    }


def _completion(decision: Completion | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    said = {
        "so": decision.number,
        "ngay": decision.decided_on.isoformat(),
        "so_dang_bo": decision.register_number,
        "dot": decision.round,
    }
    return _without_nothing(said)


def _principal(records: SchoolRecords, day: date) -> str | None:
    heads = [member.full_name for member in records.staff.values() if member.holds(Role.HIEU_TRUONG, day)]
    return heads[-1] if heads else None


def _without_nothing(leaf: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in leaf.items() if value not in (None, [], {})}
