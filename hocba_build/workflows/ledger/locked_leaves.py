"""What the locks of a year froze of one pupil, oldest lock first: the newest counts, the others are superseded."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.values import StudentId, YearId
from hocba_build.trust.year_end.locks import LOCKED, LockedLeaf, read_class, read_lock
from hocba_build.workflows.ledger.history import History


def locked_leaves(history: History, year: YearId, pupil: StudentId) -> list[LockedLeaf]:
    """By the acts of locking that stand in a judged history; empty where the year was never locked with the pupil."""
    return leaves_by_pupil(history, year).get(pupil, [])


def leaves_by_pupil(history: History, year: YearId) -> dict[StudentId, list[LockedLeaf]]:
    """The same of every pupil of the year, for whoever asks about many."""
    found: dict[StudentId, list[LockedLeaf]] = {}
    for pupil, one in _found(history, year):
        found.setdefault(pupil, []).append(one)
    return found


def _found(history: History, year: YearId) -> Iterator[tuple[StudentId, LockedLeaf]]:
    trees, folder = history.trees, f"signatures/khoa-so/{year}"
    for act in sorted(trees.names(history.tree, folder)):
        files = dict(trees.files(history.tree, f"{folder}/{act}"))
        record = read_lock(trees.content(files.pop(f"{folder}/{act}/khoa.yaml")))
        if record.act != LOCKED:
            continue
        for path, blob in files.items():
            if path.endswith(".yaml"):
                for pupil, leaf in read_class(trees.content(blob)).items():
                    yield pupil, LockedLeaf(record, *leaf)


__all__ = ["leaves_by_pupil", "locked_leaves"]
