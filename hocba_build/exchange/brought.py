"""The results a pupil brings from another school: one semester a sheet, a subject a row, kept as they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from hocba_build.domain.entries import Absences, BroughtSemester, BroughtSubject, Tests
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, SUBJECTS
from hocba_build.domain.values import Level, Score, SubjectId
from hocba_build.exchange.columns import HEAD_SEARCH, Column, Input, folded
from hocba_build.exchange.drawing import Drawing
from hocba_build.exchange.foreign import SUBJECTS_BY_HEADING
from hocba_build.exchange.grid import Book, Grid, Value, address
from hocba_build.exchange.plain_table import plain_table
from hocba_build.exchange.refusals import Refusal, RefusedFileError
from hocba_build.exchange.tokens import EXEMPT, LEVELS, NOT_SAT, OUTCOMES, entry_of
from hocba_build.exchange.values import ERASE, Wrong, show, understand

_PLACES: Final = ("tx1", "tx2", "tx3", "tx4", "tx5", "gk", "ck", "chuyen_de")
_HEADS: Final[Mapping[str, float]] = {
    "Môn": 38.0, "TX1": 8.0, "TX2": 8.0, "TX3": 8.0, "TX4": 8.0, "TX5": 8.0, "GK": 8.0, "CK": 8.0, "Chuyên đề": 10.0,
    "Kết quả": 12.0, "Căn cứ miễn": 20.0, "Nhận xét": 45.0,
}  # fmt: skip
_KEYS: Final = {
    "mon": "mon", "monhoc": "mon", **{place: place for place in _PLACES}, "chuyende": "chuyen_de",
    **{f"ddgtx{number}": f"tx{number}" for number in range(1, 6)}, "ddggk": "gk", "ddgck": "ck",
    "ketqua": "ket_qua", "dtbmhk": "ket_qua", "cancumien": "mien", "nhanxet": "nhan_xet",
}  # fmt: skip
_SUMMARY: Final = {
    "ketquahoctap": ("hoc_tap", Input.LEVEL),
    "ketquarenluyen": ("ren_luyen", Input.LEVEL),
    "nghicophep": ("phep", Input.COUNT),
    "nghikhongphep": ("khong_phep", Input.COUNT),
    "nhanxetcuagiaovienchunhiem": ("nhan_xet", Input.REMARK),
}
_SUMMARY_WORDS: Final = (
    "Kết quả học tập", "Kết quả rèn luyện", "Nghỉ có phép", "Nghỉ không phép", "Nhận xét của giáo viên chủ nhiệm",
)  # fmt: skip
_ARTS_ROWS: Final = {"am-nhac": "am_nhac", "mi-thuat": "mi_thuat"}
_LAST_LOWER: Final = 9


def draw_results() -> Drawing:
    """An empty sheet: every subject a row, the summary below; rows without a value are left out when it is read."""
    names = [*(subject.name for subject in SUBJECTS.values()), *_SUMMARY_WORDS]
    return plain_table("Học kì", list(_HEADS), [(name, *[""] * (len(_HEADS) - 1)) for name in names], _HEADS)


@dataclass(slots=True)
class _Read:
    """What the rows say so far."""

    tokens: dict[SubjectId, dict[str, str]] = field(default_factory=dict)
    summary: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def read_results(file: str, book: Book, grade: int) -> tuple[BroughtSemester, tuple[Refusal, ...]]:
    """One semester from the first sheet with results.

    Raises:
        RefusedFileError: HB423, there is none.
    """
    for grid in book.grids:
        places = _places(grid)
        if places is not None:
            head, columns = places
            read = _Read()
            for number in range(head + 1, grid.last_row + 1):
                _row(_Case(file, grid, columns, grade), number, read)
            return _semester(read), tuple(read.refusals)
    message = "không thấy hàng tiêu đề có «Môn» và «Kết quả»: dùng mẫu hocba pupil template results"
    raise RefusedFileError("HB423", message)


def _places(grid: Grid) -> tuple[int, dict[str, int]] | None:
    for row in range(1, min(HEAD_SEARCH, grid.last_row) + 1):
        found = {key: column for column, text in grid.row(row).items() if (key := _KEYS.get(folded(str(text))))}
        if {"mon", "ket_qua"} <= found.keys():
            return row, found
    return None


@dataclass(frozen=True, slots=True)
class _Case:
    file: str
    grid: Grid
    columns: Mapping[str, int]
    grade: int

    def refused(self, code: str, message: str, place: tuple[int, int]) -> Refusal:
        return Refusal(self.file, self.grid.title, address(place), code, message)


def _row(case: _Case, number: int, read: _Read) -> None:
    cells = case.grid.row(number)
    told = {key: value for key, column in case.columns.items() if (value := cells.get(column)) not in (None, "")}
    name = told.pop("mon", None)
    if name is None or not told:
        return
    word = folded(str(name))
    subject = SUBJECTS_BY_HEADING.get(word)
    if word in _SUMMARY:
        key, takes = _SUMMARY[word]
        value = told.get("nhan_xet") if takes is Input.REMARK and "ket_qua" not in told else told.get("ket_qua")
        _keep(case, read, (number, "ket_qua", value, takes), read.summary, key)
    elif subject is None:
        read.refusals.append(case.refused("HB409", f"không biết môn «{show(name)}»", (number, case.columns["mon"])))
    else:
        _subject(case, number, read, subject, told)


def _subject(case: _Case, number: int, read: _Read, subject: SubjectId, told: Mapping[str, Value]) -> None:
    content = _ARTS_ROWS.get(subject, "") if case.grade <= _LAST_LOWER else ""
    place = ARTS if content else subject
    takes = Input.SCORE if SUBJECTS[place].scored else Input.OUTCOME
    tokens = read.tokens.setdefault(place, {})
    kinds = {"nhan_xet": Input.REMARK, "mien": Input.REASON}
    for key, value in told.items():
        name = f"{content}.{key}" if content and key in _PLACES else key
        _keep(case, read, (number, key, value, kinds.get(key, takes)), tokens, name)


def _keep(
    case: _Case, read: _Read, cell: tuple[int, str, Value | None, Input], tokens: dict[str, str], name: str
) -> None:
    number, key, value, takes = cell
    word = understand(value, takes)
    if word == EXEMPT or (word == NOT_SAT and key == "ket_qua"):
        word = Wrong("HB416", f"ghi «{word}»: miễn thì ghi vào cột «Căn cứ miễn», ô này để trống")
    if isinstance(word, Wrong):
        read.refusals.append(case.refused(word.code, word.message, (number, case.columns[key])))
    elif word not in (None, ERASE):
        tokens[name] = str(word)


def _semester(read: _Read) -> BroughtSemester:
    said = read.summary
    counted = {"phep", "khong_phep"} & said.keys()
    absences = Absences(int(said.get("phep", "0")), int(said.get("khong_phep", "0"))) if counted else None
    return BroughtSemester(
        subjects={subject: _brought(subject, tokens) for subject, tokens in read.tokens.items() if tokens},
        learning=_level(said.get("hoc_tap")),
        conduct=_level(said.get("ren_luyen")),
        absences=absences,
        remark=said.get("nhan_xet"),
    )


def _level(word: str | None) -> Level | None:
    return LEVELS.get(word) if word else None


def _brought(subject: SubjectId, tokens: Mapping[str, str]) -> BroughtSubject:
    result = tokens.get("ket_qua")
    entry = entry_of(tuple(_columns(subject)), {key: word for key, word in tokens.items() if key != "ket_qua"})
    contents = {name: tests for name, tests in entry.contents.items() if tests != Tests()} if entry else {}
    value = None if result is None else OUTCOMES[result] if result in OUTCOMES else Score(Decimal(result))
    return BroughtSubject(value, contents, entry.exemption if entry else None, entry.remark if entry else None)


def _columns(subject: SubjectId) -> Iterator[Column]:
    takes = Input.SCORE if SUBJECTS[subject].scored else Input.OUTCOME
    for content in ARTS_CONTENTS if subject == ARTS else ("",):
        yield from (Column(f"{content}.{place}" if content else place, place, takes) for place in _PLACES)
    yield Column("mien", "Căn cứ miễn", Input.REASON)
    yield Column("nhan_xet", "Nhận xét", Input.REMARK)
