"""Who wrote, who approved, who merged: held against the rights of the first parent, path by path (step 9)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final

from hocba_build.domain.values import PersonId
from hocba_build.records.cells import differing_cells
from hocba_build.records.layout import Kind, RecordPath
from hocba_build.trust.content import cancels
from hocba_build.trust.facts import BranchCommit, Entry
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import (
    BY_PRINCIPAL,
    CONSENTS,
    Act,
    Paper,
    SignaturePath,
    act_of,
    is_root_signature,
    place_of,
)
from hocba_build.trust.openpgp import SignatureFault, check_detached
from hocba_build.trust.policy import Policies, Policy
from hocba_build.trust.rights import Persons, Rights, Situation, rights
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import refuse
from hocba_build.trust.year_end.locks import frozen_path
from hocba_build.trust.year_end.reach import beyond_reach

OWN_HAND: Final = frozenset({Paper.APPROVAL, Paper.PARTIAL_SIGNATURE})
"""Signatures that name in their path whose they are."""
MANY_SIGNERS: Final = frozenset({Act.SIGN})
TRANSITION: Final = "hocba-transition/v1"


def situation(policies: Policies, state: LedgerState, entry: Entry, place: object) -> Situation:
    """The people and what happened before, as the first parent has them."""
    return situation_at(policies, state, entry.before.tree, place)


def situation_at(policies: Policies, state: LedgerState, tree: Oid, place: object) -> Situation:
    """The same on top of a tree."""
    year = getattr(place, "year", None)
    lock = state.locks.get(year) if year is not None else None
    return Situation(
        policies.at(tree),
        lambda of: policies.staffing(tree, of),
        state.signed,
        lock.editors if lock is not None and lock.scope is not None else {},
    )


def check_rights(
    trees: Trees, policies: Policies, state: LedgerState, entry: Entry, branch: Sequence[BranchCommit], act: Act
) -> None:
    """One author, entitled for every path of every commit; nothing that is locked.

    Raises:
        Refused: HB332, HB336, HB360.
    """
    author: PersonId | None = None
    for one in branch:
        for change in one.changes:
            place = place_of(change.path)
            if isinstance(place, SignaturePath) and place.paper in OWN_HAND:
                if place.person != one.person:
                    raise refuse("HB332", "đồng ý phải do chính người ấy ghi", one.commit.oid, change.path)
                continue
            if isinstance(place, SignaturePath) and place.paper in BY_PRINCIPAL:
                _check_principal(situation(policies, state, entry, place), one, change)
                continue
            if isinstance(place, RecordPath) and (reason := _locked(trees, state, place, change)):
                raise refuse("HB360", reason, one.commit.oid, change.path, _cell(trees, place, change))
            _check_author(trees, rights(change.path, situation(policies, state, entry, place), act), one, change)
            if is_root_signature(change.path):
                continue  # Any root person may bring a signature; whose it is, it says itself.
            if author not in (None, one.person) and act not in MANY_SIGNERS:
                raise refuse("HB336", "một đề xuất chỉ có một tác giả", one.commit.oid, change.path)
            author = one.person


def _locked(trees: Trees, state: LedgerState, place: RecordPath, change: Change) -> str | None:
    """Why a locked year does not allow a change; contents are read only where an open unlock names pupils."""
    reason = frozen_path(state, place)
    lock = state.locks.get(place.year) if place.year is not None else None
    if reason or lock is None or place.class_id not in lock.reach:
        return reason
    return beyond_reach(
        lock, place, *(None if blob is None else trees.content(blob) for blob in (change.old, change.new))
    )


def _check_principal(at: Situation, one: BranchCommit, change: Change) -> None:
    """A decision's signature is added by the principal to the branch of whoever prepared it."""
    if one.person not in at.principal:
        raise refuse("HB332", "chữ kí này do hiệu trưởng thêm", one.commit.oid, change.path)


def _check_author(trees: Trees, held: Rights, one: BranchCommit, change: Change) -> None:
    if one.person in held.authors:
        return
    may = ", ".join(sorted(held.authors)) or "không ai"
    place = place_of(change.path)
    pointer = _cell(trees, place, change) if isinstance(place, RecordPath) else None
    message = f"{one.person} không có quyền sửa tệp này; được sửa: {may}"
    raise refuse("HB332", message, one.commit.oid, change.path, pointer)


def _cell(trees: Trees, place: RecordPath, change: Change) -> str | None:
    """The first pupil and column that differ."""
    old, new = (None if blob is None else trees.content(blob) for blob in (change.old, change.new))
    cells = differing_cells(place, old, new)
    return f"{cells[0].pupil}/{cells[0].column}" if cells else None


