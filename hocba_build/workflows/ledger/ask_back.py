"""A reviewer's question on a proposal, and the author's way to take the proposal back and mend it.

A question is a signed commit on a branch of the reviewer's own that stands on the proposal's tip, changes nothing and
is never merged: it reaches the author through the same server, and needs no forge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.records.writes import write_files
from hocba_build.trust.git.own_repository import Move, RaceError
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.git.writing import Message
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.propose import MAX_SLUG, free_name
from hocba_build.workflows.ledger.reasons import checked_reason
from hocba_build.workflows.ledger.review import tip_of

ACTION: Final = "ask-back"
PREFIX: Final = "hoi-lai-"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked of a proposal."""

    branch: str
    """The question's own branch."""
    about: str
    asker: str
    text: str
    stale: bool
    """Whether the proposal has moved since."""


def ask_back(root: Path, branch: str, text: str) -> str:
    """Ask the author of a proposal to look again; the name of the question's branch.

    Raises:
        RefusedError: the asker is the author.
        HocbaError: no such branch, or the text is empty, too long or names a pupil.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    tip, ledger = tip_of(desk, branch), open_ledger(desk, desk.main())
    question = checked_reason(text, TreeSource(desk.writer.trees, ledger.tree))
    me = acting_person(ledger.policy)
    if desk.writer.trees.commit(tip).author.name == me.person:
        raise RefusedError("Đề xuất này là của chính mình.", "Muốn sửa: rút lại rồi sửa.")
    name = free_name(desk, me.person, f"{PREFIX}{branch.rpartition('/')[2]}"[:MAX_SLUG])
    said = Message("Hỏi lại", (("Hocba-Action", ACTION), ("Hocba-Scope", branch), ("Hocba-Reason", question)))
    desk.repository.publish([Move(f"refs/heads/{name}", None, desk.writer.note(tip, said, me, desk.now()))])
    return name


def questions(desk: Desk) -> Iterator[Question]:
    """Every question that waits at the server."""
    tips = desk.repository.proposals()
    for branch, tip in tips.items():
        if not is_question(branch):
            continue
        commit = desk.writer.trees.commit(tip)
        about = commit.trailer("Hocba-Scope")
        if commit.trailer("Hocba-Action") == ACTION and about and commit.parents:
            stale = tips.get(about) != commit.parents[0]
            yield Question(branch, about, commit.author.name, commit.trailer("Hocba-Reason") or "", stale)


def withdraw(root: Path, branch: str) -> tuple[str, ...]:
    """Take one's own proposal back: its files stand changed in the work tree again, and the branch is gone.

    Raises:
        RefusedError: somebody else's, or a file of it has been changed since (here or in the ledger).
        HocbaError: no such branch.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    tip, ledger = tip_of(desk, branch), open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    commits = desk.writer.branch_commits(ledger.state.tip, tip)
    if not commits or commits[0].author.name != me.person:
        raise RefusedError(f"{branch} không phải đề xuất của {me.person}.", "Người duyệt dùng: hocba ask-back.")
    desk.repository.advance(ledger.state.tip)
    trees = desk.writer.trees
    changes = trees.diff(ledger.tree, desk.writer.merged_tree(ledger.state.tip, tip))
    kept = [change for change in changes if change.new is not None and change.path.startswith("records/")]
    new = {change.path: trees.content(change.new) for change in kept if change.new}
    old = {change.path: None if change.old is None else trees.content(change.old) for change in kept}
    write_files(desk.repository.root, new, old)
    remove(desk, [branch])
    return tuple(new)


def remove(desk: Desk, branches: Iterable[str]) -> None:
    """Take away branches with the questions asked of them; one that has moved since stays."""
    for move in removals(desk, branches):
        try:
            desk.repository.publish([move])
        except RaceError:
            continue


def removals(desk: Desk, branches: Iterable[str]) -> list[Move]:
    """The moves that take branches away, with the questions asked of them."""
    chosen = list(branches)
    chosen += [one.branch for one in questions(desk) if one.about in chosen]
    return [Move(f"refs/heads/{name}", desk.repository.shared(name), None) for name in chosen]


def is_question(branch: str) -> bool:
    """Whether a branch is a question by its name; no proposal is called so."""
    return branch.rpartition("/")[2].startswith(PREFIX)
