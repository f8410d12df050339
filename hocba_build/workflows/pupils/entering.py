"""Pupils who enter a class: new ones, those from another school, those who repeat a grade or skip one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from hocba_build.domain.entries import TransferIn
from hocba_build.domain.errors import RefusedError
from hocba_build.domain.people import Event, EventKind, Family, Identity, Student
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.school import ClassRecords, Enrolment, YearRecords
from hocba_build.domain.values import Conclusion, SchoolLevel, StudentId, SubjectId, Term
from hocba_build.records.codec.outside import encode_transfer
from hocba_build.records.edits import written
from hocba_build.records.layout import Kind, path_for
from hocba_build.records.pupil_edits import add_event, new_student, student_path
from hocba_build.trust.gpg import Keyring
from hocba_build.workflows.changes import Draft, Outcome, open_draft
from hocba_build.workflows.pupils.ids import free_ids
from hocba_build.workflows.pupils.leaving import Grounds
from hocba_build.workflows.pupils.life_pages import LifePages
from hocba_build.workflows.pupils.results import brought_semesters
from hocba_build.workflows.pupils.seats import (
    Newcomer,
    Seat,
    class_of,
    leave_seat,
    name_key,
    order_of,
    seats_of,
    student_of,
    take_seat,
    year_of,
)
from hocba_build.workflows.sealing.office import find_office


@dataclass(frozen=True, slots=True)
class Person:
    """Who a new pupil is, by the papers."""

    identity: Identity
    family: Family | None = None
    ministry_code: str | None = None
    register_number: str | None = None
    namesake: bool = False
    """Somebody else of the same name and birth date is known, and this is not him or her."""


@dataclass(frozen=True, slots=True)
class Place:
    """The class a pupil enters, from a day on (the year's first without one), and what is taken there."""

    class_name: str
    year: str | None = None
    since: date | None = None
    electives: frozenset[SubjectId] = frozenset()
    study_topics: frozenset[SubjectId] = frozenset()
    optional: frozenset[SubjectId] = frozenset()
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """What a pupil brings from another school."""

    school: str
    document: str
    address: str | None = None
    sheets: Mapping[Term, Path] = field(default_factory=dict)
    """A sheet of results for each semester that was spent there."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A pupil with the id given, and what came of the change."""

    student: StudentId
    outcome: Outcome


def add(root: Path, person: Person, place: Place, *, document: str | None = None, dry_run: bool = False) -> Entered:
    """Add a pupil who is new to the school, under the next free id.

    Raises:
        RefusedError: a pupil of that name and birth date, or of that code, is known.
    """
    draft = open_draft(root)
    year, held = target_of(draft, place)
    since = place.since or year.year.first_day
    event = Event(since, EventKind.NHAP_HOC, year.year.id, document=document, grade=held.school_class.grade)
    student = new_pupil(draft, person, event)
    seat_pupil(draft, (year, held), place, student)
    return Entered(student.id, draft.settle(dry_run=dry_run))


def transfer_in(
    root: Path, person: Person | StudentId, place: Place, brought: Brought, *, dry_run: bool = False
) -> Entered:
    """Take in a pupil from another school: a new one, or one who was here before and left.

    Raises:
        RefusedError: known already, or not gone.
        RefusedResultsError: a sheet of results holds what cannot be taken in.
    """
    draft = open_draft(root)
    year, held = target_of(draft, place)
    since = place.since or year.year.first_day
    grade = held.school_class.grade
    event = Event(
        since, EventKind.CHUYEN_DEN, year.year.id, school=brought.school, document=brought.document, grade=grade
    )
    student = new_pupil(draft, person, event) if isinstance(person, Person) else known_again(draft, person, event)
    seat_pupil(draft, (year, held), place, student)
    semesters = brought_semesters(brought.sheets, grade)
    kept = TransferIn(brought.school, brought.address, brought.document, since, semesters)
    where = year.year.id, held.school_class.id, student.id
    path = path_for(Kind.CHUYEN_DEN, year=where[0], class_id=where[1], student=where[2])
    draft.put(path, written(path, encode_transfer(*where, kept)))
    return Entered(student.id, draft.settle(dry_run=dry_run))


def repeat(root: Path, student: str, place: Place, *, dry_run: bool = False) -> Outcome:
    """Seat a pupil who is not promoted in a class of the same grade; the list says all there is to say.

    Raises:
        RefusedError: the last year ended with a promotion, or is not decided; the class is of another grade.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    year, held = target_of(draft, place)
    last = _last_before(draft, known, year)
    if last.grade != held.school_class.grade:
        raise RefusedError(
            f"Lớp {held.school_class.id} không phải khối {last.grade}, khối mà học sinh {known.id} học năm trước.",
            "Ở lại lớp là học lại đúng khối ấy: chọn lớp khác.",
        )
    result = evaluate_year(last.year, draft.records.students, {known.id})[known.id]
    if result.conclusion is not Conclusion.O_LAI_LOP:
        said = "được lên lớp" if result.conclusion is Conclusion.LEN_LOP else "chưa kết luận"
        raise RefusedError(
            f"Năm học {last.year.year.id} học sinh {known.id} {said}.",
            f"Xem hocba results {last.year.year.id} {last.class_id} --why; ghi đủ kết quả hè rồi làm lại.",
        )
    _reseat(draft, known, (year, held), place)
    return draft.settle(dry_run=dry_run)


def skip(root: Path, student: str, place: Place, grounds: Grounds, *, dry_run: bool = False) -> Outcome:
    """Seat a pupil one grade higher than the next, by the principal's decision, as the year begins.

    Raises:
        RefusedError: not the grade after the next, another level, or something was entered in the grade between.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    year, held = target_of(draft, place)
    last, grade = _last_before(draft, known, year), held.school_class.grade
    if grade != last.grade + 2 or SchoolLevel.of_grade(grade) is not SchoolLevel.of_grade(last.grade):
        raise RefusedError(
            f"Lớp {held.school_class.id} là khối {grade}; năm trước học sinh {known.id} học khối {last.grade}.",
            "Học vượt lớp là bỏ qua đúng một khối, trong cùng cấp học: chọn lớp khác.",
        )
    _reseat(draft, known, (year, held), place)
    event = Event(
        grounds.day,
        EventKind.HOC_VUOT_LOP,
        year.year.id,
        reason=grounds.reason,
        document=grounds.document,
        grade=grade,
    )
    path = student_path(known.id)
    draft.put(path, add_event(draft.needed(path), known.id, event))
    return draft.settle(dry_run=dry_run)


def target_of(draft: Draft, place: Place) -> tuple[YearRecords, ClassRecords]:
    """The year and class that a pupil enters."""
    year = year_of(draft.records, place.year)
    return year, class_of(year, place.class_name)


def new_pupil(draft: Draft, person: Person, event: Event) -> Student:
    """A new pupil's own files, with the next free id."""
    _refuse_known(draft, person)
    level = SchoolLevel.of_grade(event.grade or 0)
    student = Student(
        id=next(free_ids(draft)),
        identities=(replace(person.identity, since=event.day),),
        events=(event,),
        register_numbers=((level, person.register_number),) if person.register_number else (),
        ministry_code=person.ministry_code,
    )
    draft.put(student_path(student.id), new_student(student))
    if person.family is not None:
        pages = LifePages(draft, find_office(draft.root), Keyring())
        pages.add(student.id, person.family, event.day)
    return student


def _refuse_known(draft: Draft, person: Person) -> None:
    who = person.identity
    for student in draft.records.students.values():
        same = any(one.full_name == who.full_name and one.born_on == who.born_on for one in student.identities)
        code = person.ministry_code is not None and student.ministry_code == person.ministry_code
        if (same and not person.namesake) or code:
            what = "họ tên và ngày sinh" if same else "mã định danh của Bộ"
            raise RefusedError(
                f"Học sinh {student.id} đã có {what} này.",
                "Là em ấy: hocba pupil return, edit, transfer-in --pupil, giữ mã cũ. Là em khác trùng tên: --namesake.",
            )


def known_again(draft: Draft, student: StudentId, event: Event) -> Student:
    """A pupil who was here before, with the event of coming back."""
    known = student_of(draft.records, student)
    if not known.is_away(event.day):
        raise RefusedError(f"Học sinh {student} chưa rời trường.", "Vào lớp khác: hocba pupil move")
    path = student_path(known.id)
    draft.put(path, add_event(draft.needed(path), known.id, event))
    return known


def seat_pupil(draft: Draft, target: tuple[YearRecords, ClassRecords], place: Place, student: Student) -> None:
    """Put a pupil on the list of a class."""
    year, held = target
    since = place.since or year.year.first_day
    row = Enrolment(student.id, since, None, place.electives, place.study_topics, place.optional, place.inclusive)
    own = bool(place.electives or place.study_topics)
    take_seat(draft, year, held, [Newcomer(row, name_key(student.identity_on(since)), as_class=not own)])


def _last_before(draft: Draft, known: Student, year: YearRecords) -> Seat:
    """Where the pupil sat at the end of the year before."""
    before = [seat for seat in seats_of(draft.records, known.id) if seat.year.year.id < year.year.id]
    if not before:
        raise RefusedError(
            f"Học sinh {known.id} chưa học ở trường trước năm học {year.year.id}.", "Thêm vào lớp: hocba pupil add."
        )
    return before[-1]


def _reseat(draft: Draft, known: Student, target: tuple[YearRecords, ClassRecords], place: Place) -> None:
    """Seat a pupil in the class; a row of the same year in another class, where nothing was entered, gives way."""
    year, held = target
    for seat in seats_of(draft.records, known.id):
        if seat.year.year.id == year.year.id and seat.row.until is None:
            if seat.class_id == held.school_class.id:
                raise RefusedError(f"Học sinh {known.id} đã ở lớp {seat.class_id}.", "Không cần xếp lại.")
            leave_seat(draft, seat, seat.row.since)
    seat_pupil(draft, target, place, known)


__all__ = ["Brought", "Entered", "Person", "Place", "add", "order_of", "repeat", "skip", "transfer_in"]
