"""A pupil list read: who stands in its rows by the papers, each refused row named by its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hocba_build.domain.people import Family
from hocba_build.domain.vietnamese import fold
from hocba_build.exchange.birth_dates import BirthDates
from hocba_build.exchange.columns import folded
from hocba_build.exchange.grid import Book, Grid, Shown, Value, address, covers
from hocba_build.exchange.pupil_columns import HERE, family_of, head_of, key_of, why_not
from hocba_build.exchange.refusals import Refusal, RefusedFileError
from hocba_build.exchange.values import Wrong, show, tidy
from hocba_build.records.text import describe, forbidden, name_fault

_ID_DIGITS: Final = {"ma": 10, "ma_bo": 10, "so_dinh_danh": 12}
_LONGEST: Final = {
    "noi_sinh": 160, "dan_toc": 40, "doi_tuong": 120, "cho_o": 200, "cha_nghe": 80, "me_nghe": 80, "giam_ho_nghe": 80,
    "dang_bo": 20,
}  # fmt: skip
_NAMES: Final = ("ho_ten", "ten", "cha", "me", "giam_ho")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One pupil of a list; ``texts`` holds what else the row says, by the keys of the columns."""

    sheet: str
    cell: str
    name: str
    born: date
    female: bool
    class_name: str
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def family(self) -> Family | None:
        """What the row says for the life page, where it says anything."""
        return family_of(self.texts.get)


