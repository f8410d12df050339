"""The three-way merge, path by path: what one side left alone is the other side; both changed is refused (step 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hocba_build.trust.objects import Oid
from hocba_build.trust.trees import Change, Trees


def conflicts(ours: Sequence[Change], theirs: Sequence[Change]) -> list[str]:
    """The paths that both sides changed since the base."""
    mine = {change.path for change in ours}
    return sorted(change.path for change in theirs if change.path in mine)


def is_exact_merge(trees: Trees, bases: tuple[Oid, Oid, Oid], merged: Oid) -> str | None:
    """``None`` when ``merged`` is the merge of base, first parent and branch; else the first path that is not.

    ``bases``: the trees of the base, the first parent and the branch.
    """
    base, ours, theirs = bases
    if base == ours:
        return None if merged == theirs else _first(trees.diff(theirs, merged))
    wanted: Mapping[str, Oid | None] = {change.path: change.new for change in trees.diff(base, theirs)}
    made: Mapping[str, Oid | None] = {change.path: change.new for change in trees.diff(ours, merged)}
    differing = {path for path in {*wanted, *made} if wanted.get(path, _NONE) != made.get(path, _NONE)}
    return min(differing) if differing else None


_NONE = Oid("-")


def _first(changes: Sequence[Change]) -> str:
    return changes[0].path if changes else "(quyền của tệp)"
