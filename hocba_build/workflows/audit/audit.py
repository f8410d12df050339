"""A school's ledger as a report for whoever checks it: pages, PDF, tables, JSON, from a repository or a bundle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.publishing.audit.document import summary_document
from hocba_build.publishing.audit.places import Places
from hocba_build.publishing.audit.writing import write_audit
from hocba_build.trust.judge import Judgement
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.audit.inspecting import Scope, inspection
from hocba_build.workflows.ledger.history import judged_history
from hocba_build.workflows.replaced_folder import replacing

MARKER: Final = ".hocba-kiem-toan"
Progress = Callable[[int, int], None]


class NothingStandsError(HocbaError):
    """Not even the founding act stands: there is nothing that a report could tell of."""

    exit = Exit.FINDINGS


@dataclass(frozen=True, slots=True)
class Audited:
    """What was made."""

    judged: Judgement
    pages: int
    document: Mapping[str, Any]


def audit(place: Path, out: Path, sheet: Path | None, scope: Scope, progress: Progress) -> Audited:
    """Judge a ledger from its founding act on, and write the report into ``out``.

    Whatever stops it, an earlier report stays in place.

    Raises:
        NothingStandsError: there is no ledger, or not even its founding act stands.
        RefusedError: ``out`` holds something that is no report of ours.
        HocbaError: no repository or bundle, no sheet, no such year or class.
    """
    with judged_history(place, sheet) as (judged, history):
        if history is None:
            raise _nothing(judged)
        case = inspection(history, Places(), scope)
        with replacing(out, MARKER) as fresh:
            return Audited(judged, write_audit(case, fresh, progress), summary_document(case))


def _nothing(judged: Judgement) -> NothingStandsError:
    first = next(iter(judged.findings), None)
    said = f"{first.code} {first.message}" if first else "không có mục nào"
    error = NothingStandsError(f"Không có gì đứng vững để lập báo cáo: {said}.", "Xem hocba verify.")
    if judged.verdict is Verdict.UNDECIDED:
        error.exit = Exit.UNDECIDED
    return error
