"""Staff, roles and keys: each act is a branch of the administrator's, for the principal to accept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.records import staff_edits
from hocba_build.records.layout import STAFF_PATH
from hocba_build.records.source import ChangedSource
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.gpg import KeyTroubleError
from hocba_build.trust.openpgp import (
    Certificate,
    SignatureFault,
    canonical_certificate,
    check_detached,
    merge_certificates,
    read_certificate,
)
from hocba_build.trust.signing import key_statement
from hocba_build.workflows.desk.as_seen import moved_since
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.compare import Comparison, compare
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.founding import certificate_path
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.proposals import waiting
from hocba_build.workflows.ledger.propose import mergers_of, require_rights
from hocba_build.workflows.people.request import KeyRequest

Change = Callable[[Ledger, date], tuple[str, Mapping[str, bytes]]]
"""Makes a title and the changed files, given the ledger and today."""


@dataclass(frozen=True, slots=True)
class StaffAct:
    """An act on the staff or its keys: what it is, what it changes, who may accept it."""

    branch: str
    """The proposal; empty where it is only foreseen, or the list moved since the page that asked for it was made."""
    title: str
    compared: Comparison
    reviewers: tuple[PersonId, ...]
    in_the_way: tuple[str, ...]
    """Proposals that wait and change the same files: the later one of them would have to be made again."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is new at the school, with a first role, and with the key that the person has made, where there is one."""

    person: str
    name: str
    role: Role
    email: str | None = None
    since: date | None = None
    request: KeyRequest | None = None


def add(root: Path, new: NewPerson, *, dry_run: bool = False) -> StaffAct:
    """Propose a new person.

    Raises:
        RefusedError: the id is taken, or the key was made for somebody else.
    """

    def change(ledger: Ledger, today: date) -> tuple[str, dict[str, bytes]]:
        person = PersonId(new.person)
        staff = staff_edits.add_person(_staff(ledger), person, new.name, (new.role, new.since or today), new.email)
        keys = {} if new.request is None else _key_files(ledger, person, new.request)
        for fingerprint in keys:
            staff = staff_edits.add_key(staff, person, fingerprint)
        files = {path: raw for one in keys.values() for path, raw in one.items()}
        return f"Thêm cán bộ {person}", {STAFF_PATH: staff, **files}

    return _propose(root, new.person, change, dry_run=dry_run)


def assign(root: Path, person: str, role: Role, since: date | None = None, *, dry_run: bool = False) -> StaffAct:
    """Propose a further role."""

    def change(ledger: Ledger, today: date) -> tuple[str, dict[str, bytes]]:
        staff = staff_edits.give_role(_staff(ledger), PersonId(person), role, since or today)
        return f"Giao vai trò {role.value} cho {person}", {STAFF_PATH: staff}

    return _propose(root, person, change, dry_run=dry_run)


def end(root: Path, person: str, role: Role | None, until: date | None = None, *, dry_run: bool = False) -> StaffAct:
    """Propose the end of a role, or of all."""

    def change(ledger: Ledger, today: date) -> tuple[str, dict[str, bytes]]:
        staff = staff_edits.end_role(_staff(ledger), PersonId(person), role, until or today)
        return f"Thôi vai trò của {person}", {STAFF_PATH: staff}

    return _propose(root, person, change, dry_run=dry_run)


def key_add(
    root: Path, person: str, request: KeyRequest, replaces: str | None = None, *, dry_run: bool = False
) -> StaffAct:
    """Propose a key: certificate, the statement it signs of itself, and the one by an older key of the person.

    ``replaces`` is a key that is retired in the same act: a lost one cannot confirm the new one.

    Raises:
        RefusedError: the key was made for somebody else.
    """

    def change(ledger: Ledger, _: date) -> tuple[str, dict[str, bytes]]:
        ((fingerprint, files),) = _key_files(ledger, PersonId(person), request).items()
        staff = staff_edits.add_key(_staff(ledger), PersonId(person), fingerprint)
        if replaces is not None:
            staff = staff_edits.mark_key(staff, PersonId(person), replaces, staff_edits.RETIRED)
        return f"Thêm khoá của {person}", {STAFF_PATH: staff, **files}

    return _propose(root, person, change, dry_run=dry_run)


