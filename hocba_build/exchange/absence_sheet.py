"""A sheet of absences of a month or more: who, and half-days with and without permission; drawn, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hocba_build.domain.values import Term
from hocba_build.exchange.columns import HEAD_SEARCH, Input, folded
from hocba_build.exchange.drawing import Drawing
from hocba_build.exchange.grid import Book, Grid, Shown, Value, address, covers
from hocba_build.exchange.plain_table import plain_table
from hocba_build.exchange.pupil_columns import key_of
from hocba_build.exchange.refusals import Refusal, RefusedFileError
from hocba_build.exchange.values import ERASE, Wrong, digits_of, tidy, understand

EXCUSED, UNEXCUSED = "phep", "khong_phep"
_MONTHLY: Final = re.compile(r"(?:thang)?(0?[1-9]|1[0-2])(20[0-9]{2})(?:hk(ii|i|2|1))?(.*)")
_KINDS: Final[Mapping[str, str]] = {
    "cophep": EXCUSED, "phep": EXCUSED, "p": EXCUSED, "nghicophep": EXCUSED, "sobuoinghicophep": EXCUSED,
    "khongphep": UNEXCUSED, "kphep": UNEXCUSED, "k": UNEXCUSED, "nghikhongphep": UNEXCUSED,
    "sobuoinghikhongphep": UNEXCUSED,
}  # fmt: skip
_TERMS: Final = {"i": Term.HK1, "1": Term.HK1, "ii": Term.HK2, "2": Term.HK2}
_WIDTHS: Final = {"STT": 5.0, "Lớp": 8.0, "Mã học sinh": 13.0, "Họ và tên": 27.0}


@dataclass(frozen=True, slots=True)
class Figure:
    """What a column counts: a month (``2025-10``, ``None`` where the heading does not say one), and which half-days."""

    month: str | None
    term: Term | None
    kind: str


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One pupil's row; ``counts`` by figure, with the cell of each."""

    sheet: str
    cell: str
    student: str
    ministry_code: str
    name: str
    class_name: str
    counts: Mapping[Figure, tuple[int, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line to be drawn: number, class, id, name, and what the register holds so far."""

    class_name: str
    student: str
    name: str
    excused: int | None
    unexcused: int | None


def draw_sheet(title: str, month: str, lines: Sequence[SheetLine]) -> Drawing:
    """A sheet to be filled in; ``month`` as its headings say it (``10/2025``, ``01/2026 HK I``)."""
    heads = ["STT", *list(_WIDTHS)[1:], f"{month} có phép", f"{month} không phép"]
    rows = [
        (number, line.class_name, line.student, line.name, line.excused, line.unexcused)
        for number, line in enumerate(lines, start=1)
    ]
    return plain_table(title, heads, rows, {**_WIDTHS, heads[-2]: 14.0, heads[-1]: 14.0})


def read_sheet(file: str, book: Book) -> tuple[list[AbsenceRow], list[Refusal]]:
    """Every sheet with absences.

    Raises:
        RefusedFileError: HB423, there is none.
    """
    rows: list[AbsenceRow] = []
    refusals: list[Refusal] = []
    found = False
    for grid in book.grids:
        head = _head(grid) if grid.shown is Shown.VISIBLE else None
        if head is not None:
            found = True
            case = _Case(file, grid, *head)
            for number in range(case.head + 1, grid.last_row + 1):
                one = list(case.row(number))
                rows.extend(row for row in one if isinstance(row, AbsenceRow))
                refusals.extend(row for row in one if isinstance(row, Refusal))
    if not found:
        message = "không thấy hàng tiêu đề có học sinh và «có phép», «không phép»: dùng bảng của hocba absence export"
        raise RefusedFileError("HB423", message)
    return rows, refusals


def _head(grid: Grid) -> tuple[int, dict[str, int], dict[int, Figure]] | None:
    """Row of the headings, the columns that say who, and those that count."""
    for row in range(1, min(HEAD_SEARCH, grid.last_row) + 1):
        cells = grid.row(row).items()
        who = {key: column for column, text in cells if (key := key_of(str(text)))}
        counted = {column: figure for column, text in cells if (figure := figure_of(str(text))) is not None}
        if counted and who.keys() & {"ma", "ma_bo", "ho_ten"}:
            return row, who, counted
    return None


def head_row(grid: Grid) -> int | None:
    """The row of the headings; ``None`` where the sheet has none."""
    found = _head(grid)
    return None if found is None else found[0]


def is_read(heading: str) -> bool:
    """Whether a column says who or counts."""
    return key_of(heading) is not None or figure_of(heading) is not None


def figure_of(heading: str) -> Figure | None:
    """What a heading counts; ``None`` for any other column."""
    word = folded(heading)
    if word in _KINDS:
        return Figure(None, None, _KINDS[word])
    found = _MONTHLY.fullmatch(word)
    if found is None or found[4] not in _KINDS:
        return None
    term = _TERMS[found[3]] if found[3] else None
    return Figure(f"{found[2]}-{int(found[1]):02d}", term, _KINDS[found[4]])


@dataclass(frozen=True, slots=True)
class _Case:
    file: str
    grid: Grid
    head: int
    who: Mapping[str, int]
    counted: Mapping[int, Figure]

    def row(self, number: int) -> Iterator[AbsenceRow | Refusal]:
        cells = self.grid.row(number)
        said = {key: tidy(str(cells[column])) for key, column in self.who.items() if column in cells}
        if not any(said.get(key) for key in ("ma", "ma_bo", "ho_ten")):
            return
        counts: dict[Figure, tuple[int, str]] = {}
        for column, figure in self.counted.items():
            place = (number, column)
            word = self._word(place, cells.get(column))
            if isinstance(word, Wrong):
                yield Refusal(self.file, self.grid.title, address(place), word.code, word.message)
            elif word is not None:
                counts[figure] = (int(word), address(place))
        ids = {key: digits_of(cells[self.who[key]]) for key in ("ma", "ma_bo") if self.who.get(key, 0) in cells}
        cell = address((number, min(self.who.values())))
        name, room = said.get("ho_ten", ""), said.get("lop", "")
        yield AbsenceRow(self.grid.title, cell, ids.get("ma", ""), ids.get("ma_bo", ""), name, room, counts)

    def _word(self, place: tuple[int, int], value: Value | None) -> str | Wrong | None:
        if value is None:
            return None
        if place in self.grid.formulas:
            return Wrong("HB406", "ô là công thức: dán lại dạng giá trị")
        if any(covers(area, place) for area in self.grid.merged):
            return Wrong("HB407", "ô nằm trong vùng gộp: bỏ gộp ô")
        if place[0] in self.grid.hidden_rows or place[1] in self.grid.hidden_columns:
            return Wrong("HB408", "ô bị ẩn: bỏ ẩn rồi xem lại")
        word = understand(value, Input.COUNT)
        return "0" if word == ERASE else word
