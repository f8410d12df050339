"""A school that can still act: no entry leaves it without those on whom everything else depends (threat E8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records.layout import STAFF_PATH
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.kinds import Paper
from hocba_build.trust.openpgp import SignatureFault, check_detached
from hocba_build.trust.policy import Policies, Policy
from hocba_build.trust.signing import key_statement
from hocba_build.trust.special import Special, papers
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import refuse

NEEDED: Final = (Role.HIEU_TRUONG, Role.QUAN_TRI)


class Staffing(Special):
    """Staff and keys: new keys speak for themselves, and the school can still act."""

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Check what the entry makes of the staff."""
        if any(place.paper in (Paper.STAFF, Paper.CERTIFICATE) for place, _ in papers(trees, entry)):
            check_bindings(trees, policies, state, entry)
            check_capable(policies, entry)


def check_capable(policies: Policies, entry: Entry) -> None:
    """The roles on which everything depends keep somebody who can sign, and the root keeps its threshold.

    Raises:
        Refused: HB346, with what would be lost.
    """
    before, after = policies.at(entry.before.tree), policies.at(entry.merge.tree)
    for role in NEEDED:
        if _able(before, before.holding(role)) and not _able(after, after.holding(role)):
            message = f"không còn ai giữ vai trò {role.value} mà kí được: giao cho người khác trong cùng đề xuất"
            raise refuse("HB346", message, entry.tip.oid, STAFF_PATH)
    root = after.root
    held = {person for person, key in root.keys.items() if after.can_sign(key, person)}
    if len(held) < root.threshold:
        missing = ", ".join(sorted(set(root.keys) - held))
        message = f"gốc tin cậy cần {root.threshold} người kí được, sẽ chỉ còn {len(held)}; mất khoá: {missing}"
        raise refuse("HB346", message, entry.tip.oid, STAFF_PATH)


def _able(policy: Policy, persons: frozenset[PersonId]) -> bool:
    return any(policy.can_sign(key, person) for key, person in policy.holders.items() if person in persons)


def check_bindings(trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
    """A key that can sign from now on says itself whose it is, and an older key that stays in use says so too.

    Certificate and row of the staff file may have come in two entries: the key counts from the second on.

    Raises:
        Refused: HB316, with the signature that is missing or wrong.
    """
    before, after = policies.at(entry.before.tree), policies.at(entry.merge.tree)
    for fingerprint in after.certificates:
        person = after.holders[fingerprint]
        if before.holders.get(fingerprint) == person and fingerprint in before.certificates:
            continue  # It could sign before; what has no certificate, or is not in use, can sign nothing.
        text = key_statement(state.founding, person, fingerprint)
        for suffix, keys in _bindings(before, after, person, fingerprint):
            path = f"signatures/keys/{person}/{fingerprint}{suffix}"
            blob = trees.entry(entry.merge.tree, path)
            try:
                held = [after.certificates[key] for key in keys if key in after.certificates]
                check_detached(text, trees.content(blob) if blob else b"", held)
            except SignatureFault as fault:
                message = f"khoá mới của {person} thiếu chữ kí xác nhận đúng: {fault.message}"
                raise refuse("HB316", message, entry.tip.oid, path) from fault


def _bindings(before: Policy, after: Policy, person: PersonId, fingerprint: str) -> Iterator[tuple[str, set[str]]]:
    """The binding signatures that are due, and the keys of which one must have made each."""
    yield ".xac-nhan.asc", {fingerprint}
    older = {key for key in before.certificates if before.holders[key] == person and after.can_sign(key, person)}
    if older:
        yield ".cu.asc", older
