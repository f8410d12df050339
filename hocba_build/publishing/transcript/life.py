"""The life page: who the pupil is, the family, the way through school."""

from __future__ import annotations

from datetime import date

from hocba_build.domain.notes import identity_notes
from hocba_build.domain.people import Family, Guardian, Student
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.signers import Signature
from hocba_build.domain.words import date_text
from hocba_build.publishing.transcript.model import HistoryRow, Life

ROWS = 5
"""Lines of the way through school: one a grade, and room for a repeated year."""


def life_page(
    records: SchoolRecords, student: Student, day: date, history: tuple[HistoryRow, ...], signature: Signature
) -> Life:
    """The life page as of a day; a sealed family is not printed here, and the page says so."""
    sealed = student.id in records.sealed_families
    family = Family() if sealed else records.families.get(student.id, Family())
    return Life(
        items=(*_identity(student, day, family), *(() if sealed else _family(family))),
        sealed=sealed,
        history=history,
        spare_rows=max(0, ROWS - len(history)),
        notes=identity_notes(student, date.min, day),
        signature=signature,
        dateline="…………………, ngày …… tháng …… năm 20……",
    )


def _identity(student: Student, day: date, family: Family) -> tuple[tuple[str, str], ...]:
    held = student.identity_on(day)
    return (
        ("Họ và tên", held.full_name),
        ("Giới tính", "Nữ" if held.female else "Nam"),
        ("Ngày, tháng, năm sinh", date_text(held.born_on)),
        ("Dân tộc", family.ethnicity or ""),
        ("Nơi sinh", family.birth_place or ""),
        ("Số định danh cá nhân", family.personal_id or ""),
        ("Mã học sinh", student.ministry_code or student.id),
    )


def _family(family: Family) -> tuple[tuple[str, str], ...]:
    return (
        (
            "Con liệt sĩ, con thương binh (bệnh binh, người hưởng chế độ như thương binh, gia đình có công)",
            family.policy or "",
        ),
        ("Chỗ ở hiện tại", family.residence or ""),
        *_guardian("Họ và tên cha", family.father),
        *_guardian("Họ và tên mẹ", family.mother),
        *_guardian("Họ và tên người giám hộ", family.guardian),
    )


def _guardian(label: str, person: Guardian | None) -> tuple[tuple[str, str], ...]:
    return (
        (label, person.full_name if person else ""),
        ("Nghề nghiệp", (person.occupation or "") if person else ""),
    )
