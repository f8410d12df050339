"""A ledger that was judged before is judged on from there: what stands does not change."""

from __future__ import annotations

import os
from pathlib import Path

from hocba_build.trust.checkpoint import pack, unpack
from hocba_build.trust.founding import Sheet
from hocba_build.trust.judge import Judgement, judge
from hocba_build.trust.objects import Objects, Oid

ROLLED_BACK = "HB388"


def judged(objects: Objects, tip: Oid, sheet: Sheet | None, place: Path) -> Judgement:
    """Judge up to ``tip``, from the state kept at ``place`` where it fits; the new state is kept there.

    A kept tip that is not on this history is no fault here (another desk may have been ahead): everything is judged.
    """
    known = unpack(place.read_bytes(), sheet.founding if sheet else None) if place.is_file() else None
    found = judge(objects, tip, sheet, known)
    if known is not None and any(finding.code == ROLLED_BACK for finding in found.findings):
        found = judge(objects, tip, sheet)
    if found.state is not None and found.state.tip == tip:
        keep(place, pack(found.state))
    return found


def keep(place: Path, content: bytes) -> None:
    """Replace in one step: a run that is stopped leaves the old tip."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(place)