@dataclass(frozen=True, slots=True)
class PupilList:
    """What a workbook's pupil lists hold."""

    rows: tuple[ListRow, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[Refusal, ...]


def read_list(file: str, book: Book, class_name: str | None = None) -> PupilList:
    """Every sheet with a pupil list; ``class_name`` where the list does not say it.

    Raises:
        RefusedFileError: HB423, there is none.
    """
    rows: list[ListRow] = []
    refusals: list[Refusal] = []
    remarks: list[Refusal] = []
    found = False
    for grid in book.grids:
        head = head_of(grid)
        if head and grid.shown is Shown.VISIBLE:
            found = True
            sheet = _Sheet(file, grid, head, class_name)
            remarks.extend(sheet.untaken())
            for number in range(head + 1, grid.last_row + 1):
                row = sheet.row(number)
                if isinstance(row, ListRow):
                    rows.append(row)
                else:
                    refusals.extend(one for one in row if not one.warning)
                    remarks.extend(one for one in row if one.warning)
    if not found:
        message = (
            "không thấy hàng tiêu đề có «Họ và tên» và «Ngày sinh»: dùng danh sách của CSDL ngành, hoặc mẫu của hocba"
        )
        raise RefusedFileError("HB423", f"{message} (hocba pupil template)")
    return PupilList(tuple(rows), tuple(refusals), tuple(remarks))


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read."""

    file: str
    grid: Grid
    head: int
    class_name: str | None
    places: dict[str, int] = field(default_factory=dict)
    dates: BirthDates = field(default_factory=lambda: BirthDates(month_first=False, mixed=False))

    def __post_init__(self) -> None:
        for column, text in sorted(self.grid.row(self.head).items()):
            key = key_of(str(text))
            if key:
                self.places.setdefault(key, column)
        at = self.places["ngay_sinh"]
        cells = self.grid.cells.items()
        self.dates = BirthDates.of(value for (row, one), value in cells if one == at and row > self.head)

    def untaken(self) -> Iterator[Refusal]:
        """Columns that are left out, each with the reason."""
        for column, text in sorted(self.grid.row(self.head).items()):
            if reason := why_not(str(text)):
                yield self._told("HB426", f"cột «{show(text)}»: {reason}", (self.head, column), warning=True)

    def row(self, number: int) -> ListRow | list[Refusal]:
        """One pupil, or what stands against the row; nothing for an empty one."""
        cells = self.grid.row(number)
        if not any(cells.get(self.places[key]) for key in ("ho_ten", "ngay_sinh")):
            return []
        status = _plain(cells.get(self.places.get("trang_thai", 0), ""))
        if status not in HERE:
            message = f"trạng thái «{show(cells[self.places['trang_thai']])}»: không phải đang học, bỏ qua hàng này"
            return [self._told("HB427", message, (number, self.places["ho_ten"]), warning=True)]
        faults = list(self._unsafe(number))
        said: dict[str, object] = {}
        for key, column in self.places.items():
            value = self._read(key, cells.get(column))
            if isinstance(value, Wrong):
                faults.append(self._told(value.code, value.message, (number, column)))
            elif value is not None:
                said[key] = value
        faults.extend(self._missing(number, said))
        return faults or self._made(number, said)

    def _read(self, key: str, value: Value | None) -> object:
        if value is None or (isinstance(value, str) and not tidy(value)):
            return None
        if key == "ngay_sinh":
            return self.dates.read(value)
        return _READERS.get(key, _text)(key, value)

    def _unsafe(self, number: int) -> Iterator[Refusal]:
        """What a person at the screen cannot see, or the program cannot know."""
        if number in self.grid.hidden_rows:
            yield self._told("HB408", "hàng bị ẩn: bỏ ẩn rồi xem lại", (number, 1))
        for column in self.places.values():
            place = (number, column)
            if column in self.grid.hidden_columns:
                yield self._told("HB408", "cột bị ẩn: bỏ ẩn rồi xem lại", place)
            if place in self.grid.formulas:
                yield self._told("HB406", "ô là công thức: dán lại dạng giá trị", place)
            if any(covers(area, place) for area in self.grid.merged):
                yield self._told("HB407", "ô nằm trong vùng gộp: bỏ gộp ô", place)

    def _missing(self, number: int, said: Mapping[str, object]) -> Iterator[Refusal]:
        wanted = {"ho_ten": "họ và tên", "ngay_sinh": "ngày sinh", "gioi_tinh": "giới tính (Nam hoặc Nữ)"}
        for key, words in wanted.items():
            place = (number, self.places.get(key, 0))
            if key in self.places and key not in said and self.grid.cells.get(place) is None:
                yield self._told("HB428", f"thiếu {words}", place)
        if not said.get("lop") and not self.class_name:
            place = (number, self.places.get("lop", self.places["ho_ten"]))
            yield self._told("HB425", "không ghi lớp: thêm cột «Lớp», hoặc nêu --class", place)

    def _made(self, number: int, said: Mapping[str, object]) -> ListRow:
        texts = {key: value for key, value in said.items() if isinstance(value, str)}
        female = said["gioi_tinh"] == "nu" if "gioi_tinh" in said else bool(said.get("nu"))
        born = said["ngay_sinh"]
        if not isinstance(born, date):
            raise AssertionError(number)
        cell = address((number, self.places["ho_ten"]))
        class_name = texts.get("lop") or self.class_name or ""
        return ListRow(self.grid.title, cell, texts["ho_ten"], born, female, class_name, texts)

    def _told(self, code: str, message: str, place: tuple[int, int], *, warning: bool = False) -> Refusal:
        return Refusal(self.file, self.grid.title, address(place), code, message, warning=warning)


def _plain(value: Value) -> str:
    return folded(str(value))


def _text(key: str, value: Value) -> str | Wrong:
    text = tidy(f"{value:.15g}" if isinstance(value, float) else str(value))
    if isinstance(value, date):
        return Wrong("HB428", f"Excel đã đổi thành ngày {value:%d/%m/%Y}: gõ lại dạng chữ")
    if found := forbidden(text):
        return Wrong("HB428", f"có kí tự không được phép {describe(found[0])}: xoá đi và gõ lại")
    longest = _LONGEST.get(key, 64)
    return text if len(text) <= longest else Wrong("HB428", f"dài {len(text)} kí tự, nhiều nhất {longest}: rút gọn")


def _name(_key: str, value: Value) -> str | Wrong:
    text = tidy(str(value))
    fault = name_fault(text) if isinstance(value, str) else "không phải chữ"
    return Wrong("HB428", f"{fault}") if fault else text


def _digits(key: str, value: Value) -> str | Wrong:
    """An id; a number that a spreadsheet made of it has lost its first zeros."""
    wanted = _ID_DIGITS[key]
    text = tidy(value).replace(" ", "") if isinstance(value, str) else _whole(value).zfill(wanted)
    if len(text) == wanted and text.isascii() and text.isdigit():
        return text
    return Wrong("HB428", f"ghi «{show(value)}»: cần đúng {wanted} chữ số")


def _whole(value: Value) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        return str(int(value))
    return str(value)


def _sex(_key: str, value: Value) -> str | Wrong:
    word = fold(tidy(str(value))).lower()
    return word if word in ("nam", "nu") else Wrong("HB428", f"giới tính ghi «{show(value)}»: ghi Nam hoặc Nữ")


_READERS: Final[Mapping[str, Callable[[str, Value], str | Wrong]]] = {
    **dict.fromkeys(_NAMES, _name),
    **dict.fromkeys(_ID_DIGITS, _digits),
    "gioi_tinh": _sex,
}

__all__ = ["ListRow", "PupilList", "read_list"]
