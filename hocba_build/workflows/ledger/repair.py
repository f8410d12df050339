"""Repair: what should not have come into the ledger is annulled in the open, for a leader to accept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.git.writing import MAX_REASON
from hocba_build.trust.judge import DAMAGED
from hocba_build.trust.recovery.repair import AUTHORS, MERGERS, Repair, next_number
from hocba_build.trust.verdict import LedgerFinding
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import publish_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_broken
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import free_name
from hocba_build.workflows.ledger.reasons import checked_reason


@dataclass(frozen=True, slots=True)
class Repaired:
    """The branch, why the first commit was refused, what is annulled (oldest first), and who may accept."""

    branch: str
    fault: LedgerFinding
    annulled: tuple[Oid, ...]
    reviewers: tuple[str, ...]


def repair(root: Path, reason: str | None = None, *, dry_run: bool = False) -> Repaired:
    """Propose to annul everything on main from the first refused commit on; the last good tree stands again.

    Without a reason the judge's own words are given.

    Raises:
        RefusedError: nothing is wrong, this copy of the repository is damaged, or not entitled.
        HocbaError: the reason is too long or names a pupil.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    main = desk.main()
    ledger, wrong = open_broken(desk, main)
    if not wrong:
        raise RefusedError("Sổ không có mục sai nào.", "Mục đúng nhưng nội dung nhầm thì sửa bằng một đề xuất mới.")
    if wrong[0].code == DAMAGED:
        raise RefusedError(f"Bản sao này bị hỏng: {wrong[0].message}.", "Lấy lại kho từ máy chủ hoặc máy khác.")
    said = reason or f"{wrong[0].code} {wrong[0].message}"[:MAX_REASON]
    text = checked_reason(said, TreeSource(ledger.bench.trees, ledger.tree))
    me = acting_person(ledger.policy)
    if me.person not in (authors := ledger.policy.holding(*AUTHORS)):
        raise RefusedError(f"{me.person} không được sửa chữa sổ.", f"Người được làm: {', '.join(sorted(authors))}.")
    paper = Repair(next_number(ledger.bench.trees, ledger.tree), ledger.state.tip, tuple(ledger.bad), text)
    reviewers = tuple(sorted(ledger.policy.holding(*MERGERS) - {me.person}))
    slug = f"sua-chua-{paper.number:04d}"
    if dry_run:
        return Repaired(free_name(desk, me.person, slug), wrong[0], paper.annulled, reviewers)
    message = proposal("repair", f"Sửa chữa sổ số {paper.number}", [paper.path], text)
    files = {paper.path: paper.text()}
    tip = desk.writer.restore((paper.good, main), files, message, me, desk.now())
    return Repaired(publish_branch(desk, slug, tip, me), wrong[0], paper.annulled, reviewers)
