"""Files in, values out: every file is read by itself, and what is sound is put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Protocol

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import SchoolRecords
from hocba_build.records.assemble import assemble
from hocba_build.records.document import Json
from hocba_build.records.faults import FaultyError
from hocba_build.records.inspect import Inspected, inspect
from hocba_build.records.layout import (
    RECORDS,
    SCHOOL_PATH,
    SIGNATURES,
    STAFF_PATH,
    Kind,
    RecordPath,
    parse_path,
    path_for,
)
from hocba_build.records.packed import unpack
from hocba_build.records.parallel import inspect_many
from hocba_build.records.source import DiskSource, Source, disk_source

TOPS: Final = frozenset({RECORDS, SIGNATURES})
"""The two folders of a school; a source names one only where it is no folder to be walked."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source holds: the records that are sound, and everything that is wrong."""

    records: SchoolRecords | None
    files: int
    findings: tuple[Finding, ...]

    @property
    def faulty(self) -> frozenset[RecordPath]:
        """The files that are missing or were left out."""
        places = (parse_path(finding.path) for finding in self.findings)
        return frozenset(place for place in places if place is not None)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The bytes of a source, and what could not be gathered."""

    files: tuple[tuple[RecordPath, bytes], ...]
    findings: tuple[Finding, ...]
    count: int
    """Files that have a place in the layout, readable or not."""


class Memory(Protocol):
    """What remembers how files were read (``cache.Cache``)."""

    def recall(self, files: Iterable[tuple[RecordPath, bytes]]) -> Mapping[str, Inspected]:
        """What is known of these files, by path."""

    def keep(self, place: RecordPath, raw: bytes, packed: str) -> None:
        """Remember one file."""


def read_records(source: Source, memory: Memory | None = None) -> Reading:
    """Read everything; files with findings are left out of the records."""
    return read_gathered(gather(source), memory)


def gather(source: Source) -> Gathered:
    """The bytes of every file that has a place; strangers and what is no regular file are findings."""
    places, findings = _listed(source)
    files: list[tuple[RecordPath, bytes]] = []
    for place in places:
        try:
            files.append((place, source[place.path]))
        except FaultyError as error:
            findings.append(error.fault.at(place.path))
    findings.extend(_missing(places))
    return Gathered(tuple(files), tuple(findings), len(places))


def read_gathered(gathered: Gathered, memory: Memory | None = None) -> Reading:
    """Read what was gathered."""
    findings = list(gathered.findings)
    documents: dict[RecordPath, Json] = {}
    for place, inspected in _inspected(gathered.files, memory):
        findings.extend(inspected.findings)
        if not inspected.findings:
            documents[place] = inspected.document
    findings.extend(_both_forms(documents))
    return Reading(assemble(documents), gathered.count, tuple(sorted(findings, key=in_order)))


def _inspected(
    files: tuple[tuple[RecordPath, bytes], ...], memory: Memory | None
) -> Iterable[tuple[RecordPath, Inspected]]:
    known = dict(memory.recall(files)) if memory is not None else {}
    fresh = [(place, raw) for place, raw in files if place.path not in known]
    for (place, raw), packed in zip(fresh, inspect_many(fresh), strict=True):
        known[place.path] = unpack(packed)
        if memory is not None:
            memory.keep(place, raw, packed)
    return [(place, known[place.path]) for place, _ in files]


def read_file(source: Source, path: str) -> Inspected:
    """One file by itself, for an editor's answer."""
    place = parse_path(path)
    if place is None:
        return Inspected(None, (_unknown(path),))
    try:
        return inspect(place, source[path])
    except FaultyError as error:
        return Inspected(None, (error.fault.at(path),))


def in_order(finding: Finding) -> tuple[str, int, str, str]:
    """A sort key: by path, line, code and place."""
    return (finding.path, finding.line or 0, finding.code, finding.pointer or "")


def _listed(source: Source) -> tuple[list[RecordPath], list[Finding]]:
    places: list[RecordPath] = []
    findings: list[Finding] = []
    for path in source:
        place = parse_path(path)
        if place is not None:
            places.append(place)
        elif path in TOPS or path.startswith(f"{RECORDS}/"):
            findings.append(_stranger(source, path))
    return places, findings


def _stranger(source: Source, path: str) -> Finding:
    """What has no place in the layout; a link or an unreadable folder is told as such."""
    try:
        source[path]
    except FaultyError as error:
        if error.fault.code == "HB111":
            return error.fault.at(_shown(path))
    return _unknown(path)


def _shown(path: str) -> str:
    """A path that can be printed, whatever bytes its name holds."""
    return path.encode("utf-8", "backslashreplace").decode()


def _unknown(path: str) -> Finding:
    shown = _shown(path)
    message = f"không có loại tệp nào ở chỗ này: sửa tên «{PurePosixPath(shown).name}», chuyển hoặc xoá tệp"
    return Finding(shown, None, "HB109", message)


def _missing(places: list[RecordPath]) -> Iterable[Finding]:
    """The files without which others have no place."""
    present = {place.path for place in places}
    needed = {SCHOOL_PATH: "trường", STAFF_PATH: "danh sách cán bộ"}
    for place in places:
        if place.year is not None and place.kind is not Kind.NAM_CU:
            needed[path_for(Kind.NAM_HOC, year=place.year)] = f"năm học {place.year}"
            if place.class_id is not None:
                lop = path_for(Kind.LOP, year=place.year, class_id=place.class_id)
                needed[lop] = f"lớp {place.class_id}"
    for path, what in needed.items():
        if path not in present:
            yield Finding(path, None, "HB212", f"thiếu tệp bắt buộc của {what}: thêm tệp này")


def _both_forms(documents: Mapping[RecordPath, Json]) -> Iterable[Finding]:
    """A life page is either encrypted or not: two forms could differ, and one of them is open."""
    sealed = {place.student for place in documents if place.kind is Kind.HO_SO_KIN}
    for place in documents:
        if place.kind is Kind.HO_SO and place.student in sealed:
            yield Finding(place.path, None, "HB110", "trang lí lịch có cả bản mã hoá lẫn bản rõ: xoá bản rõ")


__all__ = [
    "DiskSource",
    "Gathered",
    "Memory",
    "Reading",
    "Source",
    "disk_source",
    "gather",
    "in_order",
    "read_file",
    "read_gathered",
    "read_records",
]
