"""What a person has sent and nobody has taken into the ledger yet: a sheet shows the ledger, so it must say so."""

from __future__ import annotations

from collections.abc import Collection

from hocba_build.domain.values import PersonId
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.proposals import Proposal, waiting


def pending_on(ledger: Ledger, author: PersonId, paths: Collection[str]) -> tuple[Proposal, ...]:
    """The author's own proposals that wait and touch one of these files."""
    return tuple(one for one in waiting(ledger) if one.author == author and not set(one.paths).isdisjoint(paths))
