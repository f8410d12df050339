"""What each step of a year's opening writes, as values and as files of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from hocba_build.domain.curriculum import opened_year
from hocba_build.domain.facts import YearFacts, year_facts
from hocba_build.domain.people import Event, EventKind, Student
from hocba_build.domain.school import Assignments, SchoolClass, SchoolRecords, SchoolYear
from hocba_build.domain.turn.classes import NewClass, classes_after
from hocba_build.domain.turn.fates import Past, pasts_of
from hocba_build.domain.turn.lists import ClassPlan, Newcomer, Plan, Wish, plan_lists
from hocba_build.domain.turn.people import PeopleDraft, draft_assignments, subjects_taken, with_gaps
from hocba_build.domain.values import (
    FIRST_GRADE,
    LAST_GRADE,
    ClassId,
    PersonId,
    SchoolLevel,
    StudentId,
    SubjectId,
    YearId,
)
from hocba_build.domain.vietnamese import natural
from hocba_build.records.class_edits import class_path
from hocba_build.records.codec.year import encode_assignments, encode_class, encode_year
from hocba_build.records.document import Json
from hocba_build.records.edits import written
from hocba_build.records.layout import Kind, path_for
from hocba_build.records.pupil_edits import add_event, add_register_number, new_student, student_path
from hocba_build.workflows.changes import Draft
from hocba_build.workflows.pupils.ids import free_ids
from hocba_build.workflows.pupils.life_pages import LifePages
from hocba_build.workflows.sealing.office import Office
from hocba_build.workflows.turn.steps import year_before


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list asks for besides the rule: classes, places of known pupils, new pupils."""

    classes: tuple[NewClass, ...] = ()
    wishes: Mapping[StudentId, Wish] = field(default_factory=dict)
    newcomers: tuple[Newcomer, ...] = ()


NOTHING = Wanted()


def year_draft(records: SchoolRecords, year: YearId) -> SchoolYear:
    """Calendar, curriculum and rules of a year, from the year before."""
    before = year_before(records, year)
    old = records.years[before].year if before else None
    levels = levels_of(records, opened_year(year, (), old).first_day)
    grades = [grade for grade in range(FIRST_GRADE, LAST_GRADE + 1) if SchoolLevel.of_grade(grade) in levels]
    return opened_year(year, grades, old)


def levels_of(records: SchoolRecords, day: date) -> frozenset[SchoolLevel]:
    """The levels the school has on a day."""
    held = [levels for since, levels in records.school.levels if since <= day]
    return held[-1] if held else records.school.levels[0][1]


def year_files(year: SchoolYear) -> dict[str, bytes]:
    """``nam-hoc.yaml``."""
    path = path_for(Kind.NAM_HOC, year=year.id)
    return {path: written(path, encode_year(year))}


@dataclass(frozen=True, slots=True)
class Turn:
    """The old year's pupils and the classes that follow, before anybody is seated."""

    year: SchoolYear
    pasts: tuple[Past, ...]
    classes: tuple[NewClass, ...]


def turn_of(records: SchoolRecords, year: SchoolYear) -> Turn:
    """From the old year's results to the classes of the new one; nothing where the school begins here."""
    before = year_before(records, year.id)
    if before is None:
        return Turn(year, (), ())
    facts = year_facts(records, before)
    levels = levels_of(records, year.first_day)
    old = [held.records.school_class for held in facts.classes.values()]
    return Turn(year, _pasts(facts, records, year.first_day), classes_after(old, levels))


def _pasts(facts: YearFacts, records: SchoolRecords, day: date) -> tuple[Past, ...]:
    return pasts_of(facts, records.students, day)


def pupils_draft(draft: Draft, turn: Turn, wanted: Wanted = NOTHING) -> tuple[Plan, list[tuple[StudentId, Newcomer]]]:
    """The lists of the new year, and the ids that new pupils get."""
    ordered = sorted((*turn.classes, *wanted.classes), key=lambda one: (one.grade, natural(one.id)))
    classes = {one.id: one for one in ordered}
    ids = free_ids(draft)
    newcomers = [(next(ids), newcomer) for newcomer in wanted.newcomers]
    plan = plan_lists(
        turn.pasts, classes.values(), draft.records.students, turn.year.first_day, wanted.wishes, newcomers
    )
    return plan, newcomers


