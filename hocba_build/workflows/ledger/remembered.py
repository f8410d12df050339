"""A ledger that was judged before is judged on from there: what stands does not change."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hocba_build.trust.checkpoint import pack, unpack
from hocba_build.trust.founding import Sheet
from hocba_build.trust.git.objects import Objects, Oid
from hocba_build.trust.judge import Judgement, judge
from hocba_build.trust.state import LedgerState

ROLLED_BACK = "HB388"


def judged(objects: Objects, tip: Oid, sheet: Sheet | None, place: Path) -> Judgement:
    """Judge up to ``tip``, from the state kept at ``place`` where it fits; the new state is kept there.

    A kept tip that is not on this history is no fault here (another desk may have been ahead): everything is judged.
    Here memory saves time and decides nothing: where it cannot be read or kept (another account's), there is none.
    """
    known = None
    with suppress(OSError):
        known = recall(place, sheet)
    before = known and known.tip
    found = judge(objects, tip, sheet, known)
    if known is not None and any(finding.code == ROLLED_BACK for finding in found.findings):
        found = judge(objects, tip, sheet)
    if found.state is not None and found.state.tip == tip != before:
        with suppress(OSError):
            keep(place, found.state, sheet)
    return found


def recall(place: Path, sheet: Sheet | None) -> LedgerState | None:
    """The state that is kept at a place, where it was held against this sheet."""
    return unpack(place.read_bytes(), sheet) if place.is_file() else None


def keep(place: Path, state: LedgerState, sheet: Sheet | None) -> None:
    """Replace in one step, for one's own eyes: a run that is stopped leaves the old tip."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        beside.touch(mode=0o600)
        beside.write_bytes(pack(state, sheet))
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
