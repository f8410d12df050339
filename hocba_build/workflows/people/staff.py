"""Staff, roles and keys: each act is a branch of the administrator's, for the principal to accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records import staff_edits
from hocba_build.records.layout import STAFF_PATH
from hocba_build.trust.gpg import KeyTroubleError
from hocba_build.trust.openpgp import (
    Certificate,
    SignatureFault,
    canonical_certificate,
    merge_certificates,
    read_certificate,
)
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.founding import certificate_path
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights

Change = Callable[[Ledger, date], tuple[str, Mapping[str, bytes]]]
"""Makes a title and the changed files, given the ledger and today."""


def add(root: Path, person: str, name: str, role: Role, email: str | None = None, since: date | None = None) -> str:
    """Propose a new person with a first role; the branch's name."""

    def change(ledger: Ledger, today: date) -> tuple[str, dict[str, bytes]]:
        staff = staff_edits.add_person(_staff(ledger), PersonId(person), name, (role, since or today), email)
        return f"Thêm cán bộ {person}", {STAFF_PATH: staff}

    return _propose(root, person, change)


def assign(root: Path, person: str, role: Role, since: date | None = None) -> str:
    """Propose a further role."""

    def change(ledger: Ledger, today: date) -> tuple[str, dict[str, bytes]]:
        staff = staff_edits.give_role(_staff(ledger), PersonId(person), role, since or today)
        return f"Giao vai trò {role.value} cho {person}", {STAFF_PATH: staff}

    return _propose(root, person, change)


def end(root: Path, person: str, role: Role | None, until: date | None = None) -> str:
    """Propose the end of a role, or of all."""

    def change(ledger: Ledger, today: date) -> tuple[str, dict[str, bytes]]:
        staff = staff_edits.end_role(_staff(ledger), PersonId(person), role, until or today)
        return f"Thôi vai trò của {person}", {STAFF_PATH: staff}

    return _propose(root, person, change)


def key_add(
    root: Path, person: str, armor: bytes, binding: bytes, older: bytes | None = None, replaces: str | None = None
) -> str:
    """Propose a key: certificate, the statement it signs of itself, and the one by an older key of the person.

    ``replaces`` is a key that is retired in the same act: a lost one cannot confirm the new one.
    """

    def change(ledger: Ledger, _: date) -> tuple[str, dict[str, bytes]]:
        certificate = _certificate(armor)
        path = certificate_path(PersonId(person), certificate.fingerprint)
        staff = staff_edits.add_key(_staff(ledger), PersonId(person), certificate.fingerprint)
        if replaces is not None:
            staff = staff_edits.mark_key(staff, PersonId(person), replaces, staff_edits.RETIRED)
        files = {STAFF_PATH: staff, path: certificate.armor, path.replace(".asc", ".xac-nhan.asc"): binding}
        return f"Thêm khoá của {person}", files | ({path.replace(".asc", ".cu.asc"): older} if older else {})

    return _propose(root, person, change)


def key_renew(root: Path, person: str, armor: bytes) -> str:
    """Propose a renewed certificate of a key that is known: merged with what stands, nothing is lost."""

    def change(ledger: Ledger, _: date) -> tuple[str, dict[str, bytes]]:
        certificate = _certificate(armor)
        path = certificate_path(PersonId(person), certificate.fingerprint)
        blob = ledger.bench.trees.entry(ledger.tree, path)
        if blob is None:
            raise RefusedError(f"{person} chưa có khoá này.", "Khoá mới: hocba staff key add.")
        old = ledger.bench.trees.content(blob)
        return f"Gia hạn khoá của {person}", {path: merge_certificates(old, certificate.armor)}

    return _propose(root, person, change)


def key_revoke(root: Path, person: str, fingerprint: str) -> str:
    """Propose that a key is retired; what it signed stands."""
    return _mark(root, person, (fingerprint, staff_edits.RETIRED, None), f"Thôi dùng một khoá của {person}")


def key_distrust(root: Path, person: str, fingerprint: str, from_entry: int) -> str:
    """Propose that a key is compromised: what it signed from an entry on is in doubt."""
    return _mark(root, person, (fingerprint, staff_edits.COMPROMISED, from_entry), f"Khoá của {person} đã lộ")


def _mark(root: Path, person: str, what: tuple[str, str, int | None], title: str) -> str:
    def change(ledger: Ledger, _: date) -> tuple[str, dict[str, bytes]]:
        return title, {STAFF_PATH: staff_edits.mark_key(_staff(ledger), PersonId(person), *what)}

    return _propose(root, person, change)


def _certificate(armor: bytes) -> Certificate:
    try:
        return read_certificate(canonical_certificate(armor))
    except SignatureFault as fault:
        raise KeyTroubleError(f"{fault.code} {fault.message}", "Xuất lại: gpg --armor --export VÂN_TAY") from fault


def _staff(ledger: Ledger) -> bytes:
    blob = ledger.bench.trees.entry(ledger.tree, STAFF_PATH)
    if blob is None:
        raise HocbaError("Sổ chưa có danh sách cán bộ.", "Lập sổ trước: hocba init.")
    return ledger.bench.trees.content(blob)


def _propose(root: Path, person: str, change: Change) -> str:
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    title, files = change(ledger, day_of(desk.now()))
    require_rights(ledger, me.person, files)
    name, _ = push_branch(desk, ledger.state.tip, f"can-bo-{person}", files, proposal("staff", title, files), me)
    return name
