"""Changes of the root, new keys, a school that can still act; witnesses."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from tests.second_verifier.people import STAFF, People, place
from tests.second_verifier.stamps import check_chain, check_stamp
from tests.second_verifier.store import InvalidError
from tests.second_verifier.text import ordered, paper, parsed

if TYPE_CHECKING:
    from tests.second_verifier.verifier import Entry, State, Verifier

PERSONS = {"items": ordered("ma", "van_tay")[0][1]}


def check_staffing(verifier: Verifier, state: State, entry: Entry, people: People) -> None:
    """New keys are bound, and a principal, an administrator and the root's threshold can still sign."""
    kinds = {where.kind for path, (_, new) in entry.whole.items() if new and (where := place(path))}
    if not kinds & {"can_bo", "chung_thu"}:
        return
    after = verifier.people(entry.merge.tree)
    for new, armored in after.certificates.items():
        person = after.holders[new]
        if new in people.certificates and people.holders[new] == person:
            continue
        text = f"hocba-key/v1\nlap-so: {state.founding}\nnguoi: {person}\nvan-tay: {new}\n".encode()
        older = {
            armor
            for key, armor in after.certificates.items()
            if key in people.certificates and people.holders[key] == person == after.holders[key]
        }
        for suffix, own in ((".xac-nhan.asc", {armored}), (".cu.asc", older)):
            armor = verifier.repository.at(entry.merge.tree, f"signatures/keys/{person}/{new}{suffix}") or b""
            if own:
                verifier.gpg.check(text, armor, frozenset(own))
    _check_able(people, after)


def _check_able(before: People, after: People) -> None:
    for role in ("hieu_truong", "quan_tri"):
        able = [
            any(people.holders[key] in people.holding(role) for key in people.certificates)
            for people in (before, after)
        ]
        if able == [True, False]:
            raise InvalidError(f"nobody left who is {role} and can sign")
    threshold, root = after.root
    if sum(after.holders.get(key) == person and key in after.certificates for person, key in root.items()) < threshold:
        raise InvalidError("the root lacks keys")


def check_root(verifier: Verifier, state: State, entry: Entry, people: People) -> set[str]:
    """A new sheet with its company, or chains of authorities; the keys that signed the sheet."""
    brought = {path: new for path, (_, new) in entry.whole.items() if new and (w := place(path)) and w.kind != "dong_y"}
    kinds = {path: where.kind for path in brought if (where := place(path))}
    sheets = [path for path, kind in kinds.items() if kind == "goc"]
    if not sheets:
        if set(kinds.values()) != {"tsa"}:
            raise InvalidError("the root's company without a sheet")
        for oid in brought.values():
            check_chain(verifier.repository.blob(oid))
        persons = {commit.author.partition(" ")[0] for commit in (*entry.branch, entry.merge)}
        persons |= set(verifier._approvers(state, entry, people))
        if len(persons & set(people.root[1])) < people.root[0]:
            raise InvalidError("fewer root persons than the threshold")
        return set()
    if len(sheets) > 1 or "tsa" in kinds.values():
        raise InvalidError("more than one sheet")
    after = verifier.people(entry.merge.tree)
    text = verifier.repository.blob(brought[sheets[0]])
    said = _sheet(verifier, entry, sheets[0], text)
    new = {row["ma"]: row["van_tay"] for row in said["nguoi"]}
    _company(verifier, entry, kinds, {*people.root[1], *new})
    if any(after.holders.get(key) != person or key not in after.certificates for person, key in new.items()):
        raise InvalidError("a root person without that key")
    signed = _signed(verifier, entry, (people, after), (sheets[0], text, new))
    for threshold, root in (people.root, (said["nguong"], new)):
        if sum(signed.get(key) == person for person, key in root.items()) < threshold:
            raise InvalidError("a threshold is not reached")
    check_staffing(verifier, state, entry, people)
    _check_able(people, after)
    return set(signed)


