"""The keys at this machine, told so that their owner can choose one: how old, of what kind, whether it will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hocba_build.domain.moments import day_of
from hocba_build.domain.people import KeyStatus
from hocba_build.domain.values import PersonId
from hocba_build.trust.gpg import Keyring, KeyTroubleError, SecretKey
from hocba_build.trust.openpgp import SignatureFault, read_certificate, rsa_bits
from hocba_build.trust.policy import Policy
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.people.doctor_keys import STRONG


@dataclass(frozen=True, slots=True)
class KeyHere:
    """A key with what speaks against it: with a ``fault`` it cannot be chosen, a ``remark`` is only told.

    ``owner`` is who uses it by the staff list.
    """

    fingerprint: str
    names: tuple[str, ...]
    made_on: date
    kind: str
    owner: PersonId | None
    fault: str = ""
    remark: str = ""


def keys_here(root: Path) -> tuple[KeyHere, ...]:
    """Every key whose secret part is here or on a card, as it is listed; none where GnuPG does not run.

    Raises:
        HocbaError: there is no ledger here.
    """
    desk = open_desk(root)
    policy, keys = open_ledger(desk, desk.main()).policy, Keyring()
    try:
        return tuple(_told(one, policy, keys) for one in keys.secret_keys())
    except KeyTroubleError:  # The self-test says so.
        return ()


def _told(one: SecretKey, policy: Policy, keys: Keyring) -> KeyHere:
    owner = policy.holders.get(one.fingerprint)
    fault, remark = _against(one, policy, keys)
    return KeyHere(one.fingerprint, one.names, day_of(one.made_at), one.kind, owner, fault, remark)


def _against(one: SecretKey, policy: Policy, keys: Keyring) -> tuple[str, str]:
    """A fault and a remark; both empty for a key that is as it should be."""
    if not one.usable:
        return "đã hết hạn hoặc bị thu hồi", ""
    if one.fingerprint in _ended(policy):
        return "danh sách cán bộ ghi đã thôi dùng", ""
    try:
        bits = rsa_bits(read_certificate(keys.export(one.fingerprint)))
    except SignatureFault as fault:
        return fault.message, ""
    return "", f"khoá RSA chỉ {bits} bit, nên làm khoá mới" if bits and bits < STRONG else ""


def _ended(policy: Policy) -> set[str]:
    held = (key for member in policy.staff.values() for key in member.keys)
    return {key.fingerprint for key in held if key.status is not KeyStatus.DANG_DUNG}


__all__ = ["KeyHere", "keys_here"]
