"""Verify a school's history, offline: a repository or a bundle against the founding sheet."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import hocba_build
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.findings import Severity
from hocba_build.domain.values import YearId
from hocba_build.trust.founding import Sheet, read_sheet
from hocba_build.trust.git.git_folder import git_folder
from hocba_build.trust.git.objects import ObjectFault
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.gitrepo import Opened, opened
from hocba_build.trust.judge import Judgement, judge
from hocba_build.trust.times import freshness
from hocba_build.trust.verdict import LedgerFinding, Verdict, verdict_of
from hocba_build.trust.year_end.lock_marks import check_marks
from hocba_build.workflows.ledger.remembered import keep, recall

KEPT: Final = "da-kiem-tra.json"
PROGRAM: Final = Path(hocba_build.__file__).resolve().parents[1]
"""Where the running program lies."""


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
        judged = _verify(repository, sheet, None if path.is_file() else state, progress)
        yield repository, replace(judged, findings=(*judged.findings, *_own_program(path)))


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
    findings = (*repository.findings, *judged.findings, *_around(repository, judged, stands=stands))
    return replace(judged, findings=findings, verdict=verdict_of(findings, tainted=judged.verdict is Verdict.TAINTED))


def _around(repository: Opened, judged: Judgement, *, stands: bool) -> tuple[LedgerFinding, ...]:
    """What decides nothing: how long ago anybody outside has seen the ledger, and where its branches lead."""
    if judged.state is None:
        return ()
    trees = Trees(repository.objects)
    try:
        marks = tuple(check_marks(trees, judged.state, repository.refs)) if stands else ()
        return (*freshness(trees, judged.state, int(time.time())), *marks)
    except ObjectFault:
        return ()


def _own_program(place: Path) -> tuple[LedgerFinding, ...]:
    """Threat E14: a program that comes out of the repository it judges says what that repository wants."""
    judged, running = git_folder(place), git_folder(PROGRAM)
    if judged is None or running is None or judged.resolve() != running.resolve():
        return ()
    text = "chương trình đang chạy nằm trong chính kho được kiểm tra: kho ấy có thể đã sửa nó"
    return (LedgerFinding("HB392", text, severity=Severity.WARNING),)
