"""Incidents: what went wrong, and what was done about it (quy chế của trường, Điều 8 khoản 2, Điều 10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from hocba_build.domain.values import PersonId


class IncidentKind(Enum):
    """What kind of thing went wrong."""

    MAT_KHOA = "mat_khoa"
    NHAM_SO_LIEU = "nham_so_lieu"
    MAT_KET_NOI = "mat_ket_noi"
    MAY_HONG = "may_hong"
    LO_DU_LIEU = "lo_du_lieu"
    KHAC = "khac"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done."""

    day: date
    person: PersonId
    text: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One record; a later one ``follows`` the number it continues, and the newest says whether all is done."""

    number: int
    kind: IncidentKind
    day: date
    reporter: PersonId
    text: str
    concerns: tuple[str, ...] = ()
    follows: int | None = None
    steps: tuple[Step, ...] = ()
    done: bool = False
