"""The classes of the next year: each moves up with its pupils, new ones begin where a level begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.school import SchoolClass
from hocba_build.domain.values import FIRST_GRADE, LAST_LOWER_GRADE, ClassId, SchoolLevel, SubjectId
from hocba_build.domain.vietnamese import fold, natural

_GRADE: Final = re.compile(r"(1[0-2]|[6-9])(?![0-9])")
_ID: Final = re.compile(r"(?=.{1,16}$)[a-z0-9]+(?:[.-][a-z0-9]+)*")
BEGINS: Final = {SchoolLevel.THCS: FIRST_GRADE, SchoolLevel.THPT: LAST_LOWER_GRADE + 1}
"""The grade with which a level begins."""


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class of the new year before its list is made; ``came_from`` is the class of the old year that moves up."""

    id: ClassId
    name: str
    grade: int
    foreign_language: str | None = None
    came_from: ClassId | None = None
    electives: frozenset[SubjectId] = frozenset()
    study_topics: frozenset[SubjectId] = frozenset()


def grade_of_name(name: str) -> int | None:
    """The grade that a class's name begins with: 6 of ``6A1``, 10 of ``10/2``, 12 of ``12.6``."""
    found = _GRADE.match(name.strip())
    return int(found[1]) if found else None


def id_of_name(name: str) -> ClassId | None:
    """The id of a class by what people call it: ``6a1``, ``9-2`` of ``9/2``; ``None`` for what cannot be one."""
    text = re.sub(r"[\s/_]+", "-", fold(name).strip().lower())
    return ClassId(text) if _ID.fullmatch(text) else None


def moved_up(name: str, grade: int) -> str | None:
    """A class's name one grade higher; ``None`` where it does not begin with its grade."""
    return f"{grade + 1}{name[len(str(grade)) :]}" if grade_of_name(name) == grade else None


def classes_after(old: Iterable[SchoolClass], levels: Iterable[SchoolLevel]) -> tuple[NewClass, ...]:
    """The classes of the year after: every class that goes on, and as many new ones as began a level last time.

    A class whose name does not begin with its grade keeps its name.
    """
    found: dict[ClassId, NewClass] = {}
    held = list(old)
    last = {level.last_grade for level in SchoolLevel}
    for one in held:
        if one.grade not in last:
            new = _moved(one)
            found[new.id] = new
    for one in held:
        if one.grade in {BEGINS[level] for level in levels}:
            found.setdefault(one.id, _begun(one))
    return tuple(sorted(found.values(), key=lambda one: (one.grade, natural(one.id))))


def _moved(one: SchoolClass) -> NewClass:
    name, class_id = moved_up(one.name, one.grade), moved_up(one.id, one.grade)
    return NewClass(ClassId(class_id or one.id), name or one.name, one.grade + 1, one.foreign_language, one.id)


def _begun(one: SchoolClass) -> NewClass:
    """A class that begins a level, as the one of that name did a year ago; what it takes is a draft."""
    electives, topics = (_most(rows) for rows in _choices(one))
    return NewClass(one.id, one.name, one.grade, one.foreign_language, None, electives, topics)


def _choices(one: SchoolClass) -> tuple[list[frozenset[SubjectId]], list[frozenset[SubjectId]]]:
    return [row.electives for row in one.enrolments], [row.study_topics for row in one.enrolments]


def _most(rows: list[frozenset[SubjectId]]) -> frozenset[SubjectId]:
    """What most pupils took."""
    counts: dict[frozenset[SubjectId], int] = {}
    for row in rows:
        counts[row] = counts.get(row, 0) + 1
    return max(counts, key=lambda taken: (counts[taken], sorted(taken)), default=frozenset())


def named_class(name: str, known: Mapping[ClassId, NewClass]) -> NewClass | None:
    """The class that people call so: one of the known, or a new one; ``None`` where the name says no grade."""
    wanted = name.strip()
    for one in known.values():
        if wanted.lower() == one.id or wanted.casefold() == one.name.casefold():
            return one
    grade, class_id = grade_of_name(wanted), id_of_name(wanted)
    return NewClass(class_id, wanted, grade) if grade and class_id else None
