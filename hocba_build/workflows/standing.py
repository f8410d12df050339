"""What may be said on paper and pages about the state they show: was its history verified, which years are locked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.values import YearId
from hocba_build.trust.gitrepo import revision_of
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.verify import locked_years, verify

WORDS: Final = {
    Verdict.VALID: "lịch sử có chữ kí hợp lệ",
    Verdict.TAINTED: "lịch sử có mục phải xác nhận lại",
    Verdict.INVALID: "lịch sử KHÔNG hợp lệ",
    Verdict.UNDECIDED: "chưa kết luận được về lịch sử",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict in words, ``None`` where nothing was verified; the years that may be printed without a draft mark."""

    verdict: str | None = None
    locked: frozenset[YearId] = frozenset()


def standing(root: Path, sheet: Path | None, state: Path | None = None) -> Standing:
    """Verify a school's folder against the founding sheet; without one, nothing is claimed.

    A year counts as locked only when the files are exactly those of the verified tip.
    """
    if sheet is None:
        return Standing()
    judged = verify(root, sheet, state=state)
    shown = revision_of(root)
    same = shown is not None and shown.clean and shown.commit == judged.tip
    return Standing(WORDS[judged.verdict], frozenset(locked_years(judged)) if same else frozenset())
