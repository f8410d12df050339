"""A change of the root of trust: who takes which seat, with which key; the caller's signature is the first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records import staff_edits
from hocba_build.records.layout import STAFF_PATH
from hocba_build.records.root_sheets import RootPerson, encode_root
from hocba_build.trust.gpg import KeyTroubleError
from hocba_build.trust.openpgp import SignatureFault, canonical_certificate, read_certificate
from hocba_build.trust.policy import Policy
from hocba_build.trust.rooting import sheet_path, signature_path
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.founding import certificate_path
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal


@dataclass(frozen=True, slots=True)
class RootWish:
    """Who takes a seat (person and name, by role), certificates of new keys by person, a new threshold."""

    seats: Mapping[Role, tuple[PersonId, str]] = field(default_factory=dict)
    certificates: Mapping[PersonId, Path] = field(default_factory=dict)
    threshold: int | None = None


@dataclass(frozen=True, slots=True)
class RootProposed:
    """The branch with the new sheet: its number, its persons with their keys, whose signatures it has."""

    branch: str
    number: int
    persons: Mapping[PersonId, str]
    threshold: int
    signed: tuple[PersonId, ...]


def change_root(root: Path, wish: RootWish) -> RootProposed:
    """Propose a new root sheet with the rows and keys of its persons, signed by the caller.

    Raises:
        RefusedError: the caller is no root person, or nothing would change.
        KeyTroubleError: a certificate cannot be used, or the caller's root key is not at hand.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = root_person(ledger.policy)
    files, persons = _Plan(ledger, wish, day_of(desk.now())).made()
    before = ledger.policy.root
    threshold = wish.threshold or before.threshold
    if (persons, threshold) == (dict(before.keys), before.threshold):
        raise RefusedError("Gốc tin cậy không đổi gì.", "Nêu người mới (--principal …) hoặc khoá mới (--cert MÃ=TỆP).")
    older = ledger.bench.trees.entry(ledger.tree, sheet_path(before.number))
    digest = hashlib.sha256(ledger.bench.trees.content(older)).hexdigest() if older else ""
    number = before.number + 1
    rows = [RootPerson(person, "", key) for person, key in persons.items()]
    sheet = encode_root(number, rows, digest, threshold)
    files |= {sheet_path(number): sheet, signature_path(number, me.person): me.sign(sheet, desk.now())}
    message = proposal("root", f"Đổi gốc tin cậy, tờ số {number}", [sheet_path(number)])
    name, _ = push_branch(desk, ledger.state.tip, f"goc-{number:04d}", files, message, me)
    return RootProposed(name, number, persons, threshold, (me.person,))


def root_person(policy: Policy) -> KeyHolder:
    """The caller, who must be one of the root, with the very key that the root sheet names.

    Raises:
        RefusedError: with those who may.
    """
    me = acting_person(policy)
    key = policy.root.keys.get(me.person)
    if key is None:
        who = ", ".join(sorted(policy.root.keys))
        raise RefusedError(f"{me.person} không phải người giữ gốc tin cậy.", f"Người giữ gốc: {who}.")
    return KeyHolder(me.person, me.email, key if policy.holders.get(key) == me.person else me.fingerprint, me.keys)


class _Plan:
    """Works out the staff file, the certificates and the persons of the new sheet."""

    def __init__(self, ledger: Ledger, wish: RootWish, today: date) -> None:
        self._ledger, self._wish, self._today = ledger, wish, today
        blob = ledger.bench.trees.entry(ledger.tree, STAFF_PATH)
        self._staff = b"" if blob is None else ledger.bench.trees.content(blob)
        self._files: dict[str, bytes | None] = {}
        self._fresh: dict[PersonId, str] = {}

    def made(self) -> tuple[dict[str, bytes | None], dict[PersonId, str]]:
        """The changed files, and the persons of the new sheet with their keys, in the order of the old one."""
        policy = self._ledger.policy
        takes = {self._holder(role): (role, *seat) for role, seat in self._wish.seats.items()}
        before = self._staff
        for leaver, (role, person, name) in takes.items():
            self._seat(role, leaver, person, name)
        for person, file in self._wish.certificates.items():
            self._key(person, file)
        persons = dict(self._persons(takes))
        if self._staff != before:
            self._files[STAFF_PATH] = self._staff
        unnamed = set(self._wish.certificates) - set(persons)
        if unnamed:
            raise HocbaError(f"{min(unnamed)} không giữ gốc tin cậy.", "Khoá của người khác: hocba staff key add.")
        return self._files, {person: key or _only_key(policy, person) for person, key in persons.items()}

    def _persons(self, takes: Mapping[PersonId, tuple[Role, PersonId, str]]) -> Iterator[tuple[PersonId, str]]:
        for old, key in self._ledger.policy.root.keys.items():
            person = takes[old][1] if old in takes else old
            yield person, self._fresh.get(person, key if person == old else "")

    def _holder(self, role: Role) -> PersonId:
        """The root person who holds a role now."""
        held = [p for p in self._ledger.policy.root.keys if p in self._ledger.policy.holding(role)]
        if len(held) != 1:
            raise RefusedError(f"Không rõ ai trong gốc tin cậy đang giữ vai trò {role.value}.", "Xem hocba root show.")
        return held[0]

    def _seat(self, role: Role, leaver: PersonId, person: PersonId, name: str) -> None:
        policy = self._ledger.policy
        if person == leaver:
            return
        if person not in policy.staff:
            self._staff = staff_edits.add_person(self._staff, person, name, (role, self._today))
        elif person not in policy.holding(role):
            self._staff = staff_edits.give_role(self._staff, person, role, self._today)
        self._staff = staff_edits.end_role(self._staff, leaver, role, self._today)

    def _key(self, person: PersonId, file: Path) -> None:
        """A new key, with the confirming signatures that lie beside its file."""
        try:
            certificate = read_certificate(canonical_certificate(file.read_bytes()))
        except SignatureFault as fault:
            raise KeyTroubleError(f"{person}: {fault.code} {fault.message}", "Xuất lại: hocba join.") from fault
        self._staff = staff_edits.add_key(self._staff, person, certificate.fingerprint)
        path = certificate_path(person, certificate.fingerprint)
        self._files[path] = certificate.armor
        for suffix in (".xac-nhan.asc", ".cu.asc"):
            beside = file.with_name(file.name.removesuffix(".asc") + suffix)
            if beside.is_file():
                self._files[path.removesuffix(".asc") + suffix] = beside.read_bytes()
        self._fresh[person] = certificate.fingerprint


def _only_key(policy: Policy, person: PersonId) -> str:
    """The key in use of somebody who is staff already."""
    keys = sorted(key for key, owner in policy.holders.items() if owner == person)
    if len(keys) != 1:
        raise KeyTroubleError(
            f"Chưa rõ khoá của {person} cho gốc tin cậy.", f"Thêm --cert {person}=TỆP.asc (hocba join)."
        )
    return keys[0]


__all__ = ["RootProposed", "RootWish", "change_root", "root_person"]
