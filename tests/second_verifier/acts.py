"""What other kinds of work demand: affirmations, repairs, the staff file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.second_verifier.locking import check_lock
from tests.second_verifier.office import check_office
from tests.second_verifier.people import People, place
from tests.second_verifier.root import check_root, check_staffing, check_witness
from tests.second_verifier.signing import check_sign_offs
from tests.second_verifier.store import InvalidError
from tests.second_verifier.text import ordered, paper

if TYPE_CHECKING:
    from tests.second_verifier.verifier import Entry, State, Verifier

TRUST = ["dang_dung", "nghi", "lo"]


def zoned(path: str) -> bool:
    """Whether a path lies in one of the two folders of records."""
    return path.partition("/")[0] in ("records", "signatures")


def check(verifier: Verifier, state: State, entry: Entry, people: People, work: str) -> set[str]:
    """What the kind demands, written into the state; the keys of the signatures that the entry stands on."""
    if work == "SIGN":
        return check_sign_offs(verifier, state, entry, people)
    if work == "LOCK":
        return check_lock(verifier, state, entry, people)
    if work == "ROOT":
        return check_root(verifier, state, entry, people)
    if work == "OFFICE":
        return check_office(verifier, state, entry, people)
    if work == "AFFIRM":
        _affirm(verifier, state, entry, people)
    if work == "PEOPLE":
        check_staffing(verifier, state, entry, people)
    if work == "WITNESS":
        check_witness(verifier, state, entry)
    return set()


def doubts(people: People, used: Mapping[str, Iterable[int]], affirmed: set[int]) -> dict[int, str]:
    """Entries signed with lost keys since the entry that is said, not yet affirmed, and whose key it was."""
    return {
        entry: row["ma"]
        for row in people.document["can_bo"]
        for key in row.get("khoa", ())
        if key["trang_thai"] == "lo"
        for entry in used.get(key["van_tay"], ())
        if entry >= key["khong_tin_tu"] and entry not in affirmed
    }


def _affirm(verifier: Verifier, state: State, entry: Entry, people: People) -> None:
    in_doubt = doubts(people, state.used, state.affirmed)
    folder = "signatures/xac-nhan-lai/"
    number = 1 + sum(1 for path in verifier.repository.files(entry.before.tree) if path.startswith(folder))
    row_order = {"items": ordered("muc_so", "ket_luan", "boi")[0][1]}
    found: set[int] = set()
    for commit, changes in zip(entry.branch, entry.changes, strict=True):
        for path, (_, new) in changes.items():
            where = place(path)
            if where is None or where.kind != "xac_nhan_lai" or new is None:
                continue
            said = paper(verifier.repository.blob(new), ordered("so", "muc", muc=row_order))
            if said["so"] != number or where.number != f"{number:04d}" or not said["muc"]:
                raise InvalidError("not the next affirmation")
            persons = {commit.author.partition(" ")[0], entry.merge.author.partition(" ")[0]}
            for row in said["muc"]:
                _row(verifier, state, entry, people, (row, in_doubt, persons, commit.author.partition(" ")[0]))
                found.add(row["muc_so"])
    state.affirmed |= found


def _row(
    verifier: Verifier, state: State, entry: Entry, people: People, what: tuple[Any, dict[int, str], set[str], str]
) -> None:
    row, in_doubt, persons, author = what
    owner = in_doubt.get(row["muc_so"])
    if owner is None or owner in persons or row["ket_luan"] != ("da_sua" if "boi" in row else "dung"):
        raise InvalidError("nothing to affirm, or one's own")
    wrong = _paths_of(verifier, state, row["muc_so"])
    held = [verifier._rights(state, people, place(path)) for path in wrong if (w := place(path)) is None or w.work]
    if not held or any(author not in one.authors | one.mergers | one.approvers for one in held):
        raise InvalidError("not entitled to look at it again")
    if "boi" in row:
        _check_mended(verifier, state, row, (in_doubt, wrong))
    threshold, root = people.root
    others = set(root) - {owner}
    acting = others & (persons | set(verifier._approvers(state, entry, people)))
    if owner in root and len(acting) < min(threshold, len(others)):
        raise InvalidError("a root person's key takes the root")


def _check_mended(verifier: Verifier, state: State, row: Any, what: tuple[dict[int, str], set[str]]) -> None:
    in_doubt, wrong = what
    by = row["boi"]
    if not row["muc_so"] < by <= state.index or by in in_doubt:
        raise InvalidError("mended by an entry that cannot have")
    right = _paths_of(verifier, state, by)
    records = {path for path in wrong if path.startswith("records/")}
    works = [{w.work if (w := place(path)) else "PROGRAM" for path in paths} for paths in (wrong, right)]
    if not (records & right if records else works[0] == works[1]):
        raise InvalidError("mended something else")


def _paths_of(verifier: Verifier, state: State, index: int) -> set[str]:
    trees = [verifier.repository.commit(oid).tree for oid in state.entries[index - 1 : index + 1]]
    return set(verifier.repository.changes(*trees))


def check_staff(before: Any, after: Any) -> None:
    """Persons, roles and keys stay in their places and only end; the number of the rules never goes back."""
    said = [row["ma"] for row in after["can_bo"]]
    said += [key["van_tay"] for row in after["can_bo"] for key in row.get("khoa", ())]
    if len(set(said)) != len(said):
        raise InvalidError("a person or a key told twice")
    if before is None:
        return
    if after["luat"] < before["luat"]:
        raise InvalidError("rules going back")
    rows = {row["ma"]: row for row in after["can_bo"]}
    for old in before["can_bo"]:
        new = rows.get(old["ma"], {"vai_tro": [], "khoa": []})
        for key, name in (("vai_tro", "vai_tro"), ("khoa", "van_tay")):
            was, now = old.get(key, []), new.get(key, [])
            if old["ma"] not in rows or [one[name] for one in was] != [one[name] for one in now[: len(was)]]:
                raise InvalidError(f"{old['ma']} lost a role or key")
            for one, other in zip(was, now, strict=False):
                ended = "den_ngay" in one and "den_ngay" not in other
                since = one.get("khong_tin_tu")
                later = since is not None and other.get("khong_tin_tu", 10**9) > since
                trusted = key == "khoa" and TRUST.index(other["trang_thai"]) < TRUST.index(one["trang_thai"])
                if ended or later or trusted:
                    raise InvalidError(f"{old['ma']} is trusted again")


def check_repair(verifier: Verifier, state: State, bad: Sequence[str], oid: str) -> set[str]:
    """Whether a merge annuls exactly these commits; the keys that signed it."""
    repository = verifier.repository
    merge, good = repository.commit(oid), repository.commit(state.entries[-1])
    if len(merge.parents) != 2 or merge.parents[0] != bad[-1]:
        raise InvalidError("no repair")
    commit, people = repository.commit(merge.parents[1]), verifier.people(good.tree)
    number = 1 + sum(1 for path in repository.files(good.tree) if path.startswith("signatures/sua-chua/"))
    path = f"signatures/sua-chua/{number:04d}.yaml"
    raw = repository.at(commit.tree, path)
    if raw is None:
        raise InvalidError("no repair")
    said = paper(raw, ordered("so", "tot", "huy", "ly_do"))
    (author, one), (merger, other) = verifier.signer(commit, people), verifier.signer(merge, people)
    if author not in people.holding("quan_tri", "pho_hieu_truong") or author == merger:
        raise InvalidError("not who repairs")
    if merger not in people.holding("hieu_truong", "pho_hieu_truong") or commit.parents != (bad[-1],):
        raise InvalidError("not who accepts a repair")
    if (said["so"], said["tot"], said["huy"]) != (number, good.oid, list(bad)):
        raise InvalidError("not these commits")
    changed = set(repository.changes(good.tree, commit.tree))
    digest = [repository.sha256_tree(merge.tree)]
    if changed != {path} or merge.tree != commit.tree or merge.trailers.get("Tree-SHA256") != digest:
        raise InvalidError("not the last good tree")
    return {one, other}
