"""People and keys: what expires, what is weak or unused, who has none, which role nobody holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from hocba_build.domain.people import KeyStatus, Role, StaffMember
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.openpgp import rsa_bits
from hocba_build.trust.policy import Policy
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.people.advice import Advice, Weight

SOON: Final = 60
"""Days before a key's end in which its holder is reminded."""
STRONG: Final = 3072
"""Bits of an RSA key that is to last."""
NEEDED: Final = {
    Role.HIEU_TRUONG: "hiệu trưởng",
    Role.PHO_HIEU_TRUONG: "phó hiệu trưởng",
    Role.QUAN_TRI: "quản trị",
    Role.HOI_DONG: "đại diện hội đồng trường",
}
"""Roles without which the school cannot act, in words."""
WANTED: Final = {Role.VAN_THU: "văn thư", Role.TO_TRUONG_VAN_PHONG: "tổ trưởng văn phòng", Role.GIAO_VIEN: "giáo viên"}
_RENEW: Final = "Chủ khoá: gpg --quick-set-expire VÂN_TAY 3y; quản trị: hocba staff key renew."
_NEW_KEY: Final = "Người ấy: hocba join; quản trị: hocba staff key add."


def keys_advice(ledger: Ledger, now: int) -> Iterator[Advice]:
    """All of it, from the newest staff file."""
    policy = ledger.policy
    yield from _roles(policy)
    for member in policy.staff.values():
        if any(held.until is None for held in member.appointments):
            yield from _person(policy, member)
        for key in member.keys:
            if key.status is KeyStatus.DANG_DUNG:
                yield from _key(ledger, member, key.fingerprint, now)
    yield from _strays(ledger)


def _roles(policy: Policy) -> Iterator[Advice]:
    for role, words in (NEEDED | WANTED).items():
        if not policy.holding(role):
            weight = Weight.LOI if role in NEEDED else Weight.NEN
            yield Advice(
                "vai-tro", weight, role.value, f"Không ai giữ vai trò {words}.", "hocba staff assign MÃ VAI_TRÒ"
            )


def _person(policy: Policy, member: StaffMember) -> Iterator[Advice]:
    if not any(owner == member.id for owner in policy.holders.values()):
        yield Advice("khong-khoa", Weight.LUU_Y, member.id, "Chưa có khoá nào đang dùng.", _NEW_KEY)


def _key(ledger: Ledger, member: StaffMember, fingerprint: str, now: int) -> Iterator[Advice]:
    certificate = ledger.policy.certificates.get(fingerprint)
    subject = f"{member.id} {fingerprint}"
    if certificate is None:
        yield Advice("chung-thu", Weight.LOI, subject, "Chứng thư của khoá này thiếu hoặc hỏng.", _NEW_KEY)
        return
    if certificate.revoked:
        yield Advice(
            "thu-hoi", Weight.LOI, subject, "Chủ khoá đã thu hồi, sổ vẫn ghi đang dùng.", "hocba staff key revoke"
        )
    if certificate.expires is not None:
        left = (certificate.expires - datetime.fromtimestamp(now, UTC)).days
        if left < 0:
            yield Advice("het-han", Weight.LOI, subject, "Khoá đã hết hạn.", _RENEW)
        elif left <= SOON:
            yield Advice("sap-het-han", Weight.LUU_Y, subject, f"Khoá hết hạn sau {left} ngày.", _RENEW)
    if (bits := rsa_bits(certificate)) and bits < STRONG:
        yield Advice("khoa-yeu", Weight.LUU_Y, subject, f"Khoá RSA chỉ {bits} bit.", _NEW_KEY)
    others = sum(key.status is KeyStatus.DANG_DUNG for key in member.keys)
    if others > 1 and fingerprint not in ledger.state.signed_with:
        yield Advice(
            "khoa-khong-dung",
            Weight.NEN,
            subject,
            "Khoá chưa kí gì, người này còn khoá khác.",
            "Không cần thì: hocba staff key revoke",
        )


def _strays(ledger: Ledger) -> Iterator[Advice]:
    """Certificates that no row of the staff file names."""
    named = {key.fingerprint for member in ledger.policy.staff.values() for key in member.keys}
    for path, _ in ledger.bench.trees.files(ledger.tree, "signatures/keys"):
        place = place_of(path)
        if isinstance(place, SignaturePath) and place.paper is Paper.CERTIFICATE and place.fingerprint not in named:
            yield Advice(
                "chung-thu-thua", Weight.NEN, path, "Không ai dùng chứng thư này.", "Để yên cũng không hại gì."
            )
