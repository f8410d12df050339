"""How a score sheet looks: headings, open cells, live results, widths and print set-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import Final

from hocba_build.domain.school import TopicCount
from hocba_build.domain.values import Result, Term
from hocba_build.domain.words import date_text, result_text
from hocba_build.exchange import columns as names
from hocba_build.exchange.columns import Column, Input, SheetKey
from hocba_build.exchange.drawing import Drawn, Look, Page
from hocba_build.exchange.formulas import semester_result, total, year_result
from hocba_build.exchange.grid import Area, Place, address
from hocba_build.exchange.roster import Member
from hocba_build.exchange.rules import rules_of
from hocba_build.exchange.tokens import Tokens
from hocba_build.exchange.values import number_of

HEAD_ROW: Final = 6
FIRST_INPUT: Final = 5
"""After STT, id, name and birth date."""
_FIXED_WIDTHS: Final = {1: 5.0, 2: 13.0, 3: 27.0, 4: 12.0}
_WIDTHS: Final = {
    Input.SCORE: 8.5, Input.OUTCOME: 8.5, Input.LEVEL: 11.0, Input.COUNT: 8.0, Input.REASON: 18.0, Input.DAY: 12.0,
    Input.TEXT: 24.0, Input.TICK: 7.0, Input.ROUND: 7.0,
}  # fmt: skip
_REMARK_WIDTH: Final = 42.0
_NOTE_WIDTH: Final = 20.0
_RESULT_WIDTH: Final = 9.5
_LINE_HEIGHT: Final = 16.5
"""Points of one line of text at 12 points."""
_LOOKS: Final = {
    Input.SCORE: Look.SCORE,
    Input.OUTCOME: Look.CHOICE,
    Input.LEVEL: Look.CHOICE,
    Input.COUNT: Look.COUNT,
    Input.REASON: Look.REMARK,
    Input.REMARK: Look.REMARK,
    Input.DAY: Look.CHOICE,
    Input.TEXT: Look.REMARK,
    Input.TICK: Look.CHOICE,
    Input.ROUND: Look.CHOICE,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What one sheet shows besides its rows."""

    title: str
    key: SheetKey
    columns: Sequence[Column]
    school: str
    heading: str
    teachers: str
    required: int = 0
    topics: TopicCount = TopicCount.THEM_TX


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil's row: the words of the cells, the first semester's result, and remarks on cells that were refused."""

    member: Member
    words: Tokens
    first: Result | None = None
    raw: Mapping[str, str] = field(default_factory=dict)
    """Typed text of refused cells, which is shown as it was typed."""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """Why cells were refused, by column key; under ``""`` what is wrong with the row."""


def page_of(subject: Subject, lines: Sequence[Line]) -> Page:
    """The page of one sheet."""
    cells: dict[Place, Drawn] = dict(_top(subject))
    labels = [label for label, _ in names.FIXED.values()] + [column.label for column in subject.columns]
    computed = _computed_labels(subject)
    labels += [*computed, names.NOTE]
    for number, label in enumerate(labels, start=1):
        cells[HEAD_ROW, number] = Drawn(label, Look.HEAD)
    areas: dict[str, list[Area]] = {}
    heights = {HEAD_ROW: (2.2 if subject.key.subject else 3.2) * _LINE_HEIGHT}
    for index, line in enumerate(lines):
        row = HEAD_ROW + 1 + index
        cells.update(_line(subject, line, row, index + 1))
        heights[row] = _height(subject, line)
        for offset, column in enumerate(subject.columns):
            if not _is_closed(subject, column, line):
                _extend(areas.setdefault(column.key, []), row, FIRST_INPUT + offset)
    return Page(
        title=subject.title,
        cells=cells,
        widths=_widths(subject, computed),
        heights=heights,
        freeze=(HEAD_ROW + 1, FIRST_INPUT - 1),
        head_row=HEAD_ROW,
        corner=(HEAD_ROW + max(len(lines), 1), len(labels)),
        footer=subject.heading,
        rules=tuple(rules_of(subject.columns, areas)),
    )


def _extend(spans: list[Area], row: int, column: int) -> None:
    """Add a cell to a column's areas: neighbours are one area."""
    if spans and spans[-1][2] == row - 1:
        spans[-1] = (spans[-1][0], column, row, column)
    else:
        spans.append((row, column, row, column))


def _top(subject: Subject) -> Iterator[tuple[Place, Drawn]]:
    yield (1, 1), Drawn(subject.school, Look.SCHOOL)
    yield (2, 1), Drawn(subject.heading, Look.TITLE)
    yield (3, 1), Drawn(subject.teachers, Look.SCHOOL)
    yield (4, 1), Drawn(_guide(subject), Look.GUIDE)


def _guide(subject: Subject) -> str:
    if subject.key.term is Term.CA_NAM:
        days = " Ngày ghi 21/07/2026." if any(one.takes is Input.DAY for one in subject.columns) else ""
        return f"Chỉ nhập ô nền trắng.{days} Ô trống: giữ nguyên; «xoá»: bỏ giá trị đang có."
    if subject.key.subject is None:
        return "Chỉ nhập ô nền trắng. Ô trống: giữ nguyên; «xoá»: bỏ giá trị đang có."
    if subject.columns[0].takes is Input.SCORE:
        kind = "Điểm 0–10, một chữ số thập phân; KD: không dự (tính 0)"
    else:
        kind = "Đ hoặc CĐ; KD: không dự (tính CĐ)"
    return f"Chỉ nhập ô nền trắng. {kind}; M: miễn, kèm căn cứ. Ô trống: giữ nguyên; «xoá»: bỏ giá trị đang có."


