"""What a branch that nobody has merged still waits for: the principal's signature under what somebody else prepared."""

from __future__ import annotations

from typing import Final

from hocba_build.domain.people import Role
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.kinds import BY_PRINCIPAL, Act, Paper, SignaturePath, place_of
from hocba_build.trust.policy import Policies
from hocba_build.trust.rights import NOBODY, Persons
from hocba_build.trust.verdict import LedgerFinding

SHOWN_BY_BRANCH: Final = frozenset({Act.SIGN, Act.LOCK, Act.OFFICE, Act.WITNESS})
"""Kinds whose demands hang on nothing that only the merge brings."""
UNSIGNED: Final = frozenset({"HB362", "HB521", "HB523"})
"""Codes of a signature that is wrong, or not there yet."""


def awaited(trees: Trees, policies: Policies, entry: Entry, finding: LedgerFinding) -> Persons:
    """The principal, where a refusal says no more than that the own signature is not there yet; else nobody."""
    principal = policies.at(entry.before.tree).holding(Role.HIEU_TRUONG)
    path = finding.path or ""
    due = path if path.endswith(".asc") else f"{path}.asc"
    place = place_of(due)
    if finding.code not in UNSIGNED or not isinstance(place, SignaturePath):
        return NOBODY
    if trees.entry(entry.tip.tree, due) is not None:
        return NOBODY
    is_own = place.paper is Paper.PARTIAL_SIGNATURE and place.person in principal
    return principal if is_own or place.paper in BY_PRINCIPAL else NOBODY


__all__ = ["SHOWN_BY_BRANCH", "awaited"]
