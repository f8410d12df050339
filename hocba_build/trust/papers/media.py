"""Media of the archive (``luu-tru/<nnnn>.yaml``): which discs hold a year, known by their digests, and where they lie.

Nguồn: quy chế của trường, Điều 13 khoản 2 (ghi vào đĩa hoặc thiết bị nhớ có dán nhãn để lưu trữ).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hocba_build.domain.values import YearId
from hocba_build.records.canonical import body
from hocba_build.records.document import Json
from hocba_build.records.layout import is_year
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.records.text import forbidden
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.papers.office_case import Case, OfficeFault

FOLDER: Final = "signatures/luu-tru"
LONGEST: Final = 200
"""Letters of the place where the media lie."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_ORDER: Final = "so ngay nam_hoc lap_so dau_so khoa_so ban_ke_sha256 dia so_ban noi_giu".split()
_KEYS: Final = KeyOrder([("", {"properties": {key: {} for key in _ORDER}})])


@dataclass(frozen=True, slots=True)
class Media:
    """One archive as it was put away: ``statement`` is the SHA-256 of its list, ``discs`` those of its images."""

    number: int
    day: str
    year: YearId
    founding: Oid
    tip: Oid
    lock: int
    """The number of the lock's act that the archive holds."""
    statement: str
    discs: Mapping[int, str]
    copies: int
    place: str

    @property
    def path(self) -> str:
        """Where the paper lies."""
        return media_path(self.number)

    def text(self) -> bytes:
        """The canonical text."""
        said: dict[str, Json] = {
            "so": self.number,
            "ngay": self.day,
            "nam_hoc": self.year,
            "lap_so": self.founding,
            "dau_so": self.tip,
            "khoa_so": self.lock,
            "ban_ke_sha256": self.statement,
            "dia": {str(number): digest for number, digest in self.discs.items()},
            "so_ban": self.copies,
            "noi_giu": self.place,
        }
        return body(said, _KEYS).encode()


def media_path(number: int) -> str:
    """Where a paper of the register lies."""
    return f"{FOLDER}/{number:04d}.yaml"


def read_media(raw: bytes) -> Media | None:
    """The paper; only its canonical text is one."""
    try:
        said: Any = parse(raw)
        found = Media(
            said["so"],
            said["ngay"],
            YearId(said["nam_hoc"]),
            Oid(said["lap_so"]),
            Oid(said["dau_so"]),
            said["khoa_so"],
            said["ban_ke_sha256"],
            {int(number): digest for number, digest in said["dia"].items()},
            said["so_ban"],
            said["noi_giu"],
        )
        return found if found.text() == raw and _is_sound(found) else None
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is none
        return None


def _is_sound(found: Media) -> bool:
    date.fromisoformat(found.day)
    return (
        all(type(number) is int and number > 0 for number in (found.number, found.lock, found.copies, *found.discs))
        and all(_DIGEST.fullmatch(digest) is not None for digest in (found.statement, *found.discs.values()))
        and is_year(found.year)
        and 0 < len(found.place) <= LONGEST
        and not forbidden(found.place)
    )


def check_media(case: Case) -> None:
    """Form, number, and that this ledger has such an entry and such a lock.

    Raises:
        OfficeFault: HB549.
    """
    found = read_media(case.raw)
    number = case.numbered(FOLDER, ".yaml")
    if found is None or (found.number, case.place.number) != (number, number):
        raise OfficeFault("HB549", f"bản ghi vật lưu trữ phải đúng dạng và mang số {number}")
    if found.founding != case.state.founding or found.tip not in case.state.entries:
        raise OfficeFault("HB549", "vật lưu trữ là của sổ khác, hoặc của một mục không có trong sổ này")
    if not case.content(f"signatures/khoa-so/{found.year}/{found.lock:04d}/khoa.yaml"):
        raise OfficeFault("HB549", f"năm học {found.year} không có lần khoá sổ số {found.lock}")


__all__ = ["FOLDER", "Media", "check_media", "media_path", "read_media"]
