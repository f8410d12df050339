"""Sign-offs: what they must say, in which order, and when they are stale."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.second_verifier.people import People, place
from tests.second_verifier.places import Place
from tests.second_verifier.store import InvalidError

if TYPE_CHECKING:
    from tests.second_verifier.verifier import Entry, State, Verifier

ROOM = (
    "ren_luyen",
    "chuyen_can",
    "nhan_xet",
    "khen_thuong",
    "ren_luyen_he",
    "hoan_thanh",
    "lop",
    "quyet_dinh",
    "chuyen_den",
)
BY_SUBJECT = ("diem", "nhan_xet_mon", "nghe_thuat", "danh_gia_lai")
BELOW = {"chu-nhiem": "bo-mon", "lanh-dao": "chu-nhiem"}
WORDS = {
    "bo-mon": "Tôi xác nhận các điểm số, mức đánh giá và nhận xét dưới đây là đúng và đủ.",
    "chu-nhiem": "Tôi xác nhận kết quả rèn luyện, chuyên cần, nhận xét và hồ sơ của lớp dưới đây là đúng và đủ.",
    "lanh-dao": "Tôi đã kiểm tra việc kí xác nhận của các lớp dưới đây.",
}


@dataclass(frozen=True)
class Statement:
    """A merged sign-off."""

    path: str
    at: int
    person: str
    instead: str | None
    role: str
    year: str
    scopes: tuple[str, ...]
    files: Mapping[str, str]


def fresh(state: State, one: Statement) -> bool:
    """Whether nothing that a sign-off names, nor anything below it, has changed since it looked."""
    later = {path for path, entry in state.changed.items() if entry > one.at}
    if any(path in one.files or _answers_for(one, path) for path in later):
        return False
    below = [other for other in state.statements if other.path in one.files]
    return all(fresh(state, other) for other in below)


def _answers_for(one: Statement, path: str) -> bool:
    """Whether a file lies in a scope of a statement, named or not."""
    where = place(path) if path.startswith(f"records/{one.year}/") else None
    if where is None:
        return False
    if one.role == "bo-mon":
        return where.kind in BY_SUBJECT and f"{where.class_id}/{where.subject}" in one.scopes
    return one.role == "chu-nhiem" and where.kind in ROOM and where.class_id in one.scopes


def covering(state: State, year: str, role: str, class_id: str) -> list[Statement]:
    return [
        one
        for one in state.statements
        if (one.year, one.role) == (year, role)
        and class_id in {scope.split("/")[0] for scope in one.scopes}
        and fresh(state, one)
    ]


def unsigned(state: State, people: People, year: str, class_id: str) -> bool:
    """Whether a teacher of some subject of the class has not signed for it."""
    for subject, named in people.taught(year, class_id).items():
        signed = {
            name
            for one in covering(state, year, "bo-mon", class_id)
            if f"{class_id}/{subject}" in one.scopes
            for name in (one.person, one.instead)
        }
        if named - signed:
            return True
    return False


def check_sign_offs(verifier: Verifier, state: State, entry: Entry, people: People) -> set[str]:
    keys: set[str] = set()
    before = len(state.statements)
    try:
        for changes in entry.changes:
            for path, (_, new) in changes.items():
                where = place(path)
                if where is not None and where.kind == "ki" and new is not None:
                    one, key = _statement(verifier, state, entry, people, (where, verifier.repository.blob(new)))
                    state.statements.append(one)
                    keys.add(key)
    except InvalidError:
        del state.statements[before:]
        raise
    for one in state.statements[before:]:
        state.signed |= set(one.files)
    return keys


def _statement(
    verifier: Verifier, state: State, entry: Entry, people: People, what: tuple[Place, bytes]
) -> tuple[Statement, str]:
    where, raw = what
    said, scopes, files = _read_statement(raw)
    index = state.entries.index(entry.base.oid)
    expected = {"lap-so": state.founding, "tep": where.path, "muc-so": str(index), "nguoi": where.person}
    role, year = said.get("vai-tro", ""), where.year or ""
    if any(said.get(key) != value for key, value in expected.items()) or said.get("loi") != WORDS.get(role):
        raise InvalidError("a sign-off of another place")
    armor = verifier.repository.at(entry.tip.tree, f"{where.path}.asc")
    key = verifier.signed_by(people, said["nguoi"], raw, armor or b"")
    for scope in scopes:
        class_id, _, subject = scope.partition("/")
        entitled = _entitled(state, people, (role, year, said.get("thay")), (class_id, subject))
        missing = role == "chu-nhiem" and unsigned(state, people, year, class_id)
        early = role == "lanh-dao" and not covering(state, year, "chu-nhiem", class_id)
        if said["nguoi"] not in entitled or bool(subject) != (role == "bo-mon") or missing or early:
            raise InvalidError("not this person's scope, or not yet")
    wanted = _named(verifier, state, entry, (year, role, scopes))
    if not files or files != wanted:
        raise InvalidError("not the files of the scopes")
    return Statement(where.path, index, said["nguoi"], said.get("thay"), role, year, scopes, files), key


def _entitled(
    state: State, people: People, what: tuple[str, str, str | None], where: tuple[str, str]
) -> frozenset[str]:
    """Whose statement this can be: of who is named, or where it says so of who stands in for such a one."""
    (role, year, absent), (class_id, subject) = what, where
    if role == "lanh-dao":
        return people.holding("hieu_truong", "pho_hieu_truong") if absent is None else frozenset()
    if role == "bo-mon":
        named = people.taught(year, class_id).get(subject, frozenset())
    else:
        named = people.homeroom_named(year, class_id)
    if absent is None:
        return named
    lock = state.locks.get(year)
    left = lock.signers.get(absent) if lock is not None and lock.scope is not None else None
    instead = people.deputies(year, frozenset({absent}), class_id, subject or None) | ({left} if left else set())
    return instead if absent in named else frozenset()


def _read_statement(raw: bytes) -> tuple[dict[str, str], tuple[str, ...], dict[str, str]]:
    """Head, scopes and files; the text must be the one that these give."""
    try:
        head, _, tail = raw.decode().partition("\n\n")
    except UnicodeDecodeError:
        raise InvalidError("no text") from None
    first, *lines = head.split("\n")
    pairs = [(key, value) for key, _, value in (line.partition(": ") for line in lines)]
    scopes = tuple(value for key, value in pairs if key == "pham-vi")
    said = {key: value for key, value in pairs if key != "pham-vi"}
    rows = [line.split("  ", 1) for line in tail.splitlines()]
    keys = ["lap-so", "tep", "muc-so", "nguoi", *(["thay"] if "thay" in said else []), "vai-tro"]
    wanted = [*keys, *("pham-vi" for _ in scopes), "loi"]
    sound = first == "hocba-signoff/v1" and [key for key, _ in pairs] == wanted and list(scopes) == sorted(scopes)
    if not sound or any(len(row) != 2 or not re.fullmatch("[0-9a-f]{64}", row[0]) for row in rows):
        raise InvalidError("no sign-off")
    files = {path: digest for digest, path in rows}
    whole = head + "\n\n" + "".join(f"{files[path]}  {path}\n" for path in sorted(files))
    if whole.encode() != raw or not scopes:
        raise InvalidError("a sign-off in another text")
    return said, scopes, files


def _named(verifier: Verifier, state: State, entry: Entry, what: tuple[str, str, Sequence[str]]) -> dict[str, str]:
    """The files that a statement must name, with what they held at the branch's base."""
    year, role, scopes = what
    repository, tree = verifier.repository, entry.base.tree
    found: dict[str, str] = {}
    for path, (_, oid) in repository.files(tree).items():
        where = place(path) if path.startswith(f"records/{year}/") else None
        if where is None:
            continue
        mine = role == "bo-mon" and where.kind in BY_SUBJECT and f"{where.class_id}/{where.subject}" in scopes
        room = role == "chu-nhiem" and (where.kind == "nam_hoc" or (where.kind in ROOM and where.class_id in scopes))
        if mine or room:
            found[path] = repository.sha256_file(oid)
    for scope in scopes if role in BELOW else ():
        for one in covering(state, year, BELOW[role], scope.split("/")[0]):
            raw = repository.at(tree, one.path) or repository.at(entry.tip.tree, one.path)
            found[one.path] = hashlib.sha256(raw or b"").hexdigest()
    return found
