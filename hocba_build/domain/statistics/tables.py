"""Figures as tables of a report: one shape for a workbook and for print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hocba_build.domain.statistics.counts import CommentedSubject, Group, ScoredSubject
from hocba_build.domain.statistics.figures import Figures, GradeSubjects, PromotionLine, TermFigures
from hocba_build.domain.statistics.list_tables import ListTable
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.tables import Cell, Head, Line, Share, Table
from hocba_build.domain.values import LEVELS, Conclusion, Term
from hocba_build.domain.words import word


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: ``key`` names it shortly; ``personal`` where it names pupils."""

    key: str
    title: str
    tables: tuple[Table, ...]
    personal: bool = False
    fresh: bool = False
    """Begins a page."""


COUNT_AND_SHARE: Final = ("SL", "%")
_BAND_NAMES: Final = ("Dưới 3,5", "3,5–4,9", "5,0–6,4", "6,5–7,9", "8,0–8,9", "9,0–10")
PASSING: Final = 2
"""The first band from 5,0."""


def sections_of(figures: Figures, lists: Sequence[ListTable] = ()) -> tuple[Section, ...]:
    """A report: the terms that have begun, how the year ended, comparisons, and the lists that were asked for."""
    held = [_list_section(figures, table) for table in lists if table.rows]
    return (*_figure_sections(figures), *(replace(one, fresh=index == 0) for index, one in enumerate(held)))


def _figure_sections(figures: Figures) -> Iterator[Section]:
    begun = [term for term in figures.terms if term.begun]
    for term in begun:
        yield Section(_KEYS[term.term], word(term.term), tuple(_term_tables(figures, term)), fresh=True)
    if any(term.term is Term.CA_NAM for term in begun):
        tables = (_promotion("Kết quả cuối năm", figures.promotion),)
        yield Section("Lên lớp", "Lên lớp, danh hiệu, hoàn thành cấp học", tables, fresh=True)
    if len(begun) > 1 or len(figures.years) > 1:
        yield Section("So sánh", "So sánh các kì, các năm học", tuple(_comparisons(figures, begun)))
    if figures.inclusive:
        groups = [_renamed(term.apart, word(term.term)) for term in begun]
        hint = "Học sinh được đánh giá theo Điều 11, không tính vào các bảng trên."
        yield Section("Hoà nhập", "Học sinh hoà nhập", (_levels("Mức đánh giá", "Kì", groups, hint=hint),))


_KEYS: Final = {Term.HK1: "HK I", Term.HK2: "HK II", Term.CA_NAM: "Cả năm"}


def _renamed(group: Group, label: str) -> Group:
    return Group(label, group.size, group.learning, group.conduct)


def _term_tables(figures: Figures, term: TermFigures) -> Iterator[Table]:
    parts = {grouping.key: grouping.groups for grouping in term.groupings}
    yield _levels("Theo khối", "Khối", parts["khoi"], term.whole, plot=True)
    yield _levels("Theo lớp", "Lớp", parts["lop"])
    others = [group for key, groups in parts.items() if key not in ("khoi", "lop") for group in groups]
    yield _levels("Theo giới tính, dân tộc", "Nhóm", others)
    yield _scored(term.scored)
    yield _commented(term.commented)
    if any(one.scored for one in figures.subjects[term.term]):
        yield _by_grade(figures.subjects[term.term])


def _levels(
    title: str, first: str, groups: Sequence[Group], whole: Group | None = None, *, plot: bool = False, hint: str = ""
) -> Table:
    """Both kinds of levels of some groups; the sum of them all comes last."""
    lines = [Line(_level_cells(group)) for group in groups]
    shown = [*groups, whole] if whole else groups
    if whole:
        lines.append(Line(_level_cells(whole), whole=True))
    under = tuple(text for level in LEVELS for text in (word(level), "%"))
    heads = (
        Head(first),
        Head("Số HS"),
        Head("Kết quả học tập", (*under, "Chưa xếp")),
        Head("Kết quả rèn luyện", (*under, "Chưa xếp")),
    )
    spreads = tuple((group.label, group.learning.counts) for group in shown) if plot else ()
    return Table(title, heads, tuple(lines), spreads, hint)


def _level_cells(group: Group) -> tuple[Cell, ...]:
    cells: list[Cell] = [group.label, group.size]
    for spread in (group.learning, group.conduct):
        for level in LEVELS:
            cells += [spread.counts[level], Share(spread.counts[level], spread.known)]
        cells.append(spread.unknown)
    return tuple(cells)


