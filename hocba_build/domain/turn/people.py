"""The assignments of the next year as a draft: who taught a class goes up with it, while he or she is still here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hocba_build.domain.school import Assignments, Department, Homeroom, SchoolYear
from hocba_build.domain.subjects import COMPULSORY, ELECTIVES, ORDER
from hocba_build.domain.turn.classes import BEGINS, NewClass
from hocba_build.domain.values import SEMESTERS, ClassId, PersonId, SchoolLevel, SubjectId, Term

Teaching = Mapping[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]]


@dataclass(frozen=True, slots=True)
class PeopleDraft:
    """The assignments, and what nobody is named for yet."""

    assignments: Assignments
    without_homeroom: tuple[ClassId, ...]
    without_teacher: tuple[tuple[ClassId, SubjectId], ...]
    without_head: tuple[Department, ...]
    """Departments whose head is no longer here; they are left out until somebody is named."""


def draft_assignments(
    old: Assignments,
    classes: Sequence[NewClass],
    taken: Mapping[ClassId, frozenset[SubjectId]],
    day: date,
    here: Iterable[PersonId],
) -> PeopleDraft:
    """Carry the assignments over; ``taken`` are the subjects somebody in a class takes, ``here`` who still serves."""
    staff = frozenset(here)
    teaching: dict[tuple[ClassId, SubjectId, Term], tuple[PersonId, ...]] = {}
    for one in classes:
        for subject in sorted(taken.get(one.id, ()), key=ORDER.__getitem__):
            people = _teachers(old.teaching, one, subject, staff)
            if people:
                teaching.update({(one.id, subject, term): people for term in SEMESTERS})
    homerooms = _homerooms(old, classes, day, staff)
    kept = tuple(group for group in old.departments if group.head in staff)
    gone = tuple(group for group in old.departments if group.head not in staff)
    return with_gaps(Assignments(kept, homerooms, teaching), classes, taken, gone)


def with_gaps(
    held: Assignments,
    classes: Sequence[NewClass],
    taken: Mapping[ClassId, frozenset[SubjectId]],
    without_head: tuple[Department, ...] = (),
) -> PeopleDraft:
    """Assignments with what they leave open."""
    led = {room.class_id for room in held.homerooms}
    missing = [
        (one.id, subject)
        for one in classes
        for subject in sorted(taken.get(one.id, ()), key=ORDER.__getitem__)
        if (one.id, subject, Term.HK1) not in held.teaching
    ]
    return PeopleDraft(held, tuple(one.id for one in classes if one.id not in led), tuple(missing), without_head)


def _sources(one: NewClass) -> list[ClassId | None]:
    """Whose teachers a class gets: of the class that moves up; of the last grade, who are free; of the same name."""
    level = SchoolLevel.of_grade(one.grade)
    begins = one.came_from is None and one.grade == BEGINS[level]
    free = ClassId(f"{level.last_grade}{one.id[len(str(one.grade)) :]}") if begins else None
    return [one.came_from, free, one.id]


def _homerooms(
    old: Assignments, classes: Sequence[NewClass], day: date, staff: frozenset[PersonId]
) -> tuple[Homeroom, ...]:
    """A leader for each class, nobody for two; who goes up with a class is named before others are looked for."""
    led: dict[ClassId, PersonId] = {}
    for kind in range(len(_sources(classes[0])) if classes else 0):
        for one in classes:
            source = _sources(one)[kind]
            leader = old.homeroom_teacher(source, day) if source else None
            if one.id not in led and leader in staff - set(led.values()):
                led[one.id] = leader
    return tuple(Homeroom(one.id, led[one.id], day) for one in classes if one.id in led)


def _teachers(
    teaching: Teaching, one: NewClass, subject: SubjectId, staff: frozenset[PersonId]
) -> tuple[PersonId, ...]:
    for source in filter(None, _sources(one)):
        for term in SEMESTERS[::-1]:
            people = tuple(person for person in teaching.get((source, subject, term), ()) if person in staff)
            if people:
                return people
    return ()


def subjects_taken(year: SchoolYear, one: NewClass, choices: Iterable[frozenset[SubjectId]]) -> frozenset[SubjectId]:
    """The subjects of a class: the grade's compulsory ones, and what somebody in it chose."""
    level = SchoolLevel.of_grade(one.grade)
    chosen = frozenset(subject for choice in choices for subject in choice) | one.electives
    if level is SchoolLevel.THCS:
        chosen -= ELECTIVES
    return (COMPULSORY[level] | chosen) & year.periods.get(one.grade, {}).keys()
