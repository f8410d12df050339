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
_SHEET: Final = KeyOrder([("", _keys("ma", "truong", "lap_so", "cay_sha256", "so", "nguong", "nguoi", nguoi=_PERSONS))])


@dataclass(frozen=True, slots=True)
class RootPerson:
    """A person of the root of trust and the fingerprint of the key."""

    person: PersonId
    name: str
    fingerprint: str


def encode_root(
    number: int, persons: Sequence[RootPerson], before: str | None = None, threshold: int = THRESHOLD
) -> bytes:
    """``signatures/goc/<nnnn>.yaml``; ``before`` is the SHA-256 of the sheet before."""
    rows: list[Json] = [{"ma": one.person, "van_tay": one.fingerprint} for one in persons]
    document: dict[str, Json] = {"so": number, "nguong": threshold, "nguoi": rows}
    return body({**document, **({"truoc": before} if before else {})}, _ROOT).encode()


def encode_founding_sheet(
    school: tuple[str, str],
    act: tuple[str, str],
    persons: Sequence[RootPerson],
    *,
    number: int = 1,
    threshold: int = THRESHOLD,
) -> bytes:
    """``goc-tin-cay.yaml``: code and name of the school; the founding commit and its ``Tree-SHA256``; the root persons.

    ``number`` is that of the root sheet whose persons these are; a sheet printed after a change of the root says it.
    """
    rows: list[Json] = [{"ma": one.person, "ho_ten": one.name, "van_tay": one.fingerprint} for one in persons]
    document: Json = {
        "ma": school[0],
        "truong": school[1],
        "lap_so": act[0],
        "cay_sha256": act[1],
        **({"so": number} if number > 1 else {}),
        "nguong": threshold,
        "nguoi": rows,
    }
    return body(document, _SHEET).encode()
