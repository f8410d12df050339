"""Who enters, who moves up, who leaves: the class lists from one year to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from hocba_build.domain.people import Event, EventKind
from hocba_build.domain.values import FIRST_GRADE, LAST_GRADE, LAST_LOWER_GRADE, SchoolLevel, StudentId, SubjectId
from hocba_build.workflows.sample.calendar import first_day, year_id
from hocba_build.workflows.sample.curriculum import ELECTIVE_SETS, OWN_SETS, subjects
from hocba_build.workflows.sample.plan import Plan, between, chance, derive, pick
from hocba_build.workflows.sample.pupils import Pupil, draw_pupil
from hocba_build.workflows.sample.rooms import Fate, Room, Seat, is_small, layout

FIRST_ID: Final = 7_400_000_001
_STAY_FOR_UPPER: Final = 0.75
"""How many of those who complete grade 9 go on to grade 10 here."""


@dataclass(slots=True)
class Office:
    """The registrar's books: ids in order of first enrolment, register numbers, codes; nothing is given twice."""

    seed: int
    pupils: dict[StudentId, Pupil] = field(default_factory=dict)
    registered: dict[SchoolLevel, int] = field(default_factory=lambda: {SchoolLevel.THCS: 126, SchoolLevel.THPT: 84})
    completed: dict[SchoolLevel, int] = field(default_factory=lambda: {SchoolLevel.THCS: 40, SchoolLevel.THPT: 30})

    def enrol(self, pupil: Pupil, grade: int, day: date, arrival: Event | None = None) -> None:
        """Give a new pupil an id, a register number and an entry event."""
        number = len(self.pupils)
        pupil.id = StudentId(str(FIRST_ID + number))
        rng = derive(self.seed, "codes", pupil.id)
        century = "3" if pupil.female else "2"
        # The middle digits carry the running number, so that no two codes are alike.
        pupil.ministry_code = f"74{(number * 7919 + 104_729) % 100_000_000:08d}"
        pupil.personal_id = f"074{century}{pupil.born_on:%y}{number % 10_000:04d}{between(rng, 0, 99):02d}"
        self.pupils[pupil.id] = pupil
        self.enter_level(pupil, grade, day, arrival)

    def enter_level(self, pupil: Pupil, grade: int, day: date, arrival: Event | None = None) -> None:
        """Write the pupil into the register of the level."""
        level = SchoolLevel.of_grade(grade)
        self.registered[level] += 1
        pupil.registers[level] = str(self.registered[level])
        pupil.events.append(arrival or Event(day, EventKind.NHAP_HOC, grade=grade))


def found(plan: Plan, office: Office) -> list[Room]:
    """The classes of the first year; pupils of higher grades entered here in an earlier year."""
    year = plan.first_year
    rooms = [Room(grade, number) for grade, number in layout(plan, year)]
    for room in rooms:
        rng = derive(plan.seed, "found", room.id)
        pupils = [draw_pupil(rng, room.grade, year, date(year, 8, 15)) for _ in range(_size(rng, plan, year, room))]
        for pupil in sorted(pupils, key=lambda pupil: pupil.place):
            _admit(rng, office, room, year, pupil)
            _seat(rng, room, year, pupil)
    return rooms


def _admit(rng: Random, office: Office, room: Room, year: int, pupil: Pupil) -> None:
    """A pupil of the first year entered where the level begins; about one of ten comes from another school now."""
    first = _first_grade(room.grade)
    pupil.from_elsewhere = room.grade > first and chance(rng, 0.1)
    if pupil.from_elsewhere:
        school = elsewhere(room.grade)[0]
        arrival = Event(first_day(year), EventKind.CHUYEN_DEN, year_id(year), school=school, grade=room.grade)
        office.enrol(pupil, room.grade, first_day(year), arrival)
        return
    entered = year - (room.grade - first)
    pupil.since = date(entered, 8, 15)
    office.enrol(pupil, first, first_day(entered))


def elsewhere(grade: int) -> tuple[str, str]:
    """Another school of the level: name and address before 01/7/2025."""
    name = "Trường THCS Hoà An" if grade <= LAST_LOWER_GRADE else "Trường THPT Long Thạnh"
    commune = "Hoà An" if grade <= LAST_LOWER_GRADE else "Long Thạnh"
    return name, f"Xã {commune}, Huyện Phú An, Tỉnh Bình Hoà"


def _first_grade(grade: int) -> int:
    return FIRST_GRADE if grade <= LAST_LOWER_GRADE else LAST_LOWER_GRADE + 1


def _size(rng: Random, plan: Plan, year: int, room: Room) -> int:
    size = plan.pupils_per_class // 2 if is_small(plan, year, room.grade, room.number) else plan.pupils_per_class
    spread = 3 * size // 40
    return max(1, size + between(rng, -spread, spread))