def put_pupils(
    draft: Draft, office: Office, turn: Turn, plan: Plan, newcomers: Sequence[tuple[StudentId, Newcomer]]
) -> None:
    """The class lists, and what is written about pupils who enter a level, come back or are new."""
    for one in plan.classes:
        path = class_path(turn.year.id, one.new.id)
        draft.put(path, written(path, _class_document(turn.year.id, one)))
    numbers = {level: _register_numbers(draft.records, level) for level in SchoolLevel}
    for past, target in plan.entering:
        _enter_level(draft, past.student, target.grade, turn.year, numbers)
    for past, target in plan.returning:
        event = Event(turn.year.first_day, EventKind.TRO_LAI, turn.year.id, grade=target.grade)
        path = student_path(past.student)
        draft.put(path, add_event(draft.needed(path), past.student, event))
    targets = {one.new.id: one.new for one in plan.classes}
    pages = LifePages(draft, office)
    for student, newcomer in newcomers:
        grade = targets[newcomer.class_id].grade
        draft.put(student_path(student), new_student(_student(student, newcomer, grade, turn.year, numbers)))
        if newcomer.family is not None:
            pages.add(student, newcomer.family, turn.year.first_day)


def _class_document(year: YearId, plan: ClassPlan) -> Json:
    """``lop.yaml``; an empty class keeps what it is meant to take."""
    new = plan.new
    document = encode_class(year, SchoolClass(new.id, new.name, new.grade, new.foreign_language, plan.rows))
    if isinstance(document, dict) and not plan.rows:
        if new.electives:
            document["lua_chon"] = [*sorted(new.electives)]
        if new.study_topics:
            document["chuyen_de"] = [*sorted(new.study_topics)]
    return document


Numbers = Mapping[SchoolLevel, Iterator[str]]


def _register_numbers(records: SchoolRecords, level: SchoolLevel) -> Iterator[str]:
    """The numbers that follow in the register; none where the school does not count in plain numbers."""
    held = [number for student in records.students.values() if (number := student.register_number(level))]
    if not held or not all(number.isdigit() for number in held):
        return
    last, width = max(map(int, held)), max(map(len, held)) if all(one[0] == "0" for one in held) else 0
    while True:
        last += 1
        yield f"{last:0{width}d}"


def _enter_level(draft: Draft, student: StudentId, grade: int, year: SchoolYear, numbers: Numbers) -> None:
    """A new event and a new number in the register of the level, where they are not there yet."""
    path, level = student_path(student), SchoolLevel.of_grade(grade)
    known, raw = draft.records.students[student], draft.needed(path)
    if not any(event.kind is EventKind.NHAP_HOC and event.grade == grade for event in known.events):
        raw = add_event(raw, student, Event(year.first_day, EventKind.NHAP_HOC, year.id, grade=grade))
    if known.register_number(level) is None and (number := next(numbers[level], None)):
        raw = add_register_number(raw, student, level, number)
    draft.put(path, raw)


def _student(student: StudentId, newcomer: Newcomer, grade: int, year: SchoolYear, numbers: Numbers) -> Student:
    level = SchoolLevel.of_grade(grade)
    number = newcomer.register_number or next(numbers[level], None)
    return Student(
        id=student,
        identities=(replace(newcomer.identity, since=year.first_day),),
        events=(Event(year.first_day, EventKind.NHAP_HOC, year.id, grade=grade),),
        register_numbers=((level, number),) if number else (),
        ministry_code=newcomer.ministry_code,
    )


def plans_of(records: SchoolRecords, turn: Turn) -> tuple[ClassPlan, ...]:
    """The classes as they stand in the records, each with the class of the old year that moved up."""
    came = {one.id: one.came_from for one in turn.classes}
    return tuple(class_plan(held.school_class, came) for held in records.years[turn.year.id].classes.values())


def class_plan(held: SchoolClass, came: Mapping[ClassId, ClassId | None]) -> ClassPlan:
    """A class as it stands."""
    new = NewClass(held.id, held.name, held.grade, held.foreign_language, came.get(held.id))
    return ClassPlan(new, held.enrolments)


def people_draft(
    records: SchoolRecords, year: SchoolYear, classes: Iterable[ClassPlan], here: Iterable[PersonId]
) -> PeopleDraft:
    """The assignments of the new year, carried over from the year before; empty where the school begins here."""
    held = list(classes)
    before = year_before(records, year.id)
    old = records.years[before].assignments if before else Assignments()
    taken = {one.new.id: subjects_of_plan(year, one) for one in held}
    return draft_assignments(old, [one.new for one in held], taken, year.first_day, here)


def missing_people(year: SchoolYear, plans: Sequence[ClassPlan], held: Assignments) -> PeopleDraft:
    """Assignments that somebody made, with what they leave open."""
    taken = {one.new.id: subjects_of_plan(year, one) for one in plans}
    return with_gaps(held, [one.new for one in plans], taken)


def subjects_of_plan(year: SchoolYear, plan: ClassPlan) -> frozenset[SubjectId]:
    """The subjects that somebody must teach a class."""
    return subjects_taken(year, plan.new, [row.electives | row.optional for row in plan.rows])


def people_files(year: YearId, people: PeopleDraft) -> dict[str, bytes]:
    """``phan-cong.yaml``."""
    path = path_for(Kind.PHAN_CONG, year=year)
    return {path: written(path, encode_assignments(year, people.assignments))}
