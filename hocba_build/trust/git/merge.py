"""The three-way merge, path by path: what one side left alone is the other side; both changed is refused (step 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hocba_build.trust.facts import Entry
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.verdict import refuse


def conflicts(ours: Sequence[Change], theirs: Sequence[Change]) -> list[str]:
    """The paths that both sides changed since the base."""
    mine = {change.path for change in ours}
    return sorted(change.path for change in theirs if change.path in mine)


def check_exact(trees: Trees, entry: Entry) -> None:
    """An entry's tree is the merge and nothing else, and is named by its SHA-256 as well.

    Raises:
        Refused: HB322, HB324, HB325.
    """
    bases = (entry.base.tree, entry.before.tree, entry.tip.tree)
    wrong = is_exact_merge(trees, bases, entry.merge.tree)
    if wrong is not None:
        raise refuse("HB322", "kết quả hợp nhất không phải đúng là phần được đề xuất", entry.merge.oid, wrong)
    if entry.base.tree != entry.before.tree:
        check_conflicts(trees, entry)
    if entry.merge.trailer("Tree-SHA256") != trees.sha256(entry.merge.tree):
        raise refuse("HB324", "dấu SHA-256 của mục không đúng", entry.merge.oid)


def check_conflicts(trees: Trees, entry: Entry) -> None:
    """No path was changed on both sides.

    Raises:
        Refused: HB325.
    """
    mine = {change.path for change in trees.diff(entry.base.tree, entry.before.tree)}
    for change in trees.diff(entry.base.tree, entry.tip.tree):
        if change.path in mine:
            raise refuse("HB325", "tệp đã được một mục khác sửa: phải làm lại đề xuất", entry.merge.oid, change.path)


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
