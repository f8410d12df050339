"""A verified tip, remembered: the judge's state as JSON, so that the next check looks only at what is new."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from hocba_build.domain.values import PersonId, YearId
from hocba_build.trust.founding import Sheet
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.policy import RULES
from hocba_build.trust.state import LedgerState, Lock, SignOff, Witness

FORMAT: Final = 6
_OID: Final = 40
"""Hex digits of an object id."""
_LINE: Final = 65
"""Bytes of the digest and its line's end."""


def pack(state: LedgerState, sheet: Sheet | None) -> bytes:
    """The state as it is kept, and the sheet that it was held against."""
    order = sorted(state.entries, key=state.entries.__getitem__)
    said = {
        "format": FORMAT,
        "rules": RULES,
        "sheet": sheet and sheet.seal,
        "founding": state.founding,
        "tip": state.tip,
        "index": state.index,
        "commits": state.commits,
        "entries": "".join(order),
        "changed": state.changed,
        "sign_offs": [_sign_off(one) for one in state.sign_offs],
        "signed": sorted(state.signed),
        "locks": {year: _lock(lock) for year, lock in state.locks.items()},
        "signed_with": state.signed_with,
        "affirmed": sorted(state.affirmed),
        "annulled": state.annulled,
        "digests": state.digests,
        "witnesses": [[one.entry, one.over, one.seconds, one.authority, one.serial] for one in state.witnesses],
        "seen": state.seen,
        "unseen": state.unseen,
        "remarks": state.remarks,
    }
    body = json.dumps(said, separators=(",", ":")).encode()
    return _digest(body) + body


def _digest(body: bytes) -> bytes:
    """The line above it: what a disk or a hand has changed in a file is not believed."""
    return hashlib.sha256(body).hexdigest().encode() + b"\n"


def _sign_off(one: SignOff) -> list[Any]:
    return [one.path, one.at, one.person, one.instead_of, one.role, one.year, list(one.scopes), dict(one.files)]


def _lock(lock: Lock) -> list[Any]:
    scope = None if lock.scope is None else sorted(lock.scope)
    people = [dict(lock.editors), dict(lock.signers)]
    reach = {class_id: sorted(pupils) for class_id, pupils in lock.reach.items()}
    return [lock.acts, lock.version, lock.digest, lock.summer_closed, scope, *people, reach]


def unpack(raw: bytes, sheet: Sheet | None) -> LedgerState | None:
    """The state that was kept for this sheet; ``None`` for what is damaged, older, or was held against another."""
    digest, body = raw[:_LINE], raw[_LINE:]
    if digest != _digest(body):
        return None
    try:
        said: Any = json.loads(body)
        if (said["format"], said["rules"]) != (FORMAT, RULES) or (sheet and sheet.seal != said["sheet"]):
            return None
        return LedgerState(
            founding=Oid(said["founding"]),
            tip=Oid(said["tip"]),
            index=said["index"],
            commits=said["commits"],
            entries=_read_entries(said["entries"]),
            changed=said["changed"],
            sign_offs=[_read_sign_off(*one) for one in said["sign_offs"]],
            signed=set(said["signed"]),
            locks={YearId(year): _read_lock(*lock) for year, lock in said["locks"].items()},
            signed_with=said["signed_with"],
            affirmed=set(said["affirmed"]),
            annulled=[Oid(oid) for oid in said["annulled"]],
            digests=said["digests"],
            witnesses=[Witness(*one) for one in said["witnesses"]],
            seen=said["seen"],
            unseen=said["unseen"],
            remarks=[(code, message, Oid(commit)) for code, message, commit in said["remarks"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _read_entries(joined: str) -> dict[Oid, int]:
    """Every entry's id, in order, one after the other."""
    return {Oid(joined[at : at + _OID]): at // _OID for at in range(0, len(joined), _OID)}


def _read_sign_off(*held: Any) -> SignOff:  # noqa: ANN401 - what JSON gives
    path, at, person, other, role, year, scopes, files = held
    instead = PersonId(other) if other else None
    return SignOff(path, at, PersonId(person), instead, role, YearId(year), tuple(scopes), files)


def _read_lock(*held: Any) -> Lock:  # noqa: ANN401 - what JSON gives
    acts, version, digest, closed, scope, editors, signers, reach = held
    opened = None if scope is None else frozenset(scope)
    reached = {class_id: frozenset(pupils) for class_id, pupils in reach.items()}
    return Lock(acts, version, digest, closed, opened, editors, signers, reached)
