"""Who is printed, and what of each pupil: from records and a selection to orders for the printer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.results.join import StudentStays, stays_by_student
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, YearId
from hocba_build.publishing.pdf_files import Attachment
from hocba_build.publishing.transcript.inside import year_data
from hocba_build.publishing.transcript.printing import Order
from hocba_build.publishing.transcript.view import NO_APPROVALS, Approvals, Results, transcript_view
from hocba_build.trust.year_end.frozen import leaf_of
from hocba_build.trust.year_end.leaves import canonical_json


@dataclass(frozen=True, slots=True)
class Selection:
    """What is printed: a year (the latest by default), and of it one class or some pupils."""

    year: YearId | None = None
    class_id: ClassId | None = None
    pupils: frozenset[StudentId] = frozenset()
    only_year: bool = False
    tagged: bool = False
    gathered: bool = False
    """Whether a class's file is made also where ``pupils`` names some of it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A class and who is to be printed of it; ``whole`` when they get a file together."""

    class_id: ClassId
    students: tuple[StudentId, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What every order is made from: the results of the pupils and years that are printed."""

    records: SchoolRecords
    selection: Selection
    year: YearId
    results: Results
    locked: frozenset[YearId] = frozenset()
    approvals: Approvals = NO_APPROVALS
    stays: Mapping[YearId, Mapping[StudentId, StudentStays]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        records: SchoolRecords,
        selection: Selection,
        locked: frozenset[YearId] = frozenset(),
        approvals: Approvals = NO_APPROVALS,
    ) -> Source:
        """Compute what a selection needs, and nothing else.

        Raises:
            HocbaError: there is no such year, class or pupil.
        """
        year = _year(records, selection)
        only = _asked_for(records, year, selection)
        years = [year] if selection.only_year else [each for each in sorted(records.years) if each <= year]
        results = {each: evaluate_year(records.years[each], records.students, only) for each in years}
        stays = {each: stays_by_student(records.years[each].classes.values()) for each in years}
        return cls(records, selection, year, results, locked, approvals, stays)

    def classes(self) -> Iterator[Listed]:
        """Classes with their pupils in list order; a mover is printed in the last class only."""
        selection = self.selection
        for class_id in [selection.class_id] if selection.class_id else self.records.years[self.year].classes:
            chosen = tuple(
                student for student in self._listed(class_id) if not selection.pupils or student in selection.pupils
            )
            if chosen:
                yield Listed(class_id, chosen, whole=selection.gathered or not selection.pupils)

    def order(self, student: StudentId) -> Order:
        """What to print of one pupil.

        Raises:
            HocbaError: the pupil's own file is missing, or there is no page.
        """
        result = self.results[self.year][student]
        if student not in self.records.students:
            raise HocbaError("Không có tệp hồ sơ của học sinh này.", f"Thêm records/hoc-sinh/{student}.yaml.")
        view = transcript_view(
            self.records,
            self.results,
            student,
            SchoolLevel.of_grade(result.grade),
            self.year,
            self.locked,
            self.approvals,
        )
        only = self.year if self.selection.only_year else None
        data = tuple(self._data(student, [only] if only else [one.year for one in view.years]))
        return Order(view, only, data, self.selection.tagged)

    def name(self, student: StudentId) -> str:
        """How a pupil is called in a class's table of contents."""
        return self.records.students[student].identity_on(self.records.years[self.year].year.last_day).full_name

    def _data(self, student: StudentId, years: Iterable[YearId]) -> Iterator[Attachment]:
        """Each year's results as a lock freezes them; a year that was copied has none."""
        for year in years:
            if (result := self.results.get(year, {}).get(student)) is not None:
                entered, stays = self.records.years[year], self.stays[year][student]
                yield year_data(year, canonical_json(leaf_of(self.records, entered, result, stays)))

    def _listed(self, class_id: ClassId) -> list[StudentId]:
        enrolments = self.records.years[self.year].classes[class_id].school_class.enrolments
        once = dict.fromkeys(enrolment.student for enrolment in enrolments)
        own = self.results[self.year]
        return [student for student in once if student in own and own[student].class_id == class_id]


def _year(records: SchoolRecords, selection: Selection) -> YearId:
    if not records.years:
        raise HocbaError("Kho hồ sơ chưa có năm học nào.", "Mở năm học trước khi in.")
    year = selection.year or max(records.years)
    if year not in records.years:
        raise HocbaError(f"Không có năm học {year}.", f"Các năm học: {', '.join(sorted(records.years))}.")
    return year


def _asked_for(records: SchoolRecords, year: YearId, selection: Selection) -> frozenset[StudentId]:
    """The pupils whose results are needed."""
    classes = records.years[year].classes
    if selection.class_id is not None and selection.class_id not in classes:
        raise HocbaError(f"Năm học {year} không có lớp {selection.class_id}.", f"Các lớp: {', '.join(classes)}.")
    listed = {
        row.student
        for class_id in ([selection.class_id] if selection.class_id else classes)
        for row in classes[class_id].school_class.enrolments
    }
    unknown = sorted(selection.pupils - listed)
    if unknown:
        raise HocbaError(f"Năm học {year} không có học sinh {', '.join(unknown)}.", "Xem lại mã học sinh.")
    return selection.pupils or frozenset(listed)
