"""Lists of pupils that a year's end needs (TT 22/2021, Điều 20); in the order of the class lists, never ranked.

Personal: for the office, and for a homeroom teacher of his or her own class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.entries import Award
from hocba_build.domain.facts import ClassFacts, PupilRow
from hocba_build.domain.regulations.tt22_2021 import MOST_HALF_DAYS_ABSENT
from hocba_build.domain.results import SubjectResult
from hocba_build.domain.results.model import Notice
from hocba_build.domain.values import Conclusion

NEAR: Final = 36
"""Half-days from which a pupil is named: four fifths of what Điều 12 allows."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A pupil with the class."""

    class_name: str
    pupil: PupilRow


@dataclass(frozen=True, slots=True)
class Lists:
    """Who awaits or received what."""

    reassessed: tuple[tuple[Listed, tuple[SubjectResult, ...]], ...]
    """Due for re-assessment (Điều 14), with the subjects; their later results where there are any."""
    summer: tuple[Listed, ...]
    """Summer training (Điều 13)."""
    retained: tuple[Listed, ...]
    not_completed: tuple[Listed, ...]
    """Promoted by Điều 12 but without the level's completion (grades 9, 12)."""
    titles: tuple[Listed, ...]
    awards: tuple[tuple[Listed, Award], ...]
    absent: tuple[Listed, ...]
    undecided: tuple[tuple[Listed, tuple[Notice, ...]], ...]
    """Something about the result is left to a person."""


def lists_of(classes: Sequence[ClassFacts]) -> Lists:
    """The lists of some classes; who left is in none of them, a mover in the last class only."""
    there = [Listed(facts.name, pupil) for facts in classes for pupil in facts.pupils if pupil.counted]
    awards = {
        pupil.person.id: facts.records.honours[pupil.person.id].awards
        for facts in classes
        for pupil in facts.pupils
        if pupil.counted and pupil.person.id in facts.records.honours
    }
    return Lists(
        reassessed=tuple((one, due) for one in there if (due := _due(one.pupil))),
        summer=_first(there, Conclusion.REN_LUYEN_HE),
        retained=tuple(one for one in there if one.pupil.result.conclusion is Conclusion.O_LAI_LOP),
        not_completed=tuple(one for one in there if _not_completed(one.pupil)),
        titles=tuple(one for one in there if one.pupil.result.title is not None),
        awards=tuple((one, award) for one in there for award in awards.get(one.pupil.person.id, ())),
        absent=tuple(one for one in there if (one.pupil.result.half_days_absent or 0) >= NEAR),
        undecided=tuple((one, one.pupil.result.notices) for one in there if one.pupil.result.notices),
    )


def _due(pupil: PupilRow) -> tuple[SubjectResult, ...]:
    return tuple(subject for subject in pupil.result.subjects.values() if subject.due)


def _first(there: Sequence[Listed], conclusion: Conclusion) -> tuple[Listed, ...]:
    return tuple(one for one in there if one.pupil.result.first_conclusion is conclusion)


def _not_completed(pupil: PupilRow) -> bool:
    return pupil.result.conclusion is Conclusion.LEN_LOP and pupil.result.level_completed is False


def too_absent(pupil: PupilRow) -> bool:
    """Whether the pupil was absent more than Điều 12 allows."""
    return (pupil.result.half_days_absent or 0) > MOST_HALF_DAYS_ABSENT
