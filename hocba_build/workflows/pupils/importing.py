"""A pupil list taken in: matched with who is known, new ids given, everybody seated; all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from hocba_build.domain.people import Event, EventKind, Identity, Student
from hocba_build.domain.school import ClassRecords, Enrolment, YearRecords
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId
from hocba_build.domain.vietnamese import collation_key
from hocba_build.exchange.columns import folded
from hocba_build.exchange.grid import Book
from hocba_build.exchange.list_rest import Shape
from hocba_build.exchange.pupil_columns import head_of, is_read
from hocba_build.exchange.pupil_list import ListRow, PupilList, read_list
from hocba_build.exchange.refusals import Refusal, RefusedFileError
from hocba_build.records.pupil_edits import add_ministry_code, new_student, student_path
from hocba_build.workflows.changes import Draft, Outcome, open_draft
from hocba_build.workflows.pupils.ids import free_ids
from hocba_build.workflows.pupils.life_pages import LifePages
from hocba_build.workflows.pupils.matching import Known
from hocba_build.workflows.pupils.seats import Newcomer, seats_of, take_seat, year_of
from hocba_build.workflows.pupils.tables import book_of, write_rests
from hocba_build.workflows.sealing.office import find_office
from hocba_build.workflows.sealing.sealed import plain_path, sealed_path


@dataclass(frozen=True, slots=True)
class Wish:
    """What to read, into which year; the class and the first day where the list does not say them."""

    files: Sequence[Path]
    year: str | None = None
    class_name: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row that found its pupil: new under the next id, or known; ``seated`` where the class list changes."""

    row: ListRow
    student: StudentId
    class_id: ClassId
    new: bool
    seated: bool


