"""The register of copies and its recalls. That the Merkle roots are those of the figures is not worked out again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.second_verifier.people import People, place
from tests.second_verifier.places import Place
from tests.second_verifier.store import InvalidError
from tests.second_verifier.text import read

if TYPE_CHECKING:
    from tests.second_verifier.verifier import Entry, State, Verifier


def check_batch(verifier: Verifier, state: State, entry: Entry, people: People, where: Place) -> str:
    """A batch of copies; the key that signed it."""
    raw, said = _said(verifier, state, entry, where)
    earlier = _all(verifier, entry, "cap_ban")
    ours = [one for one in earlier if one["nam_hoc"] == where.year]
    first = 1 + sum(len(one["ban"]) for one in ours)
    numbers = [row["so"] for row in said["ban"]]
    if said["so"] != 1 + len(ours) or said["tu"] != first or numbers != [*range(first, first + len(numbers))]:
        raise InvalidError("a batch or a copy out of its turn")
    for row in said["ban"]:
        before = [_name(one, old) for one in earlier for old in one["ban"] if _series(one, old) == _series(said, row)]
        if row["lan"] != 1 + len(before) or row.get("thay") != (before[-1] if before else None):
            raise InvalidError("a copy in the place of another than it says")
    if len({_series(said, row) for row in said["ban"]}) != len(numbers):
        raise InvalidError("two copies of one pupil")
    if set(said["khoa_so"]) != {year for row in said["ban"] for year in row["nam"]}:
        raise InvalidError("locks that no copy shows")
    for year, act in said["khoa_so"].items():
        lock = state.locks.get(year)
        if lock is None or lock.scope is not None or lock.acts != act:
            raise InvalidError("a year that is not locked so")
    if said["nguoi"] != entry.branch[0].author.partition(" ")[0]:
        raise InvalidError("not the author")
    return _signed(verifier, people, entry, where, (said["nguoi"], raw))


def check_list(verifier: Verifier, state: State, entry: Entry, people: People, where: Place) -> str:
    """A recall list; the key that signed it."""
    raw, said = _said(verifier, state, entry, where)
    lists, batches = _all(verifier, entry, "thu_hoi"), _all(verifier, entry, "cap_ban")
    if said["so"] != 1 + sum(one["nam_hoc"] == where.year for one in lists):
        raise InvalidError("a list out of its turn")
    rows = {
        f"{one['nam_hoc']}/{one['so']:04d}": {
            "tu": one["tu"], "so_ban": len(one["ban"]), "so_la": one["so_la"], "goc_merkle": one["goc_merkle"]
        }
        for one in batches
    }  # fmt: skip
    versions = {year: lock.version for year, lock in state.locks.items()}
    if (said["dot"], said["khoa_so"]) != (rows, versions):
        raise InvalidError("other batches or locks than the ledger's")
    known = {_name(one, row) for one in batches for row in one["ban"]}
    gone = {
        row["thay"]: {"ly_do": "thay", "boi": _name(one, row)} for one in batches for row in one["ban"] if "thay" in row
    }
    for name, why in said["ban"].items():
        if name not in known or (why != gone.get(name) if why["ly_do"] == "thay" else "boi" in why):
            raise InvalidError("a copy that no longer stands for another reason")
    if set(gone) - set(said["ban"]) or said["ket_qua"] != sorted(set(said["ket_qua"])):
        raise InvalidError("a replaced copy forgotten, or results out of order")
    for one in lists:
        kept = {name: why for name, why in one["ban"].items() if why["ly_do"] != "thay"}
        if any(said["ban"].get(name) != why for name, why in kept.items()) or set(one["ket_qua"]) - set(
            said["ket_qua"]
        ):
            raise InvalidError("what was recalled came back")
    if said["nguoi"] not in people.holding("hieu_truong"):
        raise InvalidError("not the principal")
    return _signed(verifier, people, entry, where, (said["nguoi"], raw))


def _said(verifier: Verifier, state: State, entry: Entry, where: Place) -> tuple[bytes, Any]:
    raw = verifier.repository.at(entry.tip.tree, where.path) or b""
    said = read(where, raw)
    day = date.fromisoformat(said["ngay"])
    start = day.year - (day.month < 9)
    told = (said["lap_so"], said["muc_so"], f"{said['so']:04d}", said["nam_hoc"])
    if told != (state.founding, state.entries.index(entry.base.oid), where.number, f"{start}-{start + 1}"):
        raise InvalidError("of another school, place or moment")
    copies = [row.get("thay") for row in said["ban"]] if isinstance(said["ban"], list) else list(said["ban"])
    if any(name is not None and name.endswith("/0000") for name in copies):
        raise InvalidError("a number that cannot be")
    return raw, said


def _all(verifier: Verifier, entry: Entry, kind: str) -> list[Any]:
    """Every paper of a kind in the first parent, oldest first."""
    files = verifier.repository.files(entry.before.tree)
    found = [where for path in files if (where := place(path)) is not None and where.kind == kind]
    ordered = sorted(found, key=lambda where: (where.year or "", where.number or ""))
    return [read(where, verifier.repository.at(entry.before.tree, where.path) or b"") for where in ordered]


def _name(batch: Any, row: Any) -> str:
    return f"{batch['nam_hoc']}/{row['so']:04d}"


def _series(batch: Any, row: Any) -> tuple[str, str, str, str]:
    return row["ma"], row["cap"], batch["muc_dich"], batch["noi_nhan"]


def _signed(verifier: Verifier, people: People, entry: Entry, where: Place, what: tuple[str, bytes]) -> str:
    armor = verifier.repository.at(entry.tip.tree, f"{where.path}.asc")
    return verifier.signed_by(people, what[0], what[1], armor or b"")
