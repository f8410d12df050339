"""The register of keys: whose each is, since which entry, how it stands, when it was last used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hocba_build.domain.people import KeyStatus
from hocba_build.domain.values import PersonId
from hocba_build.records.layout import STAFF_PATH
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.openpgp import SignatureFault, read_certificate
from hocba_build.trust.policy import Policies
from hocba_build.trust.state import LedgerState
from hocba_build.trust.story.chronicle import Account


@dataclass(frozen=True, slots=True)
class RegisteredKey:
    """One key of one person; entries are the ledger's numbers, 0 is the founding act."""

    person: PersonId
    name: str
    fingerprint: str
    status: KeyStatus
    since: int
    last: int | None
    """The newest entry in which the key signed something; ``None`` for a key never used."""
    uses: int
    distrusted_from: int | None = None
    expires: datetime | None = None


def key_register(
    trees: Trees, policies: Policies, state: LedgerState, accounts: Iterable[Account]
) -> tuple[RegisteredKey, ...]:
    """Every key of the newest staff file, by person."""
    since = _since(policies, trees, state, accounts)
    tree = trees.commit(state.tip).tree
    founder = _founder(policies, trees, state)
    found = []
    for person, member in policies.at(tree).staff.items():
        for key in member.keys:
            used = [*([0] if key.fingerprint in founder else []), *state.signed_with.get(key.fingerprint, ())]
            found.append(
                RegisteredKey(
                    person,
                    member.full_name,
                    key.fingerprint,
                    key.status,
                    since.get(key.fingerprint, 0),
                    used[-1] if used else None,
                    len(used),
                    key.distrusted_from,
                    _expires(trees, f"signatures/keys/{person}/{key.fingerprint}.asc", state),
                )
            )
    return tuple(sorted(found, key=lambda key: (key.person, key.since)))


def _since(policies: Policies, trees: Trees, state: LedgerState, accounts: Iterable[Account]) -> dict[str, int]:
    """The entry that first named each key as in use."""
    since = dict.fromkeys(policies.at(trees.commit(state.founding).tree).holders, 0)
    for account in accounts:
        if any(change.path == STAFF_PATH for change in account.changes):
            for fingerprint in policies.at(account.tree).holders:
                since.setdefault(fingerprint, account.index)
    return since


def _founder(policies: Policies, trees: Trees, state: LedgerState) -> frozenset[str]:
    """The keys of whoever signed the founding act."""
    commit = trees.commit(state.founding)
    holders = policies.at(commit.tree).holders
    return frozenset(key for key, person in holders.items() if person == commit.author.name)


def _expires(trees: Trees, path: str, state: LedgerState) -> datetime | None:
    blob = trees.entry(trees.commit(state.tip).tree, path)
    try:
        return read_certificate(trees.content(blob)).expires if blob is not None else None
    except SignatureFault:
        return None
