"""What a kind of entries may demand besides rights and form (step 12), and the pieces that all of them use."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.values import PersonId
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import SignaturePath, place_of
from hocba_build.trust.openpgp import Signed, check_detached
from hocba_build.trust.policy import Policies, Policy
from hocba_build.trust.state import LedgerState


class Special:
    """A kind without demands of its own."""

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self.keys: set[str] = set()
        """Fingerprints of the keys whose detached signatures the entry stands on."""

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Refuse what may not stand."""

    def settle(self, state: LedgerState) -> None:
        """Write what the accepted entry means into the state."""


def papers(trees: Trees, entry: Entry) -> Iterator[tuple[SignaturePath, Change]]:
    """The files below ``signatures/`` that the branch brings."""
    for change in trees.diff(entry.base.tree, entry.tip.tree):
        place = place_of(change.path)
        if isinstance(place, SignaturePath) and change.new is not None:
            yield place, change


def author_of(trees: Trees, entry: Entry, path: str) -> PersonId:
    """Whose commit brought a file; commits are judged before, so the name is the signer's."""
    before = entry.base.tree
    for commit in entry.branch:
        if any(change.path == path for change in trees.diff(before, commit.tree)):
            return PersonId(commit.author.name)
        before = commit.tree
    raise AssertionError(path)


def check_signed_by(policy: Policy, person: PersonId, text: bytes, armor: bytes) -> Signed:
    """Check a detached signature of one person.

    Raises:
        SignatureFault: it is not that person's, or not over this text.
    """
    held = [certificate for key, certificate in policy.certificates.items() if policy.holders[key] == person]
    return policy.check_kept(check_detached(text, armor, held))
