"""Print transcripts of a year, a class or a pupil: files a pupil and a class, taken up again where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, YearId
from hocba_build.publishing.transcript.printing import Order, Outcome
from hocba_build.publishing.transcript.view import NO_APPROVALS, Approvals, Results, transcript_view
from hocba_build.workflows.printing.pool import Press
from hocba_build.workflows.printing.shelf import Failure, Shelf

BATCH = 20
"""Pupils in one run of the printer: enough to share the fonts, few enough for a small machine's memory."""

Progress = Callable[[int, int], None]
"""Called with the number of pupils done and of all."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is printed: a year (the latest by default), and of it one class or some pupils."""

    year: YearId | None = None
    class_id: ClassId | None = None
    pupils: frozenset[StudentId] = frozenset()
    only_year: bool = False


@dataclass(slots=True)
class PrintReport:
    """What was done."""

    printed: int = 0
    reused: int = 0
    failures: list[Failure] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Job:
    """A class and what is to be printed of it."""

    class_id: ClassId
    students: tuple[StudentId, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Context:
    """What every view is made from."""

    records: SchoolRecords
    results: Results
    year: YearId
    only_year: bool
    locked: frozenset[YearId]
    approvals: Approvals


def _unheard(_done: int, _total: int) -> None:
    """Nobody watches."""


def print_pdfs(
    records: SchoolRecords,
    selection: Selection,
    out: Path,
    *,
    jobs: int = 2,
    locked: frozenset[YearId] = frozenset(),
    approvals: Approvals = NO_APPROVALS,
    progress: Progress = _unheard,
) -> PrintReport:
    """Write ``out/<year>/<class>/<pupil>.pdf`` and ``out/<year>/<class>.pdf``; what did not change is left alone.

    Every file is replaced in one step, and the list of what is done is kept after every class and at the end, so that
    an interrupted run leaves the last good files and the next one goes on. One pupil's fault does not stop the others.
    """
    year = _year(records, selection)
    results = _results(records, year, only=selection.only_year)
    context = _Context(records, results, year, selection.only_year, locked, approvals)
    classes = list(_jobs(records, results, year, selection))
    with Shelf.open(out, year) as shelf, Press(jobs) as press:
        run = _Run(context, shelf, progress, sum(len(job.students) for job in classes))
        for outcome in press.run(run.batches(classes)):
            run.settle(outcome)
        shelf.report_failures(run.report.failures)
    return run.report


@dataclass(slots=True)
class _Run:
    """One run while it goes on: whose class each pupil is of, and how many of a class are still to come."""

    context: _Context
    shelf: Shelf
    progress: Progress
    total: int
    report: PrintReport = field(default_factory=PrintReport)
    job_of: dict[StudentId, _Job] = field(default_factory=dict)
    open: dict[ClassId, int] = field(default_factory=dict)

    def batches(self, classes: Iterable[_Job]) -> Iterator[list[Order]]:
        """Batches of what must be printed, made only when a worker is near to be free."""
        for job in classes:
            stale = [order for student in job.students if (order := self.stale(job, student)) is not None]
            self.job_of.update((order.student, job) for order in stale)
            self.open[job.class_id] = len(stale)
            if not stale:
                self.finish(job)
            yield from (stale[start : start + BATCH] for start in range(0, len(stale), BATCH))

    def stale(self, job: _Job, student: StudentId) -> Order | None:
        """The order for a pupil whose file must be printed; what is known already is counted here."""
        try:
            order = _order(self.context, student)
        except HocbaError as error:
            self.report.failures.append(Failure(job.class_id, student, error.message))
            return None
        if not self.shelf.has(job.class_id, student, order.digest()):
            return order
        self.report.reused += 1
        self.report.files.append(self.shelf.pupil_path(job.class_id, student))
        self.tell()
        return None

    def settle(self, outcome: Outcome) -> None:
        """Put a printed file in its place; with the last one of a class, the class's file."""
        job = self.job_of.pop(outcome.student)
        if outcome.file is None:
            self.report.failures.append(Failure(job.class_id, outcome.student, outcome.fault))
        else:
            path = self.shelf.put(job.class_id, outcome.student, outcome.digest, outcome.file)
            self.report.files.append(path)
            self.report.printed += 1
        self.tell()
        self.open[job.class_id] -= 1
        if not self.open[job.class_id]:
            self.finish(job)

    def finish(self, job: _Job) -> None:
        """Write the class's file when all its pupils are there; else the last good one stays."""
        self.shelf.save()
        failed = any(failure.class_id == job.class_id for failure in self.report.failures)
        if job.whole and not failed:
            title = f"Học bạ lớp {job.class_id}, năm học {self.context.year}"
            self.report.files.append(self.shelf.put_class(job.class_id, job.students, title))

    def tell(self) -> None:
        """Say how far the run is."""
        self.progress(self.report.printed + self.report.reused + len(self.report.failures), self.total)


def _order(context: _Context, student: StudentId) -> Order:
    result = context.results[context.year][student]
    if student not in context.records.students:
        raise HocbaError("Không có tệp hồ sơ của học sinh này.", f"Thêm records/hoc-sinh/{student}.yaml.")
    view = transcript_view(
        context.records,
        context.results,
        student,
        SchoolLevel.of_grade(result.grade),
        context.year,
        context.locked,
        context.approvals,
    )
    return Order(view, context.year if context.only_year else None)


def _year(records: SchoolRecords, selection: Selection) -> YearId:
    if not records.years:
        raise HocbaError("Kho hồ sơ chưa có năm học nào.", "Mở năm học trước khi in.")
    year = selection.year or max(records.years)
    if year not in records.years:
        raise HocbaError(f"Không có năm học {year}.", f"Các năm học: {', '.join(sorted(records.years))}.")
    return year


def _results(records: SchoolRecords, year: YearId, *, only: bool) -> dict[YearId, dict[StudentId, StudentYear]]:
    """Computed results of the years that are printed."""
    wanted = [year] if only else [each for each in sorted(records.years) if each <= year]
    return {each: evaluate_year(records.years[each], records.students) for each in wanted}


def _jobs(records: SchoolRecords, results: Results, year: YearId, selection: Selection) -> Iterator[_Job]:
    """Classes with their pupils in list order; a mover is printed in the last class only."""
    classes = records.years[year].classes
    if selection.class_id is not None and selection.class_id not in classes:
        raise HocbaError(f"Năm học {year} không có lớp {selection.class_id}.", f"Các lớp: {', '.join(classes)}.")
    unknown = sorted(selection.pupils - results[year].keys())
    if unknown:
        raise HocbaError(f"Năm học {year} không có học sinh {', '.join(unknown)}.", "Xem lại mã học sinh.")
    for class_id in [selection.class_id] if selection.class_id else classes:
        listed = _listed(records, results, year, class_id)
        chosen = tuple(student for student in listed if not selection.pupils or student in selection.pupils)
        if chosen:
            yield _Job(class_id, chosen, whole=not selection.pupils)


def _listed(records: SchoolRecords, results: Results, year: YearId, class_id: ClassId) -> Sequence[StudentId]:
    enrolments = records.years[year].classes[class_id].school_class.enrolments
    once = dict.fromkeys(enrolment.student for enrolment in enrolments)
    return [student for student in once if results[year][student].class_id == class_id]
