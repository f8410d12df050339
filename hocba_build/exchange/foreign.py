"""Sheets of other systems: the vnEdu summary of a grade, the score lists of the CSDL ngành; columns by heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import SubjectId, Term, YearId
from hocba_build.exchange.columns import HEAD_SEARCH, Input, folded
from hocba_build.exchange.grid import Book, Grid, Value, address
from hocba_build.exchange.roster import day_of, plain_name
from hocba_build.exchange.values import Wrong, digits_of, tidy, understand

_SUBJECT_NAMES: Final[Mapping[str, str]] = {
    "van": "ngu-van", "toan": "toan", "ngngu": "ngoai-ngu-1", "ngoaingu": "ngoai-ngu-1", "tienganh": "ngoai-ngu-1",
    "gdcd": "gdcd", "lsdl": "lich-su-va-dia-li", "lichsuvadialy": "lich-su-va-dia-li", "khtn": "khtn",
    "su": "lich-su", "dia": "dia-li", "dialy": "dia-li", "gdktpl": "gdktpl", "ktpl": "gdktpl", "ly": "vat-li",
    "vatly": "vat-li", "hoa": "hoa-hoc", "sinh": "sinh-hoc", "cnghe": "cong-nghe", "tin": "tin-hoc", "gdtc": "gdtc",
    "gdqpan": "gdqpan", "gdqp": "gdqpan", "nghethuat": "nghe-thuat", "amnhac": "am-nhac", "mythuat": "mi-thuat",
    "hdtnhn": "hdtn-hn", "hdtn": "hdtn-hn", "ndgdcdp": "gddp", "ndgddp": "gddp", "gddp": "gddp",
}  # fmt: skip
SUBJECTS_BY_HEADING: Final[Mapping[str, SubjectId]] = {
    **{folded(subject.name): subject.id for subject in SUBJECTS.values()},
    **{folded(subject.short): subject.id for subject in SUBJECTS.values()},
    **{heading: SubjectId(subject) for heading, subject in _SUBJECT_NAMES.items()},
}
_PUPIL: Final[Mapping[str, str]] = {
    "mahocsinh": "ma", "mahs": "ma", "madinhdanhbogddt": "ma", "sodinhdanhcanhan": "dinh_danh",
    "hovaten": "ten", "hoten": "ten", "ngaysinh": "sinh", "stt": "stt", "tt": "stt", "lop": "lop", "lophoc": "lop",
}  # fmt: skip
_TESTS: Final[Mapping[str, tuple[str, Input]]] = {
    **{f"ddgtx{number}": (f"tx{number}", Input.SCORE) for number in range(1, 6)},
    "ddggk": ("gk", Input.SCORE),
    "ddgck": ("ck", Input.SCORE),
    "dtbmhk": ("ket_qua", Input.SCORE),
    "danhgia": ("ket_qua", Input.OUTCOME),
    "nhanxet": ("nhan_xet", Input.REMARK),
    "noidungnhanxet": ("nhan_xet", Input.REMARK),
}
_JOINED_TESTS: Final = "ddgtx"
_IGNORED: Final = frozenset({"ghichu", "manhanxet", "buoinghi"})
_YEAR: Final = re.compile(r"(20[0-9]{2})\s*-\s*(20[0-9]{2})")
_TERM: Final = re.compile(r"hoc k[iy] (ii|i|2|1)\b")


@dataclass(frozen=True, slots=True)
class ForeignCell:
    """A figure as another system has it: ``mon.toan``, ``hoc_tap``, ``tx1``; a word, or why it cannot be read."""

    cell: str
    figure: str
    word: str | Wrong | None


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One pupil's row; ``code`` is the id the other system gives, empty where it gives none."""

    cell: str
    code: str
    name: str
    born: date | None
    cells: tuple[ForeignCell, ...]


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """A sheet; ``summary`` where it holds results of all subjects, else the tests of one subject."""

    title: str
    summary: bool
    year: YearId | None
    term: Term | None
    rows: tuple[ForeignRow, ...]
    strange: tuple[str, ...] = field(default_factory=tuple)
    """Headings that were not understood."""


def foreign_sheets(book: Book) -> tuple[ForeignSheet, ...]:
    """Every sheet that has pupils in one of the known layouts."""
    return tuple(sheet for grid in book.grids for sheet in _sheet(grid))


