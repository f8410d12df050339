"""Absences from sheets: everybody found in a class of that month, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocba_build.domain.entries import Absences
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, StudentId, Term
from hocba_build.exchange.absence_sheet import (
    EXCUSED,
    AbsenceRow,
    Figure,
    SheetLine,
    draw_sheet,
    head_row,
    is_read,
    read_sheet,
)
from hocba_build.exchange.columns import folded
from hocba_build.exchange.grid import Book
from hocba_build.exchange.list_rest import Shape, row_number
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.refusals import Refusal, RefusedFileError
from hocba_build.exchange.roster import plain_name
from hocba_build.records.absence_edits import register_path, with_absences
from hocba_build.workflows.absences.months import TERM_WORDS, Month, month_of, present_in
from hocba_build.workflows.changes import Draft, Outcome, open_draft
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.pupils.seats import class_of, year_of
from hocba_build.workflows.pupils.tables import book_of, write_rests
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.state import state_folder


@dataclass(frozen=True, slots=True)
class Asked:
    """Which year; month, semester and class where a sheet does not say them."""

    year: str
    month: str | None = None
    term: Term | None = None
    class_name: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """One pupil's month that becomes another one."""

    class_id: ClassId
    student: StudentId
    month: Month
    old: Absences | None
    new: Absences


@dataclass(frozen=True, slots=True)
class AbsenceImport:
    """What importing would change, and what stands against it."""

    changes: tuple[Changed, ...]
    refusals: tuple[Refusal, ...]
    outcome: Outcome
    accept_good: bool = False
    rests: tuple[Path, ...] = ()
    """Files of the refused rows that were written."""


def export_sheet(root: Path, asked: Asked, out: Path | None = None) -> Path:
    """Write a sheet of one month, of one class or of the whole school; the path written.

    Raises:
        HocbaError: no such year, class or month.
    """
    records = open_school(root, state_folder(root)).records
    year = year_of(records, asked.year)
    month = month_of(year.year, asked.month or "", asked.term)
    chosen = [class_of(year, asked.class_name)] if asked.class_name else list(year.classes.values())
    lines = []
    for held in chosen:
        table = held.absences.get(month.term, {})
        for row in present_in(held, month):
            known = records.students.get(row.student)
            count = table.get(row.student, {}).get(month.name)
            name = known.identity_on(month.days[1]).full_name if known else ""
            counts = (count.excused, count.unexcused) if count else (None, None)
            lines.append(SheetLine(held.school_class.name, row.student, name, *counts))
    shared = sum(
        month.name[:7] in (f"{span.first:%Y-%m}", f"{span.last:%Y-%m}") for span in year.year.semesters.values()
    )
    heading = f"{month.spoken} {TERM_WORDS[month.term]}" if shared > 1 else month.spoken
    room = asked.class_name or "ca-truong"
    path = out or Path(f"nghi-{month.name}-{month.term.value}-{room}.xlsx")
    write_private(path, write_xlsx(draw_sheet(f"Nghỉ {month.name} {month.term.value}", heading, lines)))
    return path


def import_sheets(
    root: Path, files: Sequence[Path], asked: Asked, *, dry_run: bool = False, accept_good: bool = False
) -> AbsenceImport:
    """Take in sheets of absences; an empty cell keeps what the register holds, with any refusal nothing is written.

    With ``accept_good`` the other rows are, and the refused ones go to a file ``….con-lai.xlsx`` beside each sheet.

    Raises:
        HocbaError: a file cannot be opened, no such year or class.
    """
    draft = open_draft(root)
    taking = _Taking(draft, year_of(draft.records, asked.year), asked)
    for path in files:
        taking.take(path)
    stopped = bool(taking.refusals) and not accept_good
    if not stopped:
        taking.put_all()
    outcome = draft.settle(dry_run=dry_run or stopped)
    rests: tuple[Path, ...] = ()
    if accept_good and not dry_run and not outcome.refused:
        rests = write_rests(taking.books, taking.refusals, _SHAPE)
    return AbsenceImport(tuple(taking.changes()), tuple(taking.refusals), outcome, accept_good, rests)


_SHAPE: Final = Shape(head_row, is_read)


Place = tuple[ClassId, StudentId, Month]
Seat = tuple[ClassRecords, StudentId]


