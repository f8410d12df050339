"""What the verified ledger lets the printer say: which years are locked, what was corrected after signatures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.values import YearId
from hocba_build.publishing.transcript.view import NO_APPROVALS, Approvals
from hocba_build.trust.git.revision import revision_of
from hocba_build.workflows.audit.corrections import pages_before
from hocba_build.workflows.ledger.history import judged_history
from hocba_build.workflows.ledger.verify import locked_years


@dataclass(frozen=True, slots=True)
class Approved:
    """Years without the mark of a draft, and what their pages printed before."""

    locked: frozenset[YearId] = frozenset()
    approvals: Approvals = NO_APPROVALS


def approved(root: Path, sheet: Path | None, state: Path | None = None) -> Approved:
    """Verify a school's folder against the founding sheet; without one, nothing is claimed.

    Neither is anything claimed where the files are not exactly those of the verified tip.
    """
    if sheet is None:
        return Approved()
    with judged_history(root, sheet, state=state) as (judged, history):
        shown = revision_of(root)
        if history is None or shown is None or not shown.clean or shown.commit != judged.tip or not history.whole:
            return Approved()
        return Approved(frozenset(locked_years(judged)), Approvals(before=pages_before(history, history.years())))
