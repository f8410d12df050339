"""Reading ahead on several processors: what an entry shows by itself is worked out before the judge comes to it.

Signatures, shape, content and exactness of an entry hang on nothing but objects named by their ids; rights, reviews and
demands hang on all that came before and stay with the judge. Other processes only ever say that an entry is sound in
the former: whatever they cannot vouch for, the judge looks at itself, and every refusal is its own.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from hocba_build.domain.values import PersonId
from hocba_build.trust.content import Contents
from hocba_build.trust.facts import BranchCommit, Entry, branch_of, changes_of, entry_at, signer_of
from hocba_build.trust.git.merge import check_exact
from hocba_build.trust.git.objects import CommitObject, ObjectFault, Objects, Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.policy import Policies
from hocba_build.trust.verdict import Refused

if TYPE_CHECKING:
    from concurrent.futures import Executor

PAYS_FROM: Final = 600
"""Entries below which starting processes costs more than it saves."""
CHUNK: Final = 100
WAITING: Final = 3
"""Chunks in work or finished for each process; what is read ahead does not pile up in memory."""
MOST_WORKERS: Final = 4
MEMORY: Final = 4 * 1024 * 1024
"""Bytes that each process remembers of trees, contents and comparisons, each."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry that is sound in itself: by whom its commits and its merge are signed, and what it changes."""

    entry: Entry
    branch: tuple[BranchCommit, ...]
    merger: tuple[PersonId, str]
    proposed: tuple[Change, ...]
    """From the base to the branch's tip."""
    made: tuple[Change, ...]
    """From the entry before to the merge."""

    def __reduce__(self) -> tuple[Callable[..., Seen], tuple[object, ...]]:
        """Flat, for the way between two processes: there it is what costs most."""
        entry = self.entry
        seats = (entry.index, entry.merge, entry.before, entry.base, entry.branch)
        work = [(one.person, one.fingerprint, one.changes) for one in self.branch]
        return _seen, (seats, work, self.merger, self.proposed, self.made)

    def fits(self, before: Oid, index: int, entries: Mapping[Oid, int]) -> bool:
        """Whether it is about the ledger as it stands: annulled commits count for nothing."""
        return self.entry.before.oid == before and self.entry.index == index and self.entry.base.oid in entries


def _seen(
    entry: tuple[int, CommitObject, CommitObject, CommitObject, tuple[CommitObject, ...]],
    work: Sequence[tuple[PersonId, str, tuple[Change, ...]]],
    merger: tuple[PersonId, str],
    proposed: tuple[Change, ...],
    made: tuple[Change, ...],
) -> Seen:
    """What has come from another process."""
    whole = Entry(*entry)
    branch = tuple(BranchCommit(commit, *one) for commit, one in zip(whole.branch, work, strict=True))
    return Seen(whole, branch, merger, proposed, made)


Ahead = Callable[[Oid], Seen | None]
"""Where the judge asks what is known of an entry, in their order; ``None`` where it must look itself."""


def nothing(_oid: Oid) -> Seen | None:
    """Nobody read ahead."""
    return None


@contextmanager
def reading_ahead(
    objects: Objects, before: Oid, coming: Sequence[Oid], entries: Mapping[Oid, int], *, workers: int | None = None
) -> Iterator[Ahead]:
    """Read what comes after the entry ``before``, oldest first, where several processors make that pay."""
    workers = workers or min(_processors(), MOST_WORKERS)
    if len(coming) < PAYS_FROM or workers == 1 or not objects.elsewhere:
        yield nothing
        return
    from concurrent.futures import ProcessPoolExecutor  # Loaded only where it pays.
    from multiprocessing import get_context

    # A fork of several threads may copy a lock that nobody opens again.
    context = get_context("spawn" if threading.active_count() > 1 else None)
    chain = [before, *coming]
    ledger = {**entries, **{oid: place for place, oid in enumerate(chain, entries[before])}}
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(objects, ledger)) as pool:
        try:
            yield _Reader(pool, chain, WAITING * workers)
        finally:
            pool.shutdown(cancel_futures=True)


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Reader:
    """Hands out chunks, a few at a time, and gives back what came of them."""

    def __init__(self, pool: Executor, chain: Sequence[Oid], waiting: int) -> None:
        self._pool = pool
        self._chunks = (chain[start : start + CHUNK + 1] for start in range(0, len(chain) - 1, CHUNK))
        self._working = deque(pool.submit(_look, chunk) for chunk in islice(self._chunks, waiting))
        self._known: Mapping[Oid, Seen | None] = {}

    def __call__(self, oid: Oid) -> Seen | None:
        """What is known of an entry; the chunks before its own are forgotten."""
        while oid not in self._known and self._working:
            self._known = self._next()
        return self._known.get(oid)

    def _next(self) -> Mapping[Oid, Seen | None]:
        try:
            found: Mapping[Oid, Seen | None] = self._working.popleft().result()
            self._working.extend(self._pool.submit(_look, chunk) for chunk in islice(self._chunks, 1))
        except (RuntimeError, OSError):  # BrokenExecutor, killed or out of memory: nobody reads ahead any more.
            self._working.clear()
            return {}
        return found


_here: list[_Looker] = []
"""What a process reads with."""


def _begin(objects: Objects, ledger: Mapping[Oid, int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Whoever is asked to stop ends the others.
    gc.disable()  # What is made here has no cycles, and is dropped with its chunk.
    _here[:] = [_Looker(objects.reopened(), ledger)]


def _look(chain: Sequence[Oid]) -> Mapping[Oid, Seen | None]:
    """The entries of a piece of main, of which the first is only where it begins."""
    return {oid: _here[0].see(before, oid) for before, oid in pairwise(chain)}


class _Looker:
    """Looks at entries in a process of its own."""

    def __init__(self, objects: Objects, ledger: Mapping[Oid, int]) -> None:
        self._trees = Trees(objects, memory=MEMORY)
        self._policies = Policies(self._trees)
        self._contents = Contents(self._trees)
        self._ledger = ledger

    def see(self, before: Oid, oid: Oid) -> Seen | None:
        """What an entry shows by itself; ``None`` where anything is wrong with it."""
        try:
            return self._see(before, oid)
        except (Refused, ObjectFault):
            return None

    def _see(self, before: Oid, oid: Oid) -> Seen | None:
        entry = entry_at(self._trees, self._trees.commit(before), oid, self._ledger[oid], self._ledger)
        policy = self._policies.at(entry.before.tree)
        branch = tuple(branch_of(self._trees, entry, policy))
        merger = signer_of(entry.merge, policy)
        check_exact(self._trees, entry)
        self._contents.check(branch)
        proposed = self._trees.diff(entry.base.tree, entry.tip.tree)
        made = changes_of(self._trees, entry.before.tree, entry.merge)
        self._policies.carry(entry.before.tree, entry.merge.tree, (change.path for change in made))
        return Seen(entry, branch, merger, proposed, made)
