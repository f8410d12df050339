"""Verify a school's history, offline: a repository or a bundle against the founding sheet."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import YearId
from hocba_build.trust.founding import Sheet, read_sheet
from hocba_build.trust.gitrepo import Opened, opened
from hocba_build.trust.judge import Judgement, judge
from hocba_build.trust.objects import ObjectFault
from hocba_build.trust.times import freshness
from hocba_build.trust.trees import Trees
from hocba_build.trust.verdict import LedgerFinding, Verdict, verdict_of
from hocba_build.workflows.ledger.remembered import keep, recall

KEPT: Final = "da-kiem-tra.json"
NO_ROOT: Final = "HB386"


def verify(
    path: Path,
    root: Path | None = None,
    *,
    state: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Judgement:
    """Judge the ledger of a repository or bundle against the founding sheet ``root``.

    ``state`` is the folder where the verified tip is remembered; ``None``, and every bundle, is judged from the start.

    Raises:
        HocbaError: there is nothing that could be judged, or the sheet is none.
    """
    with verified(path, root, state=state, progress=progress) as (_, judged):
        return judged


@contextmanager
def verified(
    path: Path,
    root: Path | None = None,
    *,
    state: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[Opened, Judgement]]:
    """The same with the repository still open, for whoever reads on in what was judged."""
    sheet = sheet_from(root)
    with opened(path) as repository:
        yield repository, _verify(repository, sheet, None if path.is_file() else state, progress)


def locked_years(judged: Judgement) -> tuple[YearId, ...]:
    """The years that are locked, and not open for a correction, in a history that stands."""
    if judged.state is None or judged.verdict not in (Verdict.VALID, Verdict.TAINTED):
        return ()
    return tuple(sorted(year for year, lock in judged.state.locks.items() if lock.scope is None))


def sheet_from(root: Path | None) -> Sheet | None:
    """The founding sheet in a file, where one is given.

    Raises:
        HocbaError: it cannot be read, or is none.
    """
    if root is None:
        return None
    try:
        return read_sheet(root.read_bytes())
    except OSError as error:
        raise HocbaError(f"Không đọc được tờ gốc {root}.", "Chỉ đúng tệp bằng --root.") from error


def _verify(
    repository: Opened, sheet: Sheet | None, state: Path | None, progress: Callable[[int, int], None] | None
) -> Judgement:
    if repository.main is None:
        missing = LedgerFinding("HB385", "kho không có nhánh main")
        findings = (*repository.findings, missing)
        return Judgement(verdict_of(findings, tainted=False), findings, None, None, sheet is not None)
    kept = state / KEPT if state is not None else None
    known = recall(kept, sheet) if kept and sheet is not None else None
    before = known and known.tip
    judged = judge(repository.objects, repository.main, sheet, known, progress)
    stands = judged.verdict in (Verdict.VALID, Verdict.TAINTED)
    if kept is not None and stands and judged.state is not None and judged.tip != before:
        keep(kept, judged.state, sheet)
    findings = (*repository.findings, *judged.findings, *_freshness(repository, judged))
    return replace(judged, findings=findings, verdict=verdict_of(findings, tainted=judged.verdict is Verdict.TAINTED))


def _freshness(repository: Opened, judged: Judgement) -> tuple[LedgerFinding, ...]:
    """By this machine's clock, how long ago anybody outside of the school has seen the ledger."""
    if judged.state is None:
        return ()
    try:
        return freshness(Trees(repository.objects), judged.state, int(time.time()))
    except ObjectFault:
        return ()