@dataclass(slots=True)
class _Taking:
    draft: Draft
    year: YearRecords
    asked: Asked
    refusals: list[Refusal] = field(default_factory=list)
    counts: dict[Place, dict[str, int]] = field(default_factory=dict)
    """What the sheets say, by class, pupil and month."""
    cells: dict[tuple[Place, str], str] = field(default_factory=dict)
    present: dict[Month, dict[str, list[Seat]]] = field(default_factory=dict)
    books: list[tuple[Path, Book]] = field(default_factory=list)

    def take(self, path: Path) -> None:
        try:
            book = book_of(path)
            rows, refusals = read_sheet(str(path), book)
        except RefusedFileError as error:
            self.refusals.append(error.at(str(path)))
            return
        self.books.append((path, book))
        self.refusals.extend(refusals)
        refused = {(one.sheet, row_number(one.cell)) for one in refusals}
        for row in rows:
            if (row.sheet, row_number(row.cell)) not in refused:
                self._row(str(path), row)

    def _row(self, file: str, row: AbsenceRow) -> None:
        """All of a row or nothing of it: with a refusal the whole row goes to the rest."""
        said: list[tuple[Place, str, int]] = []
        faults = [
            fault for figure, count in row.counts.items() for fault in self._cell(file, row, (figure, count), said)
        ]
        self.refusals.extend(faults)
        for place, kind, count in said if not faults else ():
            self.counts.setdefault(place, {})[kind] = count

    def _cell(
        self, file: str, row: AbsenceRow, cell_said: tuple[Figure, tuple[int, str]], said: list[tuple[Place, str, int]]
    ) -> Iterator[Refusal]:
        """What stands against a cell; what it says is added to ``said``."""
        figure, (count, cell) = cell_said

        def told(code: str, message: str) -> Refusal:
            return Refusal(file, row.sheet, cell, code, message)

        month = self._month(figure)
        if isinstance(month, str):
            yield told("HB418", month)
            return
        found = self._who(row, month)
        if isinstance(found, tuple):
            place = (found[0].school_class.id, found[1], month)
            here = f"{row.sheet}!{cell}"
            first = self.cells.setdefault((place, figure.kind), here)
            if first != here:
                yield told("HB413", f"học sinh {found[1]} đã có ở ô {first}: xoá một hàng")
            said.append((place, figure.kind, count))
        else:
            yield told("HB412", found)

    def _month(self, figure: Figure) -> Month | str:
        said = figure.month or self.asked.month
        if said is None:
            return "tiêu đề không ghi tháng: nêu --month, hoặc dùng bảng của hocba absence export"
        try:
            return month_of(self.year.year, said, figure.term or self.asked.term)
        except HocbaError as error:
            return f"{error.message[0].lower()}{error.message[1:].rstrip('.')}: {error.hint}"

    def _who(self, row: AbsenceRow, month: Month) -> Seat | str:
        """The class and pupil a row means in a month; why not, where nobody or several could be meant."""
        if month not in self.present:
            self.present[month] = _present(self.draft.records, self.year, month)
        key = row.student or row.ministry_code or plain_name(row.name)
        room = folded(row.class_name or self.asked.class_name or "")
        found = [
            (held, student)
            for held, student in self.present[month].get(key, ())
            if room in ("", folded(held.school_class.name), folded(held.school_class.id))
        ]
        who = row.student or row.ministry_code or row.name
        if not found:
            return f"tháng {month.spoken} không có học sinh «{who}» trong lớp: xem lại mã, họ tên, cột lớp"
        if len(found) > 1:
            return f"có {len(found)} học sinh «{who}»: thêm cột mã học sinh và cột lớp"
        return found[0]

    def changes(self) -> Iterator[Changed]:
        """What becomes another count, in the order of the sheets."""
        for (class_id, student, month), said in self.counts.items():
            old = self.year.classes[class_id].absences.get(month.term, {}).get(student, {}).get(month.name)
            new = _merged(old, said)
            if new != old:
                yield Changed(class_id, student, month, old, new)

    def put_all(self) -> None:
        """The registers with every change."""
        tables: dict[tuple[ClassId, Term], dict[StudentId, dict[str, Absences]]] = {}
        for one in self.changes():
            table = tables.setdefault((one.class_id, one.month.term), {})
            table.setdefault(one.student, {})[one.month.name] = one.new
        for (class_id, term), rows in tables.items():
            path = register_path(self.year.year.id, class_id, term)
            self.draft.put(path, with_absences(self.draft.text(path), path, rows))


def _present(records: SchoolRecords, year: YearRecords, month: Month) -> dict[str, list[Seat]]:
    """Who was in which class in a month, by id, by the Ministry's code and by name without accents."""
    found: dict[str, list[Seat]] = {}
    for held in year.classes.values():
        for student in dict.fromkeys(row.student for row in present_in(held, month)):
            known = records.students.get(student)
            keys = {student, (known.ministry_code or "") if known else ""}
            keys |= {plain_name(one.full_name) for one in known.identities} if known else set()
            for key in keys:
                found.setdefault(key, []).append((held, student))
    return found


def _merged(old: Absences | None, said: dict[str, int]) -> Absences:
    """A count with what a sheet says of it; the other half stays."""
    held = old or Absences()
    excused, unexcused = (held.excused, held.unexcused)
    for kind, count in said.items():
        if kind == EXCUSED:
            excused = count
        else:
            unexcused = count
    return Absences(excused, unexcused)
