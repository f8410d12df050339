"""Changes of the root: a new sheet of root persons, signed by the thresholds of the old set and of the new one.

The chains of time-stamp and certificate authorities are of the root too; they come alone, by as many root persons as
the threshold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hocba_build.domain.values import PersonId
from hocba_build.records.layout import STAFF_PATH
from hocba_build.records.root_sheets import RootPerson, encode_root
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import CHAINS, CONSENTS, Paper, SignaturePath
from hocba_build.trust.openpgp import SignatureFault, check_detached
from hocba_build.trust.policy import Policies, Policy, Root, read_root
from hocba_build.trust.recovery.capable import check_bindings, check_capable
from hocba_build.trust.review import transition_approvers
from hocba_build.trust.special import Special, author_of, papers
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import refuse

LEAST: Final = 2
"""Fewer than two would be one person's word."""


def sheet_path(number: int) -> str:
    """Where a root sheet lies."""
    return f"signatures/goc/{number:04d}.yaml"


def signature_path(number: int, person: PersonId) -> str:
    """Where a root person's signature over a sheet lies."""
    return f"signatures/goc/{number:04d}.{person}.asc"


class Rooting(Special):
    """A new sheet with the rows and keys of the persons it names, or chains of authorities."""

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Check what the branch brings."""
        brought = [(place, change) for place, change in papers(trees, entry) if place.paper not in CONSENTS]
        sheets = [change for place, change in brought if place.paper is Paper.ROOT_SHEET]
        if not sheets:
            self._chains(trees, policies, state, entry, brought)
            return
        for place, change in brought:
            if place.paper in CHAINS or (place.paper is Paper.ROOT_SHEET and change is not sheets[0]):
                raise refuse(
                    "HB344", "một lần đổi gốc có đúng một tờ gốc, không kèm gì khác", entry.tip.oid, change.path
                )
        self._sheet(trees, policies, state, entry, (brought, sheets[0]))

    def _chains(
        self,
        trees: Trees,
        policies: Policies,
        state: LedgerState,
        entry: Entry,
        brought: Sequence[tuple[SignaturePath, Change]],
    ) -> None:
        from hocba_build.trust.tsa import StampFaultError, read_authority  # Only few entries need the library.

        for place, change in brought:
            at = (entry.tip.oid, change.path)
            if place.paper not in CHAINS:
                raise refuse("HB344", "việc của gốc tin cậy phải kèm tờ gốc mới", *at)
            try:
                read_authority(trees.content(change.new) if change.new else b"")
            except StampFaultError as fault:
                raise refuse("HB344", str(fault), *at) from fault
        policy = policies.at(entry.before.tree)
        acting = {author_of(trees, entry, change.path) for _, change in brought} | {PersonId(entry.merge.author.name)}
        acting |= set(transition_approvers(trees, state, entry, policy))
        missing = set(policy.root.keys) - acting
        if len(policy.root.keys) - len(missing) < policy.root.threshold:
            message = (
                f"cần {policy.root.threshold} người giữ gốc; còn thiếu sự đồng ý của: {', '.join(sorted(missing))}"
            )
            raise refuse("HB335", message, entry.tip.oid, brought[0][1].path)

    def _sheet(
        self,
        trees: Trees,
        policies: Policies,
        state: LedgerState,
        entry: Entry,
        what: tuple[Sequence[tuple[SignaturePath, Change]], Change],
    ) -> None:
        brought, change = what
        before = policies.at(entry.before.tree)
        root = _read(trees, before.root, entry, change)
        after = policies.at(entry.merge.tree)
        named = {*before.root.keys, *root.keys}
        _check_company(trees, entry, brought, named)
        for person, key in root.keys.items():
            if after.holders.get(key) != person or key not in after.certificates:
                message = f"{person} chưa có khoá {key[:16]}… đang dùng trong danh sách cán bộ"
                raise refuse("HB344", message, entry.tip.oid, change.path)
        self._signatures(trees, entry, (before, after), (root, trees.content(change.new) if change.new else b""))
        check_bindings(trees, policies, state, entry)
        check_capable(policies, entry)

    def _signatures(self, trees: Trees, entry: Entry, around: tuple[Policy, Policy], sheet: tuple[Root, bytes]) -> None:
        """Every signature that is there is right, and there are enough of each set."""
        (before, after), (root, text) = around, sheet
        signed: dict[str, PersonId] = {}
        for person in {*before.root.keys, *root.keys}:
            blob = trees.entry(entry.merge.tree, path := signature_path(root.number, person))
            if blob is None:
                continue
            held = [*_own(before, before.root, person), *_own(after, root, person)]
            try:
                made = check_detached(text, trees.content(blob), {one.fingerprint: one for one in held}.values())
            except SignatureFault as fault:
                raise refuse(
                    "HB344", f"chữ kí của {person} không đúng: {fault.message}", entry.tip.oid, path
                ) from fault
            signed[made.fingerprint] = person
        for which, each in (("cũ", before.root), ("mới", root)):
            missing = [person for person, key in each.keys.items() if signed.get(key) != person]
            if len(each.keys) - len(missing) < each.threshold:
                message = (
                    f"cần chữ kí của {each.threshold} người giữ gốc {which}; còn thiếu: {', '.join(sorted(missing))}"
                )
                raise refuse("HB344", message, entry.tip.oid, sheet_path(root.number))
        self.keys |= set(signed)


def _own(policy: Policy, root: Root, person: PersonId) -> list[Any]:
    """The certificate of the key that a set names for a person, where it may still sign."""
    key = root.keys.get(person, "")
    return [policy.certificates[key]] if policy.can_sign(key, person) else []


def _read(trees: Trees, before: Root, entry: Entry, change: Change) -> Root:
    """The new sheet: the next one, over the one before, for persons and a threshold that make sense."""
    at = (entry.tip.oid, change.path)
    raw = trees.content(change.new) if change.new else b""
    older = trees.entry(entry.before.tree, sheet_path(before.number))
    digest = hashlib.sha256(trees.content(older)).hexdigest() if older else ""
    try:
        root = read_root(raw, change.path)
        persons = [RootPerson(person, "", key) for person, key in root.keys.items()]
        canonical = encode_root(root.number, persons, digest, root.threshold)
    except ObjectFault as fault:
        raise refuse("HB344", fault.message, *at) from fault
    if change.path != sheet_path(before.number + 1) or root.number != before.number + 1:
        raise refuse("HB344", f"tờ gốc tiếp theo phải mang số {before.number + 1}", *at)
    if canonical != raw:
        raise refuse("HB344", "tờ gốc không đúng dạng chuẩn, hoặc không nối vào tờ trước", *at)
    if root.threshold < LEAST or len(set(root.keys.values())) != len(root.keys):
        raise refuse("HB344", f"gốc tin cậy cần ngưỡng từ {LEAST} người, mỗi người một khoá riêng", *at)
    return root


def _check_company(
    trees: Trees, entry: Entry, brought: Sequence[tuple[SignaturePath, Change]], named: set[PersonId]
) -> None:
    """Only rows, keys and signatures of the persons whom the old and the new sheet name come along."""
    for place, change in brought:
        at = (entry.tip.oid, change.path)
        if place.paper is Paper.STAFF:
            for person in _changed_rows(trees, change):
                if person not in named:
                    raise refuse("HB344", f"đổi gốc không được kèm thay đổi của {person}", *at)
        elif place.paper is not Paper.ROOT_SHEET and place.person not in named:
            raise refuse("HB344", f"đổi gốc không được kèm tệp của {place.person}", *at)


def _changed_rows(trees: Trees, change: Change) -> set[str]:
    """The persons whose rows of the staff file differ; the number of the rules is nobody's row."""
    old, new = (_rows(trees, blob) for blob in (change.old, change.new))
    return {person for person in {*old, *new} if old.get(person) != new.get(person)}


def _rows(trees: Trees, blob: Oid | None) -> Mapping[str, Any]:
    try:
        said: Any = parse(trees.content(blob)) if blob is not None else {"luat": 0, "can_bo": []}
        return {"luat": said["luat"], **{row["ma"]: row for row in said["can_bo"]}}
    except (KeyError, TypeError, ValueError) as error:
        raise ObjectFault("HB340", "danh sách cán bộ sai", STAFF_PATH) from error


__all__ = ["Rooting", "sheet_path", "signature_path"]
