"""One run of the printer as people ask for it: the school read, the ledger asked, life pages opened, pages made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.paper_layout import Sheets
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId
from hocba_build.workflows.ledger.approvals import Approved, approved
from hocba_build.workflows.open_school import OpenedSchool, open_school
from hocba_build.workflows.printing.families import with_life_pages
from hocba_build.workflows.printing.pdfs import Means, PrintReport, Progress, Selection, plan_pdfs, print_pdfs
from hocba_build.workflows.state import state_folder

LEAVES: Final = "ban-in"
"""The folder of printed leaves, among the things remembered of a repository."""


def kept_leaves(root: Path) -> Path:
    """Where the leaves of a school are kept, outside of its repository."""
    return state_folder(root) / LEAVES


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything that a run needs; ``shut`` life pages no key here opens."""

    selection: Selection
    records: SchoolRecords
    allowed: Approved
    secret: frozenset[StudentId]
    kept: Path
    shut: int

    def means(self, jobs: int | None, sheets: Sheets = Sheets.SINGLE, executor: str | None = None) -> Means:
        """What it is done with; without a number, a process a core."""
        return Means(jobs or os.cpu_count() or 1, self.kept, self.secret, sheets, executor)

    def print(self, out: Path, means: Means, progress: Progress) -> PrintReport:
        """Write the files."""
        said = self.allowed
        return print_pdfs(
            self.records,
            self.selection,
            out,
            means=means,
            locked=said.locked,
            approvals=said.approvals,
            progress=progress,
        )

    def plan(self, out: Path, means: Means) -> PrintReport:
        """What would be written."""
        said = self.allowed
        return plan_pdfs(self.records, self.selection, out, means=means, locked=said.locked, approvals=said.approvals)


@dataclass(frozen=True, slots=True)
class Ground:
    """A school as it was read, and what its verified ledger lets the printer say; no key was asked yet."""

    root: Path
    opened: OpenedSchool
    allowed: Approved

    def ready(self, selection: Selection) -> Ready:
        """Open the life pages of who is chosen: the one step at which a key may be asked.

        Raises:
            HocbaError: a key was not unlocked.
        """
        whole = self.opened.records
        records, shut = with_life_pages(self.root, whole, selection)
        secret = whole.sealed_families - records.sealed_families
        return Ready(selection, records, self.allowed, secret, kept_leaves(self.root), shut)


def read_ground(root: Path, sheet: Path | None) -> Ground:
    """Read what is to be printed; years locked in a ledger that ``sheet`` anchors lose the mark of a draft.

    Raises:
        HocbaError: no school; the ledger is refused.
    """
    state = state_folder(root)
    return Ground(root, open_school(root, state), approved(root, sheet, state))


__all__ = ["Ground", "Ready", "kept_leaves", "read_ground"]
