"""What the judge carries from entry to entry; it changes only when an entry has been accepted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.year_end.scopes import BROUGHT, HOMEROOM, brought_in, files_in

STATEMENTS = "signatures/ky-xac-nhan/"


@dataclass(frozen=True, slots=True)
class Lock:
    """A year's lock as it stands: how many acts and locks there were, and what an open unlock lets change."""

    acts: int
    version: int
    digest: str
    summer_closed: bool
    scope: frozenset[str] | None = None
    """Files of an open unlock; ``None`` while locked."""
    editors: Mapping[PersonId, PersonId] = field(default_factory=dict)
    signers: Mapping[PersonId, PersonId] = field(default_factory=dict)
    reach: Mapping[ClassId, frozenset[StudentId]] = field(default_factory=dict)
    """Classes of whose files an open unlock reaches these pupils' rows alone."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A merged sign-off: its statement's path, the entry it looked at, its signer, and the files it names."""

    path: str
    at: int
    person: PersonId
    instead_of: PersonId | None
    role: str
    year: YearId
    scopes: tuple[str, ...]
    files: Mapping[str, str]
    """SHA-256 by path."""

    @property
    def watched(self) -> Iterator[str]:
        """What makes it stale when it changes: the files that it names, and those of its scopes that may come later."""
        yield from self.files
        for scope in self.scopes:
            for name in files_in(self.role, scope):
                yield f"records/{self.year}/{name}"
            if self.role == HOMEROOM:
                yield f"records/{self.year}/{brought_in(scope)}"


@dataclass(frozen=True, slots=True)
class Witness:
    """A token that was accepted: in which entry, over which, the authority's time (seconds since 1970), its number."""

    entry: int
    over: int
    seconds: int
    authority: str
    serial: str


@dataclass(slots=True)
class LedgerState:
    """The ledger up to its last accepted entry."""

    founding: Oid
    tip: Oid
    index: int = 0
    commits: int = 1
    entries: dict[Oid, int] = field(default_factory=dict)
    """The index of every entry by its commit."""
    changed: dict[str, int] = field(default_factory=dict)
    """The last entry that changed each file of the zones; of a class's folder of brought results, any file in it."""
    sign_offs: list[SignOff] = field(default_factory=list)
    signed: set[str] = field(default_factory=set)
    """Every file that a merged sign-off has named."""
    locks: dict[YearId, Lock] = field(default_factory=dict)
    signed_with: dict[str, list[int]] = field(default_factory=dict)
    """The entries in which each key signed something."""
    affirmed: set[int] = field(default_factory=set)
    annulled: list[Oid] = field(default_factory=list)
    digests: dict[Oid, str] = field(default_factory=dict, repr=False, compare=False)
    """SHA-256 ids of folders that were worked out on the way: a saving for the next check, never evidence."""
    witnesses: list[Witness] = field(default_factory=list)
    seen: int = -1
    """The last entry that a witness has seen."""
    unseen: list[int] = field(default_factory=list)
    """The latest date (seconds since 1970) that each entry after it claims."""
    remarks: list[tuple[str, str, Oid]] = field(default_factory=list)
    """Dates that contradict each other: code, sentence, commit."""
    _latest: list[int] = field(default_factory=list, repr=False, compare=False)
    """The latest moment of the witnesses so far, by their order."""
    _by_path: dict[str, SignOff] = field(default_factory=dict, repr=False, compare=False)

    def touch(self, paths: Iterable[str]) -> None:
        """Note that the newest entry changed these files."""
        for path in paths:
            self.changed[path] = self.index
            folder = path.rpartition("/")[0]
            if folder.endswith(f"/{BROUGHT}"):
                self.changed[folder] = self.index

    def sign_instead(self, year: YearId) -> Mapping[PersonId, PersonId]:
        """Of an open unlock of a year: who has left, and who signs in that person's place."""
        lock = self.locks.get(year)
        return lock.signers if lock is not None and lock.scope is not None else {}

    def is_fresh(self, one: SignOff) -> bool:
        """Whether nothing that a sign-off answers for has changed or come since, nor below what it stands on."""
        if any(self.changed.get(path, 0) > one.at for path in one.watched):
            return False
        below = (self.statement(path) for path in one.files if path.startswith(STATEMENTS))
        return all(self.is_fresh(other) for other in below if other is not None)

    def statement(self, path: str) -> SignOff | None:
        """The sign-off that lies at a path; the list only grows, or is cut back to what it was."""
        if len(self._by_path) != len(self.sign_offs):
            self._by_path = {one.path: one for one in self.sign_offs}
        return self._by_path.get(path)

    def witnessed(self, index: int) -> int:
        """The latest moment that a token in the ledger up to an entry tells of: what stands on it came later."""
        for one in self.witnesses[len(self._latest) :]:
            self._latest.append(max(one.seconds, self._latest[-1] if self._latest else 0))
        held = bisect_right(self.witnesses, index, key=lambda one: one.entry)
        return self._latest[held - 1] if held else 0
