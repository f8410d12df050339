"""The sheets of a year's opening, placement and assignments: out as a draft, back in with faults told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError, machine_words
from hocba_build.domain.school import SchoolYear
from hocba_build.domain.turn.classes import NewClass
from hocba_build.domain.turn.lists import ClassPlan
from hocba_build.domain.turn.people import PeopleDraft
from hocba_build.domain.values import StudentId, YearId
from hocba_build.exchange.assignment_sheet import AssignmentReader, assignment_book
from hocba_build.exchange.grid import Book
from hocba_build.exchange.opening import read_book
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.placement import Placements, Reader, placement_book
from hocba_build.exchange.refusals import Refusal, RefusedFileError
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.turn.drafts import (
    Turn,
    Wanted,
    missing_people,
    people_draft,
    plans_of,
    pupils_draft,
    subjects_of_plan,
    turn_of,
    year_draft,
)
from hocba_build.workflows.turn.steps import Opening, Step, open_opening, step_due


@dataclass(frozen=True, slots=True)
class Listed:
    """What a sheet asks for, and what is wrong with it."""

    wanted: Wanted | None
    people: PeopleDraft | None
    faults: tuple[Refusal, ...]
    remarks: tuple[Refusal, ...]


def write_sheet(root: Path, year: YearId, step: Step, out: Path) -> Path:
    """Write the placement sheet (``Step.PUPILS``) or the assignment sheet (``Step.PEOPLE``) of a year.

    Raises:
        HocbaError: assignments are asked for before there are classes.
    """
    opening = open_opening(root)
    turn = _turn(opening, year)
    if step is Step.PUPILS:
        plan, _ = pupils_draft(opening.draft, turn)
        seats = {row.student: one.new for one in plan.classes for row in one.rows}
        targets: dict[StudentId, NewClass] = seats
        rooms = [_takes(one) for one in plan.classes]
        drawing = placement_book(turn.pasts, targets, opening.records.students, rooms)
    else:
        plans = _plans(opening, turn)
        people = people_draft(opening.records, turn.year, plans, opening.here())
        taken = {plan.new.id: subjects_of_plan(turn.year, plan) for plan in plans}
        classes = [(plan.new.id, plan.new.name) for plan in plans]
        drawing = assignment_book(classes, taken, people.assignments, opening.records.staff, turn.year.first_day)
    write_private(out, write_xlsx(drawing))
    return out


def _takes(plan: ClassPlan) -> NewClass:
    """A class with what its first pupil takes, where nothing is said of the class."""
    first = next((row for row in plan.rows if row.electives), None)
    if plan.new.electives or first is None:
        return plan.new
    return replace(plan.new, electives=first.electives, study_topics=first.study_topics)


def read_sheet(root: Path, year: YearId, file: Path) -> Listed:
    """Read a sheet for the step that is due; before the year itself is open, for a preview of its lists.

    Raises:
        HocbaError: the file cannot be read.
        RefusedError: the year is open.
    """
    opening = open_opening(root)
    due = step_due(opening, year)
    if due is None:
        raise RefusedError(f"Năm học {year} đã mở xong.", f"Sửa danh sách, phân công: xem hocba year status {year}.")
    book = book_of_file(file)
    turn = _turn(opening, year)
    return _people(opening, turn, book, file) if due is Step.PEOPLE else _pupils(opening, turn, book, file)


def book_of_file(file: Path) -> Book:
    """A workbook from a file.

    Raises:
        HocbaError: it cannot be read, or may not be.
    """
    try:
        return read_book(file.name, file.read_bytes())
    except OSError as error:
        raise HocbaError(f"Không đọc được {file}: {machine_words(error)}.", "Kiểm tra tên tệp.") from None
    except RefusedFileError as error:
        refusal = error.at(str(file))
        message = f"{file}: {refusal.code} {refusal.message}."
        raise HocbaError(message, "Lưu lại dạng .xlsx thường rồi thử lại.") from None


def _turn(opening: Opening, year: YearId) -> Turn:
    held = opening.records.years.get(year)
    school_year: SchoolYear = held.year if held else year_draft(opening.records, year)
    return turn_of(opening.records, school_year)


def _plans(opening: Opening, turn: Turn) -> tuple[ClassPlan, ...]:
    held = opening.records.years.get(turn.year.id)
    if held is None or not held.classes:
        raise HocbaError("Chưa có lớp nào để phân công.", "Lập lớp trước: hocba year open (văn thư).")
    return plans_of(opening.records, turn)


def _pupils(opening: Opening, turn: Turn, book: Book, file: Path) -> Listed:
    known = {one.id: one for one in turn.classes}
    pasts = {past.student: past for past in turn.pasts}
    found: Placements = Reader(str(file), opening.records.students, pasts, known).read(book)
    wanted = Wanted(tuple(found.classes.values()), found.wishes, tuple(found.newcomers))
    return Listed(wanted, None, tuple(found.faults), tuple(found.remarks))


def _people(opening: Opening, turn: Turn, book: Book, file: Path) -> Listed:
    plans = _plans(opening, turn)
    names = {plan.new.id: plan.new.name for plan in plans}
    found = AssignmentReader(str(file), names, opening.records.staff, turn.year.first_day).read(book)
    return Listed(None, missing_people(turn.year, plans, found.assignments), tuple(found.faults), ())
