"""The founding act: a school without pupils, its root of trust, and the sheet that goes on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Role
from hocba_build.domain.school import School
from hocba_build.domain.values import PersonId
from hocba_build.records.canonical import write
from hocba_build.records.codec.people import encode_school
from hocba_build.records.layout import SCHOOL_PATH, STAFF_PATH, parse_path
from hocba_build.records.reader import read_records
from hocba_build.records.root_sheets import RootPerson, encode_founding_sheet, encode_root
from hocba_build.records.staff_edits import add_key, add_person, empty_staff
from hocba_build.trust.founding import read_sheet
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import MAIN, Move
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.git.trees import EMPTY_TREE, ZONES, Trees
from hocba_build.trust.git.writing import Signer, Writer
from hocba_build.trust.judge import Bench
from hocba_build.trust.openpgp import read_certificate
from hocba_build.trust.policy import Policies
from hocba_build.trust.verdict import Refused
from hocba_build.workflows.ledger.desk import Desk

ROOT_ROLES: Final = (Role.HIEU_TRUONG, Role.HOI_DONG, Role.SO_GDDT)
FOUNDERS: Final = (*ROOT_ROLES, Role.PHO_HIEU_TRUONG, Role.QUAN_TRI)
RULES: Final = 1
ATTRIBUTES: Final = b"* -text\n"
SHEET_NAME: Final = "goc-tin-cay.yaml"
FIRST_ROOT: Final = "signatures/goc/0001.yaml"


@dataclass(frozen=True, slots=True)
class Founder:
    """A person of the founding act with the armored certificate of a key."""

    person: PersonId
    name: str
    role: Role
    certificate: bytes
    email: str | None = None

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint; the certificate is read strictly."""
        return read_certificate(self.certificate).fingerprint


@dataclass(frozen=True, slots=True)
class Founded:
    """What the act made: the commit, its digest and the sheet's text."""

    commit: Oid
    digest: str
    sheet: bytes


def founding_files(school: School, founders: Sequence[Founder], since: date) -> dict[str, bytes]:
    """The files of the founding commit.

    Raises:
        RefusedError: a role of the root, the vice-principal or the administrator is missing or held twice.
    """
    for role in FOUNDERS:
        if sum(founder.role is role for founder in founders) != 1:
            raise RefusedError(f"Lập sổ cần đúng một người giữ vai trò {role.value}.", "Xem hocba init --help.")
    staff = empty_staff(RULES)
    files: dict[str, bytes] = {".gitattributes": ATTRIBUTES}
    for founder in founders:
        staff = add_person(staff, founder.person, founder.name, (founder.role, since), founder.email)
        staff = add_key(staff, founder.person, founder.fingerprint)
        files[certificate_path(founder.person, founder.fingerprint)] = founder.certificate
    files[STAFF_PATH] = staff
    files[FIRST_ROOT] = encode_root(1, root_persons(founders))
    return {**files, SCHOOL_PATH: _school_file(school)}


def _school_file(school: School) -> bytes:
    place = parse_path(SCHOOL_PATH)
    if place is None:
        raise AssertionError(SCHOOL_PATH)
    return write(place, encode_school(school))


def certificate_path(person: PersonId, fingerprint: str) -> str:
    """Where a certificate lies."""
    return f"signatures/keys/{person}/{fingerprint}.asc"


def root_persons(founders: Sequence[Founder]) -> list[RootPerson]:
    """The persons of the root in the order of their roles."""
    return [RootPerson(f.person, f.name, f.fingerprint) for role in ROOT_ROLES for f in founders if f.role is role]


def found(
    writer: Writer,
    files: Mapping[str, bytes | None],
    named: tuple[School, Sequence[Founder]],
    signer: Signer,
    at: int,
    older: Oid | None = None,
) -> Founded:
    """Sign the founding commit, on top of ``older`` history where program and records live together."""
    school, founders = named
    under = writer.tree_of(older) if older else EMPTY_TREE
    tree = writer.trees.with_changes(under, files, writer.put)
    name = school.names[-1][1]
    commit = writer.found(tree, older, signer, at, f"Lập sổ học bạ {name}")
    digest = writer.trees.sha256(tree)
    sheet = encode_founding_sheet((school.code, name), (commit, digest), root_persons(founders))
    return Founded(commit, digest, sheet)


def sheet_of(trees: Trees, founding: Oid) -> bytes:
    """The founding sheet again, from the founding commit."""
    tree = trees.commit(founding).tree
    policy = Policies(trees).at(tree)
    school = read_records(TreeSource(trees, tree)).records
    if school is None:
        raise RefusedError("Lần lập sổ không có tệp của trường.", "Xem hocba verify.")
    persons = [RootPerson(one, policy.staff[one].full_name, key) for one, key in policy.root.keys.items()]
    name = school.school.names[-1][1]
    act = founding, trees.sha256(tree)
    return encode_founding_sheet((school.school.code, name), act, persons, threshold=policy.root.threshold)


def found_here(
    desk: Desk, school: School, founders: Sequence[Founder], signer: Signer, sheet: Path, *, onto: Oid | None = None
) -> Founded:
    """The founding act on the desk: in an empty repository, or ``onto`` older history whose records give way.

    Raises:
        RefusedError: there is a ledger already, or a sheet by that name.
    """
    if desk.repository.tip(MAIN) != onto:
        raise RefusedError("Kho này đã có lịch sử.", "Chọn một thư mục mới, hoặc lập sổ ngay ở đây: --here.")
    if sheet.exists():
        raise RefusedError(f"Đã có tệp {sheet.name}, không ghi đè.", "Cất tờ gốc cũ đi, hoặc chọn --sheet khác.")
    at = desk.now()
    files = _giving_way(desk, onto) | founding_files(school, founders, day_of(at))
    made = found(desk.writer, files, (school, founders), signer, at, onto)
    try:
        Bench(desk.writer.trees).found(made.commit, read_sheet(made.sheet))
    except Refused as refused:
        raise RefusedError(f"{refused.finding.code} {refused.finding.message}", "Xem lại khoá, chứng thư.") from refused
    desk.repository.publish([Move(MAIN, onto, made.commit)])
    desk.repository.git("reset", "--quiet", "--hard", made.commit)
    sheet.write_bytes(made.sheet)
    return made


def _giving_way(desk: Desk, onto: Oid | None) -> dict[str, bytes | None]:
    """The records of older history, which an empty school takes the place of."""
    if onto is None:
        return {}
    trees, tree = desk.writer.trees, desk.writer.tree_of(onto)
    if trees.entry(tree, FIRST_ROOT) is not None:
        raise RefusedError("Kho này đã lập sổ.", "Xem hocba verify.")
    return {path: None for zone in ZONES for path, _ in trees.files(tree, zone)}
