"""One run of the printer as people ask for it: the school read, the ledger asked, life pages opened, pages made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId
from hocba_build.workflows.ledger.approvals import Approved, approved
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.families import with_life_pages
from hocba_build.workflows.printing.pdfs import Means, PrintReport, Progress, Selection, print_pdfs
from hocba_build.workflows.state import state_folder


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything that a run needs; ``shut`` life pages no key here opens, ``unread`` files had faults."""

    selection: Selection
    records: SchoolRecords
    allowed: Approved
    secret: frozenset[StudentId]
    kept: Path
    shut: int
    unread: tuple[str, ...]

    def print(self, out: Path, jobs: int, progress: Progress) -> PrintReport:
        """Write the files."""
        return print_pdfs(
            self.records,
            self.selection,
            out,
            means=Means(jobs, self.kept, self.secret),
            locked=self.allowed.locked,
            approvals=self.allowed.approvals,
            progress=progress,
        )


def ready_to_print(root: Path, selection: Selection, sheet: Path | None) -> Ready:
    """Read what is to be printed; years locked in a ledger that ``sheet`` anchors lose the mark of a draft.

    Raises:
        HocbaError: no school; the ledger is refused; a key was not unlocked.
    """
    state = state_folder(root)
    opened, allowed = open_school(root, state), approved(root, sheet, state)
    records, shut = with_life_pages(root, opened.records, selection)
    secret = opened.records.sealed_families - records.sealed_families
    return Ready(selection, records, allowed, secret, state / "ban-in", shut, opened.unread)
