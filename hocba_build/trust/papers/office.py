"""Papers of the office (step 12): what leaves the school and what comes in, each in a form that others can rely on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hocba_build.trust.facts import Entry
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.kinds import Paper, SignaturePath
from hocba_build.trust.papers.media import check_media
from hocba_build.trust.papers.office_case import Case, OfficeFault
from hocba_build.trust.papers.office_copies import check_copies, check_recall
from hocba_build.trust.papers.office_partial import check_partial
from hocba_build.trust.papers.received import check_received
from hocba_build.trust.policy import Policies
from hocba_build.trust.special import Special, papers
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import refuse

Check = Callable[[Case], None]
CHECKS: Final[Mapping[Paper, Check]] = {
    Paper.PARTIAL: check_partial,
    Paper.RECEIVED: check_received,
    Paper.MEDIA: check_media,
    Paper.COPIES: check_copies,
    Paper.RECALL: check_recall,
}
UNDER: Final = {
    Paper.PARTIAL_SIGNATURE: (".txt", "HB521"),
    Paper.COPIES_SIGNATURE: (".yaml", "HB523"),
    Paper.RECALL_SIGNATURE: (".yaml", "HB523"),
}
"""Signatures: how the name of the paper ends that each stands under, and the code of one that stands alone."""


class Office(Special):
    """Every paper of an entry is checked by its kind; a signature stands only under a paper that comes with it."""

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Check what the branch brings."""
        brought = list(papers(trees, entry))
        paths = {change.path for _, change in brought}
        for place, change in brought:
            if (stem := signed_path(place)) is not None and stem not in paths:
                raise refuse(UNDER[place.paper][1], "chữ kí không đi cùng bản mà nó kí", entry.tip.oid, change.path)
            if (check := CHECKS.get(place.paper)) is not None:
                case = Case(trees, policies, state, entry, place, change)
                try:
                    check(case)
                except OfficeFault as fault:
                    raise refuse(fault.code, fault.message, entry.tip.oid, fault.path or change.path) from fault
                self.keys |= case.keys


def signed_path(place: SignaturePath) -> str | None:
    """The paper that a signature stands under; ``None`` for what is no signature of the office."""
    if place.paper not in UNDER:
        return None
    end, _ = UNDER[place.paper]
    return place.path[: place.path.index(end) + len(end)]


__all__ = ["Office"]
