"""A score sheet on the desk: what the records hold, what was typed over it, and what that comes to.

The columns, the words a cell takes and the three-way merge are those of the Excel sheets (``exchange``); an emptied
cell takes its value away here, since it showed the value before.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import StudentId
from hocba_build.domain.words import result_text, word
from hocba_build.exchange.columns import (
    AVERAGE,
    OUTCOME,
    Column,
    Input,
    SheetKey,
    columns_of,
    sheet_title,
    subject_name,
)
from hocba_build.exchange.importing import SheetImport, applied
from hocba_build.exchange.merging import Change, MergedRow, merge
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.roster import Member, members_of
from hocba_build.exchange.tokens import Tokens, tokens_of
from hocba_build.exchange.values import ERASE, Wrong, understand
from hocba_build.workflows.desk.drafts import Draft
from hocba_build.workflows.sheets.import_sheets import ImportPlan, plan_of, refuse_faulty
from hocba_build.workflows.sheets.whole_year import OpenYear, open_class

HERE = "bàn làm việc"
"""Stands where a refusal names the workbook."""
ABSENT = "Tổng nghỉ"
_LONG = (Input.REASON, Input.REMARK)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pupil: the records' words, the cells' texts, what is wrong with which, what the row comes to."""

    member: Member
    number: int
    words: Tokens
    texts: Mapping[str, str]
    wrong: Mapping[str, str]
    """A sentence a column key."""
    changed: tuple[str, ...]
    result: str
    """The subject's result of the semester; for the homeroom sheet the half-days absent so far."""
    level: str
    """The semester's learning level as it would be."""


@dataclass(frozen=True, slots=True)
class ScoreGrid:
    """One sheet on the desk."""

    key: SheetKey
    class_name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]

    @property
    def short(self) -> tuple[Column, ...]:
        """Columns of a few signs."""
        return tuple(column for column in self.columns if column.takes not in _LONG)

    @property
    def long(self) -> tuple[Column, ...]:
        """Columns of sentences."""
        return tuple(column for column in self.columns if column.takes in _LONG)

    @property
    def result_label(self) -> str:
        """What a row comes to is called."""
        if self.key.subject is None:
            return ABSENT
        return AVERAGE if SUBJECTS[self.key.subject].scored else OUTCOME

    @property
    def changes(self) -> int:
        """How many cells differ from the records."""
        return sum(len(row.changed) for row in self.rows)

    @property
    def faults(self) -> int:
        """How many cells cannot be taken as they are."""
        return sum(len(row.wrong) for row in self.rows)


def open_grid(root: Path, key: SheetKey, draft: Draft, only: Container[StudentId] | None = None) -> ScoreGrid:
    """The sheet with a draft laid over it, or the rows of some pupils of it.

    Raises:
        HocbaError: no such class or subject, or a file of theirs cannot be read.
    """
    opened, columns = _opened(root, key)
    held = opened.entered.classes[key.class_id]
    rows = [row for row in _rows(opened, key, columns, draft) if only is None or row.member.student in only]
    results = _results(opened, key, columns, rows)
    what = subject_name(held, key.subject) if key.subject else "Chủ nhiệm"
    return ScoreGrid(key, held.school_class.name, what, columns, tuple(row.shown(results) for row in rows))


def plan_grid(root: Path, key: SheetKey, draft: Draft) -> ImportPlan:
    """Everything that sending a draft would change; nothing is written.

    Raises:
        HocbaError: no such class or subject, or a file of theirs cannot be read.
    """
    opened, columns = _opened(root, key)
    rows = _rows(opened, key, columns, draft)
    sheet = _sheet(opened, key, columns, rows)
    strangers = [
        _stranger(sheet, student) for student in draft.typed if student not in {r.member.student for r in rows}
    ]
    sheet = replace(sheet, refusals=(*sheet.refusals, *strangers))
    return plan_of(root, opened, ((sheet,), applied(opened.entered, sheet)), sheet.refusals)


def _stranger(sheet: SheetImport, student: StudentId) -> Refusal:
    message = f"học sinh {student} không còn trong danh sách của bảng: xoá bản nháp của em ấy"
    return Refusal(HERE, sheet.title, "", "HB407", message)


def _opened(root: Path, key: SheetKey) -> tuple[OpenYear, tuple[Column, ...]]:
    opened = open_class(root, key.year, key.class_id)
    held = opened.entered.classes[key.class_id]
    grade = held.school_class.grade
    if key.subject is not None and key.subject not in opened.entered.year.periods.get(grade, {}):
        raise HocbaError(f"Lớp {key.class_id} không học môn {key.subject}.", "Chọn môn trong danh sách của lớp.")
    refuse_faulty(opened, key)
    return opened, columns_of(opened.entered, held, key)