def _scored(subjects: Sequence[ScoredSubject]) -> Table:
    heads = (
        Head("Môn"),
        Head("Số HS"),
        Head("Điểm TB"),
        *(Head(name, COUNT_AND_SHARE) for name in _BAND_NAMES),
        Head("Từ 5,0", COUNT_AND_SHARE),
    )
    return Table("Các môn đánh giá bằng điểm", heads, tuple(Line(_scored_cells(subject)) for subject in subjects))


def _scored_cells(subject: ScoredSubject) -> tuple[Cell, ...]:
    cells: list[Cell] = [SUBJECTS[subject.subject].name, subject.size, subject.average]
    for count in (*subject.bands, _passing(subject)):
        cells += [count, Share(count, subject.size)]
    return tuple(cells)


def _passing(subject: ScoredSubject) -> int:
    """How many have 5,0 or more."""
    return sum(subject.bands[PASSING:])


def _commented(subjects: Sequence[CommentedSubject]) -> Table:
    outcomes = [Head(name, COUNT_AND_SHARE) for name in ("Đạt", "Chưa đạt")]
    lines = []
    for subject in subjects:
        size = subject.passed + subject.failed
        cells: list[Cell] = [SUBJECTS[subject.subject].name, size]
        for count in (subject.passed, subject.failed):
            cells += [count, Share(count, size)]
        lines.append(Line(tuple(cells)))
    return Table("Các môn đánh giá bằng nhận xét", (Head("Môn"), Head("Số HS"), *outcomes), tuple(lines))


def _by_grade(grades: Sequence[GradeSubjects]) -> Table:
    """Averages and the share of 5,0 or more, one column a grade."""
    found = {(one.grade, subject.subject): subject for one in grades for subject in one.scored}
    taught = sorted({subject for _, subject in found}, key=ORDER.__getitem__)
    heads = (Head("Môn"), *(Head(f"Khối {one.grade}", ("Điểm TB", "Từ 5,0")) for one in grades))
    lines = []
    for subject in taught:
        cells: list[Cell] = [SUBJECTS[subject].name]
        for one in grades:
            held = found.get((one.grade, subject))
            cells += [held.average, Share(_passing(held), held.size)] if held and held.size else [None, None]
        lines.append(Line(tuple(cells)))
    return Table("Điểm trung bình môn theo khối", heads, tuple(lines))


_ENDINGS: Final = {
    Conclusion.LEN_LOP: "Được lên lớp",
    Conclusion.KIEM_TRA_LAI: "Chờ đánh giá lại",
    Conclusion.REN_LUYEN_HE: "Chờ rèn luyện hè",
    Conclusion.O_LAI_LOP: "Không được lên lớp",
}


def _promotion(title: str, rows: Sequence[PromotionLine]) -> Table:
    names = (*_ENDINGS.values(), "Chưa kết luận", "HS Xuất sắc", "HS Giỏi", "Hoàn thành cấp học", "Không hoàn thành")
    heads = (Head("Phạm vi"), Head("Số HS"), *(Head(name, COUNT_AND_SHARE) for name in names))
    lines = tuple(Line(_promotion_cells(row), whole=index == 0) for index, row in enumerate(rows))
    return Table(title, heads, lines, hint="Hoàn thành cấp học chỉ xét lớp 9, lớp 12.")


def _promotion_cells(row: PromotionLine) -> tuple[Cell, ...]:
    ended = row.ended
    counts = [*(ended.conclusions[one] for one in _ENDINGS), ended.open, *ended.titles.values()]
    cells: list[Cell] = [row.label, row.size]
    for count in counts:
        cells += [count, Share(count, row.size)]
    last = ended.completed + ended.not_completed
    for count in (ended.completed, ended.not_completed):
        cells += [count, Share(count, last)] if last else [None, None]
    return tuple(cells)


def _comparisons(figures: Figures, begun: Sequence[TermFigures]) -> Iterator[Table]:
    terms = [_renamed(term.whole, word(term.term)) for term in begun]
    yield _levels("Các kì của năm học", "Kì", terms, plot=True)
    if len(figures.years) > 1:
        yield _levels("Các năm học", "Năm học", [group for _, group in figures.years], plot=True)


def _list_section(figures: Figures, table: ListTable) -> Section:
    heads = tuple(Head(text) for text in ("STT", "Mã học sinh", "Họ và tên", "Lớp", *table.heads))
    lines = tuple(
        Line((number, row.student, f"{row.name} (hoà nhập)" if row.inclusive else row.name, row.class_name, *row.cells))
        for number, row in enumerate(table.rows, start=1)
    )
    shown = Table(f"Năm học {figures.year}", heads, lines, hint=table.hint)
    return Section(table.short, table.title, (shown,), personal=True)
