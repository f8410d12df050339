"""What a transfer packet holds: one pupil's years as their locks froze them, and what proves it.

Files that stand in the school's repository keep their paths there, so that plain ``gpg --verify`` finds text and
signature side by side; ``sha256sum -c`` finds a file that was damaged. No other pupil's record, name or digest has a
place in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.values import SchoolLevel, StudentId, YearId
from hocba_build.exchange.packet_time import WitnessFiles
from hocba_build.exchange.packet_zip import PacketFault, pack, unpack
from hocba_build.records.canonical import body
from hocba_build.records.document import Json
from hocba_build.records.layout import Kind, RecordPath, is_student_id, is_year, path_for
from hocba_build.records.order import KeyOrder
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.kinds import Paper, SignaturePath, place_of

FORM: Final = "hocba-packet/v1"
MANIFEST: Final = "goi.yaml"
SUMMARY: Final = "tom-tat.html"
SHEET: Final = "goc-tin-cay.yaml"
SUMS: Final = "sha256sum.txt"
PARTIAL_PAGES: Final = "hoc-ba/bang-tong-hop.pdf"
_YEAR: Final = r"20[0-9]{2}-20[0-9]{2}"
_OWN: Final = re.compile(
    rf"goi\.yaml|tom-tat\.html|goc-tin-cay\.yaml|sha256sum\.txt|la/{_YEAR}(?:\.duong)?\.json|hoc-ba/(?:thcs|thpt)\.(?:pdf|json)"
    rf"|hoc-ba/bang-tong-hop\.pdf|moc/{_YEAR}\.(?:tsr|commit|json)"
)
_RECORDS: Final = frozenset({Kind.HOC_SINH, Kind.HO_SO, Kind.NAM_CU})
_PAPERS: Final = frozenset(
    {
        Paper.CERTIFICATE,
        Paper.KEY_BINDING,
        Paper.ROOT_SHEET,
        Paper.ROOT_SIGNATURE,
        Paper.LOCK,
        Paper.LOCK_SIGNATURE,
        Paper.PARTIAL,
        Paper.PARTIAL_SIGNATURE,
        Paper.RECALL,
        Paper.RECALL_SIGNATURE,
    }
)
_OID: Final = re.compile(r"[0-9a-f]{40}")
_ORDER: Final = "dang ma truong lap_so muc_so dau_so ban_in nam moc nam_cu do_dang cap".split()
_KEYS: Final = KeyOrder([("", {"properties": {key: {} for key in _ORDER}})])


@dataclass(frozen=True, slots=True)
class Contents:
    """``goi.yaml``: whose packet it is, from which state of which ledger, and what it holds.

    ``edition`` names the program and forms that printed the pages.
    """

    pupil: StudentId
    school: str
    founding: Oid
    index: int
    tip: Oid
    edition: str
    locks: Mapping[YearId, int]
    """The locked years, each with the number of its lock's act."""
    kept: tuple[YearId, ...]
    levels: tuple[SchoolLevel, ...]
    partial: str | None = None
    """Where the statement of the running year lies."""
    witnessed: tuple[YearId, ...] = ()
    """The locked years with a time-stamp of an entry that holds their lock."""

    def text(self) -> bytes:
        """The canonical text."""
        said: dict[str, Json] = {
            "dang": FORM,
            "ma": self.pupil,
            "truong": self.school,
            "lap_so": self.founding,
            "muc_so": self.index,
            "dau_so": self.tip,
            "ban_in": self.edition,
            "nam": {str(year): number for year, number in self.locks.items()},
            **({"moc": list[Json](self.witnessed)} if self.witnessed else {}),
            "nam_cu": list[Json](self.kept),
            **({"do_dang": self.partial} if self.partial else {}),
            "cap": [level.value for level in self.levels],
        }
        return body(said, _KEYS).encode()

    def lock_path(self, year: YearId) -> str:
        """Where a year's lock lies, in the packet as in the repository."""
        return f"signatures/khoa-so/{year}/{self.locks[year]:04d}/khoa.yaml"


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet whose form is right; whether it is true is another question."""

    contents: Contents
    files: Mapping[str, bytes]

    def bytes(self) -> bytes:
        """The packet as one file."""
        return pack(self.files)


def leaf_path(year: YearId) -> str:
    """Where a year's leaf lies."""
    return f"la/{year}.json"


def way_path(year: YearId) -> str:
    """Where the leaf's way to the lock's root lies."""
    return f"la/{year}.duong.json"


def pages_path(level: SchoolLevel) -> str:
    """Where the printed transcript of a level lies."""
    return f"hoc-ba/{level.value}.pdf"


def view_path(level: SchoolLevel) -> str:
    """Where the texts of that transcript's pages lie."""
    return f"hoc-ba/{level.value}.json"