class _Row:
    """One pupil's row, merged."""

    def __init__(
        self, opened: OpenYear, key: SheetKey, columns: tuple[Column, ...], draft: Draft, member: Member, number: int
    ) -> None:
        self.member, self.number = member, number
        held = opened.entered.classes[key.class_id]
        self.current = tokens_of(held, key, columns, member.student)
        self.typed = {k: v for k, v in draft.typed.get(member.student, {}).items() if k in {c.key for c in columns}}
        understood = {column.key: _understood(self.typed[column.key], column) for column in _in(columns, self.typed)}
        words = {name: said for name, said in understood.items() if not isinstance(said, Wrong)}
        self.merged: MergedRow = merge(columns, words, draft.base.get(member.student, {}), self.current)
        self.wrong = {name: said for name, said in understood.items() if isinstance(said, Wrong)}
        self.wrong |= dict(self.merged.wrong)
        if member.closed:
            tests = {column.key for column in columns if column.is_test}
            closed = Wrong("HB419", f"học sinh {member.closed}: xoá trắng ô này")
            self.wrong |= {name: closed for name in self.merged.changed if name in tests}

    @property
    def taken(self) -> bool:
        """Whether the row changes and nothing stands against it."""
        return bool(self.merged.changed) and not self.wrong

    def shown(self, results: Mapping[StudentId, tuple[str, str]]) -> GridRow:
        """The row for the page."""
        texts = {name: _comma(text) for name, text in self.current.items()}
        texts |= {name: text for name, text in self.typed.items() if name in self.wrong or name in self.merged.changed}
        wrong = {name: said.message for name, said in self.wrong.items()}
        result, level = results.get(self.member.student, ("", ""))
        return GridRow(self.member, self.number, self.current, texts, wrong, self.merged.changed, result, level)


def _rows(opened: OpenYear, key: SheetKey, columns: tuple[Column, ...], draft: Draft) -> list[_Row]:
    """Every pupil of the sheet in list order."""
    members = members_of(opened.entered, opened.records.students, key)
    return [_Row(opened, key, columns, draft, member, number) for number, member in enumerate(members, start=1)]


def _in(columns: Iterable[Column], typed: Mapping[str, str]) -> Iterator[Column]:
    return (column for column in columns if column.key in typed)


def _understood(text: str, column: Column) -> str | Wrong:
    """The word of a typed text; an emptied cell means that the value goes."""
    said = understand(text, column.takes)
    return ERASE if said is None else said


def _comma(text: str) -> str:
    return text.replace(".", ",") if text.replace(".", "", 1).isdigit() else text


def _sheet(opened: OpenYear, key: SheetKey, columns: tuple[Column, ...], rows: Iterable[_Row]) -> SheetImport:
    """The rows that can be taken, as if a workbook had brought them."""
    title = sheet_title(opened.entered.classes[key.class_id], key)
    labels = {column.key: column for column in columns}
    changes, refusals, words = [], [], {}
    for row in rows:
        student = row.member.student
        where = {name: f"STT {row.number}, {column.label}" for name, column in labels.items()}
        refusals += [
            Refusal(HERE, title, where[name], said.code, said.message, student=student)
            for name, said in row.wrong.items()
        ]
        if row.taken:
            words[student] = row.merged.words
            changes += [
                Change(student, labels[name], where[name], row.current.get(name), row.merged.words.get(name))
                for name in row.merged.changed
            ]
    return SheetImport(HERE, key, title, columns, tuple(changes), refusals=tuple(refusals), words=words)


def _results(
    opened: OpenYear, key: SheetKey, columns: tuple[Column, ...], rows: list[_Row]
) -> dict[StudentId, tuple[str, str]]:
    """What each row comes to with everything that can be taken, by the rules of the regulation."""
    after = applied(opened.entered, _sheet(opened, key, columns, rows))
    students = {row.member.student for row in rows}
    years = evaluate_year(after, opened.records.students, only=students)
    return {student: _said(year, key) for student, year in years.items()}


def _said(year: StudentYear, key: SheetKey) -> tuple[str, str]:
    level = word(year.terms[key.term].learning.level)
    if key.subject is None:
        counted = year.absences.get(key.term)
        return (str(counted.total) if counted else "", level)
    subject = year.subjects.get(key.subject)
    return (result_text(subject.semesters[key.term].value) if subject else "", level)


__all__ = ["GridRow", "ScoreGrid", "open_grid", "plan_grid"]
