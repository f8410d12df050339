"""Entries signed with a lost key: in doubt from an entry on, until somebody else affirms or mends each (step 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.findings import Severity
from hocba_build.domain.people import KeyStatus
from hocba_build.domain.values import PersonId
from hocba_build.records.canonical import body
from hocba_build.records.document import Json
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.policy import Policy
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import LedgerFinding

RIGHT, MENDED = "dung", "da_sua"
_ROW: Final[dict[str, Any]] = {"properties": {"muc_so": {}, "ket_luan": {}, "boi": {}}}
_KEYS: Final = KeyOrder([("", {"properties": {"so": {}, "muc": {"items": _ROW}}})])


@dataclass(frozen=True, slots=True)
class Affirmed:
    """One entry that was looked at again: right as it stands, or mended by a later entry."""

    entry: int
    mended_by: int | None = None


class AffirmationError(ValueError):
    """Why a text is no affirmation."""


def affirmation(number: int, rows: tuple[Affirmed, ...]) -> bytes:
    """``signatures/xac-nhan-lai/<nnnn>.yaml``."""
    listed: list[Json] = []
    for row in rows:
        said: dict[str, Json] = {"muc_so": row.entry, "ket_luan": RIGHT if row.mended_by is None else MENDED}
        listed.append(said if row.mended_by is None else {**said, "boi": row.mended_by})
    return body({"so": number, "muc": listed}, _KEYS).encode()


def read_affirmation(raw: bytes) -> tuple[int, tuple[Affirmed, ...]]:
    """Number and rows; only the canonical text is one.

    Raises:
        AffirmationError: it is none.
    """
    try:
        said: Any = parse(raw)
        rows = tuple(Affirmed(row["muc_so"], row.get("boi")) for row in said["muc"])
        number: int = said["so"]
        same = affirmation(number, rows) == raw
    except Exception as error:  # whatever is wrong with it, it is none
        raise AffirmationError("bản xác nhận lại không đọc được") from error
    if not same or not rows:
        raise AffirmationError("bản xác nhận lại không đúng dạng chuẩn")
    return number, rows


def doubted(state: LedgerState, policy: Policy) -> dict[int, tuple[PersonId, str]]:
    """The entries in doubt that nobody has affirmed: whose key it was, and which."""
    found: dict[int, tuple[PersonId, str]] = {}
    for person, member in policy.staff.items():
        for key in member.keys:
            if key.status is KeyStatus.LO and key.distrusted_from is not None:
                for entry in state.signed_with.get(key.fingerprint, ()):
                    if entry >= key.distrusted_from and entry not in state.affirmed:
                        found[entry] = (person, key.fingerprint)
    return found


def tainted(state: LedgerState, policy: Policy) -> tuple[LedgerFinding, ...]:
    """A remark for each entry in doubt."""
    commits: dict[int, Oid] = {index: oid for oid, index in state.entries.items()}
    return tuple(
        LedgerFinding(
            "HB370",
            f"mục {entry} kí bằng khoá đã lộ của {person}: người khác phải xác nhận lại",
            commits.get(entry),
            severity=Severity.WARNING,
        )
        for entry, (person, _) in sorted(doubted(state, policy).items())
    )
