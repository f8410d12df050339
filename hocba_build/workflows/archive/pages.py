"""The printed pages of an archived year, from the ledger's own records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.publishing.transcript.view import Approvals
from hocba_build.records.reader import read_records
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.gpg import Keyring
from hocba_build.workflows.audit.corrections import pages_before
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.printing.pdfs import Means, Progress, Selection, print_pdfs
from hocba_build.workflows.sealing.sealed import with_families


class UnprintedError(HocbaError):
    """A transcript that cannot be printed: an archive without it would not be whole."""

    exit = Exit.FINDINGS


class UnsealedError(HocbaError):
    """A sealed transcript that was asked for is missing, or of another print."""

    exit = Exit.REFUSED


def is_sealed_form(sealed: Path, printed: Path) -> bool:
    """Whether a file is a print with something added at its end, as a seal is."""
    with sealed.open("rb") as one, printed.open("rb") as other:
        while block := other.read(1024 * 1024):
            if one.read(len(block)) != block:
                return False
        return bool(one.read(1))


@dataclass(frozen=True, slots=True)
class PrintedYear:
    """Where the files of the year lie, and the pupils whose life page no key here could open."""

    folder: Path
    shut: frozenset[StudentId]
    sealed: Path | None = None
    """Where the same files lie with their seals (``hocba seal -o``)."""

    def pupil(self, class_id: ClassId, student: StudentId) -> Path:
        """One pupil's file."""
        return self.folder / class_id / f"{student}.pdf"

    def sealed_pupil(self, class_id: ClassId, student: StudentId) -> Path | None:
        """One pupil's sealed file; ``None`` where nothing sealed is put away.

        Raises:
            UnsealedError: it is not there, or it is no sealed form of this print.
        """
        if self.sealed is None:
            return None
        name = f"{student}.pdf"
        places = [self.sealed / part / name for part in (f"{self.folder.name}/{class_id}", class_id, "")]
        found = next((place for place in places if place.is_file()), None)
        if found is None:
            raise UnsealedError(
                f"Chưa có bản kí số của {class_id}/{student}.", "Kí hết cả năm rồi lập lại: hocba seal."
            )
        if not is_sealed_form(found, self.pupil(class_id, student)):
            raise UnsealedError(f"Bản kí số của {class_id}/{student} là của bản in khác.", "In, kí lại rồi lập lại.")
        return found

    def whole_class(self, class_id: ClassId) -> Path:
        """A class's file."""
        return self.folder / f"{class_id}.pdf"


def print_year(
    history: History,
    year: YearId,
    classes: Iterable[ClassId] | None,
    where: Path,
    means: Means,
    progress: Progress,
) -> PrintedYear:
    """Print a year (or some classes of it) as its locks and corrections have it; what lies there already is kept.

    Raises:
        UnprintedError: a pupil's transcript could not be printed.
        KeyTroubleError: life pages are sealed to a key that is here and was not unlocked.
    """
    sealed, records = _records(history)
    means = replace(means, secret=sealed - records.sealed_families)
    locked = frozenset(one for one, lock in history.state.locks.items() if lock.scope is None)
    approvals = Approvals(before=pages_before(history, history.years()))
    chosen = [Selection(year, one) for one in classes] if classes is not None else [Selection(year)]
    for selection in chosen:
        report = print_pdfs(
            records, selection, where, means=means, locked=locked, approvals=approvals, progress=progress
        )
        if report.failures:
            first = report.failures[0]
            what = f"{first.class_id}/{first.student}: {first.fault}"
            raise UnprintedError(f"Có học bạ không in được: {what}", "Sửa nguyên nhân rồi chạy lại.")
    return PrintedYear(where / year, records.sealed_families)


def _records(history: History) -> tuple[frozenset[StudentId], SchoolRecords]:
    """The pupils whose life page the ledger holds encrypted, and the records with those that could be opened."""
    source = TreeSource(history.trees, history.tree)
    records = read_records(source).records
    if records is None:
        raise HocbaError("Sổ không có tệp của trường.", "Xem hocba verify.")
    sealed = records.sealed_families
    return sealed, with_families(records, source, sorted(sealed), Keyring()) if sealed else records


__all__ = ["PrintedYear", "UnprintedError", "UnsealedError", "is_sealed_form", "print_year"]
