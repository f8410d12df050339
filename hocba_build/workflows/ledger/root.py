"""The root of trust: who keeps it, a further signature under its change, the sheet to print, accepted authorities."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.values import PersonId
from hocba_build.records.codec import decode
from hocba_build.records.layout import SCHOOL_PATH, Kind
from hocba_build.records.root_sheets import RootPerson, encode_founding_sheet
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import Move
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.trust.kinds import Paper
from hocba_build.trust.openpgp import SignatureFault, check_detached, read_certificate
from hocba_build.trust.policy import Policy, Root, read_root
from hocba_build.trust.rooting import sheet_path, signature_path
from hocba_build.trust.tsa import StampFaultError, read_authority
from hocba_build.trust.witnessing import AUTHORITIES
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.founding import certificate_path
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.review import tip_of
from hocba_build.workflows.ledger.root_change import RootProposed, root_person

_AUTHORITY: Final = re.compile(r"[a-z0-9-]{1,32}")
_SIGNATURE: Final = re.compile(r"[0-9]{4}\.([a-z][a-z0-9.-]{0,31})\.asc")


@dataclass(frozen=True, slots=True)
class Rooted:
    """Who keeps the root now, and the authorities it accepts: of time-stamps, of certificates for seals."""

    root: Root
    names: Mapping[PersonId, str]
    authorities: tuple[str, ...]
    issuers: tuple[str, ...] = ()


def show_root(root: Path) -> Rooted:
    """The root of trust as the ledger has it."""
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    policy = ledger.policy
    names = {person: policy.staff[person].full_name for person in policy.root.keys if person in policy.staff}
    files = [path.rpartition("/")[2] for path, _ in ledger.bench.trees.files(ledger.tree, AUTHORITIES)]
    found, issuers = (
        tuple(name.removeprefix(f"{kind}.").removesuffix(".pem") for name in files if name.startswith(f"{kind}."))
        for kind in (Paper.TSA.value, Paper.CA.value)
    )
    return Rooted(policy.root, names, found, issuers)


@dataclass(frozen=True, slots=True)
class RootSigned:
    """A signature under a new sheet: on the branch, or in a ``file`` for who can bring it there."""

    proposed: RootProposed
    person: PersonId
    file: Path | None


def sign_root(
    root: Path, branch: str, folder: Path, brought: Path | None = None, *, dry_run: bool = False
) -> RootSigned:
    """Sign the sheet of a branch; who is not in the root yet gets a file, which a root person brings with ``brought``.

    Raises:
        RefusedError: the branch has no new root sheet, or the signature is there already.
        KeyTroubleError: no key that the old or the new sheet names is at hand, or what was brought is wrong.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    tip = tip_of(desk, branch)
    sheet = _Sheet(ledger, tip)
    if dry_run:
        return RootSigned(sheet.proposed(branch), PersonId(""), None)
    now = desk.now()
    if brought is not None:
        person, armor = sheet.checked(brought)
    else:
        person, armor = sheet.signed(now)
        if person not in ledger.policy.root.keys:
            return RootSigned(sheet.proposed(branch), person, _keep(folder, sheet.path_of(person), armor))
    path = sheet.path_of(person)
    if ledger.bench.trees.entry(sheet.tree, path) is not None:
        raise RefusedError(f"{person} đã kí tờ gốc này.", "Người khác kí, hoặc duyệt: hocba accept.")
    me = root_person(ledger.policy)
    new = desk.writer.propose(tip, {path: armor}, proposal("root", f"Chữ kí của {person}", [path]), me, now)
    desk.repository.publish([Move(f"refs/heads/{branch}", tip, new)])
    return RootSigned(_Sheet(ledger, new).proposed(branch), person, None)


