"""A further approval: a signature over exactly what a branch would change."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import Move
from hocba_build.trust.git.writing import Signer, Writer
from hocba_build.trust.review import transition
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.review import tip_of


def approve(root: Path, branch: str, seen: Oid | None = None) -> Oid:
    """Add the caller's approval to a branch and push it; ``seen`` is the tip that was looked at, where that was before.

    Raises:
        RefusedError: the branch has moved since; the caller is the author, or has approved already.
        RaceError: the branch has moved.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    main, tip = desk.main(), tip_of(desk, branch)
    if seen not in (None, tip):
        raise RefusedError(f"{branch} vừa được tác giả đổi.", "Xem lại rồi mới đồng ý.")
    ledger = open_ledger(desk, main)
    me = acting_person(ledger.policy)
    commits = desk.writer.branch_commits(main, tip)
    if any(commit.author.name == me.person for commit in commits):
        raise RefusedError(f"{me.person} đã có phần trong đề xuất này.", "Người đồng ý phải là người khác.")
    new = approval(desk.writer, (ledger.state.founding, main, tip), me, desk.now())
    desk.repository.publish([Move(f"refs/heads/{branch}", tip, new)])
    return new


def approval(writer: Writer, where: tuple[Oid, Oid, Oid], signer: Signer, at: int) -> Oid:
    """A commit that adds an approval to a branch; ``where``: founding commit, the ledger's tip, the branch's tip."""
    founding, main, tip = where
    base = writer.base(main, tip)
    text = transition(writer.trees, founding, base, writer.trees.diff(writer.tree_of(base), writer.tree_of(tip)))
    path = f"signatures/dong-y/{hashlib.sha256(text).hexdigest()}/{signer.person}.asc"
    message = proposal("approve", "Đồng ý", [path])
    return writer.propose(tip, {path: signer.sign(text, at)}, message, signer, at)
