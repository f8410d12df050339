"""The root of trust as files: the sheet of root persons in the repository, and the founding sheet beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.values import PersonId
from hocba_build.records.canonical import body
from hocba_build.records.document import Json
from hocba_build.records.order import KeyOrder

THRESHOLD: Final = 2


def _keys(*names: str, **below: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"properties": {name: below.get(name, {}) for name in names}}


_PERSONS: Final = {"items": _keys("ma", "ho_ten", "van_tay")}
_ROOT: Final = KeyOrder([("", _keys("so", "nguong", "nguoi", "truoc", nguoi=_PERSONS))])
_SHEET: Final = KeyOrder([("", _keys("ma", "truong", "lap_so", "cay_sha256", "nguong", "nguoi", nguoi=_PERSONS))])


@dataclass(frozen=True, slots=True)
class RootPerson:
    """A person of the root of trust and the fingerprint of the key."""

    person: PersonId
    name: str
    fingerprint: str


def encode_root(number: int, persons: Sequence[RootPerson], before: str | None = None) -> bytes:
    """``signatures/goc/<nnnn>.yaml``; ``before`` is the SHA-256 of the sheet before."""
    rows: list[Json] = [{"ma": one.person, "van_tay": one.fingerprint} for one in persons]
    document: dict[str, Json] = {"so": number, "nguong": THRESHOLD, "nguoi": rows}
    return body({**document, **({"truoc": before} if before else {})}, _ROOT).encode()


def encode_founding_sheet(code: str, school: str, act: tuple[str, str], persons: Sequence[RootPerson]) -> bytes:
    """``goc-tin-cay.yaml``; ``act`` is the founding commit and its ``Tree-SHA256``."""
    rows: list[Json] = [{"ma": one.person, "ho_ten": one.name, "van_tay": one.fingerprint} for one in persons]
    document: Json = {
        "ma": code,
        "truong": school,
        "lap_so": act[0],
        "cay_sha256": act[1],
        "nguong": THRESHOLD,
        "nguoi": rows,
    }
    return body(document, _SHEET).encode()