def _key_files(ledger: Ledger, person: PersonId, request: KeyRequest) -> dict[str, dict[str, bytes]]:
    """The files of a key, by its fingerprint; the statement is checked here, where its owner can still mend it."""
    certificate = _certificate(request.armor)
    statement = key_statement(ledger.state.founding, person, certificate.fingerprint)
    try:
        check_detached(statement, request.binding, [certificate])
    except SignatureFault as fault:
        raise RefusedError(
            f"Khoá này không xác nhận nó là của {person}: {fault.code} {fault.message}",
            "Xem lại mã cán bộ; người ấy làm lại tệp bằng hocba join (hoặc trang «Vào làm») với đúng mã của mình.",
        ) from fault
    path = certificate_path(person, certificate.fingerprint)
    files = {path: certificate.armor, path.replace(".asc", ".xac-nhan.asc"): request.binding}
    older = {path.replace(".asc", ".cu.asc"): request.older} if request.older else {}
    return {certificate.fingerprint: files | older}


def key_renew(root: Path, person: str, armor: bytes, *, dry_run: bool = False) -> StaffAct:
    """Propose a renewed certificate of a key that is known: merged with what stands, nothing is lost."""

    def change(ledger: Ledger, _: date) -> tuple[str, dict[str, bytes]]:
        certificate = _certificate(armor)
        path = certificate_path(PersonId(person), certificate.fingerprint)
        old = _standing(ledger, path)
        if old is None:
            raise RefusedError(f"{person} chưa có khoá này.", "Khoá mới: hocba staff key add.")
        return f"Gia hạn khoá của {person}", {path: merge_certificates(old, certificate.armor)}

    return _propose(root, person, change, dry_run=dry_run)


def key_revoke(root: Path, person: str, fingerprint: str, *, dry_run: bool = False) -> StaffAct:
    """Propose that a key is retired; what it signed stands."""
    what = fingerprint, staff_edits.RETIRED, None
    return _mark(root, person, what, f"Thôi dùng một khoá của {person}", dry_run=dry_run)


def key_distrust(root: Path, person: str, fingerprint: str, from_entry: int, *, dry_run: bool = False) -> StaffAct:
    """Propose that a key is compromised: what it signed from an entry on is in doubt."""
    what = fingerprint, staff_edits.COMPROMISED, from_entry
    return _mark(root, person, what, f"Khoá của {person} đã lộ", dry_run=dry_run)


def _mark(root: Path, person: str, what: tuple[str, str, int | None], title: str, *, dry_run: bool) -> StaffAct:
    def change(ledger: Ledger, _: date) -> tuple[str, dict[str, bytes]]:
        return title, {STAFF_PATH: staff_edits.mark_key(_staff(ledger), PersonId(person), *what)}

    return _propose(root, person, change, dry_run=dry_run)


def _certificate(armor: bytes) -> Certificate:
    try:
        return read_certificate(canonical_certificate(armor))
    except SignatureFault as fault:
        raise KeyTroubleError(f"{fault.code} {fault.message}", "Xuất lại: gpg --armor --export VÂN_TAY") from fault


def _staff(ledger: Ledger) -> bytes:
    staff = _standing(ledger, STAFF_PATH)
    if staff is None:
        raise HocbaError("Sổ chưa có danh sách cán bộ.", "Lập sổ trước: hocba init.")
    return staff


def _standing(ledger: Ledger, path: str) -> bytes | None:
    blob = ledger.bench.trees.entry(ledger.tree, path)
    return None if blob is None else ledger.bench.trees.content(blob)


def _propose(root: Path, person: str, change: Change, *, dry_run: bool) -> StaffAct:
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    title, files = change(ledger, day_of(desk.now()))
    require_rights(ledger, me.person, files)
    before = TreeSource(ledger.bench.trees, ledger.tree)
    compared = compare(before, ChangedSource(before, files), files)
    reviewers = tuple(sorted(mergers_of(ledger, files) - {me.person}))
    others = tuple(one.branch for one in waiting(ledger) if not files.keys().isdisjoint(one.paths))
    now = {path: _standing(ledger, path) for path in files}
    moved = moved_since(files, now, entry=ledger.state.tip, writes=not dry_run)
    if dry_run or moved:
        return StaffAct("", title, compared, reviewers, others)
    name, _ = push_branch(desk, ledger.state.tip, f"can-bo-{person}", files, proposal("staff", title, files), me)
    return StaffAct(name, title, compared, reviewers, others)
