"""Who signs a page: the teachers of the last class, its homeroom teacher, the head in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hocba_build.domain.people import Role, StaffMember
from hocba_build.domain.school import YearRecords
from hocba_build.domain.values import ClassId, PersonId, SubjectId, Term

PRINCIPAL = ("HIỆU TRƯỞNG",)
DEPUTY = ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG")

Staff = Mapping[PersonId, StaffMember]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the lines of the title (two for a deputy), and the name."""

    titles: tuple[str, ...]
    name: str


def subject_teachers(year: YearRecords, staff: Staff, class_id: ClassId, subject: SubjectId) -> tuple[str, ...]:
    """The names of all who taught a subject in the class at the year's end; the first semester's if need be."""
    assigned = year.assignments
    return names_of(
        staff, assigned.teachers(class_id, subject, Term.HK2) or assigned.teachers(class_id, subject, Term.HK1)
    )


def names_of(staff: Staff, people: Iterable[PersonId]) -> tuple[str, ...]:
    """The names of persons, those without one left out."""
    return tuple(name for name in (_name(staff, person) for person in people) if name)


def homeroom_name(year: YearRecords, staff: Staff, class_id: ClassId) -> str:
    """The homeroom teacher at the year's end."""
    return _name(staff, year.assignments.homeroom_teacher(class_id, year.year.last_day))


def head_signature(staff: Staff, day: date, deputy: PersonId | None = None) -> Signature:
    """The principal in force on a day, or the deputy who signs instead (KT. HIỆU TRƯỞNG)."""
    if deputy is not None:
        return Signature(DEPUTY, _name(staff, deputy))
    heads = [member.full_name for member in staff.values() if member.holds(Role.HIEU_TRUONG, day)]
    return Signature(PRINCIPAL, heads[-1] if heads else "")


def _name(staff: Staff, person: PersonId | None) -> str:
    member = staff.get(person) if person is not None else None
    return member.full_name if member else ""
