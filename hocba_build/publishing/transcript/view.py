"""From records and results to the transcript of one pupil: a pure function, nothing is read or asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from hocba_build.domain.entries import Honours
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.legacy import LegacyYear
from hocba_build.domain.notes import identity_notes, year_notes
from hocba_build.domain.people import Student
from hocba_build.domain.results import StudentYear
from hocba_build.domain.school import ClassRecords, School, SchoolRecords, YearRecords
from hocba_build.domain.signers import PRINCIPAL, Signature, head_signature, homeroom_name, subject_teachers
from hocba_build.domain.values import PersonId, SchoolLevel, StudentId, YearId
from hocba_build.domain.words import letter_date, word
from hocba_build.publishing.transcript.corrections import Before, corrected
from hocba_build.publishing.transcript.form import load_form
from hocba_build.publishing.transcript.life import life_page
from hocba_build.publishing.transcript.model import (
    Corrections,
    Cover,
    HistoryRow,
    Place,
    Summary,
    TranscriptView,
    YearPages,
)
from hocba_build.publishing.transcript.subjects import computed_rows, kept_rows
from hocba_build.publishing.transcript.summary import computed_summary, kept_summary

Results = Mapping[YearId, Mapping[StudentId, StudentYear]]
T = TypeVar("T")

FORM = "tt22"
"""The form of the booklet; a year of its own may have been kept under another."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """What the ledger knows about a year's approval; all of it may be left to ink.

    ``before`` holds what the pages printed when they were first signed, where that differs or was amended.
    """

    signed_on: Mapping[YearId, date] = field(default_factory=dict)
    deputies: Mapping[YearId, PersonId] = field(default_factory=dict)
    before: Mapping[tuple[YearId, StudentId], Before] = field(default_factory=dict)


NO_APPROVALS = Approvals()


def transcript_view(
    records: SchoolRecords,
    results: Results,
    student: StudentId,
    level: SchoolLevel,
    through: YearId | None = None,
    locked: frozenset[YearId] = frozenset(),
    approvals: Approvals = NO_APPROVALS,
) -> TranscriptView:
    """Everything the transcript of one pupil and one level prints, up to a year."""
    book = _Book(records, results, records.students[student], level, locked, approvals)
    years = tuple(book.pages(through))
    if not years:
        raise HocbaError(f"Học sinh {student} không có năm học nào ở cấp {word(level)}.", "Kiểm tra danh sách lớp.")
    last_day = book.last_day(years[-1])
    name = book.student.identity_on(last_day).full_name
    register = f"{book.student.register_number(level) or '……………'}/{level.name}"
    wording = load_form(FORM).wording(years[-1].year)
    history = tuple(HistoryRow(page.year, page.class_name, page.place.line) for page in years)
    return TranscriptView(
        student=student,
        level=level,
        cover=Cover(word(level).upper(), name, years[-1].place, register),
        life=life_page(records, book.student, last_day, history, years[-1].signature),
        years=years,
        citation=wording.citation,
        instructions=wording.instructions,
    )


def pages_of_year(records: SchoolRecords, year: YearId, result: StudentYear) -> YearPages:
    """The pages of one pupil's year alone, as these records print them."""
    level = SchoolLevel.of_grade(result.grade)
    student = records.students[result.student]
    book = _Book(records, {year: {result.student: result}}, student, level, frozenset(), NO_APPROVALS)
    return book.computed(records.years[year], result)


