"""Acts that write files nobody typed: a branch of the caller's own, made and pushed in one go."""

from __future__ import annotations

from collections.abc import Mapping

from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.own_repository import Move
from hocba_build.trust.git.writing import Message, Signer
from hocba_build.workflows.ledger.desk import Desk
from hocba_build.workflows.ledger.propose import free_name
from hocba_build.workflows.ledger.pushed import note_pushed


def push_branch(
    desk: Desk, main: Oid, slug: str, files: Mapping[str, bytes | None], message: Message, signer: Signer
) -> tuple[str, Oid]:
    """One commit on the newest entry, on a new branch; its name and tip."""
    tip = desk.writer.propose(main, files, message, signer, desk.now())
    return publish_branch(desk, slug, tip, signer), tip


def publish_branch(desk: Desk, slug: str, tip: Oid, signer: Signer) -> str:
    """A new branch of the signer's own that ends at a commit; its name."""
    name = free_name(desk, signer.person, slug)
    desk.repository.publish([Move(f"refs/heads/{name}", None, tip)])
    note_pushed(desk, name, _written(desk, tip))
    return name


def _written(desk: Desk, tip: Oid) -> tuple[str, ...]:
    """The files that a commit changed; nothing where what it stands on cannot be read: it may be a repair of that."""
    trees = desk.writer.trees
    try:
        commit = trees.commit(tip)
        return tuple(change.path for change in trees.diff(trees.commit(commit.parents[0]).tree, commit.tree))
    except ObjectFault:
        return ()
