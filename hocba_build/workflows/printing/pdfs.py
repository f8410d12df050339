"""Print transcripts of a year, a class or a pupil: files a pupil and a class, taken up again where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.paper_layout import Sheets
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.publishing.transcript.leaves import LIFE
from hocba_build.publishing.transcript.printing import Batch, Job, Outcome, Printed
from hocba_build.publishing.transcript.view import NO_APPROVALS, Approvals
from hocba_build.workflows.printing.leaf_store import LeafStore
from hocba_build.workflows.printing.orders import Listed, Selection, Source
from hocba_build.workflows.printing.pool import Press
from hocba_build.workflows.printing.shelf import Failure, Shelf

LEAVES = 40
"""Leaves in one run of the printer: enough to share the fonts, few enough for a small machine's memory."""
PUPILS = 40
"""Pupils in one run when few leaves of theirs must be printed, and the rest is binding."""

Progress = Callable[[int, int], None]
"""Called with the number of pupils done and of all."""


@dataclass(slots=True)
class PrintReport:
    """What was done; ``leaves`` counts those that had to be printed, not only bound."""

    printed: int = 0
    reused: int = 0
    leaves: int = 0
    failures: list[Failure] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


class Marks(Protocol):
    """What is put on a finished file, pupil by pupil: it makes an official copy of it."""

    def name(self, student: StudentId) -> str:
        """Names everything that is put on."""

    def put_on(self, student: StudentId, file: bytes) -> bytes:
        """The file with it.

        Raises:
            HocbaError: it has no place for it.
        """


@dataclass(frozen=True, slots=True)
class Means:
    """What printing is done with: so many processes, and a folder for leaves that are printed once.

    Life pages of the pupils in ``secret`` are never kept: the ledger holds them encrypted. ``sheets`` adds a file with
    the pages as they lie on paper, ``marks`` make copies of the files.
    """

    jobs: int = 2
    kept: Path | None = None
    secret: frozenset[StudentId] = frozenset()
    sheets: Sheets = Sheets.SINGLE
    executor: str | None = None
    """A cluster to print on: ``dask:ADDRESS``."""
    marks: Marks | None = None


def _unheard(_done: int, _total: int) -> None:
    """Nobody watches."""


def print_pdfs(
    records: SchoolRecords,
    selection: Selection,
    out: Path,
    *,
    means: Means = Means(),
    locked: frozenset[YearId] = frozenset(),
    approvals: Approvals = NO_APPROVALS,
    progress: Progress = _unheard,
) -> PrintReport:
    """Write ``out/<year>/<class>/<pupil>.pdf`` and ``out/<year>/<class>.pdf``; what did not change is left alone.

    Every file is replaced in one step, and the list of what is done is kept after every class and at the end, so that
    an interrupted run leaves the last good files and the next one goes on. One pupil's fault does not stop the others.
    """
    source = Source.of(records, selection, locked, approvals)
    classes = list(source.classes())
    total = sum(len(one.students) for one in classes)
    with Shelf.open(out, source.year) as shelf, Press(means.jobs, means.executor) as press:
        run = _Run(source, shelf, means, LeafStore(means.kept), progress, total)
        for printed in press.run(run.batches(classes)):
            run.settle(printed)
        shelf.report_failures(run.report.failures)
    if run.report.leaves:
        with suppress(OSError):
            run.store.prune()
    return run.report


def plan_pdfs(
    records: SchoolRecords,
    selection: Selection,
    out: Path,
    *,
    means: Means = Means(),
    locked: frozenset[YearId] = frozenset(),
    approvals: Approvals = NO_APPROVALS,
) -> PrintReport:
    """What ``print_pdfs`` would do; nothing is written, and no page is made."""
    source = Source.of(records, selection, locked, approvals)
    classes = list(source.classes())
    run = _Run(source, Shelf.open(out, source.year), means, LeafStore(means.kept), _unheard, 0)
    wanted: set[str] = set()
    for listed in classes:
        for job in filter(None, (run.stale(listed, student) for student in listed.students)):
            run.report.printed += 1
            run.report.files.append(run.shelf.pupil_path(listed.class_id, job.student))
            wanted |= {digest for digest, _ in job.to_bind if not run.store.has(digest)}
    run.report.leaves = len(wanted)
    return run.report


