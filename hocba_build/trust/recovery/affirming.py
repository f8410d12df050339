"""Affirmations: entries signed with a lost key, looked at again by somebody else (step 14)."""

from __future__ import annotations

from collections.abc import Mapping

from hocba_build.domain.values import PersonId
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.kinds import CONSENTS, act_of, one_act, place_of
from hocba_build.trust.policy import Policies, Policy
from hocba_build.trust.recovery.taint import AffirmationError, Affirmed, doubted, read_affirmation
from hocba_build.trust.review import situation_at, transition_approvers
from hocba_build.trust.rights import rights
from hocba_build.trust.special import Special, author_of, papers
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import refuse

FOLDER = "signatures/xac-nhan-lai"
Doubts = Mapping[int, tuple[PersonId, str]]


class Affirming(Special):
    """Each entry in doubt is affirmed by an entitled person whose key it was not, and accepted by another."""

    def __init__(self) -> None:
        """Nothing is affirmed yet."""
        super().__init__()
        self._affirmed: set[int] = set()

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Check the paper that the branch brings."""
        policy = policies.at(entry.before.tree)
        in_doubt = doubted(state, policy)
        for place, change in papers(trees, entry):
            if place.paper in CONSENTS:
                continue
            at = (entry.tip.oid, change.path)
            number = next_number(trees, entry.before.tree)
            try:
                said, rows = read_affirmation(trees.content(change.new) if change.new else b"")
            except AffirmationError as fault:
                raise refuse("HB372", str(fault), *at) from fault
            if (said, place.number) != (number, number):
                raise refuse("HB372", "bản xác nhận lại sai số thứ tự", *at)
            for row in rows:
                self._row(trees, policies, state, entry, (row, in_doubt, at))

    def _row(
        self,
        trees: Trees,
        policies: Policies,
        state: LedgerState,
        entry: Entry,
        what: tuple[Affirmed, Doubts, tuple[Oid, str]],
    ) -> None:
        row, in_doubt, at = what
        author, merger = author_of(trees, entry, at[1]), PersonId(entry.merge.author.name)
        if row.entry not in in_doubt:
            raise refuse("HB372", f"mục {row.entry} không chờ xác nhận lại", *at)
        owner, _ = in_doubt[row.entry]
        if owner in (author, merger):
            raise refuse("HB372", f"{owner} không tự xác nhận lại việc kí bằng khoá đã lộ của mình", *at)
        may = entitled(trees, policies, state, entry.before.tree, row.entry) - {owner}
        if author not in may:
            who = ", ".join(sorted(may)) or "không ai"
            raise refuse("HB372", f"{author} không có quyền xem lại mục {row.entry}; được xem lại: {who}", *at)
        if row.mended_by is not None and not mends(trees, state, in_doubt, row):
            raise refuse("HB372", f"mục {row.entry} không được mục {row.mended_by} sửa", *at)
        _check_root(trees, state, entry, policies.at(entry.before.tree), (owner, {author, merger}, at))
        self._affirmed.add(row.entry)

    def settle(self, state: LedgerState) -> None:
        """These entries are in doubt no longer."""
        state.affirmed |= self._affirmed


def next_number(trees: Trees, tree: Oid) -> int:
    """The number of the next affirmation."""
    return 1 + sum(1 for _ in trees.files(tree, FOLDER))


def _check_root(
    trees: Trees,
    state: LedgerState,
    entry: Entry,
    policy: Policy,
    what: tuple[PersonId, set[PersonId], tuple[Oid, str]],
) -> None:
    """What a root person's lost key signed is affirmed by the threshold of the root, without that person."""
    owner, persons, at = what
    root = policy.root
    if owner not in root.keys:
        return
    others = frozenset(root.keys) - {owner}
    acting = others & (persons | set(transition_approvers(trees, state, entry, policy)))
    if len(acting) < min(root.threshold, len(others)):
        missing = ", ".join(sorted(others - acting))
        raise refuse("HB372", f"khoá của người giữ gốc tin cậy: còn thiếu sự đồng ý của {missing}", *at)


def entitled(trees: Trees, policies: Policies, state: LedgerState, tree: Oid, index: int) -> frozenset[PersonId]:
    """Who may write or accept every file that a past entry changed, by the people of a tree."""
    paths = [path for path in changed_by(trees, state, index) if act_of(path) is not None]
    act = one_act(paths)
    sets = []
    for path in paths:
        held = rights(path, situation_at(policies, state, tree, place_of(path)), act)
        sets.append(held.authors | held.mergers | held.approvers)
    return frozenset.intersection(*sets) if sets else frozenset()


def changed_by(trees: Trees, state: LedgerState, index: int) -> list[str]:
    """The paths that an entry of the ledger changed, held against the entry before it."""
    before, after = (next(oid for oid, at in state.entries.items() if at == one) for one in (index - 1, index))
    return [change.path for change in trees.diff(trees.commit(before).tree, trees.commit(after).tree)]


def mends(trees: Trees, state: LedgerState, in_doubt: Doubts, row: Affirmed) -> bool:
    """Whether a later entry, itself not in doubt, set right what the row's entry wrote.

    A file of the records was written again; a paper that is written once has a later one of its kind.
    """
    by = row.mended_by
    if by is None or not row.entry < by <= state.index or by in in_doubt:
        return False
    wrong, right = set(changed_by(trees, state, row.entry)), set(changed_by(trees, state, by))
    records = {path for path in wrong if path.startswith("records/")}
    return bool(records & right) if records else one_act(sorted(wrong)) is one_act(sorted(right))
