"""Codes that must be one pupil's own, and identities that contradict each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.people import Identity, Student
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId
from hocba_build.records.checks.places import error, student_path, warning
from hocba_build.records.layout import Kind, path_for

_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
"""Huyền, sắc, ngã, hỏi, nặng; the marks of vowels (â, ă, ơ …) are others."""


def shared_codes(records: SchoolRecords) -> Iterator[Finding]:
    """HB210: a Ministry code, register number or personal id that two pupils share."""
    students = sorted(records.students.values(), key=lambda student: student.id)
    ministry = ((student.ministry_code, student.id) for student in students if student.ministry_code)
    for student, other in _repeated(ministry):
        yield _shared(student_path(student), "mã định danh của Bộ", other, "ma_bo")
    registers = (((level, number), student.id) for student in students for level, number in student.register_numbers)
    for student, other in _repeated(registers):
        yield _shared(student_path(student), "số đăng bộ", other, "dang_bo")
    personal = ((family.personal_id, key) for key, family in sorted(records.families.items()) if family.personal_id)
    for student, other in _repeated(personal):
        yield _shared(path_for(Kind.HO_SO, student=student), "số định danh cá nhân", other, "ho_so")


def _repeated(pairs: Iterable[tuple[object, StudentId]]) -> Iterator[tuple[StudentId, StudentId]]:
    """Pupils whose code an earlier pupil already has, with that pupil."""
    owners: dict[object, StudentId] = {}
    for code, student in pairs:
        owner = owners.setdefault(code, student)
        if owner != student:
            yield student, owner


def _shared(path: str, what: str, other: StudentId, key: str) -> Finding:
    message = f"Trùng {what} với học sinh {other}; đối chiếu giấy tờ rồi sửa ở học sinh ghi sai."
    return error("HB210", path, message, key)


def contradicting_personal_ids(records: SchoolRecords) -> Iterator[Finding]:
    """HB211: a personal id whose fourth to sixth digits contradict sex or birth year."""
    for student_id, family in records.families.items():
        student = records.students.get(student_id)
        if student and family.personal_id and not _agrees(family.personal_id, student.identities[-1]):
            message = (
                f"Số định danh cá nhân của học sinh {student_id} không khớp giới tính hoặc năm sinh "
                "(chữ số thứ tư và hai chữ số tiếp theo); đối chiếu giấy khai sinh."
            )
            yield warning("HB211", path_for(Kind.HO_SO, student=student_id), message, "ho_so")


def _agrees(personal_id: str, identity: Identity) -> bool:
    """Three digits of the province, one of sex and century (0, 1: 1900s; 2, 3: 2000s; odd: female), two of the year.

    Nguồn: NĐ 137/2015/NĐ-CP, Điều 13.
    """
    century, female = divmod(int(personal_id[3]), 2)
    born = 1900 + 100 * century + int(personal_id[4:6])
    return bool(female) == identity.female and born == identity.born_on.year


def near_twins(records: SchoolRecords) -> Iterator[Finding]:
    """HB221: two pupils with the same birth date and names that differ by no more than where a tone stands."""
    seen: dict[tuple[str, date], Student] = {}
    for student in sorted(records.students.values(), key=lambda student: student.id):
        identity = student.identities[-1]
        other = seen.setdefault((_spoken(identity.full_name), identity.born_on), student)
        if other is not student:
            message = (
                f"Họ tên và ngày sinh gần như trùng với học sinh {other.id}; "
                "nếu là một người thì chỉ giữ một mã, nếu là hai người thì bỏ qua."
            )
            yield warning("HB221", student_path(student.id), message, "nhan_than")


def _spoken(name: str) -> str:
    """The name with each syllable's tone moved to its end, so that ``Hoà`` and ``Hòa`` are one."""
    syllables = unicodedata.normalize("NFD", name.casefold()).split()
    return " ".join(_TONES.sub("", syllable) + "".join(_TONES.findall(syllable)) for syllable in syllables)
