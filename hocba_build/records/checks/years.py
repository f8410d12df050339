"""School years: calendars in order, grades under the right circular, kept years that are not ours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.legacy import LegacyForm, LegacyYear
from hocba_build.domain.regulations.roadmap import FIRST_YEAR, start_year, under_tt22
from hocba_build.domain.school import SchoolRecords, SchoolYear
from hocba_build.domain.values import SEMESTERS, StudentId, Term, YearId
from hocba_build.records.checks.places import classes_of, error, list_path, warning
from hocba_build.records.layout import Kind, path_for


def too_early(records: SchoolRecords) -> Iterator[Finding]:
    """HB214: a class before its grade's TT 22 date, or a year before the school's first one here.

    Nguồn: TT 22/2021, Điều 21.
    """
    for year in records.years:
        if year < records.school.began_with:
            message = f"Năm học trước {records.school.began_with} (bat_dau của trường); chuyển sang records/nam-cu."
            yield error("HB214", path_for(Kind.NAM_HOC, year=year), message, "nam_hoc")
    for year_records, of_class in classes_of(records):
        year, grade = year_records.year.id, of_class.school_class.grade
        if not under_tt22(grade, year):
            first = FIRST_YEAR[grade]
            message = f"Khối {grade} chỉ theo TT 22/2021 từ năm học {first}-{first + 1}; chuyển sang records/nam-cu."
            yield error("HB214", list_path(year, of_class), message, "khoi")


def kept_years(records: SchoolRecords) -> Iterator[Finding]:
    """HB214: a kept page of a year the pupil finished here, or (warning) under the wrong circular."""
    for year, pages in records.legacy.items():
        finished = _finished_here(records, year)
        for student, page in pages.items():
            path = path_for(Kind.NAM_CU, year=year, student=student)
            if student in finished:
                message = f"Năm học {year} của học sinh {student} đã có trong records/{year}; xoá tệp nam-cu này."
                yield error("HB214", path, message, "nam_hoc")
            if not _form_fits(page):
                message = f"Khối {page.grade} năm học {year} không theo mẫu {page.form.value}; đối chiếu học bạ giấy."
                yield warning("HB214", path, message, "mau")


def _finished_here(records: SchoolRecords, year: YearId) -> set[StudentId]:
    """Pupils in a class of ours on the year's last day; who left earlier may bring the year from elsewhere."""
    if year not in records.years:
        return set()
    held = records.years[year]
    enrolments = (row for of_class in held.classes.values() for row in of_class.school_class.enrolments)
    return {enrolment.student for enrolment in enrolments if enrolment.covers(held.year.last_day)}


def _form_fits(page: LegacyYear) -> bool:
    return under_tt22(page.grade, page.year) == (page.form is LegacyForm.TT22)


def calendars(records: SchoolRecords) -> Iterator[Finding]:
    """HB219: periods that end before they begin, overlap, or do not belong to the year."""
    for year in records.years.values():
        for message, term in _calendar_faults(year.year):
            yield error("HB219", path_for(Kind.NAM_HOC, year=year.year.id), message, "lich", term)


_NAMES: Final = {"hk1": "học kì I", "hk2": "học kì II", "he": "hè"}


def _calendar_faults(year: SchoolYear) -> Iterator[tuple[str, str]]:
    periods = {term.value: year.semesters[term] for term in SEMESTERS}
    if year.summer is not None:
        periods["he"] = year.summer
    for name, period in periods.items():
        if period.last < period.first:
            yield f"Thời gian {_NAMES[name]} kết thúc trước khi bắt đầu; sửa tu_ngay, den_ngay.", name
    ordered = list(periods.items())
    for (before, earlier), (after, later) in pairwise(ordered):
        if later.first <= earlier.last:
            yield f"Thời gian {_NAMES[after]} bắt đầu khi {_NAMES[before]} chưa kết thúc; sửa lịch năm học.", after
    begins = start_year(year.id)
    if periods[Term.HK1.value].first.year != begins:
        yield f"Học kì I của năm học {year.id} phải bắt đầu trong năm {begins}; sửa tu_ngay.", Term.HK1.value
    for name in [key for key in periods if key != Term.HK1.value]:
        if periods[name].last.year != begins + 1:
            yield (
                f"Thời gian {_NAMES[name]} của năm học {year.id} phải kết thúc trong năm {begins + 1}; sửa den_ngay.",
                name,
            )