def transition(trees: Trees, founding: Oid, base: Oid, changes: Iterable[Change]) -> bytes:
    """The text that an approval signs: what stood and what will stand, by content."""
    rows = []
    for change in changes:
        place = place_of(change.path)
        if isinstance(place, SignaturePath) and place.paper is Paper.APPROVAL:
            continue
        old, new = ("-" if blob is None else trees.sha256_blob(blob) for blob in (change.old, change.new))
        rows.append((change.path.encode("utf-8", "surrogateescape"), f"{old} {new} {change.path}"))
    lines = [TRANSITION, f"lap-so: {founding}", f"nen: {base}", *(row for _, row in sorted(rows))]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def transition_approvers(trees: Trees, state: LedgerState, entry: Entry, policy: Policy) -> dict[PersonId, str]:
    """Who approved exactly this transition, and with which key; approvals of anything else are ignored.

    Raises:
        Refused: HB335, an approval of this transition whose signature is wrong.
    """
    changes = trees.diff(entry.base.tree, entry.tip.tree)
    given = [(place_of(change.path), change) for change in changes]
    approvals = [
        (place, change) for place, change in given if isinstance(place, SignaturePath) and place.paper is Paper.APPROVAL
    ]
    if not approvals:
        return {}
    text = transition(trees, state.founding, entry.base.oid, changes)
    digest = hashlib.sha256(text).hexdigest()
    approvers: dict[PersonId, str] = {}
    for place, change in approvals:
        if place.digest != digest or change.new is None or place.person is None:
            continue
        held = [policy.certificates[key] for key in policy.certificates if policy.holders[key] == place.person]
        try:
            signed = policy.check_kept(check_detached(text, trees.content(change.new), held))
        except SignatureFault as fault:
            raise refuse("HB335", f"chữ kí đồng ý sai: {fault.message}", entry.tip.oid, change.path) from fault
        approvers[place.person] = signed.fingerprint
    return approvers


def check_merger(
    trees: Trees,
    policies: Policies,
    state: LedgerState,
    entry: Entry,
    branch: Sequence[BranchCommit],
    review: tuple[PersonId, frozenset[PersonId]],
    act: Act,
) -> None:
    """The merger is entitled for every path; where an approval is needed, a third person gave it.

    Raises:
        Refused: HB333, HB335.
    """
    merger, approvers = review
    authors = authors_of(branch)
    others = approvers - authors - {merger}
    for path, mergers, needed in _asked(trees, policies, state, entry, branch, act):
        if merger not in mergers:
            may = ", ".join(sorted(mergers - authors)) or "không ai"
            raise refuse("HB333", f"{merger} không có quyền duyệt tệp này; được duyệt: {may}", entry.merge.oid, path)
        if needed and not others & needed:
            may = ", ".join(sorted(needed - authors - {merger})) or "không ai"
            raise refuse("HB335", f"còn thiếu sự đồng ý của: {may}", entry.merge.oid, path)


def still_asked(
    trees: Trees,
    policies: Policies,
    state: LedgerState,
    entry: Entry,
    branch: Sequence[BranchCommit],
    approvers: Set[PersonId],
    act: Act,
) -> tuple[Persons, tuple[Persons, ...]]:
    """Who may merge a branch by what it touches, and the groups of whom one must still approve it."""
    authors = authors_of(branch)
    asked = list(_asked(trees, policies, state, entry, branch, act))
    mergers = frozenset.intersection(*(mergers for _, mergers, _ in asked)) if asked else frozenset()
    missing = {needed - authors for _, _, needed in asked if needed and not needed & (approvers - authors)}
    return mergers, tuple(sorted(missing, key=sorted))


def authors_of(branch: Sequence[BranchCommit]) -> frozenset[PersonId]:
    """Whose work a branch is: consents are no work, nor are signatures over a root sheet."""
    return frozenset(
        one.person
        for one in branch
        for change in one.changes
        if act_of(change.path) is not None and not is_root_signature(change.path)
    )


def _asked(
    trees: Trees, policies: Policies, state: LedgerState, entry: Entry, branch: Sequence[BranchCommit], act: Act
) -> Iterator[tuple[str, Persons, Persons]]:
    """Each path of a branch once: who may merge it, and of whom one must approve where there are any."""
    changes = [change for one in branch for change in one.changes]
    corrected = {change.path for change in changes if _needs_principal(trees, place_of(change.path), change)}
    for path in dict.fromkeys(change.path for change in changes):
        place = place_of(path)
        if isinstance(place, SignaturePath) and place.paper in CONSENTS:
            continue
        at = situation(policies, state, entry, place)
        held = rights(path, at, act)
        yield path, at.principal if path in corrected else held.mergers, held.approvers


def _needs_principal(trees: Trees, place: object, change: Change) -> bool:
    """A kept year is written once, dated entries are only added: to correct one of either takes the principal."""
    if not isinstance(place, RecordPath):
        return False
    return cancels(trees, place, change) if place.kind is not Kind.NAM_CU else change.old is not None
