"""The branches ``locked/<year>``: a convenience for people, held against the lock records, which are the truth.

Whoever holds the server can move or delete them. That changes no verdict, and is told (threat F4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hocba_build.domain.findings import Severity
from hocba_build.domain.values import YearId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import LedgerFinding
from hocba_build.trust.year_end.locks import LOCKED, read_lock

_MARK: Final = re.compile(r"refs/(?:heads|remotes/[^/]+)/locked/(.+)")
_BRANCH: Final = re.compile(r"refs/(?:heads|remotes/[^/]+)/(?!main$|HEAD$|locked/).+")


def check_marks(trees: Trees, state: LedgerState, refs: Mapping[str, Oid]) -> Iterator[LedgerFinding]:
    """Marks that are not where the ledger's own record of a lock is, of a year that is not locked, or gone.

    A mark is missed only where other branches than ``main`` came along: a bundle of ``main`` alone holds none.
    """
    marks = {ref: YearId(found[1]) for ref in refs if (found := _MARK.fullmatch(ref))}
    for ref, year in sorted(marks.items()):
        record = _newest_lock(trees, state, year)
        if record is None or not _stands_on(trees, state, refs[ref], record):
            text = f"nhánh {ref} không ở mục khoá sổ mới nhất của năm học: bản ghi khoá trong sổ mới là thật"
            yield LedgerFinding("HB389", text, refs[ref], severity=Severity.WARNING)
    if any(map(_BRANCH.fullmatch, refs)):
        for year in sorted(state.locks.keys() - set(marks.values())):
            text = f"kho không có nhánh locked/{year}, dù năm học đã khoá: nhánh ấy có thể đã bị xoá"
            yield LedgerFinding("HB389", text, state.tip, severity=Severity.WARNING)


def _newest_lock(trees: Trees, state: LedgerState, year: YearId) -> str | None:
    """Where the record of a year's newest lock lies; acts that open it again come between."""
    tree = trees.commit(state.tip).tree
    for number in range(state.locks[year].acts if year in state.locks else 0, 0, -1):
        path = f"signatures/khoa-so/{year}/{number:04d}/khoa.yaml"
        blob = trees.entry(tree, path)
        if blob is not None and read_lock(trees.content(blob)).act == LOCKED:
            return path
    return None


def _stands_on(trees: Trees, state: LedgerState, oid: Oid, record: str) -> bool:
    """Whether an entry of the ledger holds a record."""
    return oid in state.entries and trees.entry(trees.commit(oid).tree, record) is not None