@dataclass(frozen=True, slots=True)
class ListImport:
    """What taking in some lists would do, and what stands against it."""

    arrivals: tuple[Arrival, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[Refusal, ...]
    outcome: Outcome
    accept_good: bool = False
    rests: tuple[Path, ...] = ()
    """Files of the refused rows that were written."""

    @property
    def stopped(self) -> bool:
        """Whether nothing was written because something is refused."""
        return (bool(self.refusals) and not self.accept_good) or self.outcome.refused


def import_pupils(root: Path, wish: Wish, *, dry_run: bool = False, accept_good: bool = False) -> ListImport:
    """Take in pupil lists; with any refusal nothing is written.

    With ``accept_good`` the other rows are, and the refused ones go to a file ``….con-lai.xlsx`` beside each list.

    Raises:
        HocbaError: a file cannot be opened, or there is no such year.
    """
    read = [_read(path, wish.class_name) for path in wish.files]
    lists = [one for _, one in read]
    draft = open_draft(root)
    taking = _Taking(draft, year_of(draft.records, wish.year), wish.since)
    for path, one in zip(wish.files, lists, strict=True):
        taking.take(str(path), one)
    taking.seat_all()
    stopped = bool(taking.refusals) and not accept_good
    outcome = draft.settle(dry_run=dry_run or stopped)
    rests: tuple[Path, ...] = ()
    if accept_good and not dry_run and not outcome.refused:
        books = zip(wish.files, (book for book, _ in read), strict=True)
        rests = write_rests([(path, book) for path, book in books if book], taking.refusals, _SHAPE)
    refusals, remarks = tuple(taking.refusals), tuple(taking.remarks)
    return ListImport(tuple(taking.arrivals), refusals, remarks, outcome, accept_good, rests)


def _read(path: Path, class_name: str | None) -> tuple[Book | None, PupilList]:
    try:
        book = book_of(path)
        return book, read_list(str(path), book, class_name)
    except RefusedFileError as error:
        return None, PupilList((), (error.at(str(path)),), ())


_SHAPE: Final = Shape(head_of, is_read)


@dataclass
class _Taking:
    """The rows one after another, each against what the rows before it left."""

    draft: Draft
    year: YearRecords
    since: date | None
    arrivals: list[Arrival] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)
    coming: dict[ClassId, list[Newcomer]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = Known(self.draft.records)
        self.ids = free_ids(self.draft)
        self.pages: LifePages | None = None
        self.kept = 0

    @property
    def first_day(self) -> date:
        """The day from which the pupils are in their classes."""
        return self.since or self.year.year.first_day

    def take(self, file: str, listed: PupilList) -> None:
        """The rows of one file."""
        self.refusals.extend(listed.refusals)
        self.remarks.extend(listed.remarks)
        self.kept = 0
        for row in listed.rows:
            self.refusals.extend(self._row(file, row))
        if self.kept:
            message = f"{self.kept} em đã có trang lí lịch trong sổ: phần lí lịch của các em trong danh sách không nhập"
            self.remarks.append(Refusal(file, "", "", "HB427", f"{message}; đổi thì hocba pupil edit", warning=True))

    def _row(self, file: str, row: ListRow) -> Iterator[Refusal]:
        def told(code: str, message: str) -> Refusal:
            return Refusal(file, row.sheet, row.cell, code, message)

        held = _class_of(self.year, row.class_name)
        if held is None:
            known = ", ".join(one.school_class.name for one in self.year.classes.values()) or "chưa có lớp nào"
            yield told("HB425", f"năm học {self.year.year.id} không có lớp «{row.class_name}»: các lớp là {known}")
            return
        student, fault = self.known.find(row)
        if fault is not None:
            yield told(*fault)
        elif student is None:
            self._enter(row, held)
        else:
            fault = self._known_seat(row, held, student)
            if fault is not None:
                yield told(*fault)

    def _enter(self, row: ListRow, held: ClassRecords) -> None:
        """A pupil who is new to the school."""
        grade = held.school_class.grade
        register = row.texts.get("dang_bo")
        event = Event(self.first_day, EventKind.NHAP_HOC, self.year.year.id, grade=grade)
        student = Student(
            id=next(self.ids),
            identities=(Identity(self.first_day, row.name, row.female, row.born, row.texts.get("ten")),),
            events=(event,),
            register_numbers=((SchoolLevel.of_grade(grade), register),) if register else (),
            ministry_code=row.texts.get("ma_bo"),
        )
        self.draft.put(student_path(student.id), new_student(student))
        self._page(row, student.id)
        self._come(row, held, student.id, new=True)
        self.known.add(student, row)

    def _page(self, row: ListRow, student: StudentId) -> None:
        """The life page of a pupil who has none; an existing one is changed with ``pupil edit`` only."""
        has_one = any(self.draft.text(path(student)) is not None for path in (plain_path, sealed_path))
        if row.family is None:
            return
        if has_one:
            self.kept += 1
            return
        if self.pages is None:
            self.pages = LifePages(self.draft, find_office(self.draft.root))
        self.pages.add(student, row.family, self.first_day)

    def _known_seat(self, row: ListRow, held: ClassRecords, student: Student) -> tuple[str, str] | None:
        """A pupil who is known: the Ministry's code if it was missing, and a seat; why not, where there is a reason."""
        if student.is_away(self.first_day):
            return "HB424", f"học sinh {student.id} đã rời trường: ghi trở lại bằng hocba pupil return"
        mine = held.school_class.id
        here = [seat for seat in seats_of(self.draft.records, student.id) if seat.year.year.id == self.year.year.id]
        now = [seat.class_id for seat in here if seat.row.until is None]
        if now and now[-1] != mine:
            return "HB425", f"học sinh {student.id} đang ở lớp {now[-1]}: chuyển lớp bằng hocba pupil move"
        code = row.texts.get("ma_bo")
        if code and student.ministry_code is None:
            path = student_path(student.id)
            self.draft.put(path, add_ministry_code(self.draft.needed(path), student.id, code, self.first_day))
        self._page(row, student.id)
        if now:
            self.arrivals.append(Arrival(row, student.id, mine, new=False, seated=False))
        else:
            self._come(row, held, student.id, new=False)
        return None

    def _come(self, row: ListRow, held: ClassRecords, student: StudentId, *, new: bool) -> None:
        class_id = held.school_class.id
        name = collation_key(row.name, row.texts.get("ten"))
        self.coming.setdefault(class_id, []).append(Newcomer(Enrolment(student, self.first_day), name))
        self.arrivals.append(Arrival(row, student, class_id, new=new, seated=True))

    def seat_all(self) -> None:
        """Seat everybody who comes, class by class, in the order of names."""
        for class_id, newcomers in self.coming.items():
            held = self.year.classes[class_id]
            take_seat(self.draft, self.year, held, sorted(newcomers, key=lambda one: one.name))


def _class_of(year: YearRecords, name: str) -> ClassRecords | None:
    """A class by its id or its name, however it is written in a list."""
    wanted = name.casefold(), folded(name)
    for held in year.classes.values():
        names = (held.school_class.id, held.school_class.name)
        if wanted[0] in [one.casefold() for one in names]:
            return held
    found = [held for held in year.classes.values() if folded(held.school_class.name) == wanted[1]]
    return found[0] if len(found) == 1 else None


def in_classes(arrivals: Iterable[Arrival]) -> dict[ClassId, list[Arrival]]:
    """Arrivals by class, as a preview shows them."""
    found: dict[ClassId, list[Arrival]] = {}
    for one in arrivals:
        found.setdefault(one.class_id, []).append(one)
    return found


__all__ = ["Arrival", "ListImport", "Wish", "import_pupils", "in_classes"]
