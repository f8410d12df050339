"""Pupils who change class, leave for good or for a time, or come back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.people import LEAVING, Event, EventKind, Student
from hocba_build.domain.school import Enrolment
from hocba_build.domain.values import StudentId
from hocba_build.records.class_edits import reopen_row
from hocba_build.records.pupil_edits import add_event, cancel_event, event_at, student_path
from hocba_build.workflows.changes import Draft, Outcome, open_draft
from hocba_build.workflows.pupils.seats import (
    ONE_DAY,
    Newcomer,
    Seat,
    class_of,
    leave_seat,
    order_of,
    seat_on,
    seats_of,
    student_of,
    take_seat,
    year_on,
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The day of an event, and what stands behind it."""

    day: date
    document: str | None = None
    reason: str | None = None
    school: str | None = None


def move(root: Path, student: str, to: str, grounds: Grounds, *, dry_run: bool = False) -> Outcome:
    """Move a pupil to another class of the grade from a day on; scores stay where they were entered.

    Raises:
        RefusedError: not in a class on that day, the same class, another grade.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    seat = _current(draft, known.id, grounds.day)
    held = class_of(seat.year, to)
    target = held.school_class
    if target.id == seat.class_id:
        raise RefusedError(f"Học sinh {student} đang ở lớp {target.id}.", "Chọn lớp khác.")
    if target.grade != seat.grade:
        raise RefusedError(
            f"Lớp {target.id} là khối {target.grade}, học sinh {student} đang học khối {seat.grade}.",
            "Học vượt lớp: hocba pupil skip; ở lại lớp: hocba pupil repeat.",
        )
    began = grounds.day > seat.row.since
    since = grounds.day if began else seat.row.since
    leave_seat(draft, seat, since)
    row = replace(seat.row, since=since, until=None)
    take_seat(draft, seat.year, held, [Newcomer(row, order_of(known, since), as_class=False)])
    if began:
        event = Event(
            grounds.day,
            EventKind.CHUYEN_LOP,
            seat.year.year.id,
            reason=grounds.reason,
            document=grounds.document,
            from_class=seat.class_id,
            to_class=target.id,
        )
        _record(draft, known.id, event)
    return draft.settle(dry_run=dry_run)


def leave(root: Path, student: str, kind: EventKind, grounds: Grounds, *, dry_run: bool = False) -> Outcome:
    """A pupil leaves from a day on: for another school, for good, or for a time.

    Raises:
        RefusedError: has left already, or is in no class on that day.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    _refuse_away(known, grounds.day)
    year = year_on(draft.records, grounds.day)
    for seat in _open_seats(draft, known.id, grounds.day):
        leave_seat(draft, seat, grounds.day)
    event = Event(
        grounds.day, kind, year.year.id, school=grounds.school, reason=grounds.reason, document=grounds.document
    )
    _record(draft, known.id, event)
    return draft.settle(dry_run=dry_run)


def come_back(root: Path, student: str, to: str, grounds: Grounds, *, dry_run: bool = False) -> Outcome:
    """A pupil who left is back: a row of its own at the end of the list, also in the same class.

    Raises:
        RefusedError: has not left.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    if not known.is_away(grounds.day):
        raise RefusedError(f"Học sinh {student} chưa rời trường.", "Vào lớp khác: hocba pupil move")
    year = year_on(draft.records, grounds.day)
    held = class_of(year, to)
    before = [seat.row for seat in seats_of(draft.records, known.id) if seat.grade == held.school_class.grade]
    row = replace(before[-1], since=grounds.day, until=None) if before else Enrolment(known.id, grounds.day)
    take_seat(draft, year, held, [Newcomer(row, order_of(known, grounds.day), as_class=not before)])
    event = Event(
        grounds.day,
        EventKind.TRO_LAI,
        year.year.id,
        reason=grounds.reason,
        document=grounds.document,
        grade=held.school_class.grade,
    )
    _record(draft, known.id, event)
    return draft.settle(dry_run=dry_run)


def cancel(root: Path, student: str, number: int, grounds: Grounds, *, dry_run: bool = False) -> Outcome:
    """Void an event that was entered wrongly; the pupil is on the list again where he or she was before.

    Raises:
        RefusedError: there is no such event, or scores were entered after a move.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    path = student_path(known.id)
    raw = draft.needed(path)
    draft.put(path, cancel_event(raw, known.id, number, grounds.day, grounds.reason or "Ghi nhầm"))
    wrong = event_at(raw, number)
    if wrong is not None and wrong.kind in LEAVING:
        _reopen(draft, known.id, wrong.day)
    if wrong is not None and wrong.kind is EventKind.CHUYEN_LOP:
        _undo_move(draft, known.id, wrong)
    return draft.settle(dry_run=dry_run)


def _reopen(draft: Draft, student: StudentId, gone: date) -> None:
    """Take back the last day that a leaver's event wrote."""
    for seat in seats_of(draft.records, student):
        if seat.row.until == gone - ONE_DAY:
            draft.put(seat.path, reopen_row(draft.needed(seat.path), seat.path, seat.row))


def _undo_move(draft: Draft, student: StudentId, wrong: Event) -> None:
    for seat in seats_of(draft.records, student):
        if seat.row.since == wrong.day and seat.class_id == wrong.to_class:
            if seat.has_entries:
                raise RefusedError(
                    f"Lớp {seat.class_id} đã có điểm, đánh giá của học sinh {student}.",
                    "Chuyển lại lớp cũ từ hôm nay: hocba pupil move",
                )
            leave_seat(draft, seat, wrong.day)
    _reopen(draft, student, wrong.day)


def _current(draft: Draft, student: StudentId, day: date) -> Seat:
    """Where the pupil sits on a day, or will sit when the year begins."""
    year = year_on(draft.records, day)
    coming = [
        seat
        for seat in seats_of(draft.records, student)
        if seat.year.year.id == year.year.id and seat.row.since > day and seat.row.until is None
    ]
    return coming[0] if coming else seat_on(draft.records, student, day)


def _open_seats(draft: Draft, student: StudentId, day: date) -> list[Seat]:
    """Rows that a leaver's day ends; a finished year keeps its list."""
    seats = [
        seat
        for seat in seats_of(draft.records, student)
        if (seat.row.until is None or seat.row.until >= day) and day <= seat.year.year.last_day
    ]
    year = year_on(draft.records, day).year
    return seats if seats or not year.first_day <= day <= year.last_day else [seat_on(draft.records, student, day)]


def _refuse_away(student: Student, day: date) -> None:
    if student.is_away(day):
        raise RefusedError(f"Học sinh {student.id} đã rời trường.", "Trở lại học: hocba pupil return")


def _record(draft: Draft, student: StudentId, event: Event) -> None:
    path = student_path(student)
    draft.put(path, add_event(draft.needed(path), student, event))


__all__ = ["Grounds", "cancel", "come_back", "leave", "move"]
