"""The ledger as this desk sees it: judged up to its newest entry, ready for the next one."""

from __future__ import annotations

from dataclasses import dataclass

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import YearId
from hocba_build.trust.judge import Bench
from hocba_build.trust.objects import Oid
from hocba_build.trust.policy import Policy
from hocba_build.trust.rights import Situation
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import Refused
from hocba_build.trust.writing import Message, Signer
from hocba_build.workflows.desk import Desk
from hocba_build.workflows.messages import acceptance
from hocba_build.workflows.remembered import judged
from hocba_build.workflows.state import state_folder

KEPT = "so-o-ban.json"
"""Apart from what ``verify`` keeps: that is proven by the sheet."""
NO_SHEET = "HB386"
"""Said where nobody gave the founding sheet: at the desk its own history is continued, not proven."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The judged state, and the bench that judges what comes next."""

    desk: Desk
    bench: Bench
    state: LedgerState

    @property
    def tree(self) -> Oid:
        """The newest entry's tree."""
        return self.desk.writer.tree_of(self.state.tip)

    @property
    def policy(self) -> Policy:
        """Who is who for the next entry."""
        return self.bench.policies.at(self.tree)

    def situation(self, year: YearId | None = None) -> Situation:
        """What decides about rights for the next entry; ``year`` where an open unlock may name stand-ins."""
        tree = self.tree
        lock = self.state.locks.get(year) if year else None
        return Situation(
            self.policy,
            lambda named: self.bench.policies.assignments(tree, named),
            frozenset(self.state.signed),
            dict(lock.editors) if lock and lock.scope is not None else {},
        )

    def merge(self, name: str, tip: Oid, signer: Signer, message: Message | None = None) -> Oid:
        """Merge a branch and judge the merge as everybody else will.

        Raises:
            RefusedError: the rules refuse it, or it conflicts.
        """
        merge = self.desk.writer.merge(self.state.tip, tip, message or acceptance(name), signer, self.desk.now())
        try:
            self.bench.accept(self.state, merge)
        except Refused as refused:
            raise told(refused, name) from refused
        return merge


def open_ledger(desk: Desk, main: Oid) -> Ledger:
    """Judge the school's ledger.

    Raises:
        RefusedError: something in it is refused; nothing is built on top of that.
    """
    known = judged(desk.objects, main, None, state_folder(desk.repository.root) / KEPT)
    wrong = [finding for finding in known.findings if finding.code != NO_SHEET]
    if wrong or known.state is None:
        what = f"{wrong[0].code} {wrong[0].message}" if wrong else "không đọc được"
        raise RefusedError(f"Sổ của trường đang có lỗi: {what}.", "Xem hocba verify; quản trị sửa bằng hocba repair.")
    return Ledger(desk, Bench(desk.writer.trees), known.state)


def told(refused: Refused, name: str) -> RefusedError:
    """A refusal of the judge in a person's words."""
    finding = refused.finding
    place = f" ({finding.path})" if finding.path else ""
    return RefusedError(f"{name}: {finding.code} {finding.message}{place}.", f"Xem docs/ma-loi/{finding.code}.md")
