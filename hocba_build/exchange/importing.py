"""One workbook into a year's records: read, matched, merged; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hocba_build.domain.people import Student
from hocba_build.domain.school import YearRecords
from hocba_build.domain.values import StudentId, Term
from hocba_build.exchange.columns import Column, SheetKey
from hocba_build.exchange.grid import Book, Grid
from hocba_build.exchange.merging import Change, MergedRow
from hocba_build.exchange.meta import META, BookMeta, SheetMeta
from hocba_build.exchange.reading import Reader, TypedRow, TypedSheet
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.roster import Member
from hocba_build.exchange.sheets import columns_of, members_of, merged_row, tokens_of, with_rows
from hocba_build.exchange.tokens import Tokens


@dataclass(frozen=True, slots=True)
class RestRow:
    """A refused row, as the file of the rest shows it."""

    row: TypedRow
    member: Member | None
    faults: tuple[Refusal, ...]
    keys: tuple[str, ...]
    """The column of each fault; empty for one about the row."""


@dataclass(frozen=True, slots=True)
class SheetImport:
    """What one sheet brings: changed cells, pupils left out, faults and remarks, refused rows."""

    file: str
    key: SheetKey
    title: str
    columns: tuple[Column, ...]
    changes: tuple[Change, ...] = ()
    omitted: tuple[StudentId, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    remarks: tuple[Refusal, ...] = ()
    rest: tuple[RestRow, ...] = ()
    words: Mapping[StudentId, Tokens] = field(default_factory=dict)
    """The words of every pupil whose row changes."""

    @property
    def size(self) -> int:
        """How many cells change."""
        return len(self.changes)


def import_book(
    file: str, book: Book, meta: BookMeta, year: YearRecords, students: Mapping[StudentId, Student]
) -> tuple[list[SheetImport], YearRecords]:
    """Every sheet of a workbook in turn, each against the records after the one before it; and the year after all."""
    grids = {grid.title: grid for grid in book.grids}
    ours = {META, *(sheet.title for sheet in meta.sheets)}
    sheets = []
    for sheet in meta.sheets:
        found = _sheet(_Case(file, sheet, grids.get(sheet.title), year, students))
        year = applied(year, found)
        sheets.append(found)
    if sheets and (strange := [title for title in grids if title not in ours]):
        message = "trang lạ, không do hocba xuất: không đọc trang này"
        remarks = [Refusal(file, title, "", "HB422", message, warning=True) for title in strange]
        sheets[-1] = replace(sheets[-1], remarks=(*sheets[-1].remarks, *remarks))
    return sheets, year


@dataclass(frozen=True, slots=True)
class _Case:
    """One sheet with what it is held against."""

    file: str
    meta: SheetMeta
    grid: Grid | None
    year: YearRecords
    students: Mapping[StudentId, Student]

    def refusal(self, code: str, message: str, cell: str = "", *, warning: bool = False) -> Refusal:
        return Refusal(self.file, self.meta.title, cell, code, message, warning=warning)

    def stopped(self, *refusals: Refusal) -> SheetImport:
        faults = tuple(one for one in refusals if not one.warning)
        remarks = tuple(one for one in refusals if one.warning)
        return SheetImport(self.file, self.meta.key, self.meta.title, (), refusals=faults, remarks=remarks)


def _sheet(case: _Case) -> SheetImport:
    key = case.meta.key
    if case.grid is None:
        return case.stopped(case.refusal("HB422", "trang đã bị xoá khỏi tệp: giữ nguyên sổ", warning=True))
    if stale := _stale(case):
        return case.stopped(case.refusal("HB405", stale))
    held = case.year.classes[key.class_id]
    columns = columns_of(case.year, held, key)
    listed = frozenset(row.student for row in held.school_class.enrolments)
    typed = Reader(case.file, case.grid, columns, case.students, listed).read()
    if typed.faults:
        return case.stopped(*typed.faults, *typed.remarks)
    return _rows(case, columns, typed)


def _stale(case: _Case) -> str | None:
    """Why the sheet no longer fits the records."""
    key, year = case.meta.key, case.year
    if key.year != year.year.id or key.class_id not in year.classes:
        return f"sổ không có lớp {key.class_id} của năm học {key.year}: xuất lại bảng"
    held = year.classes[key.class_id]
    if key.subject is not None and key.subject not in year.year.periods.get(held.school_class.grade, {}):
        return f"khối {held.school_class.grade} không học môn {key.subject}: xuất lại bảng"
    known = {column.key for column in columns_of(year, held, key)}
    gone = [name for name in case.meta.columns if name not in known]
    if gone:
        return f"bảng có cột {', '.join(gone)} mà năm học không còn dùng (đổi số tiết?): xuất lại bảng"
    return None


def _rows(case: _Case, columns: tuple[Column, ...], typed: TypedSheet) -> SheetImport:
    key = case.meta.key
    held = case.year.classes[key.class_id]
    members = {member.student: member for member in members_of(case.year, case.students, key)}
    changes: list[Change] = []
    words: dict[StudentId, Tokens] = {}
    rest: list[RestRow] = []
    for row in typed.rows:
        current = tokens_of(held, key, columns, row.student) if row.student else {}
        base = case.meta.base.get(row.student, {}) if row.student else {}
        merged = merged_row(key, columns, row.words if row.student else {}, (base, current))
        member = members.get(row.student) if row.student else None
        faults = list(_faults(case, typed, columns, row, merged, member))
        if faults:
            rest.append(_rest_row(row, member, faults))
        elif row.student is not None and merged.changed:
            words[row.student] = merged.words
            changes.extend(_changes(typed, columns, row, merged, current))
    present = {row.student for row in typed.rows}
    omitted = tuple(student for student in members if student not in present)
    remarks = (*typed.remarks, *(remark for row in typed.rows for remark in row.remarks))
    refusals = tuple(fault for one in rest for fault in one.faults)
    where = (case.file, key, case.meta.title, columns)
    return SheetImport(*where, tuple(changes), omitted, refusals, remarks, tuple(rest), words)


def _rest_row(row: TypedRow, member: Member | None, faults: Sequence[tuple[Refusal, str]]) -> RestRow:
    refused = tuple(replace(fault, student=row.student) for fault, _ in faults)
    return RestRow(row, member, refused, tuple(name for _, name in faults))


def _faults(
    case: _Case, typed: TypedSheet, columns: tuple[Column, ...], row: TypedRow, merged: MergedRow, member: Member | None
) -> Iterator[tuple[Refusal, str]]:
    """Every fault of a row with the key of its column; empty for one about the row."""
    keys = {typed.cell(row.number, column.key): column.key for column in columns if column.key in typed.places}
    for fault in row.faults:
        yield fault, keys.get(fault.cell, "")
    for name, wrong in merged.wrong:
        yield case.refusal(wrong.code, wrong.message, typed.cell(row.number, name)), name
    whole = case.meta.key.term is Term.CA_NAM
    tests = {column.key for column in columns if column.is_test or whole}
    if row.student is None or (member is not None and not member.closed):
        return
    nowhere = "không thuộc diện của bảng này" if whole else "không học môn này, hoặc không ở lớp trong học kì này"
    why = member.closed if member is not None else nowhere
    for name in merged.changed:
        if name in tests:
            message = f"học sinh {row.student} {why}: xoá trắng ô này"
            yield case.refusal("HB419", message, typed.cell(row.number, name)), name


def _changes(
    typed: TypedSheet, columns: tuple[Column, ...], row: TypedRow, merged: MergedRow, current: Tokens
) -> Iterator[Change]:
    for column in columns:
        if row.student is not None and column.key in merged.changed:
            cell = typed.cell(row.number, column.key)
            yield Change(row.student, column, cell, current.get(column.key), merged.words.get(column.key))


def applied(year: YearRecords, sheet: SheetImport) -> YearRecords:
    """The year with a sheet's changes."""
    if not sheet.words:
        return year
    held = with_rows(year.classes[sheet.key.class_id], sheet.key, sheet.columns, sheet.words)
    return replace(year, classes={**year.classes, sheet.key.class_id: held})
