"""A printed figure found in a school's files: its value, its rule, and the cells it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.results.join import stays_by_student
from hocba_build.domain.results.why import Reason, reasons
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.records.cell_words import value_words
from hocba_build.records.cells import differing_cells
from hocba_build.records.layout import Kind, parse_path, path_for
from hocba_build.records.reader import read_records
from hocba_build.records.source import Source
from hocba_build.workflows.audit.explain_inputs import (
    ABSENCES,
    CONCLUSION,
    CONDUCT,
    LEARNING,
    Figure,
    Wanted,
    wanted_for,
)
from hocba_build.workflows.class_source import classes_with, part_of

_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    CONDUCT: ("ren_luyen", "hanh_kiem"),
    LEARNING: ("hoc_tap", "hoc_luc"),
    ABSENCES: ("buoi_nghi",),
    CONCLUSION: ("ket_luan",),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figure, which one, and of which year (the pupil's newest by default)."""

    pupil: StudentId
    figure: Figure
    year: YearId | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The figure and where it comes from; ``source`` holds the wanted files."""

    asked: Asked
    year: YearId
    class_name: str
    name: str
    reason: Reason
    wanted: tuple[Wanted, ...]
    source: Source


def find_figure(asked: Asked, years: Mapping[YearId, Source], kept: Source) -> Found:
    """The figure in the newest year that has the pupil, or in the year asked for; ``kept`` holds kept years' pages.

    Raises:
        HocbaError: no such pupil, year or figure.
    """
    for year in sorted(years, reverse=True):
        if asked.year in (None, year):
            classes = classes_with(years[year], year, {asked.pupil})
            if classes:
                return _computed(asked, year, part_of(years[year], year, classes))
    pages = [YearId(path.split("/")[2]) for path in kept if path.endswith(f"/{asked.pupil}.yaml")]
    for year in sorted(pages, reverse=True):
        if asked.year in (None, year):
            return _kept(asked, year, kept)
    known = ", ".join(sorted({*years, *pages})) or "chưa có"
    where = f"năm học {asked.year}" if asked.year else "sổ"
    raise HocbaError(f"Không có học sinh {asked.pupil} trong {where}.", f"Các năm học: {known}.")


def _computed(asked: Asked, year: YearId, source: Source) -> Found:
    records = read_records(source).records
    entered = records.years.get(year) if records is not None else None
    stays = stays_by_student(entered.classes.values()).get(asked.pupil) if entered is not None else None
    if records is None or entered is None or stays is None:
        raise HocbaError(f"Chưa đọc được hồ sơ năm học {year}.", "Chạy hocba check để biết tệp nào sai.")
    result = evaluate_year(entered, records.students, {asked.pupil})[asked.pupil]
    reason = next((one for one in reasons(result) if one.figure == asked.figure.key), None)
    if reason is None:
        hint = f"Các môn của học sinh: {', '.join(result.subjects)}."
        raise HocbaError(f"Học sinh {asked.pupil} không có số liệu này trong năm học {year}.", hint)
    room = entered.classes[result.class_id].school_class.name
    wanted = wanted_for(year, stays, asked.figure, tuple(result.subjects))
    return Found(asked, year, room, _name(records, asked.pupil, entered.year.last_day), reason, wanted, source)


def _name(records: SchoolRecords, pupil: StudentId, day: date) -> str:
    known = records.students.get(pupil)
    return known.identity_on(day).full_name if known and known.identities else ""


def _kept(asked: Asked, year: YearId, kept: Source) -> Found:
    """A figure of a kept year is what stands there."""
    path = path_for(Kind.NAM_CU, year=year, student=asked.pupil)
    place = parse_path(path)
    cells = {} if place is None else {cell.column: cell.new for cell in differing_cells(place, None, kept[path])}
    figure = asked.figure
    columns = {f"mon.{figure.what}.{figure.term}"}
    columns |= {f"tong_ket.{figure.term}.{key}" for key in _KEPT.get(figure.what, ())}
    column = next((column for column in cells if column in columns), None)
    if column is None:
        raise HocbaError(f"Năm học {year} giữ nguyên, không có số liệu này.", f"Xem {path}.")
    source = cells.get("chung_tu") or cells.get("truong.ten") or ""
    reason = Reason(figure.key, value_words(cells[column]), f"chép từ {source}", "Giữ nguyên, không tính lại.", year)
    wanted = (Wanted(path, asked.pupil, lambda one: one == column),)
    return Found(asked, year, ClassId(cells.get("lop") or ""), "", reason, wanted, kept)


__all__ = ["Asked", "Found", "find_figure"]
