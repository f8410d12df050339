"""One year of a school, read for a score sheet: the bytes as they were, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, YearId
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import Kind, is_class_id, is_year, parse_path, path_for
from hocba_build.records.reader import Source, disk_source, gather, read_gathered
from hocba_build.workflows.class_source import classes_with, part_of, pupils_named
from hocba_build.workflows.paths import require_records

_NEEDLESS = frozenset({Kind.HO_SO, Kind.HO_SO_KIN, Kind.NAM_CU})
"""Life pages and kept years: no score sheet shows them."""


@dataclass(frozen=True, slots=True)
class OpenYear:
    """A year's files and records; ``faulty`` are the paths whose text cannot be used."""

    files: dict[str, bytes]
    records: SchoolRecords
    year: YearId
    faulty: frozenset[str]

    @property
    def entered(self) -> YearRecords:
        """The year as entered."""
        return self.records.years[self.year]


class YearSource(Mapping[str, bytes]):
    """The files of a source that a year's sheets need."""

    def __init__(self, source: Source, year: YearId) -> None:
        """List them; the bytes are read when asked for."""
        self._source = source
        self._paths = dict.fromkeys(path for path in source if _belongs(path, year))

    def __iter__(self) -> Iterator[str]:
        """The paths, sorted."""
        return iter(self._paths)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._paths)

    def __getitem__(self, path: str) -> bytes:
        """A file's bytes."""
        if path not in self._paths:
            raise KeyError(path)
        return self._source[path]


def open_year(root: Path, year: YearId) -> OpenYear:
    """Read what a year's sheets need.

    Raises:
        HocbaError: there is no school here, or no such year.
    """
    require_records(root)
    return opened_part(YearSource(disk_source(root), year), year)


def class_part(root: Path, year: YearId, class_id: ClassId) -> Source:
    """The files that opening a class reads.

    Raises:
        HocbaError: there is no school here, no such class, or its list cannot be read.
    """
    require_records(root)
    source = disk_source(root)
    listed = path_for(Kind.LOP, year=year, class_id=class_id) if is_year(year) and is_class_id(class_id) else ""
    if listed not in source:
        raise HocbaError(f"Năm học {year} không có lớp {class_id}.", "Kiểm tra tên năm học và lớp.")
    try:
        near = classes_with(source, year, set(pupils_named(source[listed])))
        return part_of(source, year, near | {class_id})
    except FaultyError as error:
        raise HocbaError(
            f"Không đọc được lớp {class_id}: {error.fault.message}.", "Chạy hocba check và sửa trước."
        ) from None


def open_classes(root: Path, year: YearId, classes: frozenset[ClassId]) -> OpenYear:
    """Read some classes only; those that are not there are left out.

    Raises:
        HocbaError: there is no school here, or no such year.
    """
    require_records(root)
    return opened_part(part_of(disk_source(root), year, classes), year)


def opened_part(source: Source, year: YearId) -> OpenYear:
    """The year as some of its files say it.

    Raises:
        HocbaError: the school's or the year's own file is not among them, or cannot be read.
    """
    gathered = gather(source)
    reading = read_gathered(gathered)
    faulty = frozenset(finding.path for finding in reading.findings)
    if reading.records is None or year not in reading.records.years:
        raise HocbaError(
            f"Không đọc được năm học {year} trong hồ sơ.",
            "Kiểm tra tên năm học (ví dụ 2025-2026); chạy hocba check để biết tệp nào sai.",
        )
    files = {place.path: raw for place, raw in gathered.files}
    return OpenYear(files, reading.records, year, faulty)


def _belongs(path: str, year: YearId) -> bool:
    place = parse_path(path)
    return place is not None and place.kind not in _NEEDLESS and place.year in (None, year)
