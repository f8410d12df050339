"""Pupils and staff, with the dates from which each fact holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from hocba_build.domain.values import ClassId, PersonId, SchoolLevel, StudentId, YearId


@dataclass(frozen=True, slots=True)
class Identity:
    """Name, sex and birth date as they stand from a day on."""

    since: date
    full_name: str
    female: bool
    born_on: date
    given_name: str | None = None
    document: str | None = None


class EventKind(Enum):
    """The life-cycle events of a pupil."""

    NHAP_HOC = "nhap_hoc"
    CHUYEN_DEN = "chuyen_den"
    CHUYEN_LOP = "chuyen_lop"
    CHUYEN_DI = "chuyen_di"
    THOI_HOC = "thoi_hoc"
    BAO_LUU = "bao_luu"
    TRO_LAI = "tro_lai"
    HOC_VUOT_LOP = "hoc_vuot_lop"
    HUY = "huy"


LEAVING: Final = frozenset({EventKind.CHUYEN_DI, EventKind.THOI_HOC, EventKind.BAO_LUU})
"""After one of these the pupil is not at the school, until an event says that he or she is back."""


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event; ``school``, ``reason`` and ``document`` say what stands behind it."""

    day: date
    kind: EventKind
    year: YearId | None = None
    school: str | None = None
    reason: str | None = None
    document: str | None = None
    grade: int | None = None
    from_class: ClassId | None = None
    to_class: ClassId | None = None


@dataclass(frozen=True, slots=True)
class Student:
    """A pupil: identities in the order they came into force, cancelled entries left out."""

    id: StudentId
    identities: tuple[Identity, ...]
    events: tuple[Event, ...] = ()
    register_numbers: tuple[tuple[SchoolLevel, str], ...] = ()
    ministry_code: str | None = None

    def identity_on(self, day: date) -> Identity:
        """The identity in force on a day: an old page keeps the old name (the first one before any)."""
        held = [identity for identity in self.identities if identity.since <= day]
        return held[-1] if held else self.identities[0]

    def is_away(self, day: date) -> bool:
        """Whether the pupil has left, for good or for a time, and is not back on a day."""
        past = [event for event in sorted(self.events, key=lambda event: event.day) if event.day <= day]
        return bool(past) and past[-1].kind in LEAVING

    def register_number(self, level: SchoolLevel) -> str | None:
        """The number in the school's register, as on the cover."""
        return dict(self.register_numbers).get(level)


@dataclass(frozen=True, slots=True)
class Guardian:
    """A parent or guardian."""

    full_name: str
    occupation: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """What the life page prints besides the identity."""

    birth_place: str | None = None
    ethnicity: str | None = None
    policy: str | None = None
    residence: str | None = None
    personal_id: str | None = None
    father: Guardian | None = None
    mother: Guardian | None = None
    guardian: Guardian | None = None


class Role(Enum):
    """School-wide roles."""

    HIEU_TRUONG = "hieu_truong"
    PHO_HIEU_TRUONG = "pho_hieu_truong"
    QUAN_TRI = "quan_tri"
    VAN_THU = "van_thu"
    TO_TRUONG_VAN_PHONG = "to_truong_van_phong"
    GIAO_VIEN = "giao_vien"
    HOI_DONG = "hoi_dong"
    SO_GDDT = "so_gddt"
    MOC_THOI_GIAN = "moc_thoi_gian"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role held from a day to a day."""

    role: Role
    since: date
    until: date | None = None


class KeyStatus(Enum):
    """Whether a key may sign: in use, retired (its past stands), compromised (its past is in doubt)."""

    DANG_DUNG = "dang_dung"
    NGHI = "nghi"
    LO = "lo"


@dataclass(frozen=True, slots=True)
class StaffKey:
    """A person's key by its fingerprint; ``distrusted_from`` is the ledger entry from which a lost key is in doubt."""

    fingerprint: str
    status: KeyStatus = KeyStatus.DANG_DUNG
    distrusted_from: int | None = None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person of the school."""

    id: PersonId
    full_name: str
    appointments: Sequence[Appointment]
    email: str | None = None
    keys: tuple[StaffKey, ...] = ()

    def holds(self, role: Role, day: date) -> bool:
        """Whether the person holds the role on a day."""
        return any(
            held.role is role and held.since <= day and (held.until is None or day <= held.until)
            for held in self.appointments
        )
