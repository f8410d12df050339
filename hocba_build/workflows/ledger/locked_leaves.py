"""What the locks of a year froze of one pupil, oldest lock first: the newest counts, the others are superseded."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.values import StudentId, YearId
from hocba_build.trust.locks import LOCKED, LockedLeaf, read_class, read_lock
from hocba_build.workflows.ledger.history import History


def locked_leaves(history: History, year: YearId, pupil: StudentId) -> list[LockedLeaf]:
    """By the acts of locking that stand in a judged history; empty where the year was never locked with the pupil."""
    return list(_found(history, year, pupil))


def _found(history: History, year: YearId, pupil: StudentId) -> Iterator[LockedLeaf]:
    trees, folder = history.trees, f"signatures/khoa-so/{year}"
    for act in sorted(trees.names(history.tree, folder)):
        files = dict(trees.files(history.tree, f"{folder}/{act}"))
        record = read_lock(trees.content(files.pop(f"{folder}/{act}/khoa.yaml")))
        if record.act != LOCKED:
            continue
        for path, blob in files.items():
            leaf = read_class(trees.content(blob)).get(pupil) if path.endswith(".yaml") else None
            if leaf is not None:
                yield LockedLeaf(record, *leaf)


__all__ = ["locked_leaves"]
