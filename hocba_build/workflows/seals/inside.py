"""Does the data inside a sealed transcript stand in the ledger: of each year, the newest lock's words for the pupil."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.values import StudentId, YearId
from hocba_build.exchange.packet_check import Check
from hocba_build.trust.verdict import Verdict
from hocba_build.trust.year_end.leaf_proof import ProofFault, read_json
from hocba_build.trust.year_end.leaves import canonical_json
from hocba_build.trust.year_end.locks import LockedLeaf
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.locked_leaves import leaves_by_pupil

DATA: Final = "data"
_YEAR_FILE: Final = re.compile(r"ket-qua-(20[0-9]{2}-20[0-9]{2})\.json")
_STANDS, _OPEN = "", "open"


Answer = tuple[Check, tuple[Finding, ...]]
"""The answer on the data of a file, and what is wrong with it."""


class Inside:
    """Answers for file after file; what the locks of a year say is read once."""

    def __init__(self, history: History | None) -> None:
        """Take the school's judged ledger, where there is one."""
        self._history = history
        self._years: dict[YearId, dict[StudentId, list[LockedLeaf]]] = {}

    @property
    def knows(self) -> bool:
        """Whether there is a ledger to compare with."""
        return self._history is not None

    def check(self, files: Mapping[str, bytes]) -> Answer:
        """The answer on the files inside a transcript."""
        years = {found[1]: raw for name, raw in files.items() if (found := _YEAR_FILE.fullmatch(name))}
        told = ", ".join(sorted(years))
        if not years:
            return Check(DATA, Verdict.UNDECIDED, "tệp không kèm dữ liệu kết quả nào để đối chiếu"), ()
        if self._history is None:
            words = f"tệp kèm kết quả năm học {told}; không có sổ ở đây để đối chiếu"
            return Check(DATA, Verdict.UNDECIDED, words), ()
        said = [(year, *self._judged(self._history, YearId(year), raw)) for year, raw in sorted(years.items())]
        findings = tuple(Finding(year, None, code, words) for year, code, words in said if code not in (_STANDS, _OPEN))
        if findings:
            return Check(DATA, Verdict.INVALID, findings[0].message), findings
        waiting = [words for _, code, words in said if code == _OPEN]
        if waiting:
            return Check(DATA, Verdict.UNDECIDED, waiting[0]), ()
        return Check(DATA, Verdict.VALID, f"kết quả năm học {told} đúng là kết quả đã khoá trong sổ"), ()

    def _judged(self, history: History, year: YearId, raw: bytes) -> tuple[str, str]:
        """A code and words about one year's data."""
        try:
            pupil = StudentId(str(read_json(raw)["ma"]))
        except (ProofFault, KeyError):
            return "HB563", f"dữ liệu năm học {year} kèm trong tệp không đọc được"
        lock = history.state.locks.get(year)
        if lock is None or lock.scope is not None:
            return _OPEN, f"năm học {year} chưa khoá, hoặc đang mở để sửa: chưa có gì để đối chiếu"
        if year not in self._years:
            self._years[year] = leaves_by_pupil(history, year)
        same = [canonical_json(one.leaf) == raw for one in self._years[year].get(pupil, [])]
        if same and same[-1]:
            return _STANDS, ""
        if any(same):
            return "HB567", f"kết quả năm học {year} trong tệp đã được thay: sau đó sổ được mở, sửa và khoá lại"
        return "HB563", f"kết quả năm học {year} kèm trong tệp khác kết quả đã khoá trong sổ"


__all__ = ["DATA", "Answer", "Inside"]
