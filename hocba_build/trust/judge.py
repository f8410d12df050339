"""The judge: a pure fold over the ledger's entries. Facts in, findings out; no file is opened, no clock is asked.

Numbers in comments are the steps of ``docs/trust-model.md``, section 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hocba_build.domain.values import PersonId
from hocba_build.trust.ahead import Ahead, Seen, nothing, reading_ahead
from hocba_build.trust.awaited import SHOWN_BY_BRANCH, awaited
from hocba_build.trust.content import Contents
from hocba_build.trust.demands import CLOSED, special_of
from hocba_build.trust.facts import (
    BranchCommit,
    Entry,
    branch_of,
    candidate,
    chain_since,
    chain_to,
    changes_of,
    entry_at,
    located,
    signer_of,
)
from hocba_build.trust.founding import Sheet, check_founding, check_later_sheet
from hocba_build.trust.git.merge import check_conflicts, check_exact
from hocba_build.trust.git.objects import ObjectFault, Objects, Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.kinds import Act, act_of, is_zoned, one_act, place_of
from hocba_build.trust.policy import RULES, Policies, Policy
from hocba_build.trust.recovery.repair import check_repair, repairs
from hocba_build.trust.recovery.taint import tainted
from hocba_build.trust.review import authors_of, check_merger, check_rights, still_asked, transition_approvers
from hocba_build.trust.rights import Persons
from hocba_build.trust.state import LedgerState
from hocba_build.trust.times import check_alive, note, remarks
from hocba_build.trust.verdict import UNDECIDED_CODES, LedgerFinding, Refused, Verdict, refuse, verdict_of

MAX_AGE = 1000
"""Entries by which a branch's base may lie behind."""
LIMITS: Mapping[Act, tuple[int, int]] = {Act.PUPILS: (50, 5000), Act.YEAR: (50, 5000), Act.LOCK: (50, 5000)}
DAMAGED = "HB300"
"""An object whose bytes are not what its id says: this copy of the repository is damaged, not the ledger."""
DEFAULT_LIMIT = (50, 500)
"""Commits and paths of one branch."""

