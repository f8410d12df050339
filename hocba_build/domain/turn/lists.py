"""The class lists of the next year as a draft: in the order of names, with what each pupil takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hocba_build.domain.people import Family, Identity, Student
from hocba_build.domain.school import Enrolment
from hocba_build.domain.turn.classes import NewClass
from hocba_build.domain.turn.fates import GOES_ON, WAITS, Fate, Past
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, SubjectId
from hocba_build.domain.vietnamese import NameKey, collation_key


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A pupil who is new to the school, as a list says it."""

    class_id: ClassId
    identity: Identity
    family: Family | None = None
    ministry_code: str | None = None
    register_number: str | None = None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a pupil of grades 10-12 takes, where a list says it."""

    electives: frozenset[SubjectId] = frozenset()
    study_topics: frozenset[SubjectId] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a list says of a pupil who is known: the class (none: not this year), and what is taken."""

    class_id: ClassId | None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """A class with its list in printed order."""

    new: NewClass
    rows: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The lists, and who is not on one of them."""

    classes: tuple[ClassPlan, ...]
    held: tuple[tuple[Past, str], ...]
    """Who is held back, and why."""
    finished: tuple[Past, ...]
    entering: tuple[tuple[Past, NewClass], ...] = ()
    """Who completed grade 9 here and goes on to grade 10."""
    returning: tuple[tuple[Past, NewClass], ...] = ()
    """Who was away for a time and comes back."""
    gone: int = 0


@dataclass(slots=True)
class Lists:
    """Lists in the making: seats by class, each with the name it is ordered by."""

    classes: dict[ClassId, NewClass]
    students: Mapping[StudentId, Student]
    day: date
    seats: dict[ClassId, list[tuple[NameKey, Enrolment]]] = field(default_factory=dict)

    def seat(self, student: StudentId, identity: Identity, row: Enrolment, class_id: ClassId) -> None:
        """Put a pupil on a list."""
        key = collation_key(identity.full_name, identity.given_name)
        self.seats.setdefault(class_id, []).append((key, replace(row, student=student, since=self.day, until=None)))

    def fewest(self, grade: int) -> ClassId | None:
        """The class of a grade with the fewest pupils so far."""
        found = [one.id for one in self.classes.values() if one.grade == grade]
        return min(found, key=lambda one: len(self.seats.get(one, ())), default=None)

    def plans(self) -> tuple[ClassPlan, ...]:
        """Every class, its list in the order of names."""
        return tuple(
            ClassPlan(new, tuple(row for _, row in sorted(self.seats.get(new.id, ()), key=lambda seat: seat[0])))
            for new in self.classes.values()
        )


def plan_lists(
    pasts: Sequence[Past],
    classes: Iterable[NewClass],
    students: Mapping[StudentId, Student],
    day: date,
    wishes: Mapping[StudentId, Wish] | None = None,
    newcomers: Sequence[tuple[StudentId, Newcomer]] = (),
) -> Plan:
    """Seat everybody who has a place; a wish goes before the rule. ``day`` is the new year's first."""
    lists = Lists({one.id: one for one in classes}, students, day)
    asked = wishes or {}
    held: list[tuple[Past, str]] = []
    entering, returning = [], []
    # Who moves up is seated first, so that who repeats finds the smallest class of the grade.
    for past in sorted(pasts, key=lambda one: one.fate is Fate.O_LAI):
        wish = asked.get(past.student, _rule(past, lists))
        target = lists.classes.get(wish.class_id) if wish.class_id else None
        if target is None:
            held += [(past, _why(past, asked))] if past.fate in WAITS | GOES_ON else []
            continue
        lists.seat(past.student, _identity(past, lists), _row(past, target, wish.choice), target.id)
        entering += [(past, target)] if past.fate is Fate.XONG_CAP else []
        returning += [(past, target)] if past.fate in (Fate.BAO_LUU, Fate.ROI_TRUONG) else []
    for student, newcomer in newcomers:
        target = lists.classes[newcomer.class_id]
        lists.seat(student, newcomer.identity, _fresh(student, day, target, newcomer.choice), target.id)
    seated = {past.student for past, _ in (*entering, *returning)}
    finished = tuple(past for past in pasts if past.fate is Fate.XONG_CAP and past.student not in seated)
    gone = sum(past.fate in (Fate.ROI_TRUONG, Fate.BAO_LUU) and past.student not in seated for past in pasts)
    return Plan(lists.plans(), tuple(held), finished, tuple(entering), tuple(returning), gone)


def _rule(past: Past, lists: Lists) -> Wish:
    """The class that moved up; who repeats stays in the class of that name, else the smallest of the grade."""
    if past.fate is Fate.LEN_LOP:
        came = [one.id for one in lists.classes.values() if one.came_from == past.class_id]
        return Wish(came[0] if came else None)
    if past.fate is Fate.O_LAI:
        same = lists.classes.get(past.class_id)
        return Wish(same.id if same and same.grade == past.grade else lists.fewest(past.grade))
    return Wish(None)


def _why(past: Past, asked: Mapping[StudentId, Wish]) -> str:
    if past.fate in WAITS:
        return past.fate.value
    return "danh sách để trống lớp mới" if past.student in asked else f"chưa có lớp khối {past.next_grade}"


def _identity(past: Past, lists: Lists) -> Identity:
    student = lists.students.get(past.student)
    return student.identity_on(lists.day) if student else Identity(lists.day, past.name, False, lists.day)


def _row(past: Past, target: NewClass, choice: Choice | None) -> Enrolment:
    """What was taken goes along within the level; grade 10 begins with what its class takes."""
    row = past.row
    if SchoolLevel.of_grade(target.grade) is not SchoolLevel.of_grade(past.grade):
        row = replace(row, electives=frozenset(), study_topics=frozenset(), optional=frozenset())
    return _with_choice(row, target, choice)


def _fresh(student: StudentId, day: date, target: NewClass, choice: Choice | None) -> Enrolment:
    return _with_choice(Enrolment(student, day), target, choice)


def _with_choice(row: Enrolment, target: NewClass, choice: Choice | None) -> Enrolment:
    electives = choice.electives if choice and choice.electives else row.electives or target.electives
    topics = choice.study_topics if choice and choice.study_topics else row.study_topics or target.study_topics
    return replace(row, electives=electives, study_topics=topics)
