"""Packets received (``tiep-nhan/<nnnn>.yaml``): from which school, proven by which lock, kept under which id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.values import StudentId, YearId
from hocba_build.records.canonical import body
from hocba_build.records.document import Json
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.papers.office_case import Case, OfficeFault

FOLDER: Final = "signatures/tiep-nhan"
_ORDER: Final = "so ngay ma truong lap_so goi_sha256 nam do_dang chua_kiem".split()
_KEYS: Final = KeyOrder([("", {"properties": {key: {} for key in _ORDER}})])


@dataclass(frozen=True, slots=True)
class Received:
    """One packet: ``years`` are the leaf hashes by locked year, ``partial`` the running year that came along."""

    number: int
    day: str
    pupil: StudentId
    school: str
    founding: str
    packet: str
    years: Mapping[YearId, str]
    partial: YearId | None
    unchecked: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the paper lies."""
        return f"{FOLDER}/{self.number:04d}.yaml"

    def text(self) -> bytes:
        """The canonical text."""
        said: dict[str, Json] = {
            "so": self.number,
            "ngay": self.day,
            "ma": self.pupil,
            "truong": self.school,
            "lap_so": self.founding,
            "goi_sha256": self.packet,
            "nam": {str(year): leaf for year, leaf in self.years.items()},
            **({"do_dang": self.partial} if self.partial else {}),
            "chua_kiem": list[Json](self.unchecked),
        }
        return body(said, _KEYS).encode()


def read_received(raw: bytes) -> Received | None:
    """The paper; only its canonical text is one."""
    try:
        said: Any = parse(raw)
        found = Received(
            said["so"],
            said["ngay"],
            StudentId(said["ma"]),
            said["truong"],
            said["lap_so"],
            said["goi_sha256"],
            {YearId(year): leaf for year, leaf in said["nam"].items()},
            YearId(said["do_dang"]) if "do_dang" in said else None,
            tuple(said["chua_kiem"]),
        )
        return found if found.text() == raw else None
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is none
        return None


def check_received(case: Case) -> None:
    """Form and number.

    Raises:
        OfficeFault: HB526.
    """
    found = read_received(case.raw)
    number = case.numbered(FOLDER, ".yaml")
    if found is None or (found.number, case.place.number) != (number, number):
        raise OfficeFault("HB526", f"bản ghi gói đã nhận phải đúng dạng và mang số {number}")


__all__ = ["FOLDER", "Received", "check_received", "read_received"]
