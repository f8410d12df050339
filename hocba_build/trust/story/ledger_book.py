"""A judged ledger as an auditor reads it: by entry, by class, by pupil, by person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId
from hocba_build.records.layout import Kind
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.kinds import Act
from hocba_build.trust.policy import Policies
from hocba_build.trust.recovery.taint import doubted
from hocba_build.trust.state import LedgerState
from hocba_build.trust.story.chronicle import Account, Chronicle
from hocba_build.trust.story.deeds import Deed, deeds_of
from hocba_build.trust.story.key_register import RegisteredKey, key_register
from hocba_build.trust.story.trail import CellChange, FileChange, LockAct, Statement, Trail

Room = tuple[YearId, ClassId]
_LISTED = re.compile(r'^  - \{ma: "([0-9]{10})"', re.MULTILINE)
KEPT = 3
"""Classes whose cells are remembered: pages and tables of one class are made one after another."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Cells that were filled for the first time, and cells that were changed or emptied."""

    first: int = 0
    changed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.first + other.first, self.changed + other.changed)


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's part in one entry: ``ghi``, ``dong_y`` or ``duyet``."""

    account: Account
    part: str


@dataclass
class LedgerBook:
    """Everything that was accepted; cells are read class by class, when they are asked for."""

    trees: Trees
    policies: Policies
    state: LedgerState
    accounts: tuple[Account, ...] = ()
    acts: Mapping[YearId, Sequence[LockAct]] = field(default_factory=dict)
    statements: Sequence[Statement] = ()
    _rooms: dict[Room, list[FileChange]] = field(default_factory=dict)
    _pupils: dict[StudentId, list[FileChange]] = field(default_factory=dict)
    _read: set[Room] = field(default_factory=set)
    _counts: dict[int, dict[str, Counts]] = field(default_factory=dict)

    @classmethod
    def read(cls, chronicle: Chronicle) -> LedgerBook:
        """Follow the chronicle once; of the records no file is opened yet."""
        book = cls(chronicle.trees, chronicle.policies, chronicle.state, tuple(chronicle.accounts()))
        trail = Trail(book.trees, book.state)
        for account in book.accounts:
            for file in trail.follow(account):
                book._put(file)
        book.acts, book.statements = trail.acts, trail.statements
        return book

    def __post_init__(self) -> None:
        """Remember the cells of the classes read last."""
        self.changes = lru_cache(KEPT)(self._changes)

    def _put(self, file: FileChange) -> None:
        place = file.place
        if place.year is not None and place.class_id is not None:
            self._rooms.setdefault((place.year, place.class_id), []).append(file)
        elif place.student is not None:
            self._pupils.setdefault(place.student, []).append(file)

    def rooms(self) -> list[Room]:
        """The classes of every year, oldest year first."""
        return sorted(self._rooms)

    def listed(self, room: Room) -> frozenset[StudentId]:
        """Every pupil whom some version of a class's list named."""
        lists = [file.change.new for file in self._rooms.get(room, ()) if file.place.kind is Kind.LOP]
        texts = (self.trees.content(blob).decode() for blob in lists if blob is not None)
        return frozenset(StudentId(found) for text in texts for found in _LISTED.findall(text))

    def _changes(self, room: Room) -> tuple[CellChange, ...]:
        """Every cell that was ever changed in a class's files, entry by entry."""
        self._read.add(room)
        return tuple(change for file in self._rooms.get(room, ()) for change in self._cells(file))

    def of_pupil(self, pupil: StudentId) -> tuple[CellChange, ...]:
        """What was changed in a pupil's own files: identity, life page, kept years."""
        return tuple(change for file in self._pupils.get(pupil, ()) for change in self._cells(file))

    def _cells(self, file: FileChange) -> list[CellChange]:
        found = Trail(self.trees, self.state).cells(file)
        first = sum(change.first for change in found)
        self._counts.setdefault(file.account.index, {})[file.place.path] = Counts(first, len(found) - first)
        return found

    def deeds(self, changes: Iterable[CellChange]) -> Iterator[Deed]:
        """What entries did to files, with everybody who took part."""
        return deeds_of(self.policies, changes)

    def late(self, rooms: Iterable[Room]) -> list[Deed]:
        """What was changed after somebody had signed for it, or in a locked year; other files are not opened."""
        files = (file for room in rooms for file in self._rooms.get(room, ()) if file.signed or file.amends)
        changes = (change for file in files for change in self._cells(file) if file.amends or not change.first)
        return sorted(self.deeds(changes), key=lambda deed: deed.account.index)

    def counts(self, rooms: Iterable[Room]) -> dict[int, Counts]:
        """How many cells of some classes each entry filled and changed; what was not read yet is read for it."""
        found: dict[int, Counts] = {}
        for room in rooms:
            for file in self._counted(room):
                entry = file.account.index
                found[entry] = found.get(entry, Counts()) + self._counts[entry][file.place.path]
        return found

    def room_counts(self, room: Room) -> Counts:
        """How many cells were ever filled and changed in a class's files."""
        return sum((self._counts[file.account.index][file.place.path] for file in self._counted(room)), Counts())

    def _counted(self, room: Room) -> list[FileChange]:
        if room not in self._read:
            self.changes(room)
        return self._rooms.get(room, [])

    def turns(self) -> dict[PersonId, list[Turn]]:
        """What each person wrote, approved and merged, oldest first."""
        found: dict[PersonId, list[Turn]] = {}
        for account in self.accounts:
            parts = [(hand.person, "ghi") for hand in account.authors]
            parts += [(hand.person, "dong_y") for hand in account.approvals]
            for person, part in dict.fromkeys([*parts, (account.merger.person, "duyet")]):
                found.setdefault(person, []).append(Turn(account, part))
        return found

    def repairs(self) -> tuple[Account, ...]:
        """The entries that annulled others."""
        return tuple(account for account in self.accounts if account.act is Act.REPAIR)

    def doubts(self) -> dict[int, tuple[PersonId, str]]:
        """The entries in doubt that nobody has affirmed: whose key it was, and which."""
        return doubted(self.state, self.policies.at(self.trees.commit(self.state.tip).tree))

    def registered_keys(self) -> tuple[RegisteredKey, ...]:
        """The register of keys."""
        return key_register(self.trees, self.policies, self.state, self.accounts)
