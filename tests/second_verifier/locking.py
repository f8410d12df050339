"""Locks and unlocks: what a record must say, and which files may not change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.second_verifier.people import People, place
from tests.second_verifier.places import Place
from tests.second_verifier.signing import covering, fresh, unsigned
from tests.second_verifier.store import InvalidError, Repository
from tests.second_verifier.text import ordered, paper, parsed

if TYPE_CHECKING:
    from tests.second_verifier.verifier import Entry, State, Verifier

SUMMER = {"danh_gia_lai", "ren_luyen_he", "hoan_thanh", "phan_cong"}
LOCK_KEYS = (
    "nam_hoc so viec ban he lap_so muc_so luat so_quyet_dinh ngay nguoi ly_do pham_vi nguoi_sua nguoi_ki "
    "danh_muc_sha256 goc_merkle so_hoc_sinh lop"
).split()


@dataclass(frozen=True)
class Lock:
    """How a year's lock stands; ``scope`` while an unlock is open."""

    acts: int
    version: int
    closed: bool
    scope: frozenset[str] | None = None
    editors: Mapping[str, str] = field(default_factory=dict)
    signers: Mapping[str, str] = field(default_factory=dict)
    pupils: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of an unlock: whose rows alone may change, by class."""


def is_frozen(locks: Mapping[str, Lock], where: Place) -> bool:
    """Whether a file may not change now."""
    lock = locks.get(where.year or "")
    if lock is None or where.kind == "nam_cu":
        return False
    if lock.scope is not None:
        return where.path not in lock.scope
    return lock.closed or where.kind not in SUMMER


def is_beyond(locks: Mapping[str, Lock], where: Place, texts: tuple[bytes | None, bytes | None]) -> bool:
    """Whether a change of an open file touches more than the rows of those whom the unlock names."""
    lock = locks.get(where.year or "")
    named = lock.pupils.get(where.class_id or "") if lock is not None else None
    if named is None or where.pupil is not None:
        return named is not None and where.pupil not in named
    rest = []
    for text in texts:
        if text is None:
            continue
        held = parsed(text)
        tables = [key for key, value in held.items() if isinstance(value, dict)]
        if len(tables) != 1:
            return True
        kept = {pupil: row for pupil, row in held[tables[0]].items() if pupil not in named}
        rest.append({**held, tables[0]: kept})
    if len(rest) == 1:
        return any(value for value in rest[0].values() if isinstance(value, dict))
    return rest[0] != rest[1]


def check_lock(verifier: Verifier, state: State, entry: Entry, people: People) -> set[str]:
    brought = {path: where for path in entry.whole if (where := place(path)) is not None}
    heads = [path for path, where in brought.items() if where.kind == "khoa"]
    folders = {path.rpartition("/")[0] for path, where in brought.items() if where.kind != "dong_y"}
    if len(heads) != 1 or len(folders) != 1:
        raise InvalidError("not exactly one act")
    path = heads[0]
    where, raw = brought[path], verifier.repository.at(entry.tip.tree, path) or b""
    said = paper(raw, ordered(*LOCK_KEYS))
    before = state.locks.get(where.year or "")
    number = (before.acts if before else 0) + 1
    expected = {
        "nam_hoc": where.year,
        "so": number,
        "lap_so": state.founding,
        "muc_so": state.entries.index(entry.base.oid),
    }
    if any(said.get(key) != value for key, value in expected.items()) or where.number != f"{number:04d}":
        raise InvalidError("an act of another year, school or moment")
    classes = {one.class_id for one in brought.values() if one.kind == "khoa_lop"}
    if said["nguoi"] not in people.holding("hieu_truong") or classes != set(said.get("lop", {})):
        raise InvalidError("not the principal, or not these classes")
    armor = verifier.repository.at(entry.tip.tree, f"{path}.asc")
    key = verifier.signed_by(people, said["nguoi"], raw, armor or b"")
    if said["viec"] == "khoa":
        state.locks[where.year or ""] = _closing(verifier, state, entry, people, (said, path, before))
    elif said["viec"] == "mo":
        state.locks[where.year or ""] = _opening(verifier.repository, entry, (said, path, before))
    else:
        raise InvalidError("neither lock nor unlock")
    return {key}


def _closing(
    verifier: Verifier, state: State, entry: Entry, people: People, what: tuple[Any, str, Lock | None]
) -> Lock:
    said, path, before = what
    year, closing, repository = said["nam_hoc"], bool(said["he"]), verifier.repository
    again = before is not None and before.scope is None and not (closing and not before.closed)
    version = (before.version if before else 0) + 1
    if again or said["ban"] != version or not said["so_quyet_dinh"] or entry.base.oid != entry.before.oid:
        raise InvalidError("locked already, or not the next version, or not on the newest entry")
    held = {p: (where, oid) for p, (_, oid) in repository.files(entry.before.tree).items() if (where := place(p))}
    frozen = {
        p: oid
        for p, (where, oid) in held.items()
        if where.year == year and p.startswith(f"records/{year}/") and (closing or where.kind not in SUMMER)
    }
    for where, _ in held.values():
        if where.kind == "lop" and where.year == year and where.class_id is not None:
            roles = [covering(state, year, role, where.class_id) for role in ("chu-nhiem", "lanh-dao")]
            if unsigned(state, people, year, where.class_id) or not all(roles):
                raise InvalidError("sign-offs are missing")
    named = {name for one in state.statements if one.year == year and fresh(state, one) for name in one.files}
    if any(where.class_id is not None and p not in named for p, (where, _) in held.items() if p in frozen):
        raise InvalidError("a file that nobody signed")
    listing = "".join(f"{repository.sha256_file(frozen[p])}  {p}\n" for p in sorted(frozen))
    if said["danh_muc_sha256"] != hashlib.sha256(listing.encode()).hexdigest():
        raise InvalidError("the frozen part's digest")
    leaves = _leaves(repository, entry, said, path.rpartition("/")[0])
    if (said["goc_merkle"], said["so_hoc_sinh"]) != (_root(leaves).hex(), len(leaves)):
        raise InvalidError("the Merkle root")
    return Lock(said["so"], version, closing)


def _leaves(repository: Repository, entry: Entry, said: Any, folder: str) -> list[bytes]:
    """The leaves of all classes; one that nobody changed is, salt and all, what it was in the lock before."""
    order, leaves = ordered("nam_hoc", "lop", "ban", "hoc_sinh"), []
    year, files = f"signatures/khoa-so/{said['nam_hoc']}/", repository.files(entry.before.tree)
    for class_id in sorted(said["lop"]):
        raw = repository.at(entry.tip.tree, f"{folder}/{class_id}.yaml") or b""
        rows = paper(raw, order)["hoc_sinh"]
        if hashlib.sha256(raw).hexdigest() != said["lop"][class_id]:
            raise InvalidError("a class's frozen results")
        before = sorted(p for p in files if p.startswith(year) and p.endswith(f"/{class_id}.yaml"))
        texts = [repository.at(entry.before.tree, one) or b"" for one in before]
        locks = [text for text in texts if b"\nban: " in text]  # Those of unlocks name pupils.
        known = paper(locks[-1], order)["hoc_sinh"] if locks else {}
        if any(known[one]["la"] == row["la"] and known[one] != row for one, row in rows.items() if one in known):
            raise InvalidError("another salt for a leaf that nobody changed")
        leaves += [_leaf(rows[pupil]) for pupil in sorted(rows)]
    return leaves


def _leaf(row: Mapping[str, Any]) -> bytes:
    salt = bytes.fromhex(row["muoi"])
    if len(salt) != 16:
        raise InvalidError("a salt")
    text = json.dumps(row["la"], ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_number)
    return hashlib.sha256(b"\0" + salt + text.encode()).digest()


def _number(value: object) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return f"{value.normalize():f}"


def _root(leaves: Sequence[bytes]) -> bytes:
    """RFC 9162: a level at a time, an odd one carried up."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def _opening(repository: Repository, entry: Entry, what: tuple[Any, str, Lock | None]) -> Lock:
    said, head, before = what
    scope = said.get("pham_vi")
    if before is None or before.scope is not None or not scope or not said.get("ly_do") or not said["so_quyet_dinh"]:
        raise InvalidError("not locked, or no scope, reason or decision")
    for path in scope:
        where = place(path)
        if where is None or where.year != said["nam_hoc"] or not path.startswith(f"records/{said['nam_hoc']}/"):
            raise InvalidError("a scope of another year")
    stand_ins, pupils = (said.get("nguoi_sua", {}), said.get("nguoi_ki", {})), {}
    for class_id, digest in said.get("lop", {}).items():
        raw = repository.at(entry.tip.tree, f"{head.rpartition('/')[0]}/{class_id}.yaml") or b""
        named = paper(raw, ordered("nam_hoc", "lop", "hoc_sinh"))
        ours = (named["nam_hoc"], named["lop"]) == (said["nam_hoc"], class_id)
        held = named["hoc_sinh"]
        if not ours or not held or sorted(set(held)) != held or hashlib.sha256(raw).hexdigest() != digest:
            raise InvalidError("not the pupils that the unlock names")
        if not any(path.startswith(f"records/{said['nam_hoc']}/{class_id}/") for path in scope):
            raise InvalidError("pupils of a class that stays closed")
        pupils[class_id] = frozenset(held)
    return Lock(said["so"], before.version, before.closed, frozenset(scope), *stand_ins, pupils)