def _sheet(grid: Grid) -> Iterator[ForeignSheet]:
    head = head_row(grid)
    if head is None:
        return
    headings = grid.row(head)
    places = {_PUPIL[folded(str(text))]: column for column, text in headings.items() if folded(str(text)) in _PUPIL}
    figures, strange = _figures(grid, head)
    summary = any(figure.startswith("mon.") for figure, _ in figures.values())
    year, term = _about(grid, head)
    yield ForeignSheet(grid.title, summary, year, term, tuple(_rows(grid, head, places, figures)), strange)


def head_row(grid: Grid) -> int | None:
    """The row of a sheet's headings; ``None`` where it lists no pupils."""
    return next((row for row in range(1, HEAD_SEARCH + 1) if _is_head(grid.row(row))), None)


def _is_head(cells: Mapping[int, Value]) -> bool:
    found = {_PUPIL.get(folded(str(text))) for text in cells.values()}
    return "ten" in found and bool(found & {"ma", "sinh"})


def _figures(grid: Grid, head: int) -> tuple[dict[int, tuple[str, Input]], tuple[str, ...]]:
    """The figure of each column, and headings nobody knows."""
    found: dict[int, tuple[str, Input]] = {}
    strange = []
    for column, text in sorted(grid.row(head).items()):
        name = folded(str(text))
        if name in SUBJECTS_BY_HEADING:
            subject = SUBJECTS_BY_HEADING[name]
            found[column] = (f"mon.{subject}", Input.SCORE if SUBJECTS[subject].scored else Input.OUTCOME)
        elif name in ("ketquahoctap", "ketquarenluyen"):
            found[column] = ("hoc_tap" if name.endswith("tap") else "ren_luyen", Input.LEVEL)
        elif name in _TESTS:
            found[column] = _TESTS[name]
        elif name == _JOINED_TESTS:
            found[column] = ("tx", Input.SCORE)
        elif name not in _PUPIL and name not in _IGNORED and name:
            strange.append(str(text))
    totals = [column for column, text in grid.row(head + 1).items() if folded(str(text)) == "tong"]
    if totals:
        found[totals[-1]] = ("buoi_nghi", Input.COUNT)
    return found, tuple(strange)


def _about(grid: Grid, head: int) -> tuple[YearId | None, Term | None]:
    """School year and semester from the lines above the headings."""
    lines = " ".join(str(value) for (row, _), value in sorted(grid.cells.items()) if row < head)
    years = _YEAR.search(lines)
    term = _TERM.search(plain_name(lines))
    year = YearId(f"{years[1]}-{years[2]}") if years else None
    return year, None if term is None else (Term.HK1 if term[1] in ("i", "1") else Term.HK2)


def _rows(
    grid: Grid, head: int, places: Mapping[str, int], figures: Mapping[int, tuple[str, Input]]
) -> Iterator[ForeignRow]:
    for number in range(head + 1, grid.last_row + 1):
        cells = grid.row(number)
        code = digits_of(cells.get(places.get("ma", 0), ""))
        name = tidy(str(cells.get(places["ten"], "")))
        born = day_of(cells.get(places.get("sinh", 0), ""))
        counted = str(cells.get(places.get("stt", 0), "")).strip().removesuffix(".0").isdigit()
        if not name or not (code or born or counted):
            continue  # Who signs below the list has a name, but is no row of it.
        held = tuple(_cells(cells, number, figures))
        yield ForeignRow(address((number, places.get("ma", places["ten"]))), code, name, born, held)


def _cells(cells: Mapping[int, Value], number: int, figures: Mapping[int, tuple[str, Input]]) -> Iterator[ForeignCell]:
    for column, (figure, takes) in figures.items():
        cell, value = address((number, column)), cells.get(column)
        if figure == "tx":
            yield from _joined(cell, str(value) if value is not None else "")
        else:
            yield ForeignCell(cell, figure, understand(value, takes))


def _joined(cell: str, text: str) -> Iterator[ForeignCell]:
    """Regular scores in one cell, parted by spaces."""
    for place, part in enumerate(text.replace(";", " ").split(), start=1):
        yield ForeignCell(cell, f"tx{place}", understand(part, Input.SCORE))