@dataclass(slots=True)
class _Run:
    """One run while it goes on: whose class each pupil is of, and how many of a class are still to come."""

    source: Source
    shelf: Shelf
    means: Means
    store: LeafStore
    progress: Progress
    total: int
    report: PrintReport = field(default_factory=PrintReport)
    class_of: dict[StudentId, Listed] = field(default_factory=dict)
    open: dict[ClassId, int] = field(default_factory=dict)
    unkept: set[str] = field(default_factory=set)

    def batches(self, classes: Iterable[Listed]) -> Iterator[Batch]:
        """Batches of what must be printed, made only when a worker is near to be free."""
        for listed in classes:
            stale = [job for student in listed.students if (job := self.stale(listed, student)) is not None]
            self.class_of.update((job.student, listed) for job in stale)
            self.open[listed.class_id] = len(stale)
            if not stale:
                self.finish(listed)
            yield from self.batched(stale)

    def batched(self, jobs: Iterable[Job]) -> Iterator[Batch]:
        """Jobs with the leaves that are kept of them, so many together as one run should print."""
        together: list[Job] = []
        missing = 0
        for job in jobs:
            count = sum(not self.store.has(digest) for digest, _ in job.to_bind)
            if together and (missing + count > LEAVES or len(together) == PUPILS):
                yield self.batch(together)
                together, missing = [], 0
            together.append(job)
            missing += count
        if together:
            yield self.batch(together)

    def batch(self, jobs: list[Job]) -> Batch:
        """A batch with everything that is known of it."""
        self.unkept.update(
            digest
            for job in jobs
            if job.student in self.means.secret
            for digest, leaf in job.leaves
            if leaf.name == LIFE
        )
        return Batch(tuple(jobs), *self.store.known(digest for job in jobs for digest, _ in job.to_bind))

    def stale(self, listed: Listed, student: StudentId) -> Job | None:
        """The job for a pupil whose file must be printed; what is known already is counted here."""
        try:
            job = Job.of(self.source.order(student))
        except HocbaError as error:
            self.report.failures.append(Failure(listed.class_id, student, error.message))
            return None
        if not self.shelf.has(listed.class_id, student, self.made_from(student, job.digest())):
            return job
        self.report.reused += 1
        self.report.files.append(self.shelf.pupil_path(listed.class_id, student))
        self.tell()
        return None

    def settle(self, printed: Printed) -> None:
        """Keep new leaves and put the files in their places."""
        self.report.leaves += len(printed.leaves)
        with suppress(OSError):  # Without the kept leaves the next run takes longer, nothing else.
            new = {digest: leaf for digest, leaf in printed.leaves.items() if digest not in self.unkept}
            self.store.keep(new, printed.shared)
        for outcome in printed.outcomes:
            self.put(outcome)

    def put(self, outcome: Outcome) -> None:
        """Put a printed file in its place; with the last one of a class, the class's file."""
        listed = self.class_of.pop(outcome.student)
        outcome = self.marked(outcome)
        if outcome.file is None:
            self.report.failures.append(Failure(listed.class_id, outcome.student, outcome.fault))
        else:
            made_from = self.made_from(outcome.student, outcome.digest)
            self.report.files.append(self.shelf.put(listed.class_id, outcome.student, made_from, outcome.file))
            self.report.printed += 1
        self.tell()
        self.open[listed.class_id] -= 1
        if not self.open[listed.class_id]:
            self.finish(listed)

    def made_from(self, student: StudentId, digest: str) -> str:
        """Names everything a pupil's file is made from."""
        return digest if self.means.marks is None else f"{digest}\n{self.means.marks.name(student)}"

    def marked(self, outcome: Outcome) -> Outcome:
        """The file with what is put on it."""
        if self.means.marks is None or outcome.file is None:
            return outcome
        try:
            return replace(outcome, file=self.means.marks.put_on(outcome.student, outcome.file))
        except HocbaError as error:
            return replace(outcome, file=None, fault=error.message)

    def finish(self, listed: Listed) -> None:
        """Write the class's file when all its pupils are there; else the last good one stays."""
        self.shelf.save()
        failed = {failure.student for failure in self.report.failures if failure.class_id == listed.class_id}
        if not listed.whole and self.means.sheets is not Sheets.SINGLE:
            for student in [student for student in listed.students if student not in failed]:
                title = f"Học bạ {student}"
                self.report.files.append(self.shelf.put_sheets(listed.class_id, student, title, self.means.sheets))
        if listed.whole and not failed:
            self.report.files.extend(self.class_files(listed))

    def class_files(self, listed: Listed) -> Iterator[Path]:
        """The class's file, and once more as its pages lie on paper."""
        title = f"Học bạ lớp {listed.class_id}, năm học {self.source.year}"
        names = {student: self.source.name(student) for student in listed.students}
        for sheets in dict.fromkeys((Sheets.SINGLE, self.means.sheets)):
            yield self.shelf.put_class(listed.class_id, names, title, sheets)

    def tell(self) -> None:
        """Say how far the run is."""
        self.progress(self.report.printed + self.report.reused + len(self.report.failures), self.total)


__all__ = ["Marks", "Means", "PrintReport", "Selection", "plan_pdfs", "print_pdfs"]
