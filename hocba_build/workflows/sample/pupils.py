"""The pupils while the sample grows: who they are, how they learn, what happens to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from hocba_build.domain.entries import Mode
from hocba_build.domain.people import Event, Family, Guardian, Identity, Student
from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import SchoolLevel, StudentId, SubjectId
from hocba_build.domain.vietnamese import NameKey, collation_key
from hocba_build.workflows.sample.names import KINH_FAMILIES, People, draw_name, draw_people
from hocba_build.workflows.sample.plan import bell, between, chance, pick

ENTRY_AGE: Final = 5
"""A pupil of grade g is in the calendar year g + 5 years old."""


@dataclass(slots=True)
class Pupil:
    """One pupil in the making; ``talent`` and ``leanings`` are in points, 7 is the middle."""

    name: str
    given: str | None
    people: People | None
    female: bool
    born_on: date
    since: date
    talent: float
    leanings: Mapping[SubjectId, float]
    id: StudentId = StudentId("")
    from_elsewhere: bool = False
    """Whether earlier grades of the level were spent at another school."""
    renamed: Identity | None = None
    events: list[Event] = field(default_factory=list)
    registers: dict[SchoolLevel, str] = field(default_factory=dict)
    ministry_code: str = ""
    personal_id: str = ""
    electives: frozenset[SubjectId] = frozenset()
    study_topics: frozenset[SubjectId] = frozenset()
    optional: frozenset[SubjectId] = frozenset()
    modes: Mapping[SubjectId, Mode] | None = None

    @property
    def place(self) -> NameKey:
        """Where the pupil stands in a class list at the start of a year."""
        return collation_key(self.name, self.given)

    def student(self) -> Student:
        """The pupil as the school's records know him or her."""
        first = Identity(self.since, self.name, self.female, self.born_on, self.given)
        return Student(
            id=self.id,
            identities=(first, self.renamed) if self.renamed else (first,),
            events=tuple(sorted(self.events, key=lambda event: event.day)),
            register_numbers=tuple((level, self.registers[level]) for level in SchoolLevel if level in self.registers),
            ministry_code=self.ministry_code,
        )


def draw_pupil(rng: Random, grade: int, year: int, since: date) -> Pupil:
    """A pupil of a grade; about one of thirty is a year older than the others."""
    people, female = draw_people(rng), chance(rng, 0.5)
    name, given = draw_name(rng, people, female=female)
    age = grade + ENTRY_AGE + chance(rng, 0.03)
    born_on = date(year - age, 1, 1) + timedelta(days=between(rng, 0, 364))
    leanings = {subject: bell(rng, 0.0, 0.42) for subject in ORDER}
    talent = max(5.0, min(9.4, bell(rng, 7.1, 1.25)))
    return Pupil(name, given, people, female, born_on, since, talent, leanings)


_COMMUNES: Final = ("Tân Bình", "Phú An", "Hoà An", "Đồng Tâm", "Long Thạnh", "An Phước", "Vĩnh Lạc")
_JOBS: Final = (
    "Nông dân",
    "Nông dân",
    "Công nhân",
    "Công nhân",
    "Buôn bán",
    "Thợ xây",
    "Thợ may",
    "Lái xe",
    "Giáo viên",
    "Y tá",
    "Cán bộ xã",
    "Nội trợ",
    "Kế toán",
    "Thợ cơ khí",
    "Công nhân cao su",
)
_POLICIES: Final = ("Con thương binh", "Con bệnh binh", "Gia đình có công với cách mạng", "Con liệt sĩ")


def draw_family(rng: Random, pupil: Pupil) -> Family:
    """What the life page prints; one of thirty pupils has a guardian in place of parents."""
    commune = pick(rng, _COMMUNES)
    orphan = chance(rng, 0.03)
    return Family(
        birth_place=f"Xã {pick(rng, _COMMUNES)}, Tỉnh Bình Hoà",
        ethnicity=pupil.people.name if pupil.people else "Kinh",
        policy=pick(rng, _POLICIES) if chance(rng, 0.04) else None,
        residence=f"Ấp {between(rng, 1, 8)}, xã {commune}",
        personal_id=pupil.personal_id,
        father=None if orphan else _parent(rng, pupil, female=False),
        mother=None if orphan else _parent(rng, pupil, female=True),
        guardian=_parent(rng, pupil, female=True) if orphan else None,
    )


def _parent(rng: Random, pupil: Pupil, *, female: bool) -> Guardian:
    name, _ = draw_name(rng, pupil.people, female=female)
    if not female and pupil.people is None:
        name = f"{pupil.name.split()[0]} {name.split(maxsplit=1)[1]}"
    elif not female and pupil.people and not pupil.people.first:
        name = _with_family(pupil, name)
    return Guardian(name, pick(rng, _JOBS))


def _with_family(pupil: Pupil, name: str) -> str:
    """The father's name with the pupil's family name, also where that has two words."""
    families = pupil.people.families if pupil.people else KINH_FAMILIES
    mine = next((family for family in families if pupil.name.startswith(f"{family} ")), families[0])
    his = next((family for family in families if name.startswith(f"{family} ")), families[0])
    return mine + name.removeprefix(his)