@dataclass(frozen=True, slots=True)
class _Book:
    """One pupil's booklet while it is put together."""

    records: SchoolRecords
    results: Results
    student: Student
    level: SchoolLevel
    locked: frozenset[YearId]
    approvals: Approvals

    def pages(self, through: YearId | None) -> Iterable[YearPages]:
        """The pages of each year at this level, in order; a repeated year is one more pair."""
        me = self.student.id
        for year in sorted({*self.records.years, *self.records.legacy}):
            result = self.results.get(year, {}).get(me)
            kept = self.records.legacy.get(year, {}).get(me)
            if through is not None and year > through:
                continue
            if result is not None and SchoolLevel.of_grade(result.grade) is self.level:
                yield self.computed(self.records.years[year], result)
            elif kept is not None and SchoolLevel.of_grade(kept.grade) is self.level:
                yield self.kept(kept)

    def last_day(self, page: YearPages) -> date:
        """The day whose names and places a year's pages show."""
        entered = self.records.years.get(page.year)
        return entered.year.last_day if entered else date(int(page.year[5:]), 5, 31)

    def computed(self, year: YearRecords, result: StudentYear) -> YearPages:
        """The pages of a year of this school."""
        me, last_day = self.student.id, year.year.last_day
        own = year.attended(self.student.id, result.class_id)
        form = load_form(year.year.transcript_form)
        staff = self.records.staff

        signed_on = self.approvals.signed_on.get(year.year.id)
        transfer = _first(records.transfers.get(me) for records in own)
        pages = YearPages(
            year=year.year.id,
            form=year.year.transcript_form,
            grade=result.grade,
            class_name=own[0].school_class.name,
            full_name=self.student.identity_on(last_day).full_name,
            place=place_on(self.records.school, last_day),
            draft=year.year.id not in self.locked,
            notes=year_notes(self.student, year.year, transfer),
            rows=computed_rows(
                form.rows[self.level],
                result.subjects.values(),
                lambda subject: subject_teachers(year, staff, result.class_id, subject),
                own[0].school_class.foreign_language,
            ),
            corrections=Corrections(),
            summary=self._summary(result, own),
            homeroom_teacher=homeroom_name(year, staff, result.class_id),
            signature=head_signature(staff, signed_on or last_day, self.approvals.deputies.get(year.year.id)),
            dateline=dateline(place_on(self.records.school, last_day), signed_on),
        )
        before = self.approvals.before.get((year.year.id, me))
        return pages if before is None else corrected(pages, before)

    def _summary(self, result: StudentYear, own: Sequence[ClassRecords]) -> Summary:
        """The summary of a computed year; honours and remarks come from the last class that has any."""
        me = self.student.id
        return computed_summary(
            result,
            _first(records.honours.get(me) for records in own) or Honours(),
            _first(records.summer_conduct.get(me) for records in own),
            _first(records.remarks.get(me) for records in own) or "",
        )

    def kept(self, year: LegacyYear) -> YearPages:
        """The pages of a year that is copied, never computed."""
        last_day = date(int(year.year[5:]), 5, 31)
        source = year.document or year.school
        return YearPages(
            year=year.year,
            form=year.form.value,
            grade=year.grade,
            class_name=year.class_name,
            full_name=self.student.identity_on(last_day).full_name,
            place=Place(year.school, year.address or ""),
            draft=False,
            notes=(
                f"Chép từ {source}{'' if source == year.school else f' ({year.school})'}, không tính lại.",
                *identity_notes(self.student, last_day, last_day),
            ),
            rows=kept_rows(load_form(year.form.value).rows[self.level], year),
            corrections=Corrections(),
            summary=kept_summary(year),
            homeroom_teacher=year.homeroom_teacher or "",
            signature=Signature(PRINCIPAL, year.principal or ""),
            dateline=dateline(Place(year.school), None),
        )


def place_on(school: School, day: date) -> Place:
    """The school and its address as they were called on a day."""
    address = school.address_on(day)
    return Place(school.name_on(day), address.ward, address.district or "", address.province)


def dateline(place: Place, day: date | None) -> str:
    """Place and date above a signature; dots for ink where the date is not known."""
    ward = place.ward.removeprefix("Xã ").removeprefix("Phường ").removeprefix("Thị trấn ") or "…………………"
    return f"{ward}, {letter_date(day) if day else 'ngày …… tháng …… năm 20……'}"


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
