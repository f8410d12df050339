"""Accept proposals: true merges signed by the reviewer, chained, in one push that loses nobody's work."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import MAIN, Move, RaceError
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.ask_back import removals
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import open_broken
from hocba_build.workflows.ledger.review import tip_of

ATTEMPTS: Final = 20
"""How often a push is tried again after somebody else was faster."""
PAUSE: Final = 400
"""Milliseconds, at most, before the second try; the later the try, the longer."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The merges of one push, in order; ``shown`` is false where unproposed files keep the work tree behind."""

    merges: tuple[tuple[str, Oid], ...]
    main: Oid
    races: int
    shown: bool


def accept(
    root: Path, branches: Sequence[str], *, dry_run: bool = False, seen: Mapping[str, Oid] | None = None
) -> Accepted:
    """Merge the branches one after another, each judged on the one before, and push once.

    ``seen`` holds the tips that the reviewer looked at, where that was before this call.

    Raises:
        RefusedError: a branch has moved since, conflicts, or the judge refuses it: nothing is pushed.
    """
    desk = open_desk(root)
    me: KeyHolder | None = None
    tips = dict(seen or {})
    for race in range(ATTEMPTS):
        desk.repository.fetch()
        main = desk.main()
        ledger, _ = open_broken(desk, main)  # A repair is accepted where nothing else may be.
        me = me or acting_person(ledger.policy)
        tips = _same(desk, branches, tips)
        merges = tuple((name, ledger.merge(name, tip, me)) for name, tip in tips.items())
        if dry_run:
            return Accepted(merges, main, race, shown=True)
        try:
            desk.repository.publish([Move(MAIN, main, ledger.state.tip), *removals(desk, tips)])
        except RaceError:
            # Whoever lost waits a little, by chance: several at once would only get into each other's way again.
            time.sleep(secrets.randbelow(PAUSE * (race + 1)) / 1000)
            continue
        return Accepted(merges, ledger.state.tip, race, shown=desk.repository.advance(ledger.state.tip))
    raise RefusedError("Nhánh main bị người khác đổi liên tục.", "Chờ một lát rồi chạy lại.")


def _same(desk: Desk, branches: Sequence[str], seen: Mapping[str, Oid]) -> dict[str, Oid]:
    """The branches' tips: those that were there when the reviewer asked, and no others (threat B7).

    Raises:
        RefusedError: an author has moved a branch since.
    """
    tips = {name: tip_of(desk, name) for name in branches}
    moved = [name for name, tip in tips.items() if seen.get(name, tip) != tip]
    if moved:
        raise RefusedError(f"{moved[0]} vừa được tác giả đổi.", "Xem lại rồi duyệt: hocba review.")
    return tips