def _seat(rng: Random, room: Room, year: int, pupil: Pupil) -> None:
    """Put a pupil into a class; in grade 10 he or she takes the class's electives, a few their own."""
    if room.grade > LAST_LOWER_GRADE and not pupil.electives:
        own = chance(rng, 0.06)
        chosen, topics = pick(rng, OWN_SETS) if own else class_set(room, year)
        pupil.electives, pupil.study_topics = subjects(*chosen), subjects(*topics)
    room.seats.append(Seat(pupil, first_day(year)))


def class_set(room: Room, year: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The electives and study topics of a class; a cohort keeps them."""
    return ELECTIVE_SETS[(room.number + year - room.grade) % len(ELECTIVE_SETS)]


def advance(
    plan: Plan, office: Office, before: Sequence[Room], year: int, fates: Mapping[StudentId, Fate]
) -> list[Room]:
    """The classes of the next year: those who go on, those who stay, and new pupils where a level begins."""
    rooms = [Room(grade, number) for grade, number in layout(plan, year)]
    rng = derive(plan.seed, "advance", year)
    going: dict[tuple[int, int], list[Pupil]] = {(room.grade, room.number): [] for room in rooms}
    for room in before:
        for seat in room.seats:
            fate = fates.get(seat.pupil.id, Fate.LEFT)
            if seat.until is not None and fate is not Fate.PAUSED:
                continue
            _move(rng, going, year, (room.grade, room.number), seat.pupil, fate)
    for room in rooms:
        _fill(plan, office, room, year, going[room.grade, room.number])
    return rooms


_STEP: Final = {Fate.PROMOTED: 1, Fate.SKIPS: 2, Fate.REPEATS: 0, Fate.PAUSED: 0}


def _move(
    rng: Random,
    going: dict[tuple[int, int], list[Pupil]],
    year: int,
    old: tuple[int, int],
    pupil: Pupil,
    fate: Fate,
) -> None:
    """Send one pupil to a class of the next year, or away."""
    grade, number = old
    target = grade + _STEP.get(fate, LAST_GRADE)
    if target > LAST_GRADE or (grade == LAST_LOWER_GRADE and target > grade and not chance(rng, _STAY_FOR_UPPER)):
        return
    rooms = [key for key in going if key[0] == target]
    if not rooms:
        _leave(pupil, year)
        return
    going[(target, number) if (target, number) in going else pick(rng, rooms)].append(pupil)
    if fate is Fate.PAUSED:
        pupil.events.append(Event(first_day(year), EventKind.TRO_LAI, year_id(year), grade=target))
    if fate is Fate.SKIPS:
        document = f"Quyết định số 118/QĐ-BM ngày 20/8/{year}"
        pupil.events.append(
            Event(date(year, 8, 25), EventKind.HOC_VUOT_LOP, year_id(year), document=document, grade=target)
        )


def _leave(pupil: Pupil, year: int) -> None:
    """A pupil whose grade has no class here goes to another school in summer."""
    day, school = date(year, 8, 26), "Trường THCS và THPT Long Thạnh"
    pupil.events.append(Event(day, EventKind.CHUYEN_DI, school=school, document=f"Giấy chuyển trường số 31/{year}"))


def _fill(plan: Plan, office: Office, room: Room, year: int, going: Sequence[Pupil]) -> None:
    """Enrol new pupils where a level begins, and put everyone in the order of the year's start."""
    rng = derive(plan.seed, "fill", year, room.id)
    begins = room.grade == _first_grade(room.grade)
    wanted = _size(rng, plan, year, room) - len(going)
    fresh = [draw_pupil(rng, room.grade, year, date(year, 8, 15)) for _ in range(wanted if begins or not going else 0)]
    for pupil in sorted(fresh, key=lambda pupil: pupil.place):
        office.enrol(pupil, room.grade, first_day(year))
    for pupil in going:
        if SchoolLevel.of_grade(room.grade) not in pupil.registers:
            office.enter_level(pupil, room.grade, first_day(year))
    for pupil in sorted([*going, *fresh], key=lambda pupil: pupil.place):
        _seat(rng, room, year, pupil)


def optional_learners(rooms: Sequence[Room]) -> None:
    """Optional subjects, where nobody takes one yet: a minority language in one class, a second language for a few."""
    for room in rooms:
        pupils = [seat.pupil for seat in room.seats]
        if room.id == "8a1":
            _take([pupil for pupil in pupils if pupil.people], "tieng-dtts")
        if room.id == "7a1":
            _take(pupils[6:10], "ngoai-ngu-2")


def _take(pupils: Sequence[Pupil], subject: str) -> None:
    for pupil in pupils:
        pupil.optional |= {SubjectId(subject)}
