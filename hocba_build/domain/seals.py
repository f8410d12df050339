"""Who seals a printed transcript with a certificate, and how lastingly; an act apart from signatures in the ledger.

A signature in the ledger (OpenPGP) is evidence inside the school. A seal on a PDF (PAdES) is a *chữ kí số* where a
licensed authority, or the State's, issued its certificate.

Nguồn: Luật Giao dịch điện tử 20/2023/QH15, Điều 22; NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class SealRole(Enum):
    """Whose certificate it is; the value is the word in ``truong.yaml``."""

    PRINCIPAL = "hieu_truong"
    DEPUTY = "pho_hieu_truong"
    SCHOOL = "con_dau"

    @property
    def place(self) -> str:
        """The name of the place on the page; a deputy signs in the principal's."""
        return "ConDau" if self is SealRole.SCHOOL else "HieuTruong"

    @property
    def words(self) -> str:
        """How people say it."""
        return _WORDS[self]


_WORDS = {
    SealRole.PRINCIPAL: "hiệu trưởng",
    SealRole.DEPUTY: "phó hiệu trưởng kí thay",
    SealRole.SCHOOL: "con dấu của trường",
}


class SealLevel(Enum):
    """The PAdES baseline: the bare signature, with a time-stamp, or with all that proves it for decades."""

    BARE = "B-B"
    TIMED = "B-T"
    LASTING = "B-LTA"


@dataclass(frozen=True, slots=True)
class SealCertificate:
    """A certificate that the school says is its own, from a day on; ``fingerprint`` is the SHA-256 of its DER form."""

    since: date
    role: SealRole
    fingerprint: str