def read_packet(raw: bytes) -> Packet:
    """Read a packet's form: every file has its place, nothing is missing, all of it is of one pupil.

    Raises:
        PacketFault: HB500 to HB503.
    """
    files = unpack(raw)
    if MANIFEST not in files:
        raise PacketFault("HB500", "không phải gói chuyển trường: thiếu goi.yaml")
    contents = read_contents(files[MANIFEST])
    for path in files:
        if not _OWN.fullmatch(path) and not _belongs(path, contents.pupil):
            raise PacketFault("HB501", "tệp này không có chỗ trong gói", path)
    _check_complete(contents, files)
    return Packet(contents, files)


def _check_complete(contents: Contents, files: Mapping[str, bytes]) -> None:
    wanted = {MANIFEST, SUMMARY, SHEET, SUMS, path_for(Kind.HOC_SINH, student=contents.pupil)}
    for year in contents.locks:
        lock = contents.lock_path(year)
        wanted |= {leaf_path(year), way_path(year), lock, f"{lock}.asc"}
    wanted |= {path for year in contents.witnessed for path in WitnessFiles(year).paths}
    wanted |= {path_for(Kind.NAM_CU, year=year, student=contents.pupil) for year in contents.kept}
    if contents.partial is not None:
        wanted |= {contents.partial, PARTIAL_PAGES}
    wanted |= {path for level in contents.levels for path in (pages_path(level), view_path(level))}
    for path in sorted(wanted - files.keys()):
        raise PacketFault("HB503", "gói thiếu tệp này", path)
    for path in sorted(_one_by_one(files) - wanted):
        raise PacketFault("HB503", "goi.yaml không nêu tệp này", path)
    listed = {line[66:]: line for line in files[SUMS].decode("ascii", "replace").splitlines(keepends=True)}
    for line in sums(files).decode().splitlines(keepends=True):
        if listed.pop(line[66:], None) != line:
            raise PacketFault("HB503", "tệp này đã bị thay đổi so với danh sách của gói", line[66:].rstrip())
    if listed or sums(files) != files[SUMS]:
        raise PacketFault("HB503", "danh sách tệp không đúng dạng chuẩn", SUMS)


def sums(files: Mapping[str, bytes]) -> bytes:
    """The list that ``sha256sum`` prints of every file but itself."""
    rows = (f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files) if path != SUMS)
    return "".join(rows).encode()


def _belongs(path: str, pupil: StudentId) -> bool:
    place = place_of(path)
    if isinstance(place, RecordPath):
        return place.kind in _RECORDS and place.student == pupil
    return isinstance(place, SignaturePath) and place.paper in _PAPERS


def _one_by_one(files: Mapping[str, bytes]) -> set[str]:
    """The present files that the manifest must account for."""
    listed = ("la/", "moc/", "hoc-ba/", "signatures/khoa-so/", "records/nam-cu/")
    return {path for path in files if path.startswith(listed) or _is_statement(path)}


def _is_statement(path: str) -> bool:
    place = place_of(path)
    return isinstance(place, SignaturePath) and place.paper is Paper.PARTIAL


def read_contents(raw: bytes) -> Contents:
    """``goi.yaml``; only its canonical text is one.

    Raises:
        PacketFault: HB503.
    """
    try:
        said: Any = parse(raw)
        contents = Contents(
            pupil=StudentId(said["ma"]),
            school=said["truong"],
            founding=Oid(said["lap_so"]),
            index=said["muc_so"],
            tip=Oid(said["dau_so"]),
            edition=said["ban_in"],
            locks={YearId(year): number for year, number in said["nam"].items()},
            kept=tuple(map(YearId, said["nam_cu"])),
            levels=tuple(map(SchoolLevel, said["cap"])),
            partial=said.get("do_dang"),
            witnessed=tuple(map(YearId, said.get("moc", ()))),
        )
        sound = said["dang"] == FORM and contents.text() == raw and _is_sound(contents)
    except Exception as error:  # whatever is wrong with it, it is none
        raise PacketFault("HB503", "goi.yaml không đọc được", MANIFEST) from error
    if not sound:
        raise PacketFault("HB503", "goi.yaml không đúng dạng chuẩn", MANIFEST)
    return contents


def _is_sound(contents: Contents) -> bool:
    texts = (contents.school, contents.edition)
    numbers = (contents.index, *contents.locks.values())
    return (
        is_student_id(contents.pupil)
        and all(isinstance(text, str) for text in texts)
        and all(_OID.fullmatch(oid) for oid in (contents.founding, contents.tip))
        and (contents.partial is None or _is_statement(contents.partial))
        and all(map(is_year, (*contents.locks, *contents.kept)))
        and set(contents.witnessed) <= set(contents.locks)
        and all(type(number) is int and 0 <= number <= 9999 for number in contents.locks.values())
        and all(type(number) is int and number >= 0 for number in numbers)
    )


__all__ = [
    "Contents",
    "Packet",
    "leaf_path",
    "pages_path",
    "read_contents",
    "read_packet",
    "sums",
    "view_path",
    "way_path",
]
