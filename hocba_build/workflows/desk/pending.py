"""How a person's proposals stand: what still waits (a sheet shows the ledger, so it must say so), what was taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.values import PersonId
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.proposals import Proposal, waiting

LOOKED: Final = 100
"""Entries, from the newest back, among which somebody's last ones are looked for."""
SHOWN: Final = 5


def pending_on(ledger: Ledger, author: PersonId, paths: Collection[str]) -> tuple[Proposal, ...]:
    """The author's own proposals that wait and touch one of these files."""
    return tuple(one for one in waiting(ledger) if one.author == author and not set(one.paths).isdisjoint(paths))


def in_the_way(ledger: Ledger, paths: Collection[str]) -> tuple[Proposal, ...]:
    """Everybody's proposals that wait and touch one of these files: only one of two can be merged as it is."""
    return tuple(one for one in waiting(ledger) if not set(one.paths).isdisjoint(paths))


@dataclass(frozen=True, slots=True)
class Taken:
    """A proposal of somebody's that is in the ledger."""

    reason: str
    by: str
    at: int
    """Seconds since 1970, as the merger's clock had it."""


def taken_of(ledger: Ledger, author: PersonId) -> list[Taken]:
    """The author's proposals that were taken last, the newest first."""
    found: list[Taken] = []
    for one in _newest(ledger, author):
        found.append(one)
        if len(found) == SHOWN:
            break
    return found


def _newest(ledger: Ledger, author: PersonId) -> Iterator[Taken]:
    writer, tip = ledger.desk.writer, ledger.state.tip
    for _ in range(LOOKED):
        entry = writer.trees.commit(tip)
        if not entry.parents:
            return
        if len(entry.parents) > 1:
            first = writer.branch_commits(entry.parents[0], entry.parents[1])[:1]
            if first and first[0].author.name == author:
                yield Taken(first[0].trailer("Hocba-Reason") or "", entry.author.name, entry.committer.seconds)
        tip = entry.parents[0]
