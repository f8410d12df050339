"""One visible sheet, row by row: which pupil, what was typed, and every fault by its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hocba_build.domain.people import Student
from hocba_build.domain.values import StudentId
from hocba_build.exchange.columns import COMPUTED, FIXED, HEAD_SEARCH, Column, folded
from hocba_build.exchange.grid import Grid, Place, Value, address, column_letters, covers
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.roster import day_of, found_by_name, is_born, is_named
from hocba_build.exchange.values import Wrong, digits_of, show, tidy, understand


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row: the pupil it means (``None``: nobody known), its words by column key, and its faults."""

    number: int
    student: StudentId | None
    words: Mapping[str, str | None]
    faults: tuple[Refusal, ...] = ()
    remarks: tuple[Refusal, ...] = ()
    said: tuple[str, str] = ("", "")
    """Id and name as they stand in the row."""
    raw: Mapping[str, str] = field(default_factory=dict)
    """What was typed, as text, by column key."""


@dataclass(slots=True)
class TypedSheet:
    """A sheet as it was read; with ``faults`` of its own none of its rows may be used."""

    rows: list[TypedRow] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    """The column of every key that was found."""
    faults: list[Refusal] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)

    def cell(self, row: int, key: str) -> str:
        """The address of a row's cell; the row's first one where the column is missing."""
        return address((row, self.places.get(key, 1)))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one grid against the class's list."""

    file: str
    grid: Grid
    columns: Sequence[Column]
    students: Mapping[StudentId, Student]
    listed: frozenset[StudentId]

    def read(self) -> TypedSheet:
        """Everything in the sheet."""
        sheet = TypedSheet()
        head = self._head()
        if head is None:
            message = "không thấy hàng tiêu đề có «Mã học sinh» hoặc «Họ và tên»: xuất lại bảng rồi chép điểm vào"
            sheet.faults.append(self._refusal("HB418", "", message))
            return sheet
        self._find_columns(sheet, head)
        self._refuse_hidden_columns(sheet)
        if not sheet.faults:
            sheet.rows.extend(self._rows(sheet, head))
            _refuse_twice(self, sheet)
        return sheet

    def _refusal(self, code: str, cell: str, message: str, *, warning: bool = False) -> Refusal:
        return Refusal(self.file, self.grid.title, cell, code, message, warning=warning)

    def _head(self) -> int | None:
        wanted = {folded(label) for label, _ in (FIXED["ma"], FIXED["ten"])}
        top = ((row, value) for (row, _), value in self.grid.cells.items() if row <= HEAD_SEARCH)
        return min((row for row, value in top if folded(str(value)) in wanted), default=None)

    def _find_columns(self, sheet: TypedSheet, head: int) -> None:
        for number, heading in sorted(self.grid.row(head).items()):
            key, name = self._key_of(heading), folded(str(heading))
            cell = address((head, number))
            if key is None:
                if name and name not in COMPUTED:
                    message = f"cột lạ «{show(heading)}»: không đọc cột này"
                    sheet.remarks.append(self._refusal("HB422", cell, message, warning=True))
            elif key in sheet.places:
                message = f"cột «{show(heading)}» có hai lần: bỏ một cột"
                sheet.faults.append(self._refusal("HB418", cell, message))
            else:
                sheet.places[key] = number
        for column in self.columns:
            if column.key not in sheet.places:
                message = f"thiếu cột «{column.label}»: giữ nguyên những gì sổ đang có"
                sheet.remarks.append(self._refusal("HB422", "", message, warning=True))

    def _key_of(self, heading: Value) -> str | None:
        name = folded(str(heading))
        for column in self.columns:
            if column.is_called(name):
                return column.key
        return next((key for key, (label, more) in FIXED.items() if name == folded(label) or name in more), None)

    def _refuse_hidden_columns(self, sheet: TypedSheet) -> None:
        for number in sorted(set(sheet.places.values()) & self.grid.hidden_columns):
            letters = column_letters(number)
            message = f"cột {letters} bị ẩn: bỏ ẩn, xem lại số liệu rồi nhập"
            sheet.faults.append(self._refusal("HB408", letters, message))

    def _rows(self, sheet: TypedSheet, head: int) -> Iterator[TypedRow]:
        by_row: dict[int, dict[int, Value]] = {}
        for (row, column), value in self.grid.cells.items():
            if row > head:
                by_row.setdefault(row, {})[column] = value
        used = {number: key for key, number in sheet.places.items() if key != "stt"}
        for number in sorted(by_row):
            cells = {used[column]: value for column, value in by_row[number].items() if column in used}
            if any(tidy(str(value)) for value in cells.values()):
                yield self._row(sheet, number, cells)

    def _row(self, sheet: TypedSheet, number: int, cells: Mapping[str, Value]) -> TypedRow:
        faults = list(self._shape_faults(sheet, number, cells))
        identity = {sheet.cell(number, key) for key in ("ma", "ten", "sinh") if key in sheet.places}
        student: StudentId | None = None
        remarks: list[Refusal] = []
        # Who is meant cannot be asked of a formula or a merged cell.
        for said in () if any(fault.cell in identity for fault in faults) else self._whose(sheet, number, cells):
            if isinstance(said, Refusal):
                (remarks if said.warning else faults).append(said)
            else:
                student = said
        words: dict[str, str | None] = {}
        for column in self.columns:
            place = (number, sheet.places.get(column.key, 0))
            if place in self.grid.formulas:
                continue
            word = understand(cells.get(column.key), column.takes, column.longest)
            if isinstance(word, Wrong):
                faults.append(self._refusal(word.code, address(place), word.message))
            else:
                words[column.key] = word
        said_who = (tidy(digits_of(cells.get("ma", ""))), tidy(str(cells.get("ten", ""))))
        raw = {column.key: str(cells[column.key]) for column in self.columns if column.key in cells}
        return TypedRow(number, student, words, tuple(faults), tuple(remarks), said_who, raw)

    def _shape_faults(self, sheet: TypedSheet, number: int, cells: Mapping[str, Value]) -> Iterator[Refusal]:
        """Formulas, merged cells and hidden rows: what is there is not what was typed there."""
        if number in self.grid.hidden_rows:
            yield self._refusal("HB408", f"A{number}", f"hàng {number} bị ẩn: bỏ ẩn hoặc bỏ lọc, xem lại rồi nhập")
        for key, column in sheet.places.items():
            place: Place = (number, column)
            if key in cells and place in self.grid.formulas:
                message = "ô là công thức: chép rồi dán lại dạng giá trị (Dán đặc biệt – Giá trị)"
                yield self._refusal("HB406", address(place), message)
            if key != "stt" and (area := next((area for area in self.grid.merged if covers(area, place)), None)):
                span = f"{address(area[:2])}:{address(area[2:])}"
                yield self._refusal("HB407", address(place), f"ô nằm trong vùng gộp {span}: bỏ gộp ô, nhập lại từng ô")

    def _whose(self, sheet: TypedSheet, number: int, cells: Mapping[str, Value]) -> Iterator[StudentId | Refusal]:
        """The pupil of a row, by id, else by name and birth date; refusals where that cannot be told."""
        said, name = digits_of(cells.get("ma", "")), tidy(str(cells.get("ten", "")))
        born = day_of(cells["sinh"]) if "sinh" in cells else None
        cell = self._identity_cell(sheet, number)
        student = StudentId(said)
        if student in self.listed:
            yield from self._confirmed(student, cell, name, cells)
            return
        matches = found_by_name(self.students, self.listed, name, born)
        if len(matches) == 1:
            message = f"mã «{show(said)}» không có trong lớp; nhận ra {name} theo họ tên và ngày sinh: {matches[0]}"
            yield self._refusal("HB421", cell, message, warning=True)
            yield matches[0]
            return
        who = f"mã «{show(said)}»" if said else f"«{show(name)}»" if name else "hàng không có mã, không có tên"
        message = f"{who} không phải học sinh của lớp: sửa mã theo danh sách lớp, hoặc xoá cả hàng"
        yield self._refusal("HB412", cell, message)

    def _identity_cell(self, sheet: TypedSheet, number: int) -> str:
        key = "ma" if "ma" in sheet.places else "ten"
        return sheet.cell(number, key) if key in sheet.places else f"A{number}"

    def _confirmed(
        self, student: StudentId, cell: str, name: str, cells: Mapping[str, Value]
    ) -> Iterator[StudentId | Refusal]:
        """The pupil, if name and birth date in the row do not say somebody else."""
        known = self.students.get(student)
        born = day_of(cells["sinh"]) if "sinh" in cells else None
        other_name = known is not None and bool(name) and not is_named(known, name)
        other_day = known is not None and born is not None and not is_born(known, born)
        if other_name or other_day:
            what = "họ tên" if other_name else "ngày sinh"
            message = f"mã {student} và {what} trong hàng là của hai người (hàng bị xê dịch?): xếp lại cho khớp"
            yield self._refusal("HB414", cell, message)
        else:
            yield student


def _refuse_twice(reader: Reader, sheet: TypedSheet) -> None:
    """Two rows about one pupil: neither is taken."""
    rows: dict[StudentId, list[int]] = {}
    for index, row in enumerate(sheet.rows):
        if row.student is not None:
            rows.setdefault(row.student, []).append(index)
    for student, indexes in rows.items():
        if len(indexes) < 2:
            continue
        numbers = " và ".join(str(sheet.rows[index].number) for index in indexes)
        for index in indexes:
            row = sheet.rows[index]
            message = f"học sinh {student} có ở các hàng {numbers}: chỉ giữ một hàng"
            fault = Refusal(reader.file, reader.grid.title, f"A{row.number}", "HB413", message)
            sheet.rows[index] = replace(row, faults=(*row.faults, fault))
