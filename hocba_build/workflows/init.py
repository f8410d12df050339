"""Found a school's repository in a new folder."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Role
from hocba_build.domain.school import Address, School
from hocba_build.domain.values import PersonId, SchoolLevel, YearId
from hocba_build.publishing.fonts import require_fonts
from hocba_build.publishing.founding_sheet import Holder, PaperSheet, sheet_pdf
from hocba_build.records.layout import is_year
from hocba_build.records.root_sheets import THRESHOLD
from hocba_build.trust.git.own_repository import MAIN
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.trust.openpgp import SignatureFault, canonical_certificate, read_certificate
from hocba_build.trust.signing import KeyHolder, address
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.founding import SHEET_NAME, Founded, Founder, found_here

HOLDERS: Final = {
    Role.HIEU_TRUONG: "Hiệu trưởng",
    Role.HOI_DONG: "Đại diện hội đồng trường",
    Role.SO_GDDT: "Đại diện Sở GDĐT",
}
"""The persons of the root as they stand on paper."""


@dataclass(frozen=True, slots=True)
class FounderWish:
    """A person of the founding act; ``certificate`` is the file of the public key."""

    person: str
    name: str
    role: Role
    certificate: Path | None


@dataclass(frozen=True, slots=True)
class SchoolWish:
    """The school as told: Ministry's code, name, ward and province, levels, first year."""

    code: str
    name: str
    place: tuple[str, str]
    levels: frozenset[SchoolLevel]
    year: str


@dataclass(frozen=True, slots=True)
class Initialised:
    """The founding act and where its sheet lies."""

    founded: Founded
    sheet: Path
    paper: Path
    """The sheet for print; three persons sign it."""


def init(directory: Path, wish: SchoolWish, told: Sequence[FounderWish], sheet: Path | None = None) -> Initialised:
    """Make the repository, sign the founding commit, write the sheet.

    Raises:
        RefusedError: the folder holds something already.
        KeyTroubleError: a certificate is missing, or the principal's key is not at hand.
    """
    if directory.exists() and any(directory.iterdir()):
        raise RefusedError(f"Thư mục {directory.name} đã có tệp, không ghi đè.", "Chọn một thư mục mới.")
    founders, signer = _people(wish, told)
    directory.mkdir(parents=True, exist_ok=True)
    _git_init(directory)
    return _found(open_desk(directory), wish, founders, signer, sheet)


def init_here(root: Path, wish: SchoolWish, told: Sequence[FounderWish], sheet: Path | None = None) -> Initialised:
    """Found the school in this clone of the program: its sample records give way, its history stays below.

    Raises:
        RefusedError: the clone still knows a server (it could be public), or has changes of its own.
        KeyTroubleError: a certificate is missing, or the principal's key is not at hand.
    """
    desk = open_desk(root)
    if remotes := desk.repository.git("remote").split():
        name = remotes[0]
        raise RefusedError(
            f"Kho này còn nối với máy chủ «{name}»: hồ sơ học sinh không được lên nơi công khai.",
            f"Gỡ ra: git remote remove {name}; lập sổ xong hãy nối với máy chủ riêng của trường.",
        )
    if desk.repository.head() != MAIN or desk.repository.git("status", "--porcelain"):
        raise RefusedError("Cây làm việc không ở nhánh main hoặc còn tệp chưa ghi.", "Ghi hoặc cất các tệp ấy trước.")
    founders, signer = _people(wish, told)
    return _found(desk, wish, founders, signer, sheet)


def _people(wish: SchoolWish, told: Sequence[FounderWish]) -> tuple[list[Founder], KeyHolder]:
    """The founders with their certificates, and the principal ready to sign."""
    if not is_year(wish.year):
        raise HocbaError(f"{wish.year} không phải một năm học.", "Ghi hai năm liền nhau: 2025-2026.")
    keys = Keyring()
    founders = [_founder(one, keys) for one in told]
    principal = next(founder for founder in founders if founder.role is Role.HIEU_TRUONG)
    signer = KeyHolder(principal.person, address(principal.person, principal.email), principal.fingerprint, keys)
    if signer.fingerprint not in {key.fingerprint for key in keys.secret_keys()}:
        raise KeyTroubleError("Không có khoá bí mật của hiệu trưởng ở máy này.", "Đặt GNUPGHOME, hoặc cắm thẻ khoá.")
    return founders, signer


def _found(
    desk: Desk, wish: SchoolWish, founders: Sequence[Founder], signer: KeyHolder, sheet: Path | None
) -> Initialised:
    place = sheet or desk.repository.root.parent / SHEET_NAME
    day = day_of(desk.now())
    name, (ward, province) = wish.name, wish.place
    school = School(
        wish.code, YearId(wish.year), ((day, name),), ((day, Address(ward, province)),), ((day, wish.levels),)
    )
    paper = place.with_suffix(".pdf")
    if paper.exists() and not place.exists():
        raise RefusedError(f"Đã có tệp {paper.name}, không ghi đè.", "Cất tờ gốc cũ đi, hoặc chọn --sheet khác.")
    require_fonts()
    made = found_here(desk, school, founders, signer, place, onto=desk.repository.tip(MAIN))
    paper.write_bytes(sheet_pdf(_paper(wish, made, founders, day)))
    return Initialised(made, place, paper)


def _paper(wish: SchoolWish, made: Founded, founders: Sequence[Founder], day: date) -> PaperSheet:
    by_role = {founder.role: founder for founder in founders}
    holders = [
        Holder(words, by_role[role].name, by_role[role].person, by_role[role].fingerprint)
        for role, words in HOLDERS.items()
    ]
    return PaperSheet((wish.code, wish.name), (made.commit, made.digest), THRESHOLD, holders, day, made.sheet)


def _git_init(directory: Path) -> None:
    command = ["git", "init", "--quiet", "--initial-branch=main", str(directory)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise HocbaError("Không tạo được kho Git.", done.stderr.strip())


def _founder(told: FounderWish, keys: Keyring) -> Founder:
    armor = told.certificate.read_bytes() if told.certificate and told.certificate.is_file() else None
    if armor is None and told.certificate is None and told.role is Role.HIEU_TRUONG:
        held = [key for key in keys.secret_keys() if key.usable]
        armor = keys.export(held[0].fingerprint) if len(held) == 1 else None
    if armor is None:
        raise KeyTroubleError(
            f"Chưa có chứng thư khoá của {told.person}.", f"Thêm --cert {told.person}=TỆP.asc (hocba join tạo khoá)."
        )
    try:
        armor = canonical_certificate(armor)
        read_certificate(armor)
    except SignatureFault as fault:
        raise KeyTroubleError(f"Chứng thư của {told.person} không dùng được: {fault.message}", fault.code) from fault
    return Founder(PersonId(told.person), told.name, told.role, armor)
