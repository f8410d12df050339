"""What a special case fixes about one pupil's year; everything left out is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from hocba_build.domain.entries import Decision, Honours
from hocba_build.domain.values import Assessed, Level, SubjectId, Term

_NOTHING: Mapping[str, tuple[int, int]] = MappingProxyType({})


class Share(Enum):
    """Which part of a semester's tests a class holds for a pupil."""

    ALL = "all"
    NONE = "none"
    OPENING = "opening"
    """The first regular test: a semester that has just begun, or was broken off."""
    EARLY = "early"
    """The first half of the regular tests and the mid-term one."""
    LATE = "late"
    """The other half, and the final."""


@dataclass(frozen=True, slots=True)
class Script:
    """A case in numbers; averages are in tenths of a point, by semester."""

    case: str = ""
    base: int | None = None
    averages: Mapping[str, tuple[int, int]] = field(default_factory=lambda: _NOTHING)
    failed: Mapping[str, tuple[bool, bool]] = field(default_factory=dict)
    """Subjects assessed by comment: whether a test of the semester is Chưa đạt."""
    conduct: tuple[Level, Level] | None = None
    absent: int | None = None
    exempt: Mapping[str, frozenset[Term]] = field(default_factory=dict)
    not_sat: Mapping[tuple[Term, str], frozenset[str]] = field(default_factory=dict)
    summer_tests: Mapping[SubjectId, Assessed | None] | None = None
    summer_conduct: Level | None = None
    decisions: tuple[Decision, ...] = ()
    honours: Honours | None = None


ORDINARY = Script()
