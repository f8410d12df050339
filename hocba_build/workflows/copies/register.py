"""The register of copies as people read it: every copy with what has become of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.copies import Batch, Copy, CopyId, Recall, Withdrawn, replaced_copies
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.trust.papers.copies import frozen_class
from hocba_build.trust.papers.office_copies import batches_in, recalls_in
from hocba_build.trust.year_end.locks import Leaf
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.ledger import open_ledger


@dataclass(frozen=True, slots=True)
class Registered:
    """A copy of the register; ``outdated`` are its years whose results a later lock changed."""

    batch: Batch
    copy: Copy
    withdrawn: Withdrawn | None
    outdated: tuple[YearId, ...]

    @property
    def id(self) -> CopyId:
        """The copy's number."""
        return self.batch.id_of(self.copy)

    @property
    def stands(self) -> bool:
        """Whether it was neither replaced nor recalled."""
        return self.withdrawn is None


def registered(root: Path, year: YearId | None = None, pupil: StudentId | None = None) -> list[Registered]:
    """The copies issued in a year (in all years, without), of one pupil where one is named; in order.

    Raises:
        RefusedError: something in the ledger is refused.
    """
    desk = open_desk(root)
    history = open_ledger(desk, desk.main()).history
    return [one for one in register_of(history) if year in (None, one.batch.year) and pupil in (None, one.copy.pupil)]


def register_of(history: History) -> Iterator[Registered]:
    """Every copy in a judged ledger."""
    gone = withdrawn_in(history)
    for batch in batches_in(history.trees, history.tree):
        for copy in batch.copies:
            yield Registered(batch, copy, gone.get(batch.id_of(copy)), tuple(_outdated(history, batch, copy)))


def withdrawn_in(history: History) -> dict[CopyId, Withdrawn]:
    """The copies in a judged ledger that no longer stand."""
    newest = newest_recall(history)
    replaced = replaced_copies(batches_in(history.trees, history.tree))
    return {**replaced, **(newest.copies if newest else {})}


def _outdated(history: History, batch: Batch, copy: Copy) -> Iterator[YearId]:
    for year, class_id in sorted(copy.years.items()):
        then, now = batch.locks[year], newest_act(history, year)
        if then != now and _leaf(history, year, then, class_id, copy) != _leaf(history, year, now, class_id, copy):
            yield year


def newest_act(history: History, year: YearId) -> int:
    """The act that locked a year last: while it is open for a correction, the one before."""
    lock = history.state.locks[year]
    return lock.acts if lock.scope is None else lock.acts - 1


def _leaf(history: History, year: YearId, act: int, class_id: ClassId, copy: Copy) -> Leaf | None:
    blob = history.trees.entry(history.tree, f"signatures/khoa-so/{year}/{act:04d}/{class_id}.yaml")
    return frozen_class(history.trees.content(blob)).get(copy.pupil) if blob is not None else None


def newest_recall(history: History) -> Recall | None:
    """The newest recall list in a judged ledger."""
    found = recalls_in(history.trees, history.tree)
    return found[-1] if found else None


__all__ = ["Registered", "newest_recall", "register_of", "registered", "withdrawn_in"]