def _computed_labels(subject: Subject) -> list[str]:
    if subject.key.term is Term.CA_NAM:
        return []
    if subject.key.subject is None:
        return [names.EXCUSED, names.UNEXCUSED]
    scored = subject.columns[0].takes is Input.SCORE
    if not scored:
        return [names.OUTCOME]
    second = subject.key.term is Term.HK2
    return [names.AVERAGE, names.FIRST_AVERAGE, names.YEAR_AVERAGE] if second else [names.AVERAGE]


def _line(subject: Subject, line: Line, row: int, number: int) -> Iterator[tuple[Place, Drawn]]:
    member = line.member
    yield (row, 1), Drawn(number, Look.FIXED)
    doubt = line.remarks.get("", "")
    yield (row, 2), Drawn(member.student, Look.WRONG if doubt else Look.FIXED, doubt)
    yield (row, 3), Drawn(member.name, Look.NAME)
    yield (row, 4), Drawn(date_text(member.born) if member.born else "", Look.FIXED)
    for offset, column in enumerate(subject.columns):
        yield (row, FIRST_INPUT + offset), _input(subject, column, line)
    after = FIRST_INPUT + len(subject.columns)
    results = list(_results(subject, line, row, after))
    for offset, drawn in enumerate(results):
        yield (row, after + offset), drawn
    yield (row, after + len(results)), Drawn(_note(subject, line.member), Look.NOTE)


def _is_closed(subject: Subject, column: Column, line: Line) -> bool:
    """Results of a pupil exempted by decision; a study topic of one who does not take it."""
    no_topic = column.place == "chuyen_de" and subject.key.subject not in line.member.enrolment.study_topics
    return column.takes is not Input.REMARK and (
        bool(line.member.closed) or (no_topic and column.key not in line.words)
    )


def _input(subject: Subject, column: Column, line: Line) -> Drawn:
    """An open cell, or a closed one."""
    remark = line.remarks.get(column.key, "")
    if remark:
        return Drawn(line.raw.get(column.key, ""), Look.WRONG, remark)
    word = line.words.get(column.key)
    if _is_closed(subject, column, line):
        return Drawn(word, Look.CLOSED)
    return Drawn(_shown(column, word), _LOOKS[column.takes])


def _shown(column: Column, word: str | None) -> str | int | float | None:
    """Scores and counts as numbers, so that a spreadsheet can reckon with them; the rest as text."""
    number = number_of(word) if word is not None and column.takes in (Input.SCORE, Input.COUNT) else None
    if number is None:
        return column.shown(word) or None
    return int(number) if number == number.to_integral_value() else float(number)


def _note(subject: Subject, member: Member) -> str:
    joined = "Có kết quả ở lớp hoặc trường trước: tính khi nhập" if member.joined and subject.key.subject else ""
    return "; ".join(part for part in (member.note, joined) if part)


def _results(subject: Subject, line: Line, row: int, after: int) -> Iterator[Drawn]:
    if subject.key.term is Term.CA_NAM:
        return
    if subject.key.subject is None:
        yield from _absences(subject, row)
        return
    plain = not (line.member.joined or line.member.own_plan or line.member.closed)
    here = None
    if plain:
        here = semester_result(subject.columns, FIRST_INPUT, row, subject.required, subject.topics)
    yield Drawn(here, Look.RESULT)
    if len(_computed_labels(subject)) > 1:
        first = float(line.first) if isinstance(line.first, Decimal) else result_text(line.first)
        yield Drawn(first, Look.RESULT)
        cells = address((row, after + 1)), address((row, after))
        yield Drawn(year_result(*cells, scored=True) if plain else None, Look.RESULT)


def _absences(subject: Subject, row: int) -> Iterator[Drawn]:
    for ending in (".phep", ".khong_phep"):
        places = [FIRST_INPUT + at for at, column in enumerate(subject.columns) if column.key.endswith(ending)]
        yield Drawn(total([address((row, place)) for place in places]), Look.FIXED)


def _widths(subject: Subject, computed: Sequence[str]) -> dict[int, float]:
    widths = dict(_FIXED_WIDTHS)
    for offset, column in enumerate(subject.columns):
        widths[FIRST_INPUT + offset] = _WIDTHS.get(column.takes, _REMARK_WIDTH)
    after = FIRST_INPUT + len(subject.columns)
    for offset in range(len(computed)):
        widths[after + offset] = _RESULT_WIDTH
    widths[after + len(computed)] = _NOTE_WIDTH
    return widths


def _height(subject: Subject, line: Line) -> float:
    """Points: as many lines as the longest wrapped text needs."""
    wrapped = [(_note(subject, line.member), _NOTE_WIDTH)]
    for column in subject.columns:
        if column.takes in (Input.REMARK, Input.REASON):
            wrapped.append((line.words.get(column.key, ""), _WIDTHS.get(column.takes, _REMARK_WIDTH)))
    most = max(ceil(len(text) / width) for text, width in wrapped)
    return max(1.2, most) * _LINE_HEIGHT
