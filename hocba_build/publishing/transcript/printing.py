"""Printing in a worker: the leaves of several pupils in one run of the printer, then bound into one file each.

A leaf depends on what it shows only, not on what was printed beside: the first page of every run holds the usual
letters (it is cut off again), so that the embedded fonts are the same; who has unusual letters is printed alone.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import StudentId, YearId
from hocba_build.publishing import pdf
from hocba_build.publishing.fonts import require_fonts
from hocba_build.publishing.pdf_files import Attachment, Binding, BoundLeaf, Leaf, bind, cut
from hocba_build.publishing.transcript.leaves import LeafOrder, edition, letters_page
from hocba_build.publishing.transcript.model import TranscriptView
from hocba_build.publishing.transcript.sections import Section, stylesheet
from hocba_build.publishing.transcript.squeezing import TooLongError, squeezed
from hocba_build.publishing.transcript.whole import print_whole


@dataclass(frozen=True, slots=True)
class Order:
    """What to print of one pupil: the whole transcript, or one year's pages; ``data`` is attached to the file.

    ``tagged`` asks for the structure that a screen reader follows: it is printed in one piece, not bound from leaves.
    """

    view: TranscriptView
    only_year: YearId | None = None
    data: tuple[Attachment, ...] = ()
    tagged: bool = False

    @property
    def student(self) -> StudentId:
        """Whose it is."""
        return self.view.student

    @property
    def binding(self) -> Binding:
        """What the file says of itself; its title has no name, it is shown in window titles and lists."""
        if self.only_year:
            title = f"Học bạ {self.student}, năm học {self.only_year}"
            return Binding(title, f"Năm học {self.only_year} – Trang ", self.data)
        return Binding(f"Học bạ {self.student}", attachments=self.data)

    def leaves(self) -> tuple[LeafOrder, ...]:
        """Its leaves in order."""
        if self.only_year:
            return (LeafOrder.of_year(self.view, self.only_year),)
        return (*LeafOrder.front(self.view), *(LeafOrder.of_year(self.view, one.year) for one in self.view.years))


@dataclass(frozen=True, slots=True)
class Job:
    """An order with its leaves and their digests, worked out once."""

    order: Order
    leaves: tuple[tuple[str, LeafOrder], ...]

    @classmethod
    def of(cls, order: Order) -> Job:
        """The job of an order."""
        return cls(order, tuple((leaf.digest(), leaf) for leaf in order.leaves()))

    @property
    def student(self) -> StudentId:
        """Whose it is."""
        return self.order.student

    @property
    def to_bind(self) -> tuple[tuple[str, LeafOrder], ...]:
        """The leaves that it is bound from."""
        return () if self.order.tagged else self.leaves

    def digest(self) -> str:
        """Names everything the file is made from."""
        tagged = "tagged" if self.order.tagged else ""
        parts = [edition(), tagged, repr(self.order.binding), *(digest for digest, _ in self.leaves)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Batch:
    """Jobs for one run of the printer, with what is known of their leaves already."""

    jobs: tuple[Job, ...]
    leaves: Mapping[str, Leaf] = field(default_factory=dict)
    shared: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One printed file, or why there is none."""

    student: StudentId
    digest: str
    file: bytes | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """The files of a batch in its order, and the leaves that are new, to be kept."""

    outcomes: tuple[Outcome, ...]
    leaves: Mapping[str, Leaf]
    shared: Mapping[str, bytes]


def prepare() -> None:
    """Raise before any work when this machine cannot print."""
    require_fonts()


def warm_up() -> None:
    """Make a worker ready: the printer and the style sheet are loaded once, before the first order."""
    pdf.render([letters_page()], stylesheet(), "")
    gc.collect()
    gc.freeze()


def print_orders(orders: Sequence[Order]) -> list[Outcome]:
    """Print orders of which nothing is known."""
    return list(print_batch(Batch(tuple(map(Job.of, orders)))).outcomes)


