"""What a proposal would change, cell by cell, and what that does to results."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.records.reader import Source
from hocba_build.trust.facts import located
from hocba_build.trust.git.objects import CommitObject, ObjectFault, Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.judge import Waiting
from hocba_build.trust.recovery.repair import consider_repair, is_repair
from hocba_build.trust.verdict import LedgerFinding, Refused
from hocba_build.workflows.copies.telling import told
from hocba_build.workflows.ledger.compare import Comparison, compare
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import Ledger, broken, open_broken

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
"""What a branch of a school may be called; anything else is not even asked of Git."""


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal as its reviewer sees it, merged onto what stands now."""

    branch: str
    author: str
    commits: int
    reasons: tuple[str, ...]
    compared: Comparison
    waiting: Waiting | None = None
    """Who may merge it and who must approve before, where the judge was asked and has nothing against it."""
    fault: LedgerFinding | None = None
    """Why no merge of it could stand."""
    papers: Mapping[str, str] = field(default_factory=dict)
    """What files without cells say, in a sentence."""


def review(root: Path, branch: str, *, sealed: bool = False, fetch: bool = True) -> Review:
    """Compare what stands now with what would stand after the merge, and let the judge look at the branch.

    ``sealed`` life pages are compared by what they say. Without ``fetch`` only what is here already is looked at: where
    there is no way to ask the server for more.

    Raises:
        HocbaError: there is no such branch.
        RefusedError: the ledger itself is refused, or the branch conflicts with what has been accepted since.
        KeyTroubleError: a page is to be opened and its key was not unlocked.
    """
    desk = open_desk(root)
    if fetch:
        desk.repository.fetch()
    tip = tip_of(desk, branch)
    ledger, wrong = open_broken(desk, desk.main())
    if wrong:
        return _review_repair(ledger, branch, tip, wrong[0])
    try:
        found = review_of(desk, branch, ledger.state.tip, tip, _open_pages if sealed else None)
    except ObjectFault as fault:
        nothing = compare({}, {}, ())
        return Review(branch, "", 0, (), nothing, fault=located(fault, tip).finding)
    try:
        return replace(found, waiting=ledger.bench.consider(ledger.state, tip))
    except Refused as refused:
        return replace(found, fault=refused.finding)


def _review_repair(ledger: Ledger, branch: str, tip: Oid, wrong: LedgerFinding) -> Review:
    """While main is broken only its repair can be reviewed: what of main it takes back.

    Raises:
        RefusedError: the branch is none.
    """
    trees, main = ledger.bench.trees, ledger.bad[-1]
    if not is_repair(trees, tip, main, ledger.tree):
        raise broken(wrong)
    commit, good = trees.commit(tip), trees.commit(ledger.state.tip)
    try:
        before = trees.commit(main).tree
        paths = {change.path for change in trees.diff(before, commit.tree)}
    except ObjectFault:  # What broke main cannot be read as records: all that can be shown is the paper.
        before = good.tree
        paths = {change.path for change in trees.diff(before, commit.tree)}
    compared = compare(TreeSource(trees, before), TreeSource(trees, commit.tree), paths)
    found = Review(branch, commit.author.name, 1, tuple(_reasons((commit,))), compared)
    try:
        author, mergers = consider_repair(trees, ledger.policy, good, ledger.bad, tip)
    except Refused as refused:
        return replace(found, fault=refused.finding)
    return replace(found, waiting=Waiting(frozenset({author}), mergers, ()))


def tip_of(desk: Desk, branch: str) -> Oid:
    """Where a proposal's branch stands at the server.

    Raises:
        HocbaError: there is no such branch.
    """
    tip = desk.repository.shared(branch) if _NAME.fullmatch(branch) else None
    if tip is None:
        waiting = ", ".join(desk.repository.proposals()) or "chưa có đề xuất nào"
        raise HocbaError(f"Không có nhánh {branch}.", f"Đang chờ: {waiting}.")
    return tip


Opening = Callable[[Source, Collection[str]], Source]
"""A source with the sealed pages of these paths in plain text, as far as they can be opened."""


def _open_pages(source: Source, paths: Collection[str]) -> Source:
    from hocba_build.trust.gpg import Keyring
    from hocba_build.workflows.sealing.sealed import open_source

    return open_source(source, Keyring(), paths)


def review_of(desk: Desk, branch: str, main: Oid, tip: Oid, opening: Opening | None = None) -> Review:
    """The same for commits already at hand."""
    writer, trees = desk.writer, desk.writer.trees
    commits = writer.branch_commits(main, tip)
    before, after = writer.tree_of(main), writer.merged_tree(main, tip)
    paths = {change.path for change in trees.diff(before, after)}
    old, new = TreeSource(trees, before), TreeSource(trees, after)
    compared = _opened(old, new, paths, opening) if opening else compare(old, new, paths)
    author = commits[0].author.name if commits else ""
    papers = dict(_papers(trees, after, paths))
    return Review(branch, author, len(commits), tuple(_reasons(commits)), compared, papers=papers)


def _papers(trees: Trees, tree: Oid, paths: set[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        blob = trees.entry(tree, path)
        if blob is not None and (said := told(path, trees.content(blob))):
            yield path, said


def review_alone(desk: Desk, branch: str, main: Oid, tip: Oid) -> Review:
    """A proposal that can no longer be merged, against the entry on which it stands."""
    writer, trees = desk.writer, desk.writer.trees
    commits = writer.branch_commits(main, tip)
    before, after = writer.tree_of(writer.base(main, tip)), writer.tree_of(tip)
    paths = {change.path for change in trees.diff(before, after)}
    compared = compare(TreeSource(trees, before), TreeSource(trees, after), paths)
    author = commits[0].author.name if commits else ""
    return Review(branch, author, len(commits), tuple(_reasons(commits)), compared)


def _opened(old: Source, new: Source, paths: set[str], opening: Opening) -> Comparison:
    """Compare with the pages that could be opened in the place of their plain text."""
    before, after = opening(old, paths), opening(new, paths)
    shown = {path for path in paths if path in before or path in after}
    shown |= {path.removesuffix(".asc") for path in paths - shown}
    return compare(before, after, shown)


def _reasons(commits: tuple[CommitObject, ...]) -> Iterator[str]:
    seen: set[str] = set()
    for commit in commits:
        reason = commit.trailer("Hocba-Reason")
        if reason and reason not in seen:
            seen.add(reason)
            yield reason


__all__ = ["Review", "review", "review_alone", "review_of", "tip_of"]
