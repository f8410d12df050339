"""In which capacity somebody acted, in words: the assignment or role that the first parent's tree gives.

The judge has asked whether the person was entitled; here it is told by what.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hocba_build.domain.people import Role
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import PersonId, Term
from hocba_build.domain.words import term_words, word
from hocba_build.records.layout import SUBJECT_KINDS, Kind, RecordPath
from hocba_build.trust.policy import Policies
from hocba_build.trust.rights import Persons, Situation
from hocba_build.trust.story.chronicle import Account
from hocba_build.trust.story.trail import LockAct

Row = tuple[str, Persons]
_BY_SUBJECT: Final = SUBJECT_KINDS | {Kind.DANH_GIA_LAI}
_BY_CLASS: Final = frozenset(
    {
        Kind.REN_LUYEN,
        Kind.CHUYEN_CAN,
        Kind.NHAN_XET,
        Kind.KHEN_THUONG,
        Kind.REN_LUYEN_HE,
        Kind.QUYET_DINH,
    }
)
_LEADING: Final = (Role.HIEU_TRUONG, Role.PHO_HIEU_TRUONG)
_OFFICE: Final = (Role.TO_TRUONG_VAN_PHONG, Role.QUAN_TRI, Role.VAN_THU)
_ROLES: Final = (*_LEADING, *_OFFICE, Role.HOI_DONG, Role.SO_GDDT, Role.GIAO_VIEN)


def situation_of(policies: Policies, account: Account, act: LockAct | None = None) -> Situation:
    """The people as the entry before had them; ``act`` is the newest act on the file's year."""
    opened = act is not None and not act.locks
    return Situation(
        policies.at(account.before),
        lambda year: policies.staffing(account.before, year),
        stand_ins=act.record.editors if act is not None and opened else {},
    )


def author_capacity(place: RecordPath, person: PersonId, at: Situation) -> str:
    """By what somebody might write a file; a role where no assignment names the person."""
    return _first(person, _author_rows(place, at)) or role_of(person, at)


def reviewer_capacity(place: RecordPath, person: PersonId, at: Situation) -> str:
    """By what somebody might accept or approve a change of a file."""
    return _first(person, _reviewer_rows(place, at)) or role_of(person, at)


def role_of(person: PersonId, at: Situation) -> str:
    """The highest role that a person holds."""
    return _first(person, ((word(role), at.policy.holding(role)) for role in _ROLES))


def _first(person: PersonId, rows: Iterator[Row]) -> str:
    return next((words for words, persons in rows if person in persons), "")


def _author_rows(place: RecordPath, at: Situation) -> Iterator[Row]:
    deputies = _deputies(place, at)
    named: Persons = frozenset()
    if place.kind in _BY_SUBJECT:
        named = _teachers(place, at)
        yield f"Giáo viên {_of_subject(place)}", named
    elif place.kind in _BY_CLASS and place.class_id is not None:
        named = at.staffing(place.year).homeroom(place.class_id)
        yield f"Giáo viên chủ nhiệm lớp {place.class_id}", named - deputies.keys()
    for person, other in deputies.items():
        yield f"Làm thay {other} theo phân công", frozenset({person} if other in named else ())
    for old, new in at.stand_ins.items():
        yield f"Sửa thay {old} theo quyết định mở sổ", frozenset({new} if old in named else ())


def _teachers(place: RecordPath, at: Situation) -> Persons:
    if place.class_id is None or place.subject is None:
        return frozenset()
    assigned = at.staffing(place.year).assignments
    return frozenset(assigned.teachers(place.class_id, place.subject, place.term or Term.HK2))


def _deputies(place: RecordPath, at: Situation) -> dict[PersonId, PersonId]:
    """Who stands in for whom in the file's class and subject."""
    return {
        row.person: row.stands_in_for
        for row in at.staffing(place.year).assignments.deputies
        if row.class_id in (None, place.class_id) and row.subject in (None, place.subject)
    }


def _of_subject(place: RecordPath) -> str:
    subject = SUBJECTS[place.subject].name if place.subject is not None else ""
    return f"{subject} lớp {place.class_id}, {term_words(place.term or Term.HK2)}"


def _reviewer_rows(place: RecordPath, at: Situation) -> Iterator[Row]:
    """Leaders first: they may accept whatever a head of department or a homeroom teacher may."""
    staff = at.staffing(place.year)
    yield from ((word(role), at.policy.holding(role)) for role in _LEADING)
    for department in staff.assignments.departments:
        if place.subject is None or place.subject in department.subjects:
            yield f"Tổ trưởng {department.name}", frozenset({department.head})
    if place.class_id is not None:
        yield f"Giáo viên chủ nhiệm lớp {place.class_id}", staff.homeroom(place.class_id)