def _sheet(verifier: Verifier, entry: Entry, path: str, text: bytes) -> Any:
    said = paper(text, ordered("so", "nguong", "nguoi", "truoc", nguoi=PERSONS))
    files = verifier.repository.files(entry.before.tree)
    last = max(name for name in files if (where := place(name)) and where.kind == "goc")
    number = int(last[-9:-5]) + 1
    older = hashlib.sha256(verifier.repository.at(entry.before.tree, last) or b"").hexdigest()
    if (said["so"], said["truoc"], path[-9:-5]) != (number, older, f"{number:04d}"):
        raise InvalidError("not the next sheet")
    persons, keys = {row["ma"] for row in said["nguoi"]}, {row["van_tay"] for row in said["nguoi"]}
    if not 2 <= said["nguong"] <= len(persons) or len(persons) != len(keys) or len(keys) != len(said["nguoi"]):
        raise InvalidError("no sensible root")
    return said


def _company(verifier: Verifier, entry: Entry, kinds: dict[str, str], named: set[str]) -> None:
    for path, kind in kinds.items():
        if kind == "can_bo":
            old, new = ({"": parsed(verifier.repository.at(c.tree, STAFF) or b"")} for c in (entry.before, entry.merge))
            rows = [{row["ma"]: row for row in said[""]["can_bo"]} for said in (old, new)]
            odd = {person for person in {*rows[0], *rows[1]} if rows[0].get(person) != rows[1].get(person)}
            if odd - named or old[""]["luat"] != new[""]["luat"]:
                raise InvalidError("somebody else's row")
        elif kind != "goc" and (where := place(path)) is not None and where.person not in named:
            raise InvalidError("somebody else's file")


def _signed(
    verifier: Verifier, entry: Entry, around: tuple[People, People], sheet: tuple[str, bytes, dict[str, str]]
) -> dict[str, str]:
    path, text, new = sheet
    found: dict[str, str] = {}
    for person in {*around[0].root[1], *new}:
        armor = verifier.repository.at(entry.merge.tree, path.removesuffix(".yaml") + f".{person}.asc")
        if armor is None:
            continue
        keys = ((around[0], around[0].root[1].get(person)), (around[1], new.get(person)))
        own = frozenset(p.certificates[k] for p, k in keys if k in p.certificates and p.holders[k] == person)
        found[verifier.gpg.check(text, armor, own).fingerprint if own else _refuse("no certificate")] = person
    return found


def check_witness(verifier: Verifier, state: State, entry: Entry) -> None:
    """The token is over the entry on which the branch stands, by an authority of the first parent, and new."""
    repository = verifier.repository
    folder = "signatures/moc-thoi-gian/"
    number = 1 + sum(p.startswith(folder) and p.endswith(".yaml") for p in repository.files(entry.before.tree))
    paths = [f"{folder}{number:04d}{suffix}" for suffix in (".yaml", ".tsr")]
    if {path for path, (_, new) in entry.whole.items() if new} != set(paths):
        raise InvalidError("a paper and its token")
    raw, token = (repository.at(entry.tip.tree, path) or b"" for path in paths)
    said = paper(raw, ordered("so", "commit", "noi"))
    if list(said) != ["so", "commit", "noi"] or list(said.values())[:2] != [number, entry.base.oid]:
        raise InvalidError("over another entry")
    chain = repository.at(entry.before.tree, f"signatures/goc/tsa.{said['noi']}.pem")
    if chain is None:
        raise InvalidError("an authority that nobody accepted")
    seconds, serial = check_stamp(token, repository.body(entry.base.oid, "commit", 64 * 1024), chain)
    if (said["noi"], serial) in {one[:2] for one in state.stamps}:
        raise InvalidError("the same token again")
    state.stamps.append((said["noi"], serial, state.index + 1, seconds))


def _refuse(reason: str) -> str:
    raise InvalidError(reason)
