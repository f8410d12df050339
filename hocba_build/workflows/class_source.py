"""The few files of a school from which some classes' results are computed."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.values import ClassId, YearId
from hocba_build.records.layout import SCHOOL_PATH, STAFF_PATH, Kind, parse_path
from hocba_build.records.reader import Source


def classes_with(source: Source, year: YearId, pupils: set[str]) -> frozenset[ClassId]:
    """Every class of a year in which one of the pupils is, or was."""
    found = set()
    lists = [path for path in source if path.startswith(f"records/{year}/") and path.endswith("/lop.yaml")]
    for path in lists:  # Chosen by their ends first: a school has thousands of other files.
        place = parse_path(path)
        if place is not None and place.kind is Kind.LOP and place.class_id is not None:
            text = source[path].decode("utf-8", "replace")
            if any(pupil in text for pupil in pupils):
                found.add(place.class_id)
    return frozenset(found)


def part_of(source: Source, year: YearId, classes: frozenset[ClassId]) -> Source:
    """The files from which these classes' results are computed."""
    kept: dict[str, bytes] = {}
    pupils: set[str] = set()
    lists = tuple(f"records/{year}/{class_id}/" for class_id in classes)
    for path in source:
        if path in (SCHOOL_PATH, STAFF_PATH, f"records/{year}/nam-hoc.yaml", f"records/{year}/phan-cong.yaml"):
            kept[path] = source[path]
        elif path.startswith(lists):
            kept[path] = source[path]
            if path.endswith("/lop.yaml"):
                pupils.update(pupils_named(source[path]))
    for pupil in pupils:
        path = f"records/hoc-sinh/{pupil}.yaml"
        if path in source:
            kept[path] = source[path]
    return kept


def pupils_named(raw: bytes) -> Iterator[str]:
    """The pupils a class list names."""
    for line in raw.decode("utf-8", "replace").splitlines():
        if line.startswith('  - {ma: "'):
            yield line[10:20]
