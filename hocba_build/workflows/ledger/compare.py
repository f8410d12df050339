"""Two versions of a school compared: the cells that differ, and what that does to results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.results import evaluate_class
from hocba_build.domain.results.document import student_document
from hocba_build.domain.school import SchoolRecords, YearRecords
from hocba_build.domain.values import ClassId, YearId
from hocba_build.records.cells import Cell, differing_cells
from hocba_build.records.layout import Kind, RecordPath, parse_path
from hocba_build.records.reader import Source, read_records
from hocba_build.workflows.class_source import classes_with, part_of

_UNCOUNTED: Final = frozenset({Kind.PHAN_CONG, Kind.NAM_CU})
"""Files of a year that no result is computed from."""


@dataclass(frozen=True, slots=True, order=True)
class Effect:
    """A computed figure that becomes another one: ``mon.toan.hk1``, ``ca_nam.hoc_tap``, ``ca_nam.ket_luan``."""

    year: str
    pupil: str
    figure: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions."""

    paths: tuple[str, ...]
    cells: tuple[Cell, ...]
    effects: tuple[Effect, ...]


def compare(before: Source, after: Source, paths: Iterable[str]) -> Comparison:
    """Compare the named files; results are computed for the classes of the pupils concerned only."""
    named = tuple(sorted(paths))
    places = [place for path in named if (place := parse_path(path)) is not None]
    cells = tuple(
        cell for place in places for cell in differing_cells(place, before.get(place.path), after.get(place.path))
    )
    return Comparison(named, cells, tuple(_effects(before, after, places, cells)))


def _effects(before: Source, after: Source, places: Iterable[RecordPath], cells: Iterable[Cell]) -> Iterator[Effect]:
    counted = [place for place in places if place.year is not None and place.kind not in _UNCOUNTED]
    pupils = {cell.pupil for cell in cells if cell.pupil}
    for year in sorted({place.year for place in counted if place.year}):
        classes = _classes(after, year, [place for place in counted if place.year == year], pupils)
        old, new = _results(before, year, classes), _results(after, year, classes)
        for pupil in sorted({*old, *new}):
            yield from _changed(year, pupil, old.get(pupil, {}), new.get(pupil, {}))


def _classes(source: Source, year: YearId, places: Iterable[RecordPath], pupils: set[str]) -> frozenset[ClassId]:
    """The classes that the files belong to, and every other class in which one of the pupils is, or was."""
    return classes_with(source, year, pupils) | {place.class_id for place in places if place.class_id is not None}


def _results(source: Source, year: YearId, classes: frozenset[ClassId]) -> dict[str, dict[str, str]]:
    """Every figure of every pupil of the classes."""
    records = read_records(part_of(source, year, classes)).records
    if records is None or year not in records.years:
        return {}
    entered = records.years[year]
    return {
        pupil: figures
        for class_id in sorted(classes & set(entered.classes))
        for pupil, figures in _class_figures(records, entered, class_id)
    }


def _class_figures(
    records: SchoolRecords, entered: YearRecords, class_id: ClassId
) -> Iterator[tuple[str, dict[str, str]]]:
    for _, standing, result in evaluate_class(entered, records.students, class_id).rows:
        document = student_document(result, "", standing)
        shown = {key: document[key] for key in ("mon", "hk1", "hk2")}
        year = {key: value for key, value in document["ca_nam"].items() if key not in ("canh_bao", "ban_dau")}
        yield str(result.student), dict(_flat({**shown, "ca_nam": year}))


def _flat(document: Mapping[str, Any], way: str = "") -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        name = f"{way}.{key}" if way else key
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        elif value is not None:
            yield name, str(value)


def _changed(year: str, pupil: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Effect]:
    for figure in [*old, *(name for name in new if name not in old)]:
        if old.get(figure) != new.get(figure):
            yield Effect(year, pupil, figure, old.get(figure), new.get(figure))


__all__ = ["Comparison", "Effect", "compare"]
