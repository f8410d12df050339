"""A score sheet on the desk: what the records hold, what was typed over it, and what that comes to.

The columns, the words a cell takes and the three-way merge are those of the Excel sheets (``exchange``); an emptied
cell takes its value away here, since it showed the value before.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.school import ClassRecords
from hocba_build.domain.values import StudentId
from hocba_build.exchange.columns import SUMMER_CONDUCT, Column, Input, SheetKey, sheet_title, title_of
from hocba_build.exchange.importing import SheetImport, applied
from hocba_build.exchange.merging import Change, MergedRow, spoken
from hocba_build.exchange.refusals import Refusal
from hocba_build.exchange.roster import Member
from hocba_build.exchange.sheets import columns_of, members_of, merged_row, tokens_of
from hocba_build.exchange.tokens import Tokens
from hocba_build.exchange.values import ERASE, Wrong, understand
from hocba_build.records.layout import parse_path
from hocba_build.workflows.changes import refuse_frozen
from hocba_build.workflows.desk.drafts import Draft
from hocba_build.workflows.desk.row_results import labels_of, told
from hocba_build.workflows.sheets.export import paths_of
from hocba_build.workflows.sheets.import_sheets import ImportPlan, plan_of, refuse_faulty
from hocba_build.workflows.sheets.whole_year import OpenYear

HERE = "bàn làm việc"
"""Stands where a refusal names the workbook."""
CHANGED = "HB415"
"""Said of a cell that somebody else has changed meanwhile."""
_LONG = (Input.REASON, Input.REMARK, Input.TEXT)


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that was changed in the records after it had been typed here; each text may be empty."""

    was: str
    """What the records held when it was typed."""
    mine: str
    now: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pupil: the records' words, the cells' texts, what is wrong with which, what the row comes to."""

    member: Member
    number: int
    words: Tokens
    texts: Mapping[str, str]
    wrong: Mapping[str, str]
    """A sentence a column key."""
    clashes: Mapping[str, Clash]
    changed: tuple[str, ...]
    told: tuple[str, ...]
    """What the row comes to, one text a label of the sheet."""


@dataclass(frozen=True, slots=True)
class ScoreGrid:
    """One sheet on the desk, or some rows of it; ``changes`` and ``faults`` count the cells of all."""

    key: SheetKey
    class_name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    changes: int
    """Cells that differ from the records."""
    faults: int
    """Cells that cannot be taken as they are."""

    @property
    def short(self) -> tuple[Column, ...]:
        """Columns of a few signs; a wide sheet of the whole year keeps all its columns together."""
        return () if self.results_first else tuple(one for one in self.columns if one.takes not in _LONG)

    @property
    def long(self) -> tuple[Column, ...]:
        """Columns of sentences, which stand after the results."""
        return self.columns if self.results_first else tuple(one for one in self.columns if one.takes in _LONG)

    @property
    def results_first(self) -> bool:
        """Whether the results stand before every cell: they say what is to be entered, and do not follow from it."""
        return self.key.table not in ("", SUMMER_CONDUCT)

    @property
    def wordy(self) -> bool:
        """Whether a cell holds sentences."""
        return any(column.takes in _LONG for column in self.columns)

    @property
    def labels(self) -> tuple[str, ...]:
        """What the results beside a row are called."""
        return labels_of(self.key)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a class that has been read: shown, planned and held against any draft."""

    opened: OpenYear
    key: SheetKey
    columns: tuple[Column, ...]
    members: tuple[Member, ...]

    @classmethod
    def of(cls, opened: OpenYear, key: SheetKey) -> Sheet:
        """The sheet of an opened class.

        Raises:
            HocbaError: the class does not take the subject, or a file of the sheet cannot be used.
        """
        held = opened.entered.classes[key.class_id]
        if key.subject is not None and key.subject not in opened.entered.year.periods.get(held.school_class.grade, {}):
            raise HocbaError(f"Lớp {key.class_id} không học môn {key.subject}.", "Chọn môn trong danh sách của lớp.")
        refuse_faulty(opened, key)
        members = members_of(opened.entered, opened.records.students, key)
        return cls(opened, key, columns_of(opened.entered, held, key), members)

    @property
    def held(self) -> ClassRecords:
        """The class."""
        return self.opened.entered.classes[self.key.class_id]

    def frozen(self, root: Path) -> str:
        """Why nothing of the sheet may change now (a lock); empty where something may."""
        reasons = []
        for place in filter(None, map(parse_path, paths_of(self.key))):
            try:
                refuse_frozen(root, place)
            except RefusedError as refused:
                reasons.append(refused.message)
            else:
                return ""
        return reasons[0] if reasons else ""

    def known(self) -> dict[StudentId, frozenset[str]]:
        """The cells of the sheet, by pupil."""
        names = frozenset(column.key for column in self.columns)
        return {member.student: names for member in self.members}

    def grid(self, draft: Draft, only: Container[StudentId] | None = None) -> ScoreGrid:
        """The sheet with a draft laid over it; ``only`` the rows of some pupils and those that differ."""
        rows = self._rows(draft)
        shown = [row for row in rows if only is None or row.member.student in only or row.differs]
        results = self._results(rows, shown)
        return ScoreGrid(
            self.key,
            self.held.school_class.name,
            title_of(self.held, self.key),
            self.columns,
            tuple(row.shown(results) for row in shown),
            sum(len(row.merged.changed) for row in rows),
            sum(len(row.wrong) for row in rows),
        )

    def plan(self, root: Path, draft: Draft) -> ImportPlan:
        """Everything that sending a draft would change; nothing is written."""
        rows = self._rows(draft)
        sheet = self._import(rows)
        strangers = [_stranger(sheet, student) for student in draft.typed.keys() - self.known().keys()]
        sheet = replace(sheet, refusals=(*sheet.refusals, *strangers))
        return plan_of(root, self.opened, ((sheet,), applied(self.opened.entered, sheet)), sheet.refusals)

    def _rows(self, draft: Draft) -> list[_Row]:
        """Every pupil of the sheet in list order."""
        return [_Row(self, draft, member, number) for number, member in enumerate(self.members, start=1)]

    def _import(self, rows: Iterable[_Row]) -> SheetImport:
        """The rows that can be taken, as if a workbook had brought them."""
        title = sheet_title(self.held, self.key)
        refusals = [one for row in rows for one in row.refusals(title)]
        taken = [row for row in rows if row.taken]
        changes = tuple(change for row in taken for change in row.changes())
        words = {row.member.student: row.merged.words for row in taken}
        return SheetImport(HERE, self.key, title, self.columns, changes, refusals=tuple(refusals), words=words)

    def _results(self, rows: list[_Row], shown: list[_Row]) -> dict[StudentId, tuple[str, ...]]:
        """What the rows shown come to with everything that can be taken, by the rules of the regulation."""
        after = applied(self.opened.entered, self._import(rows))
        words = {row.member.student: row.merged.words for row in shown}
        years = evaluate_year(after, self.opened.records.students, only=words)
        return {student: told(self.key, year, words[student]) for student, year in years.items()}


