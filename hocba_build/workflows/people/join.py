"""A person's first set-up: a key, the statement that binds it to person and school, and a test that all of it works."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.values import PersonId
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.trust.openpgp import SignatureFault, check_detached, read_certificate
from hocba_build.trust.policy import Policy
from hocba_build.trust.signing import address, key_statement
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger

_PERSON = re.compile(r"[a-z][a-z0-9.-]{0,31}")


@dataclass(frozen=True, slots=True)
class Joined:
    """The key and the files for the administrator; none are needed where the key is in the staff file already."""

    person: str
    fingerprint: str
    new: bool
    known: bool
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which key: one that is here or on a card (``held``, a fingerprint), a new one, or whichever is found."""

    years: int = 3
    unprotected: bool = False
    fresh: bool = False
    held: str | None = None


def join(root: Path, person: str, folder: Path, wish: Wish) -> Joined:
    """Find or make the person's key, test it, and write what the administrator needs.

    A new key that is asked for is made beside the one that is here; the older one confirms it.

    Raises:
        KeyTroubleError: GnuPG, the card or the passphrase's window does not work; the message says which.
        RefusedError: the files are there already.
    """
    if not _PERSON.fullmatch(person):
        raise HocbaError(f"«{person}» không phải mã cán bộ.", "Mã như gv-lan: chữ thường không dấu, số, gạch nối.")
    desk = open_desk(root)
    ledger = open_ledger(desk, desk.main())
    member = ledger.policy.staff.get(PersonId(person))
    email = address(PersonId(person), member.email if member else None)
    keys = Keyring()
    older = _older(ledger.policy, PersonId(person), keys)
    found = _held(keys, wish.held) if wish.held else None if wish.fresh else older or _mine(keys, email)
    fingerprint, new = found or _made(keys, person, email, wish), found is None
    statement = key_statement(ledger.state.founding, PersonId(person), fingerprint)
    binding = keys.sign(statement, fingerprint)
    armor = keys.export(fingerprint)
    _test(statement, binding, armor)
    known = ledger.policy.holders.get(fingerprint) == person
    texts = {".asc": armor, ".xac-nhan.asc": binding}
    if older is not None and older != fingerprint:
        texts[".cu.asc"] = keys.sign(statement, older)
    files = () if known else _write(folder, person, texts)
    return Joined(person, fingerprint, new, known, files)


def _mine(keys: Keyring, email: str) -> str | None:
    """The newest usable key with the person's address.

    Raises:
        KeyTroubleError: there is one that can sign no more; another is not made behind its owner's back.
    """
    mine = [key for key in keys.secret_keys() if any(f"<{email}>" in name for name in key.names)]
    if usable := [key.fingerprint for key in mine if key.usable]:
        return usable[-1]
    if mine:
        last = mine[-1].fingerprint
        raise KeyTroubleError(
            f"Khoá {last} đã hết hạn hoặc bị thu hồi.",
            f"Làm khoá mới: hocba join --new; hoặc gia hạn: gpg --quick-set-expire {last} 3y, rồi làm lại.",
        )
    return None


def _held(keys: Keyring, told: str) -> str:
    """The key that was named: its address may be another one, as it counts by its fingerprint alone.

    Raises:
        KeyTroubleError: it is not here, or can sign no more.
    """
    wanted = told.replace(" ", "").lower()
    for key in keys.secret_keys():
        if key.fingerprint == wanted and key.usable:
            return wanted
    hint = "Cắm thẻ, chạy gpg --card-status; nhập chứng thư của thẻ (gpg --import); xem gpg --list-secret-keys."
    raise KeyTroubleError(f"Không thấy khoá {wanted} còn dùng được ở đây.", hint)


def _made(keys: Keyring, person: str, email: str, wish: Wish) -> str:
    return keys.generate(person, email) if wish.unprotected else keys.generate_asking(person, email, wish.years)


def _older(policy: Policy, person: PersonId, keys: Keyring) -> str | None:
    """A key in use of the person that is at hand: it confirms the next one."""
    at_hand = {key.fingerprint for key in keys.secret_keys() if key.usable}
    return next((key for key, owner in sorted(policy.holders.items()) if owner == person and key in at_hand), None)


def _test(text: bytes, signature: bytes, armor: bytes) -> None:
    """What was signed here must be what everybody else accepts."""
    try:
        check_detached(text, signature, [read_certificate(armor)])
    except SignatureFault as fault:
        raise KeyTroubleError(
            f"Khoá kí được nhưng sổ không nhận: {fault.code} {fault.message}",
            "Làm khoá mới loại ed25519 hoặc RSA 3072.",
        ) from fault


def _write(folder: Path, person: str, texts: Mapping[str, bytes]) -> tuple[Path, ...]:
    files = {folder / f"{person}{suffix}": text for suffix, text in texts.items()}
    for path in files:
        if path.exists():
            raise RefusedError(f"Đã có tệp {path.name}.", "Chọn thư mục khác: -o THƯ_MỤC.")
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        path.write_bytes(content)
    return tuple(files)
