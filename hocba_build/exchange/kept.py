"""Results of a year before this system, from a school's summary books: one sheet a term, one row a pupil.

The layout is that of the vnEdu summary; a sheet of the whole year may add class, conclusion, title and remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from hocba_build.domain.legacy import LegacySubject, LegacyTerm, OldConduct, OldLearning
from hocba_build.domain.values import Conclusion, Exempt, Level, Outcome, Result, Score, SubjectId, Term, Title
from hocba_build.domain.words import word
from hocba_build.exchange.columns import folded
from hocba_build.exchange.drawing import Drawing, Page
from hocba_build.exchange.foreign import ForeignCell, ForeignRow, ForeignSheet, foreign_sheets, head_row
from hocba_build.exchange.grid import Book, Grid
from hocba_build.exchange.list_rest import Shape
from hocba_build.exchange.lists import TableRow, find_table
from hocba_build.exchange.plain_table import Value, plain_table
from hocba_build.exchange.pupil_columns import REASON
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.tokens import EXEMPT, OUTCOMES
from hocba_build.exchange.values import Wrong, show

TABS: Final = {Term.HK1: "HK I", Term.HK2: "HK II", Term.CA_NAM: "Cả năm"}
_TERMS: Final = {
    "hki": Term.HK1, "hk1": Term.HK1, "hkii": Term.HK2, "hk2": Term.HK2, "canam": Term.CA_NAM, "cn": Term.CA_NAM,
}  # fmt: skip
_CLASS: Final = re.compile(r"[Ll]ớp\s+([0-9]{1,2}[^\s–-]{0,8})")
_MORE: Final[Mapping[str, str]] = {
    "mahocsinh": "ma", "mahs": "ma", "madinhdanhbogddt": "ma", "lop": "lop", "lenlop": "kl", "ketluan": "kl",
    "danhhieu": "dh", "hocluc": "hl", "hanhkiem": "hk", "dtbcm": "tb", "diemtrungbinhcacmon": "tb",
    "nhanxetcuagvcn": "nx", "nhanxet": "nx", "gvcn": "gvcn", "giaovienchunhiem": "gvcn", "buoinghi": "bn",
}  # fmt: skip
_CONCLUSIONS: Final = {
    "lenlop": Conclusion.LEN_LOP, "duoclenlop": Conclusion.LEN_LOP, "x": Conclusion.LEN_LOP,
    "olailop": Conclusion.O_LAI_LOP, "khongduoclenlop": Conclusion.O_LAI_LOP, "luuban": Conclusion.O_LAI_LOP,
}  # fmt: skip
_TITLES: Final = {
    "xuatsac": Title.XUAT_SAC, "hocsinhxuatsac": Title.XUAT_SAC, "gioi": Title.GIOI, "hocsinhgioi": Title.GIOI,
    "tientien": Title.TIEN_TIEN, "hocsinhtientien": Title.TIEN_TIEN,
}  # fmt: skip
_LEARNING: Final = {folded(word(one)): one for one in OldLearning}
_CONDUCT: Final = {folded(word(one)): one for one in OldConduct}
_LEVELS: Final = {word(one): one for one in Level}


@dataclass(slots=True)
class KeptPupil:
    """What the sheets say of one pupil."""

    row: ForeignRow
    sheet: str
    places: set[tuple[str, int]] = field(default_factory=set)
    """The sheets and rows that speak of the pupil."""
    subjects: dict[SubjectId, dict[Term, Result]] = field(default_factory=dict)
    terms: dict[Term, LegacyTerm] = field(default_factory=dict)
    class_name: str = ""
    absent: int | None = None
    conclusion: Conclusion | None = None
    title: Title | None = None
    remark: str | None = None
    homeroom: str | None = None

    def legacy_subjects(self) -> dict[SubjectId, LegacySubject]:
        """The subjects in the shape of a kept year."""
        return {
            subject: LegacySubject(held.get(Term.HK1), held.get(Term.HK2), held.get(Term.CA_NAM))
            for subject, held in self.subjects.items()
        }


@dataclass(slots=True)
class KeptBook:
    """The pupils of a workbook by the code it gives them, and every fault by its cell."""

    pupils: dict[tuple[str, str], KeptPupil] = field(default_factory=dict)
    faults: list[Refusal] = field(default_factory=list)


def kept_sheet(pupils: Sequence[tuple[str, str, str]], subjects: Sequence[str]) -> Drawing:
    """An empty workbook to be filled: ``pupils`` are id, name and birth date as printed."""
    pages: list[Page] = []
    for term, tab in TABS.items():
        levels = ["Kết quả học tập", "Kết quả rèn luyện"]
        more = ["Buổi nghỉ", "Lên lớp", "Danh hiệu", "Nhận xét của GVCN"] if term is Term.CA_NAM else []
        heads = ["STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Lớp", *subjects, *levels, *more]
        lines: list[tuple[Value, ...]] = [
            (number, *pupil, *[""] * (len(heads) - 4)) for number, pupil in enumerate(pupils, start=1)
        ]
        widths = {"STT": 6.0, "Mã học sinh": 14.0, "Họ và tên": 28.0, "Ngày sinh": 12.0, "Nhận xét của GVCN": 40.0}
        pages += plain_table(tab, heads, lines, widths).pages
    return Drawing(pages, "")


def read_kept(file: str, book: Book) -> KeptBook:
    """Everything the sheets of a workbook say; a cell that is not understood is a fault."""
    found = KeptBook()
    sheets = foreign_sheets(book)
    if not sheets:
        message = "không thấy hàng tiêu đề có «Mã học sinh» và «Họ và tên»"
        found.faults.append(Refusal(file, "", "", "HB418", message))
    grids = {grid.title: grid for grid in book.grids}
    for sheet in sheets:
        term = _term(sheet)
        if term is None:
            message = "trang không nói học kì nào: đặt tên trang là HK I, HK II hoặc Cả năm"
            found.faults.append(Refusal(file, sheet.title, "", "HB235", message))
            continue
        more = _more(grids[sheet.title])
        for row in sheet.rows:
            pupil = found.pupils.setdefault((row.code, folded(row.name)), KeptPupil(row, sheet.title))
            found.faults += _cells(file, sheet.title, pupil, row, term)
            number = int(re.sub(r"\D", "", row.cell))
            pupil.places.add((sheet.title, number))
            extra = more.get(number)
            if extra is not None:
                found.faults += _extra(file, pupil, extra, term)
            pupil.class_name = pupil.class_name or _class_of(grids[sheet.title])
    return found


def _term(sheet: ForeignSheet) -> Term | None:
    return sheet.term or _TERMS.get(folded(sheet.title))


def _class_of(grid: Grid) -> str:
    """The class named above the headings."""
    texts = (str(value) for (row, _), value in sorted(grid.cells.items()) if row <= 5)
    return next((matched[1] for text in texts if (matched := _CLASS.search(text))), "")


def _more(grid: Grid) -> dict[int, TableRow]:
    table = find_table(grid, _MORE, frozenset({"ma"}))
    return {row.number: row for row in table.rows} if table else {}


def _cells(file: str, sheet: str, pupil: KeptPupil, row: ForeignRow, term: Term) -> Iterator[Refusal]:
    for cell in row.cells:
        if isinstance(cell.word, Wrong):
            yield Refusal(file, sheet, cell.cell, "HB235", cell.word.message)
        elif cell.word is not None:
            _take(pupil, cell, cell.word, term)


def _take(pupil: KeptPupil, cell: ForeignCell, text: str, term: Term) -> None:
    held = pupil.terms.get(term, LegacyTerm())
    if cell.figure.startswith("mon."):
        subject = SubjectId(cell.figure.removeprefix("mon."))
        pupil.subjects.setdefault(subject, {})[term] = _result(text)
    elif cell.figure == "hoc_tap" and text in _LEVELS:
        pupil.terms[term] = _replaced(held, learning=_LEVELS[text])
    elif cell.figure == "ren_luyen" and text in _LEVELS:
        pupil.terms[term] = _replaced(held, conduct=_LEVELS[text])
    elif cell.figure == "buoi_nghi" and term is not Term.HK1:
        pupil.absent = int(text)


def _replaced(held: LegacyTerm, **values: Any) -> LegacyTerm:  # noqa: ANN401 - one field of the term
    fields = {name: getattr(held, name) for name in LegacyTerm.__slots__}
    return LegacyTerm(**{**fields, **values})


def _result(text: str) -> Result:
    if text in OUTCOMES:
        return OUTCOMES[text]
    return Exempt.MIEN if text == EXEMPT else Score(Decimal(text))


def _extra(file: str, pupil: KeptPupil, row: TableRow, term: Term) -> Iterator[Refusal]:
    """What a summary of the system next door does not have: class, old levels, conclusion, title, remark."""
    pupil.class_name = row.text("lop") or pupil.class_name
    held = pupil.terms.get(term, LegacyTerm())
    for key, known, name in (("hl", _LEARNING, "old_learning"), ("hk", _CONDUCT, "old_conduct")):
        text = row.text(key)
        if text and folded(text) in known:
            held = pupil.terms[term] = _replaced(held, **{name: known[folded(text)]})
        elif text:
            yield Refusal(file, row.sheet, row.cell(key), "HB235", f"«{show(text)}» không phải học lực, hạnh kiểm")
    average = row.text("tb").replace(",", ".")
    if average:
        if re.fullmatch(r"(10|[0-9])(\.[0-9])?", average):
            pupil.terms[term] = _replaced(held, overall_average=Score(Decimal(average)))
        else:
            yield Refusal(file, row.sheet, row.cell("tb"), "HB235", f"«{show(average)}» không phải một điểm")
    if term is Term.CA_NAM:
        yield from _ending(file, pupil, row)


def _ending(file: str, pupil: KeptPupil, row: TableRow) -> Iterator[Refusal]:
    for key, known, name in (("kl", _CONCLUSIONS, "conclusion"), ("dh", _TITLES, "title")):
        text = row.text(key)
        if text and folded(text) in known:
            setattr(pupil, name, known[folded(text)])
        elif text:
            yield Refusal(file, row.sheet, row.cell(key), "HB235", f"không hiểu «{show(text)}»")
    absent = row.text("bn")
    if absent.isdigit():
        pupil.absent = int(absent)
    pupil.remark, pupil.homeroom = row.text("nx") or pupil.remark, row.text("gvcn") or pupil.homeroom


SHAPE: Final = Shape(head_row, lambda heading: folded(heading) != folded(REASON))
"""How a summary sheet is taken apart for a file of the rest: every column is read."""


__all__ = ["SHAPE", "KeptBook", "KeptPupil", "Outcome", "kept_sheet", "read_kept"]
