"""The ledger as this desk sees it: judged up to its newest entry, ready for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.findings import Severity
from hocba_build.domain.values import YearId
from hocba_build.trust.facts import chain_since, located
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.writing import Message, Signer
from hocba_build.trust.judge import Bench, Judgement
from hocba_build.trust.policy import Policy
from hocba_build.trust.recovery.repair import is_repair
from hocba_build.trust.rights import Situation
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import UNDECIDED_CODES, LedgerFinding, Refused, Verdict
from hocba_build.workflows.ledger.desk import Desk
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.messages import acceptance
from hocba_build.workflows.ledger.remembered import judged
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
    bad: list[Oid] = field(default_factory=list)
    """Commits on main above the last good entry, oldest first: only a repair may follow them."""

    @property
    def tree(self) -> Oid:
        """The newest entry's tree."""
        return self.desk.writer.tree_of(self.state.tip)

    @property
    def history(self) -> History:
        """The same for reading."""
        judged = Judgement(Verdict.UNDECIDED, (), self.state, self.state.tip, anchored=False)
        return History(judged, self.state.tip, self.state, self.bench)

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
            lambda named: self.bench.policies.staffing(tree, named),
            frozenset(self.state.signed),
            dict(lock.editors) if lock and lock.scope is not None else {},
        )

    def merge(self, name: str, tip: Oid, signer: Signer, message: Message | None = None) -> Oid:
        """Merge a branch and judge the merge as everybody else will.

        Raises:
            RefusedError: the rules refuse it, or it conflicts.
        """
        said = message or acceptance(name)
        try:
            if self.bad:
                return self._mend(name, tip, said, signer)
            merge = self._merged(name, tip, said, signer)
            self.bench.accept(self.state, merge)
        except Refused as refused:
            raise told(refused, name) from refused
        except ObjectFault as fault:  # A branch that nothing of ours made: its commits or trees cannot be read.
            raise told(located(fault, tip), name) from fault
        return merge

    def _merged(self, name: str, tip: Oid, message: Message, signer: Signer) -> Oid:
        """The merge, not judged yet; of several branches in one act the refusal names the one that conflicts."""
        try:
            return self.desk.writer.merge(self.state.tip, tip, message, signer, self.desk.now())
        except ObjectFault:
            raise
        except RefusedError as error:
            raise RefusedError(f"{name}: {error.message}", error.hint) from error

    def _mend(self, name: str, tip: Oid, message: Message, signer: Signer) -> Oid:
        """Merge a repair onto the broken main: the merge has the repair's tree."""
        if not is_repair(self.bench.trees, tip, self.bad[-1], self.tree):
            raise RefusedError(f"Sổ của trường đang có lỗi, chưa nhận được {name}.", "Duyệt bản sửa chữa sổ trước.")
        merge = self.desk.writer.merge_restored(self.bad[-1], tip, message, signer, self.desk.now())
        self.bench.go(self.state, [*self.bad, merge])
        self.bad.clear()
        return merge


def open_ledger(desk: Desk, main: Oid) -> Ledger:
    """Judge the school's ledger.

    Raises:
        RefusedError: something in it is refused; nothing is built on top of that.
    """
    ledger, wrong = open_broken(desk, main)
    if wrong:
        raise broken(wrong[0])
    return ledger


def broken(fault: LedgerFinding) -> RefusedError:
    """Nothing but its repair goes on while something in the ledger is refused."""
    what = f"{fault.code} {fault.message}"
    return RefusedError(f"Sổ của trường đang có lỗi: {what}.", "Xem hocba verify; quản trị sửa bằng hocba repair.")


def open_broken(desk: Desk, main: Oid) -> tuple[Ledger, Sequence[LedgerFinding]]:
    """Judge the school's ledger as far as it stands, and say what is wrong with the rest.

    Raises:
        RefusedError: its founding act, or something that it holds, cannot be read here.
    """
    known = judged(desk.objects, main, None, state_folder(desk.repository.root) / KEPT)
    wrong = faults_of(known)
    if known.state is None or any(finding.code in UNDECIDED_CODES for finding in wrong):
        what = f"{wrong[0].code} {wrong[0].message}" if wrong else "không đọc được"
        raise RefusedError(f"Sổ của trường đang có lỗi: {what}.", "Lấy lại bản sao đầy đủ của kho.")
    trees = desk.writer.trees
    trees.digests |= known.state.digests
    bad = chain_since(trees, main, known.state.tip, known.state.entries) if wrong else []
    return Ledger(desk, Bench(trees), known.state, bad), wrong


def faults_of(found: Judgement) -> list[LedgerFinding]:
    """What may not stand: no remarks, and not that nobody gave the sheet."""
    return [one for one in found.findings if one.severity is Severity.ERROR and one.code != NO_SHEET]


def told(refused: Refused, name: str) -> RefusedError:
    """A refusal of the judge in a person's words."""
    finding = refused.finding
    place = f" ({finding.path})" if finding.path else ""
    return RefusedError(f"{name}: {finding.code} {finding.message}{place}.", f"Xem docs/ma-loi/{finding.code}.md")
