"""The proposals that wait at the server, as one person sees them: whose they are, and who may accept them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import PersonId
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.kinds import place_of
from hocba_build.trust.rights import Rights, rights
from hocba_build.workflows.ledger.ask_back import is_question
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.messages import scope_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """One branch: who made it, why, what it touches, and what the reader may do with it."""

    branch: str
    tip: Oid
    author: str
    reason: str
    paths: tuple[str, ...]
    mergers: frozenset[PersonId]
    approvers: frozenset[PersonId]
    """Of whom one must approve, where there are any."""
    approved: frozenset[PersonId]
    day: int
    """When it was made last, in seconds since 1970, as its author claims."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it touches, as people say it."""
        return tuple(dict.fromkeys(scope_of(path) for path in self.paths))

    def may_accept(self, person: PersonId) -> bool:
        """Whether the person may merge it: entitled for every path, and neither author nor approver."""
        return person in self.mergers and person != self.author and person not in self.approved

    def may_approve(self, person: PersonId) -> bool:
        """Whether the person's approval is wanted."""
        return person in self.approvers and person != self.author and not self.approved & self.approvers


def waiting(ledger: Ledger) -> Iterator[Proposal]:
    """Every proposal that can be read and still differs from what stands, oldest first."""
    found = []
    for branch, tip in ledger.desk.repository.proposals().items():
        if is_question(branch):
            continue
        try:
            one = proposal_at(ledger, branch, tip)
        except (ObjectFault, RefusedError):
            continue  # What cannot be read is for verify and the hook to name; it can not be accepted anyway.
        if one is not None:
            found.append(one)
    return iter(sorted(found, key=lambda one: (one.day, one.branch)))


def proposal_at(ledger: Ledger, branch: str, tip: Oid) -> Proposal | None:
    """One branch, or ``None`` where nothing of it is new."""
    writer = ledger.desk.writer
    commits = writer.branch_commits(ledger.state.tip, tip)
    if not commits:
        return None
    base = writer.base(ledger.state.tip, tip)
    every = [change.path for change in writer.trees.diff(writer.tree_of(base), writer.tree_of(tip))]
    approvals = [path for path in every if path.startswith("signatures/dong-y/")]
    paths = tuple(path for path in every if path not in approvals)
    wanted = [_rights(ledger, path) for path in paths]
    return Proposal(
        branch=branch,
        tip=tip,
        author=commits[0].author.name,
        reason=next((reason for commit in commits if (reason := commit.trailer("Hocba-Reason"))), ""),
        paths=paths,
        mergers=frozenset.intersection(*(one.mergers for one in wanted)) if wanted else frozenset(),
        approvers=frozenset().union(*(one.approvers for one in wanted)),
        approved=frozenset(PersonId(path.rsplit("/", 1)[1].removesuffix(".asc")) for path in approvals),
        day=commits[-1].committer.seconds,
    )


def _rights(ledger: Ledger, path: str) -> Rights:
    place = place_of(path)
    return rights(path, ledger.situation(place.year if place else None))
