"""What is said of a history: findings with their place, and one verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from hocba_build.domain.findings import Severity
from hocba_build.trust.git.objects import Oid


class Verdict(Enum):
    """Invalid over undecided over tainted over valid (step 17)."""

    VALID = "valid"
    TAINTED = "tainted"
    UNDECIDED = "undecided"
    INVALID = "invalid"


WORDS: Final = {
    Verdict.VALID: "lịch sử có chữ kí hợp lệ",
    Verdict.TAINTED: "lịch sử có mục phải xác nhận lại",
    Verdict.INVALID: "lịch sử KHÔNG hợp lệ",
    Verdict.UNDECIDED: "chưa kết luận được về lịch sử",
}
"""What pages and papers say of the state they show."""


@dataclass(frozen=True, slots=True)
class LedgerFinding:
    """One fault: the earliest commit that breaks the rule, the path and, for a score, the pupil and cell."""

    code: str
    message: str
    commit: Oid | None = None
    path: str | None = None
    pointer: str | None = None
    severity: Severity = Severity.ERROR


class Refused(Exception):  # noqa: N818 - the judge's word for it
    """An entry that the rules refuse."""

    def __init__(self, finding: LedgerFinding) -> None:
        """Keep the finding in ``args``."""
        super().__init__(finding)
        self.finding = finding


def refuse(code: str, message: str, commit: Oid, path: str | None = None, pointer: str | None = None) -> Refused:
    """A refusal, to be raised."""
    return Refused(LedgerFinding(code, message, commit, path, pointer))


UNDECIDED_CODES = frozenset({"HB380", "HB381", "HB382", "HB386", "HB348"})
"""Could not be checked: an incomplete repository, no sheet, a number of rules that this program does not know."""


def verdict_of(findings: tuple[LedgerFinding, ...], *, tainted: bool) -> Verdict:
    """The one word for a history."""
    errors = {finding.code for finding in findings if finding.severity is Severity.ERROR}
    if errors - UNDECIDED_CODES:
        return Verdict.INVALID
    if errors:
        return Verdict.UNDECIDED
    return Verdict.TAINTED if tainted else Verdict.VALID
