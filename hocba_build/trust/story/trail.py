"""The way of every cell through the ledger: what stood there, what stands there now, and what had been signed by then.

A fold over the chronicle: it remembers which files somebody has answered for and how each year's lock stands, as the
judge did, and adds the words and days that the judge needs not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hocba_build.domain.values import YearId
from hocba_build.records.cells import Cell, differing_cells, differing_rows
from hocba_build.records.layout import Kind, RecordPath, is_student_id
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.state import LedgerState, SignOff
from hocba_build.trust.story.chronicle import Account, Hand
from hocba_build.trust.year_end.locks import LOCKED, LockRecord, read_lock

PRIVATE = frozenset({Kind.HO_SO, Kind.HO_SO_KIN})
"""Life pages: that one changed is told, never what stands in it."""


@dataclass(frozen=True, slots=True)
class LockAct:
    """A lock or an unlock of a year, in the entry that brought it."""

    entry: int
    at: int
    record: LockRecord

    @property
    def locks(self) -> bool:
        """Whether it closed the year (else it opened a part of it)."""
        return self.record.act == LOCKED


@dataclass(frozen=True, slots=True)
class Statement:
    """A merged sign-off: the entry that brought it, and who signed it when."""

    entry: int
    hand: Hand
    sign_off: SignOff


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of the records that an entry changed.

    ``signed``: somebody had answered for it before. ``act``: the newest act of locking or opening its year.
    """

    account: Account
    place: RecordPath
    change: Change
    signed: bool = False
    act: LockAct | None = None

    @property
    def amends(self) -> LockAct | None:
        """The unlock under which a locked year was changed."""
        return self.act if self.act is not None and not self.act.locks else None


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that an entry changed."""

    file: FileChange
    cell: Cell

    @property
    def first(self) -> bool:
        """Whether the cell was filled for the first time (or after it had been emptied)."""
        return self.cell.old is None


@dataclass(slots=True)
class Trail:
    """What is known after the accounts that were followed, in order."""

    trees: Trees
    state: LedgerState
    signed: set[str] = field(default_factory=set)
    acts: dict[YearId, list[LockAct]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)

    def follow(self, account: Account) -> list[FileChange]:
        """Take in one account; the files of the records that it changed."""
        found = []
        for change in account.changes:
            place = place_of(change.path)
            if isinstance(place, SignaturePath):
                self._paper(account, place, change)
            elif place is not None:
                found.append(FileChange(account, place, change, change.path in self.signed, self.act_of(place.year)))
        return found

    def act_of(self, year: YearId | None) -> LockAct | None:
        """The newest act of locking or opening a year."""
        acts = self.acts.get(year) if year is not None else None
        return acts[-1] if acts else None

    def cells(self, file: FileChange) -> list[CellChange]:
        """The cells of a file that differ."""
        return [CellChange(file, cell) for cell in cells_of(self.trees, file.place, file.change)]

    def _paper(self, account: Account, place: SignaturePath, change: Change) -> None:
        if change.new is None:
            return
        if place.paper is Paper.STATEMENT:
            found = self.state.statement(change.path)
            if found is not None:
                self.statements.append(Statement(account.index, account.author_of(change.path), found))
                self.signed.update(found.files)
        elif place.paper is Paper.LOCK and place.year is not None:
            act = LockAct(account.index, account.merger.at, read_lock(self.trees.content(change.new)))
            self.acts.setdefault(place.year, []).append(act)


def cells_of(trees: Trees, place: RecordPath, change: Change) -> tuple[Cell, ...]:
    """The cells of one file that differ; of a life page only that it does, of a class list by pupil."""
    if place.kind in PRIVATE:
        old, new = (None if blob is None else "có" for blob in (change.old, change.new))
        return (Cell(change.path, place.student or "", "tep", old, "đổi" if old and new else new),)
    old_text, new_text = (None if blob is None else trees.content(blob) for blob in (change.old, change.new))
    if old_text is not None and new_text is not None:
        old_text, new_text = differing_rows(place, old_text, new_text)
    cells = differing_cells(place, old_text, new_text)
    return tuple(map(_of_row, cells)) if place.kind is Kind.LOP else cells


def _of_row(cell: Cell) -> Cell:
    """A cell of a class list belongs to the pupil of its row."""
    table, _, rest = cell.column.partition(".")
    pupil, _, column = rest.partition(".")
    own = table == "hoc_sinh" and is_student_id(pupil)
    return Cell(cell.path, pupil, f"danh_sach.{column}", cell.old, cell.new) if own else cell