def _stranger(sheet: SheetImport, student: StudentId) -> Refusal:
    message = f"học sinh {student} không còn trong danh sách của bảng: xoá bản nháp của em ấy"
    return Refusal(HERE, sheet.title, "", "HB407", message)


class _Row:
    """One pupil's row, merged."""

    def __init__(self, sheet: Sheet, draft: Draft, member: Member, number: int) -> None:
        self.member, self.number, self.columns = member, number, sheet.columns
        self._columns = {column.key: column for column in sheet.columns}
        self.current = tokens_of(sheet.held, sheet.key, sheet.columns, member.student)
        names = self._columns.keys()
        self.typed = {k: v for k, v in draft.typed.get(member.student, {}).items() if k in names}
        self.base = {k: v for k, v in draft.base.get(member.student, {}).items() if v}
        understood = {column.key: _understood(self.typed[column.key], column) for column in self._typed_columns()}
        words = {name: said for name, said in understood.items() if not isinstance(said, Wrong)}
        self.merged: MergedRow = merged_row(sheet.key, sheet.columns, words, (self.base, self.current))
        self.wrong = {name: said for name, said in understood.items() if isinstance(said, Wrong)}
        self.wrong |= dict(self.merged.wrong)
        self.clashes = dict(self._clashes())
        self.wrong |= {name: Wrong(CHANGED, _clash_sentence(clash)) for name, clash in self.clashes.items()}
        if member.closed:
            tests = {column.key for column in sheet.columns if column.is_test}
            closed = Wrong("HB419", f"học sinh {member.closed}: xoá trắng ô này")
            self.wrong |= {name: closed for name in self.merged.changed if name in tests}

    def _typed_columns(self) -> Iterator[Column]:
        return (column for column in self.columns if column.key in self.typed)

    def _clashes(self) -> Iterator[tuple[str, Clash]]:
        for name, said in self.merged.wrong:
            if said.code == CHANGED:
                texts = (self.base.get(name, ""), self.typed[name], self.current.get(name, ""))
                yield name, Clash(*(self._columns[name].shown(text) for text in texts))

    @property
    def taken(self) -> bool:
        """Whether the row changes and nothing stands against it."""
        return bool(self.merged.changed) and not self.wrong

    @property
    def differs(self) -> bool:
        """Whether something of it is not as in the records."""
        return bool(self.merged.changed or self.wrong)

    def refusals(self, title: str) -> Iterator[Refusal]:
        """What stands against it."""
        for name, said in self.wrong.items():
            where = f"STT {self.number}, {self._columns[name].label}"
            yield Refusal(HERE, title, where, said.code, said.message, student=self.member.student)

    def changes(self) -> Iterator[Change]:
        """Its cells that change."""
        for column in self.columns:
            if column.key in self.merged.changed:
                where = f"STT {self.number}, {column.label}"
                old, new = self.current.get(column.key), self.merged.words.get(column.key)
                yield Change(self.member.student, column, where, old, new)

    def _as_typed(self, name: str) -> str:
        """What was typed in a cell; a day that was understood as every day is written."""
        column = self._columns[name]
        understood = column.takes is Input.DAY and name not in self.wrong
        return column.shown(self.merged.words.get(name)) if understood else self.typed[name]

    def shown(self, results: Mapping[StudentId, tuple[str, ...]]) -> GridRow:
        """The row for the page."""
        texts = {column.key: column.shown(self.current.get(column.key)) for column in self.columns}
        texts |= {
            name: self._as_typed(name) for name in self.typed if name in self.wrong or name in self.merged.changed
        }
        wrong = {name: said.message for name, said in self.wrong.items()}
        said = results.get(self.member.student, ())
        return GridRow(self.member, self.number, self.current, texts, wrong, self.clashes, self.merged.changed, said)


def _clash_sentence(clash: Clash) -> str:
    was, mine, now = (spoken(text or None) for text in (clash.was, clash.mine, clash.now))
    return f"tôi nhập {mine} khi sổ ghi {was}, nay sổ là {now} do người khác sửa: chọn giữ bên nào"


def _understood(text: str, column: Column) -> str | Wrong:
    """The word of a typed text; an emptied cell means that the value goes."""
    said = understand(text, column.takes, column.longest)
    return ERASE if said is None else said
