"""What a lock freezes of one pupil: everything that the year's pages print, by the names that held on its last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from hocba_build.domain.entries import Completion, ConductEntry, Honours
from hocba_build.domain.people import Role
from hocba_build.domain.results import StudentYear, evaluate_class
from hocba_build.domain.results.document import student_document
from hocba_build.domain.results.join import StudentStays
from hocba_build.domain.results.year import standing
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, PersonId, Standing, StudentId, Term, YearId
from hocba_build.domain.words import award_text

T = TypeVar("T")
Leaves = dict[ClassId, dict[StudentId, dict[str, Any]]]


def leaves_of(records: SchoolRecords, year: YearId) -> Leaves:
    """The leaves of every pupil who ended the year in one of its classes, by class."""
    entered = records.years[year]
    found: Leaves = {}
    for class_id in entered.classes:
        rows = evaluate_class(entered, records.students, class_id).rows
        found[class_id] = {
            result.student: _leaf(records, entered, result, standing)
            for _, standing, result in rows
            if result.class_id == class_id
        }
    return found


def leaf_of(records: SchoolRecords, entered: YearRecords, result: StudentYear, stays: StudentStays) -> dict[str, Any]:
    """The leaf of one pupil, in the class where the year ended."""
    stands = standing(stays, stays.last.enrolment, records.students[result.student])
    return _leaf(records, entered, result, stands)


def _leaf(records: SchoolRecords, entered: YearRecords, result: StudentYear, standing: Standing) -> dict[str, Any]:
    last_day = entered.year.last_day
    identity = records.students[result.student].identity_on(last_day)
    return _without_nothing(
        {
            **_results(result, identity.full_name, standing),
            "gioi_tinh": "nu" if identity.female else "nam",
            "ngay_sinh": identity.born_on.isoformat(),
            **_place(records, entered, result.class_id),
            "giao_vien": _teachers(records, entered, result),
            "nhan_xet_mon": {subject: row.remark for subject, row in result.subjects.items() if row.remark},
            "hoan_thanh": _completion(result.completion),
            **_page(entered.attended(result.student, result.class_id), result.student),
        }
    )


def _results(result: StudentYear, name: str, standing: Standing) -> dict[str, Any]:
    """The results in the fixed shape; of notices the codes only, so that a sentence may be mended later."""
    document = student_document(result, name, standing)
    document["ca_nam"]["canh_bao"] = [notice.code for notice in result.notices]
    return document


def _place(records: SchoolRecords, entered: YearRecords, class_id: ClassId) -> dict[str, Any]:
    """Year, class and school as they were called on the year's last day, and who led them."""
    last_day = entered.year.last_day
    school_class = entered.classes[class_id].school_class
    address = records.school.address_on(last_day)
    return {
        "nam_hoc": entered.year.id,
        "khoi": school_class.grade,
        "lop": school_class.name,
        "ngoai_ngu_1": school_class.foreign_language,
        "truong": records.school.name_on(last_day),
        "dia_chi": ", ".join(part for part in (address.ward, address.district, address.province) if part),
        "chu_nhiem": _name(records, entered.assignments.homeroom_teacher(class_id, last_day)),
        "hieu_truong": _principal(records, last_day),
    }


def _page(attended: Sequence[ClassRecords], pupil: StudentId) -> dict[str, Any]:
    """What the summary page takes from the last class that has it."""
    return {
        "nhan_xet": _first(held.remarks.get(pupil) for held in attended),
        **_honours(_first(held.honours.get(pupil) for held in attended)),
        "ren_luyen_he": _summer(_first(held.summer_conduct.get(pupil) for held in attended)),
    }


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _teachers(records: SchoolRecords, entered: YearRecords, result: StudentYear) -> dict[str, list[str | None]]:
    """Who taught each subject at the year's end; the first semester's teachers where nobody did."""
    assigned = entered.assignments
    return {
        subject: [
            _name(records, person)
            for person in assigned.teachers(result.class_id, subject, Term.HK2)
            or assigned.teachers(result.class_id, subject, Term.HK1)
        ]
        for subject in result.subjects
    }


def _name(records: SchoolRecords, person: PersonId | None) -> str | None:
    member = records.staff.get(person) if person else None
    return member.full_name if member else person


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


def _summer(entry: ConductEntry | None) -> str | None:
    return entry.level.value if entry and entry.level else None


def _principal(records: SchoolRecords, day: date) -> str | None:
    heads = [member.full_name for member in records.staff.values() if member.holds(Role.HIEU_TRUONG, day)]
    return heads[-1] if heads else None


def _without_nothing(leaf: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in leaf.items() if value not in (None, [], {})}