def print_batch(batch: Batch) -> Printed:
    """Print the leaves that are missing and bind; a pupil that cannot be printed does not stop the others."""
    with pdf.collector_at_rest():
        wanted = {digest: leaf for job in batch.jobs for digest, leaf in job.to_bind if digest not in batch.leaves}
        press = _Press()
        press.print(wanted)
        leaves, shared = {**batch.leaves, **press.leaves}, {**batch.shared, **press.shared}
        outcomes = tuple(_bound(job, leaves, shared, press.faults) for job in batch.jobs)
    return Printed(outcomes, press.leaves, press.shared)


def _bound(job: Job, leaves: Mapping[str, Leaf], shared: Mapping[str, bytes], faults: Mapping[str, str]) -> Outcome:
    digest = job.digest()
    if job.order.tagged:
        return _whole(job, digest)
    fault = next((faults[name] for name, _ in job.leaves if name in faults), None)
    if fault is not None:
        return Outcome(job.student, digest, fault=fault)
    bound = [BoundLeaf(leaves[name], leaf.name, leaf.title) for name, leaf in job.leaves]
    return Outcome(job.student, digest, bind(bound, shared, job.order.binding))


def _whole(job: Job, digest: str) -> Outcome:
    try:
        leaves = [leaf for _, leaf in job.leaves]
        return Outcome(job.student, digest, print_whole(job.order.view, leaves, job.order.binding))
    except Exception as error:  # noqa: BLE001 - whatever one pupil's data does, the others are printed
        return Outcome(job.student, digest, fault=_told(error))


@dataclass(slots=True)
class _Press:
    """Prints leaves; what came of them, by their digests."""

    leaves: dict[str, Leaf] = field(default_factory=dict)
    shared: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def print(self, wanted: Mapping[str, LeafOrder]) -> None:
        """Those with the usual letters in one run, the others each by itself."""
        usual = {digest: leaf for digest, leaf in wanted.items() if leaf.is_usual()}
        self._together(usual)
        for digest in wanted.keys() - usual.keys():
            self._together({digest: wanted[digest]})

    def _together(self, wanted: Mapping[str, LeafOrder]) -> None:
        """Print leaves in one run; where that fails or a page spills over, each by itself."""
        if not wanted:
            return
        try:
            fits = self._run(wanted, [leaf.sections() for leaf in wanted.values()])
        except Exception as error:  # noqa: BLE001 - whatever one pupil's data does, the others are printed
            fits = False
            if len(wanted) == 1:
                self.faults |= dict.fromkeys(wanted, _told(error))
                return
        finally:
            gc.collect()
        if fits:
            return
        for digest, leaf in wanted.items():
            self._together({digest: leaf}) if len(wanted) > 1 else self._squeezed(digest, leaf)

    def _squeezed(self, digest: str, leaf: LeafOrder) -> None:
        """Write those sections smaller that take more than their page, until all fit."""
        try:
            if not self._run([digest], [leaf.sections(squeezed(leaf.sections))]):
                raise TooLongError
        except Exception as error:  # noqa: BLE001 - as above
            self.faults[digest] = _told(error)

    def _run(self, wanted: Iterable[str], listed: Sequence[Sequence[Section]]) -> bool:
        """Print these in one run; false when a section took more than its page."""
        flat = [letters_page(), *(section.markup for sections in listed for section in sections)]
        printed = pdf.render(flat, stylesheet(), "")
        if printed.pages != len(flat):
            return False
        made = cut(printed.pdf, [len(one) for one in listed], printed.places, pdf.colour_profile(), skip=1)
        self.leaves |= dict(zip(wanted, made.leaves, strict=True))
        self.shared[made.name] = made.shared
        return True


def _told(error: Exception) -> str:
    """A fault names no data but the pupil's id: it goes into logs."""
    return error.message if isinstance(error, HocbaError) else f"Không in được ({type(error).__name__})."


__all__ = [
    "Batch",
    "Job",
    "Order",
    "Outcome",
    "Printed",
    "edition",
    "prepare",
    "print_batch",
    "print_orders",
]
