"""What a statement of a running year must say, worked out from the records of one tree."""

from __future__ import annotations

from datetime import date
from typing import Final

from hocba_build.domain.entries import TransferIn
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.results.handover import handed_over
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId, YearId
from hocba_build.trust.papers.partial import Leaver

DOCUMENT: Final = "Bảng tổng hợp kết quả kèm Quyết định số {}"


def running_year(
    records: SchoolRecords, year: YearId, pupil: StudentId, decision: str, day: date
) -> tuple[Leaver, TransferIn] | None:
    """Who leaves and with which results; ``None`` where the pupil is in no class of the year, or nothing is entered."""
    entered = records.years.get(year)
    student = records.students.get(pupil)
    result = evaluate_year(entered, records.students, {pupil}).get(pupil) if entered and student else None
    if entered is None or student is None or result is None:
        return None
    semesters = handed_over(result)
    if not semesters:
        return None
    held = entered.classes[result.class_id].school_class
    identity = student.identity_on(day)
    leaver = Leaver(
        pupil, identity.full_name, identity.female, identity.born_on, year, result.class_id, held.name, held.grade
    )
    address = records.school.address_on(day)
    place = ", ".join(part for part in (address.ward, address.district, address.province) if part)
    results = TransferIn(records.school.name_on(day), place, DOCUMENT.format(decision), day, semesters)
    return leaver, results
