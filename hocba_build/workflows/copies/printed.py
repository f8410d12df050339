"""What of the issued copies lies printed: batch by batch, class by class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from hocba_build.domain.copies import Batch
from hocba_build.domain.errors import RefusedError
from hocba_build.domain.paper_layout import Sheets
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.records.copies import FOLDER, read_batch
from hocba_build.trust.kinds import Paper
from hocba_build.workflows.copies.register import Registered
from hocba_build.workflows.ledger.deciding import papers_waiting
from hocba_build.workflows.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class PrintedRoom:
    """The copies of one class in a batch; ``sheets`` are the kinds of whole-class files that lie there."""

    class_id: ClassId
    copies: tuple[Registered, ...]
    printed: frozenset[StudentId]
    sheets: tuple[Sheets, ...]

    @property
    def standing(self) -> int:
        """How many still stand: these are printed."""
        return sum(one.stands for one in self.copies)


@dataclass(frozen=True, slots=True)
class PrintedBatch:
    """A batch of the register, and what of it is printed."""

    batch: Batch
    rooms: tuple[PrintedRoom, ...]

    @property
    def year(self) -> YearId:
        """The year by whose classes it is printed."""
        return max(self.batch.locks)

    @property
    def standing(self) -> int:
        """How many copies still stand."""
        return sum(one.standing for one in self.rooms)

    @property
    def printed(self) -> int:
        """How many of these lie printed."""
        return sum(copy.stands and copy.copy.pupil in one.printed for one in self.rooms for copy in one.copies)


def printed_batches(found: Sequence[Registered], folder: Path) -> list[PrintedBatch]:
    """The batches of the register, in its order; the files are looked for below ``folder``."""
    return [_batch(list(copies), folder) for _, copies in groupby(found, key=lambda one: one.batch.id)]


def _batch(copies: list[Registered], folder: Path) -> PrintedBatch:
    batch = copies[0].batch
    year = max(batch.locks)
    rooms: dict[ClassId, list[Registered]] = {}
    for one in copies:
        rooms.setdefault(one.copy.years[year], []).append(one)
    place = folder / batch.id / year
    return PrintedBatch(batch, tuple(_room(room, some, place) for room, some in rooms.items()))


def _room(class_id: ClassId, copies: list[Registered], place: Path) -> PrintedRoom:
    pupils = (one.copy.pupil for one in copies)
    printed = frozenset(pupil for pupil in pupils if (place / class_id / f"{pupil}.pdf").is_file())
    sheets = tuple(one for one in Sheets if (place / f"{one.of(class_id)}.pdf").is_file())
    return PrintedRoom(class_id, tuple(copies), printed, sheets)


def batch_here(found: Sequence[Registered], folder: Path, name: str) -> PrintedBatch:
    """One batch.

    Raises:
        RefusedError: the register has none of that name (yet).
    """
    for one in printed_batches([row for row in found if row.batch.id == name], folder):
        return one
    raise RefusedError(
        f"Sổ cấp bản chưa có đợt {name}.", "Đợt còn chờ lãnh đạo duyệt; duyệt xong thì bấm Lấy bản mới từ máy chủ."
    )


def waiting_batches(ledger: Ledger) -> Iterator[tuple[str, Batch]]:
    """The batches that no leader has accepted yet, with their branches."""
    for one in papers_waiting(ledger, FOLDER, Paper.COPIES):
        batch = read_batch(one.path, one.raw)
        if isinstance(batch, Batch):
            yield one.branch, batch


__all__ = ["PrintedBatch", "PrintedRoom", "batch_here", "printed_batches", "waiting_batches"]
