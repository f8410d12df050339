"""What happened, before anybody judges it: an entry's merge, and the commits of its branch with what each changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hocba_build.domain.values import PersonId
from hocba_build.trust.git.objects import CommitObject, ObjectFault, Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.openpgp import SignatureFault, check_detached
from hocba_build.trust.policy import Policy
from hocba_build.trust.verdict import Refused, refuse

MAX_BRANCH = 500
"""Commits that are followed from a branch's tip before the search for its base is given up."""
MAX_SKEW = 600
"""Seconds between a commit's date and its signature's own time."""


@dataclass(frozen=True, slots=True)
class BranchCommit:
    """One commit of a branch: who signed it, and what it changed."""

    commit: CommitObject
    person: PersonId
    fingerprint: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A merge on main's first-parent chain with its branch, oldest commit first."""

    index: int
    merge: CommitObject
    before: CommitObject
    base: CommitObject
    branch: tuple[CommitObject, ...]

    @property
    def tip(self) -> CommitObject:
        """The newest commit of the branch."""
        return self.branch[-1]


def chain_to(trees: Trees, tip: Oid, founding: Oid | None) -> list[Oid]:
    """Main's first-parent chain from the founding commit (or the oldest) to the tip.

    Raises:
        Refused: HB345, the founding commit is not on it.
    """
    chain = [tip]
    while chain[-1] != founding and (before := trees.first_parent(chain[-1])):
        chain.append(before)
    if founding is not None and chain[-1] != founding:
        raise refuse("HB345", "lần lập sổ của tờ gốc không có trong lịch sử này", tip)
    return chain[::-1]


def chain_since(trees: Trees, tip: Oid, known: Oid, ledger: Mapping[Oid, int]) -> list[Oid]:
    """What stands on main above a verified tip, oldest first; what lies below was judged and is not looked at again.

    Raises:
        Refused: HB388, the verified tip is no longer on it.
    """
    chain: list[Oid] = []
    while tip not in ledger and (before := trees.first_parent(tip)):
        chain.append(tip)
        tip = before
    if tip != known:
        raise refuse("HB388", "sổ không còn chứa mục đã kiểm tra lần trước", known)
    return chain[::-1]


def entry_at(trees: Trees, before: CommitObject, oid: Oid, index: int, ledger: Mapping[Oid, int]) -> Entry:
    """Take an entry apart (step 7).

    Raises:
        Refused: HB320, HB321: it is no merge of a linear branch that stands on the ledger.
    """
    merge = trees.commit(oid)
    if len(merge.parents) != 2 or merge.parents[0] != before.oid:
        raise refuse("HB320", "một mục của sổ phải là lần hợp nhất (merge) đúng hai cha", oid)
    base, branch = _line_to(trees, merge.parents[1], ledger, oid)
    return Entry(index, merge, before, base, branch)


def candidate(trees: Trees, before: CommitObject, tip: Oid, index: int, ledger: Mapping[Oid, int]) -> Entry:
    """A branch as the entry that it may become: nobody has merged it, so its tip stands for the merge.

    Raises:
        Refused: HB321, HB391: it is no linear branch that stands on the ledger.
    """
    base, branch = _line_to(trees, tip, ledger, tip)
    return Entry(index, branch[-1], before, base, branch)


def _line_to(
    trees: Trees, tip: Oid, ledger: Mapping[Oid, int], told: Oid
) -> tuple[CommitObject, tuple[CommitObject, ...]]:
    """The entry on which a branch stands, and its commits, oldest first; a fault of the whole is told at ``told``."""
    branch: list[CommitObject] = []
    at = tip
    while at not in ledger:
        commit = trees.commit(at)
        if len(commit.parents) != 1:
            raise refuse("HB321", "nhánh đề xuất phải thẳng và đứng trên sổ", commit.oid)
        branch.append(commit)
        if len(branch) > MAX_BRANCH:
            raise refuse("HB391", f"nhánh dài hơn {MAX_BRANCH} lần ghi", told)
        at = commit.parents[0]
    if not branch:
        raise refuse("HB321", "nhánh đề xuất không có gì mới", told)
    return trees.commit(at), tuple(reversed(branch))


def signer_of(commit: CommitObject, policy: Policy) -> tuple[PersonId, str]:
    """Who signed a commit, and with which key (steps 5 and 6).

    Raises:
        Refused: HB310 to HB318.
    """
    if commit.armor is None:
        raise refuse("HB310", "lần ghi không có chữ kí", commit.oid)
    try:
        signed = policy.check_kept(check_detached(commit.payload, commit.armor, policy.certificates.values()))
    except SignatureFault as fault:
        raise refuse(fault.code, fault.message, commit.oid) from fault
    person = policy.holders[signed.fingerprint]
    author, committer = commit.author, commit.committer
    if (author.name, author.email) != policy.identity(person) or author != committer:
        raise refuse("HB317", f"tên người ghi không phải là người kí ({person})", commit.oid)
    if abs(committer.seconds - signed.made_at) > MAX_SKEW:
        raise refuse("HB318", "thời điểm ghi và thời điểm kí cách nhau quá 10 phút", commit.oid)
    return person, signed.fingerprint


def branch_of(trees: Trees, entry: Entry, policy: Policy) -> Iterable[BranchCommit]:
    """The commits of the branch, each with its signer and its own changes: what is undone later is seen too."""
    before = entry.base.tree
    for commit in entry.branch:
        person, fingerprint = signer_of(commit, policy)
        yield BranchCommit(commit, person, fingerprint, changes_of(trees, before, commit))
        before = commit.tree


def changes_of(trees: Trees, before: Oid, commit: CommitObject) -> tuple[Change, ...]:
    """What a commit changed; a fault of a tree names the commit that brought it.

    Raises:
        Refused: HB300 to HB304, HB390, HB391.
    """
    try:
        return trees.diff(before, commit.tree)
    except ObjectFault as fault:
        raise located(fault, commit.oid) from fault


def located(fault: ObjectFault, commit: Oid) -> Refused:
    """An object's fault with the commit that brought it."""
    return refuse(fault.code, fault.message, commit, fault.path)