PROVEN_BY_CONTENT = frozenset({Act.SIGN, Act.WITNESS})
"""Kinds whose author may also accept: form, order and digests prove them, not a second person."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge says of a history."""

    verdict: Verdict
    findings: tuple[LedgerFinding, ...]
    state: LedgerState | None
    tip: Oid | None
    anchored: bool

    @property
    def entries(self) -> int:
        """Accepted entries; the founding act does not count."""
        return self.state.index if self.state else 0

    @property
    def commits(self) -> int:
        """Commits that were checked."""
        return self.state.commits if self.state else 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A branch that nobody has merged yet: whose work it is, who may merge it, of whom one must approve before."""

    authors: Persons
    mergers: Persons
    missing: tuple[Persons, ...]


def judge(
    objects: Objects, tip: Oid, sheet: Sheet | None, known: LedgerState | None = None, progress: Progress | None = None
) -> Judgement:
    """Judge the ledger that ends at ``tip``; with ``known``, only what came after a verified tip."""
    bench = Bench(Trees(objects, known.digests if known else None))
    findings: list[LedgerFinding] = []
    state = known
    try:
        if state is None:
            chain = chain_to(bench.trees, tip, sheet.founding if sheet else None)
            first, *coming = _from_founding(bench.trees, chain) if sheet is None else chain
            state = bench.found(first, sheet)
        else:
            coming = chain_since(bench.trees, tip, state.tip, state.entries)
        with reading_ahead(objects, state.tip, coming, state.entries) as bench.ahead:
            bench.go(state, coming, progress)
        if sheet is not None and sheet.number > 1:
            check_later_sheet(bench.trees, sheet, state.tip)
    except Refused as refused:
        findings.append(refused.finding)
    except ObjectFault as fault:
        findings.append(LedgerFinding(fault.code, fault.message, None, fault.path))
    if sheet is None:
        findings.append(LedgerFinding("HB386", "chưa có tờ gốc để đối chiếu: chỉ ra bằng --root", tip))
    doubts = bench.conclude(state) if state is not None else ()
    told = (*findings, *doubts, *(remarks(state) if state is not None else ()))
    return Judgement(
        verdict_of(told, tainted=bool(doubts)), told, state, state.tip if state else None, sheet is not None
    )


def _from_founding(trees: Trees, chain: list[Oid]) -> list[Oid]:
    """Without a sheet, the oldest commit that holds a root sheet is taken for the founding act; that proves nothing."""
    for place, oid in enumerate(chain):
        if trees.entry(trees.commit(oid).tree, "signatures/goc/0001.yaml") is not None:
            return chain[place:]
    raise refuse("HB345", "lịch sử này không có lần lập sổ", chain[-1])


class Bench:
    """Judges one entry after another."""

    def __init__(self, trees: Trees) -> None:
        """Take the way to read."""
        self.trees = trees
        self.policies = Policies(trees)
        self.contents = Contents(trees)
        self.ahead: Ahead = nothing

    def found(self, oid: Oid, sheet: Sheet | None) -> LedgerState:
        """Entry 0, judged by the sheet alone (step 2)."""
        check_founding(self.trees, self.policies, oid, sheet)
        at = self.trees.commit(oid).committer.seconds
        return LedgerState(oid, oid, entries={oid: 0}, unseen=[at])

    def go(self, state: LedgerState, coming: Sequence[Oid], progress: Progress | None = None) -> None:
        """Judge the entries that come, oldest first; a refused one may be annulled by a later repair.

        Raises:
            Refused: an entry may not stand, and nothing repaired it.
        """
        place = 0
        while place < len(coming):
            try:
                self.accept(state, coming[place])
                place += 1
            except Refused as refused:
                place += self._mended(state, coming[place:], refused)
            if progress is not None:
                progress(place, len(coming))

    def _mended(self, state: LedgerState, coming: Sequence[Oid], refused: Refused) -> int:
        """Annul what the first sound repair among the coming names; how many commits that were, itself included."""
        if refused.finding.code in UNDECIDED_CODES or refused.finding.code == DAMAGED:
            raise refused  # What cannot be read here may be sound elsewhere: nobody annuls it.
        failed: Refused | None = None
        for found in repairs(self.trees, coming, state.tip):
            try:
                self._repair(state, coming[:found], coming[found])
            except Refused as fault:
                failed = failed or fault
            except ObjectFault as fault:
                failed = failed or located(fault, coming[found])
            else:
                return found + 1
        raise failed or refused

    def _repair(self, state: LedgerState, bad: Sequence[Oid], oid: Oid) -> None:
        good = self.trees.commit(state.tip)
        keys = check_repair(self.trees, self.policies.at(good.tree), good, bad, oid)
        state.index += 1
        state.tip = oid
        state.entries[oid] = state.index
        state.commits += 2
        state.annulled.extend(bad)
        note(self.trees, state, (good.oid, oid), state.index - 1, self.trees.commit(oid).parents[1:])
        for key in set(keys):
            state.signed_with.setdefault(key, []).append(state.index)

    def conclude(self, state: LedgerState) -> tuple[LedgerFinding, ...]:
        """The entries in doubt by the newest staff file; what was worked out on the way is kept for the next check."""
        try:
            tree = self.trees.commit(state.tip).tree
            state.digests = self.trees.digests_below(tree)
            return tainted(state, self.policies.at(tree))
        except ObjectFault:
            return ()

    def accept(self, state: LedgerState, oid: Oid) -> None:
        """Judge the next entry and, if it may stand, add it to the state."""
        try:
            self._accept(state, oid)
        except ObjectFault as fault:
            raise located(fault, oid) from fault

    def consider(self, state: LedgerState, tip: Oid) -> Waiting:
        """Judge a branch as far as that goes before anybody merges it: all that its author can still mend.

        Raises:
            Refused: no merge of it could stand.
        """
        try:
            return self._consider(state, tip)
        except ObjectFault as fault:
            raise located(fault, tip) from fault

    def _consider(self, state: LedgerState, tip: Oid) -> Waiting:
        before = self.trees.commit(state.tip)
        entry = candidate(self.trees, before, tip, state.index + 1, state.entries)
        branch = tuple(branch_of(self.trees, entry, self._policy(state, entry)))
        act = self._kind(entry, branch)
        check_rights(self.trees, self.policies, state, entry, branch, act)
        check_conflicts(self.trees, entry)
        self.contents.check(branch)
        authors = authors_of(branch)
        approvers = transition_approvers(self.trees, state, entry, self.policies.at(before.tree)).keys()
        mergers, missing = still_asked(self.trees, self.policies, state, entry, branch, approvers, act)
        missing += self._demanded(state, entry, act)
        return Waiting(authors, mergers if act in PROVEN_BY_CONTENT else mergers - authors - approvers, missing)

    def _demanded(self, state: LedgerState, entry: Entry, act: Act) -> tuple[Persons, ...]:
        """What a kind demands besides, as far as the branch shows it; whose signature under it is not there yet."""
        if act not in SHOWN_BY_BRANCH:
            return ()
        trial = replace(state, sign_offs=[*state.sign_offs])  # Statements of a branch may stand on one another.
        try:
            special_of(act).check(self.trees, self.policies, trial, entry)
        except Refused as refused:
            persons = awaited(self.trees, self.policies, entry, refused.finding)
            if not persons:
                raise
            return (persons,)
        return ()

    def _policy(self, state: LedgerState, entry: Entry) -> Policy:
        """The policy that decides about a branch; it must be one whose rules are known, and the branch not too old."""
        policy, oid = self.policies.at(entry.before.tree), entry.merge.oid
        if policy.rules != RULES:
            raise refuse("HB348", f"sổ dùng bộ luật số {policy.rules}, chương trình này chỉ biết số {RULES}", oid)
        if state.index - state.entries[entry.base.oid] > MAX_AGE:
            raise refuse("HB323", "nhánh đề xuất đã quá cũ", oid)
        return policy

    def _seen(self, state: LedgerState, oid: Oid) -> Seen | None:
        """What was worked out of an entry ahead; its commits and comparisons need not be read again."""
        seen = self.ahead(oid)
        if seen is None or not seen.fits(state.tip, state.index + 1, state.entries):
            return None
        entry = seen.entry
        for commit in (*entry.branch, entry.merge):
            self.trees.commit.learn(commit.oid, commit)
        self.trees.learn_diff(entry.base.tree, entry.tip.tree, seen.proposed)
        self.trees.learn_diff(entry.before.tree, entry.merge.tree, seen.made)
        return seen

    def _accept(self, state: LedgerState, oid: Oid) -> None:
        seen = self._seen(state, oid)
        before = self.trees.commit(state.tip)
        entry = seen.entry if seen else entry_at(self.trees, before, oid, state.index + 1, state.entries)
        policy = self._policy(state, entry)
        branch = seen.branch if seen else tuple(branch_of(self.trees, entry, policy))
        act = self._kind(entry, branch)
        check_rights(self.trees, self.policies, state, entry, branch, act)
        merger, key = seen.merger if seen else signer_of(entry.merge, policy)
        base = state.entries[entry.base.oid]
        written = [(one.commit.oid, one.fingerprint, state.witnessed(base)) for one in branch]
        check_alive(policy, (*written, (oid, key, state.witnessed(state.index))))
        approvals = self._check_review(state, entry, branch, act, merger)
        if seen is None:
            check_exact(self.trees, entry)
            self.contents.check(branch)
        special = special_of(act)
        special.check(self.trees, self.policies, state, entry)
        self._add(state, entry, branch, {key, *approvals.values(), *special.keys})
        special.settle(state)
        note(self.trees, state, (before.oid, oid), base, tuple(one.commit.oid for one in branch))

    @staticmethod
    def _kind(entry: Entry, branch: Sequence[BranchCommit]) -> Act:
        """Steps 7 and 8: what the entry is, from the paths that any commit of the branch touches; within its limits."""
        paths: dict[str, Oid] = {}
        for one in branch:
            if not one.changes:  # A question on a proposal is such a commit: it is never part of the ledger.
                raise refuse("HB321", "lần ghi này không đổi gì", one.commit.oid)
            for change in one.changes:
                if is_zoned(change.path) and place_of(change.path) is None:
                    raise refuse("HB330", "không có loại tệp nào ở chỗ này", one.commit.oid, change.path)
                paths.setdefault(change.path, one.commit.oid)
        if not paths:
            raise refuse("HB321", "nhánh đề xuất không đổi gì", entry.merge.oid)
        act = one_act(list(paths))
        if act is None:
            raise refuse("HB331", "một đề xuất chỉ được thuộc một loại việc", entry.tip.oid, _odd_one(paths))
        commits, most = LIMITS.get(act, DEFAULT_LIMIT)
        if len(branch) > commits or len(paths) > most:
            raise refuse("HB391", f"đề xuất quá lớn: nhiều nhất {commits} lần ghi, {most} tệp", entry.tip.oid)
        if act in CLOSED:
            raise refuse("HB331", CLOSED[act], entry.tip.oid)
        return act

    def _check_review(
        self, state: LedgerState, entry: Entry, branch: Sequence[BranchCommit], act: Act, merger: PersonId
    ) -> Mapping[PersonId, str]:
        """Step 9: approvals and merger; the approvers with their keys."""
        approvals = transition_approvers(self.trees, state, entry, self.policies.at(entry.before.tree))
        approvers = frozenset(approvals)
        authors = authors_of(branch)
        if act not in PROVEN_BY_CONTENT and merger in authors | approvers:
            raise refuse("HB334", f"{merger} không được duyệt đề xuất của chính mình", entry.merge.oid)
        check_merger(self.trees, self.policies, state, entry, branch, (merger, approvers), act)
        return approvals

    def _add(self, state: LedgerState, entry: Entry, branch: Sequence[BranchCommit], keys: set[str]) -> None:
        state.index = entry.index
        state.tip = entry.merge.oid
        state.entries[entry.merge.oid] = entry.index
        state.commits += len(branch) + 1
        made = changes_of(self.trees, entry.before.tree, entry.merge)
        state.touch(change.path for change in made)
        self.policies.carry(entry.before.tree, entry.merge.tree, (change.path for change in made))
        for key in keys | {one.fingerprint for one in branch}:
            state.signed_with.setdefault(key, []).append(entry.index)


def _odd_one(paths: Mapping[str, Oid]) -> str:
    """A path of another kind than the first one."""
    first = next(act_of(path) for path in paths)
    return next((path for path in paths if act_of(path) not in (first, None)), next(iter(paths)))
