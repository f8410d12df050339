"""What the accepted entries say, told again for people: who wrote, approved and merged what, when, and why.

The judge has proven each of them; this module only reads the same commits once more, in the order of the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hocba_build.domain.values import PersonId
from hocba_build.trust.facts import BranchCommit, Entry, branch_of, entry_at, signer_of
from hocba_build.trust.git.objects import CommitObject, Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import Act, one_act
from hocba_build.trust.policy import Policies, Policy
from hocba_build.trust.recovery.repair import next_number, read_repair
from hocba_build.trust.review import transition_approvers
from hocba_build.trust.state import LedgerState

Wanted = Callable[[str], bool]
APPROVALS = "signatures/dong-y/"


@dataclass(frozen=True, slots=True)
class Hand:
    """One person's signed commit: with which key, when by the commit's own date (seconds since 1970), on what."""

    person: PersonId
    key: str
    commit: Oid
    at: int
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """One accepted entry: what it did to the ledger, and everybody who took part."""

    index: int
    act: Act
    before: Oid
    tree: Oid
    """The trees of the entry before, and of this one."""
    authors: tuple[Hand, ...]
    approvals: tuple[Hand, ...]
    merger: Hand
    reason: str
    changes: tuple[Change, ...]
    """What became of the ledger's files; something done and undone within the branch is not among them."""
    annulled: tuple[Oid, ...] = ()
    """First-parent commits that a repair took out, oldest first."""

    def author_of(self, path: str) -> Hand:
        """Whose commit brought a file in; the last one of the branch that touched it."""
        return next((hand for hand in reversed(self.authors) if path in hand.paths), self.authors[-1])


class Chronicle:
    """The accepted entries of a judged history, oldest first."""

    def __init__(self, trees: Trees, policies: Policies, state: LedgerState) -> None:
        """Take the way to read, and what the judge found to stand."""
        self.trees, self.policies, self.state = trees, policies, state
        self._order: Sequence[Oid] = sorted(state.entries, key=state.entries.__getitem__)

    def commit_at(self, index: int) -> CommitObject:
        """The commit of an entry; 0 is the founding act."""
        return self.trees.commit(self._order[index])

    def tree_at(self, index: int) -> Oid:
        """The ledger's tree after an entry."""
        return self.commit_at(index).tree

    def accounts(self, wanted: Wanted | None = None) -> Iterator[Account]:
        """Every entry, or those that changed a wanted file; signatures are looked at for these only."""
        for index in range(1, len(self._order)):
            before, merge = self.commit_at(index - 1), self.commit_at(index)
            changes = self.trees.diff(before.tree, merge.tree)
            if wanted is None or any(wanted(change.path) for change in changes):
                yield self._account(index, before, merge, changes)

    def _account(self, index: int, before: CommitObject, merge: CommitObject, changes: tuple[Change, ...]) -> Account:
        policy = self.policies.at(before.tree)
        if merge.parents[0] != before.oid:
            return self._repair(index, before, merge, changes)
        entry = entry_at(self.trees, before, merge.oid, index, self.state.entries)
        branch = tuple(branch_of(self.trees, entry, policy))
        approvals = tuple(self._approvals(entry, branch, policy))
        authors = tuple(_hand(one) for one in branch if not _approves(one))
        act = one_act([change.path for one in branch for change in one.changes])
        reasons = dict.fromkeys(filter(None, (one.commit.trailer("Hocba-Reason") for one in branch)))
        return Account(
            index=index,
            act=act or Act.PROGRAM,
            before=before.tree,
            tree=merge.tree,
            authors=authors,
            approvals=approvals,
            merger=_signed(merge, policy),
            reason="; ".join(reasons),
            changes=changes,
        )

    def _approvals(self, entry: Entry, branch: Sequence[BranchCommit], policy: Policy) -> Iterator[Hand]:
        """The approvals that counted: of exactly this transition."""
        given = [one for one in branch if _approves(one)]
        if given:
            approvers = transition_approvers(self.trees, self.state, entry, policy)
            yield from (_hand(one) for one in given if one.person in approvers)

    def _repair(self, index: int, before: CommitObject, merge: CommitObject, changes: tuple[Change, ...]) -> Account:
        """A repair stands on the bad tip and is judged by the last good entry."""
        policy = self.policies.at(before.tree)
        commit = self.trees.commit(merge.parents[1])
        paper = read_repair(self.trees, commit, next_number(self.trees, before.tree))
        paths = tuple(change.path for change in changes)
        return Account(
            index=index,
            act=Act.REPAIR,
            before=before.tree,
            tree=merge.tree,
            authors=(_signed(commit, policy, paths),),
            approvals=(),
            merger=_signed(merge, policy),
            reason=paper.reason,
            changes=changes,
            annulled=paper.annulled,
        )


def _approves(one: BranchCommit) -> bool:
    return all(change.path.startswith(APPROVALS) for change in one.changes)


def _hand(one: BranchCommit) -> Hand:
    paths = tuple(change.path for change in one.changes)
    return Hand(one.person, one.fingerprint, one.commit.oid, one.commit.committer.seconds, paths)


def _signed(commit: CommitObject, policy: Policy, paths: tuple[str, ...] = ()) -> Hand:
    person, key = signer_of(commit, policy)
    return Hand(person, key, commit.oid, commit.committer.seconds, paths)
