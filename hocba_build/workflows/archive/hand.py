"""Who signs an archive: the person at this desk, where that person may keep the register of media or accepts it."""

from __future__ import annotations

import os

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.school import Assignments
from hocba_build.domain.values import PersonId
from hocba_build.trust.gpg import KeyTroubleError
from hocba_build.trust.papers.media import media_path
from hocba_build.trust.policy import Policy, Staffing
from hocba_build.trust.rights import Situation, rights
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.ledger.acting import acting_person


def entitled(policy: Policy) -> frozenset[PersonId]:
    """Who may sign an archive: registrars, administrators, principal and vice-principals."""
    held = rights(media_path(1), Situation(policy, lambda _: Staffing(Assignments())))
    return held.authors | held.mergers


def office_hand(policy: Policy) -> KeyHolder | None:
    """The person at this desk, ready to sign; ``None`` where nobody is named and no key is at hand.

    Raises:
        RefusedError: somebody without that right.
        KeyTroubleError: the key of the person named is not at hand.
    """
    try:
        me = acting_person(policy)
    except KeyTroubleError:
        if os.environ.get("HOCBA_PERSON"):
            raise
        return None
    if me.person not in entitled(policy):
        who = ", ".join(sorted(entitled(policy)))
        raise RefusedError(f"{me.person} không được lập bản lưu trữ.", f"Người được lập: {who}.")
    return me


__all__ = ["entitled", "office_hand"]
