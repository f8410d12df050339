"""Checks with their verdicts, as rows of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from hocba_build.exchange.packet_check import Check
from hocba_build.trust.verdict import Verdict

CHIPS: Final = {
    Verdict.VALID: "done",
    Verdict.INVALID: "chua-dat",
    Verdict.UNDECIDED: "part",
    Verdict.TAINTED: "part",
}


def rows(
    checks: Sequence[Check], titles: Mapping[str, str], words: Mapping[Verdict, str]
) -> list[tuple[str, str, str, str]]:
    """Checks as a page shows them."""
    return [(titles.get(one.name, one.name), words[one.verdict], CHIPS[one.verdict], one.message) for one in checks]