class _Sheet:
    """The new root sheet of a branch."""

    def __init__(self, ledger: Ledger, tip: Oid) -> None:
        self._trees, self._policy = ledger.bench.trees, ledger.policy
        self.tree = self._trees.commit(tip).tree
        self._number = self._policy.root.number + 1
        blob = self._trees.entry(self.tree, sheet_path(self._number))
        if blob is None:
            raise RefusedError("Nhánh này không đổi gốc tin cậy.", "Nhánh do hocba root change tạo ra.")
        self._text = self._trees.content(blob)
        self._root = read_root(self._text, sheet_path(self._number))

    def path_of(self, person: PersonId) -> str:
        """Where the person's signature lies."""
        return signature_path(self._number, person)

    def proposed(self, branch: str) -> RootProposed:
        """What the branch says by now."""
        every = {**self._policy.root.keys, **self._root.keys}
        signed = tuple(p for p in every if self._trees.entry(self.tree, self.path_of(p)) is not None)
        return RootProposed(branch, self._number, self._root.keys, self._root.threshold, signed)

    def signed(self, at: int) -> tuple[PersonId, bytes]:
        """The caller's own signature."""
        keys = Keyring()
        at_hand = {key.fingerprint for key in keys.secret_keys() if key.usable}
        wanted = os.environ.get("HOCBA_PERSON")
        for named in (self._policy.root.keys, self._root.keys):
            for person, key in named.items():
                if key in at_hand and wanted in (None, person):
                    return person, keys.sign(self._text, key, at)
        raise KeyTroubleError(
            "Máy này không có khoá nào mà tờ gốc cũ hoặc mới nêu tên.", "Đặt GNUPGHOME, cắm thẻ khoá."
        )

    def checked(self, file: Path) -> tuple[PersonId, bytes]:
        """A signature that somebody made elsewhere; the file's name says whose it is."""
        found = _SIGNATURE.fullmatch(file.name)
        person = PersonId(found[1]) if found else PersonId("")
        armor = file.read_bytes()
        try:
            check_detached(self._text, armor, [read_certificate(raw) for raw in self._certificates(person)])
        except SignatureFault as fault:
            raise KeyTroubleError(
                f"{file.name} không phải chữ kí đúng dưới tờ gốc này: {fault.message}",
                "Người ấy kí lại: hocba root sign.",
            ) from fault
        return person, armor

    def _certificates(self, person: PersonId) -> list[bytes]:
        keys = {self._policy.root.keys.get(person), self._root.keys.get(person)} - {None}
        blobs = (self._trees.entry(self.tree, certificate_path(person, key)) for key in keys if key)
        return [self._trees.content(blob) for blob in blobs if blob]


def _keep(folder: Path, path: str, armor: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / Path(path).name
    try:
        with file.open("xb") as opened:
            opened.write(armor)
    except FileExistsError as error:
        raise RefusedError(f"Đã có tệp {file.name}.", "Chọn thư mục khác: -o THƯ_MỤC.") from error
    return file


def accept_authority(root: Path, name: str, file: Path, kind: Paper = Paper.TSA) -> str:
    """Propose the chain of a time-stamp authority, or of one behind the seals on prints; the branch's name.

    Raises:
        HocbaError: the name or the chain cannot be used.
        RefusedError: the caller is no root person, or the name is taken.
    """
    if not _AUTHORITY.fullmatch(name):
        raise HocbaError(f"«{name}» không dùng làm tên được.", "Tên như quoc-gia: chữ thường không dấu, số, gạch nối.")
    raw = file.read_bytes()
    try:
        read_authority(raw)
    except StampFaultError as fault:
        raise HocbaError(
            f"{file.name}: {fault}.", "Cần tệp PEM: chứng thư gốc tự kí và các chứng thư bên dưới."
        ) from fault
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = root_person(ledger.policy)
    path = f"{AUTHORITIES}/{kind.value}.{name}.pem"
    if ledger.bench.trees.entry(ledger.tree, path) is not None:
        raise RefusedError(f"Đã có nơi cấp {name}; chuỗi chứng thư chỉ ghi một lần.", "Chuỗi mới thì đặt tên mới.")
    what = "Nơi cấp mốc thời gian" if kind is Paper.TSA else "Nơi cấp chứng thư kí số"
    message = proposal("root", f"{what} {name}", [path])
    branch, _ = push_branch(desk, ledger.state.tip, f"{kind.value}-{name}", {path: raw}, message, me)
    return branch


def print_sheet(root: Path, file: Path) -> Root:
    """Write the founding sheet with today's root persons: what is printed anew after a change.

    Raises:
        RefusedError: there is a file by that name.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    text = founding_sheet(ledger)
    try:
        with file.open("xb") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise RefusedError(f"Đã có tệp {file.name}, không ghi đè.", "Chọn tên khác: -o TỆP.") from error
    return ledger.policy.root


def founding_sheet(ledger: Ledger) -> bytes:
    """The founding act, pinned, with the root persons of now."""
    trees, policy = ledger.bench.trees, ledger.policy
    blob = trees.entry(ledger.tree, SCHOOL_PATH)
    if blob is None:
        raise RefusedError(f"Sổ chưa có {SCHOOL_PATH}.", "Lập sổ trước: hocba init.")
    school = decode(Kind.TRUONG, parse(trees.content(blob)))
    act = (ledger.state.founding, trees.sha256(trees.commit(ledger.state.founding).tree))
    persons = [RootPerson(person, _name(policy, person), key) for person, key in policy.root.keys.items()]
    named = (school.code, school.names[-1][1])
    return encode_founding_sheet(named, act, persons, number=policy.root.number, threshold=policy.root.threshold)


def _name(policy: Policy, person: PersonId) -> str:
    return policy.staff[person].full_name if person in policy.staff else person


__all__ = ["RootSigned", "Rooted", "accept_authority", "founding_sheet", "print_sheet", "show_root", "sign_root"]
