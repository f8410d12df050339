"""The fold: entry by entry, each judged by the people of its first parent (steps 2 to 16 of the trust model)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.second_verifier import acts
from tests.second_verifier.locking import Lock, is_beyond, is_frozen
from tests.second_verifier.people import STAFF, People, place, rights
from tests.second_verifier.places import BY_PRINCIPAL, CONSENTS, OWN_HAND, Place
from tests.second_verifier.signatures import Gpg, read_certificate
from tests.second_verifier.signing import Statement
from tests.second_verifier.store import Commit, InvalidError, Repository, Source, UndecidedError
from tests.second_verifier.text import parsed, read

Changes = Mapping[str, tuple[str | None, str | None]]
LARGE = {"PUPILS": 5000, "YEAR": 5000, "LOCK": 5000}
GROWING = {
    "hoc_sinh": ("nhan_than", "ma_bo", "dang_bo", "su_kien"),
    "ho_so": ("ho_so",),
    "truong": ("ten", "dia_chi", "cap"),
}


@dataclass
class State:
    """What is carried from entry to entry."""

    founding: str
    entries: list[str]
    changed: dict[str, int] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    signed: set[str] = field(default_factory=set)
    locks: dict[str, Lock] = field(default_factory=dict)
    used: dict[str, set[int]] = field(default_factory=dict)
    affirmed: set[int] = field(default_factory=set)
    stamps: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Tokens: authority, number, the entry that brought it, moment."""

    def witnessed(self, index: int) -> int:
        """The latest moment that a token up to an entry tells of."""
        return max((seconds for _, _, entry, seconds in self.stamps if entry <= index), default=0)

    @property
    def index(self) -> int:
        """The newest entry's number."""
        return len(self.entries) - 1


@dataclass(frozen=True)
class Entry:
    """A merge with its branch, and what each commit changed."""

    merge: Commit
    before: Commit
    base: Commit
    branch: tuple[Commit, ...]
    changes: tuple[Changes, ...]
    whole: Changes
    """From the base to the branch's tip."""

    @property
    def tip(self) -> Commit:
        return self.branch[-1]


class Verifier:
    """Judges one history."""

    def __init__(self, source: Source, gpg: Gpg) -> None:
        self.repository = Repository(source)
        self.gpg = gpg
        self._people: dict[str, People] = {}

    def verdict(self, main: str, sheet: bytes | None) -> str:
        """``valid``, ``invalid``, ``undecided`` or ``tainted``."""
        try:
            state = self._judge(main, parsed(sheet) if sheet is not None else None)
        except InvalidError:
            return "invalid"
        except UndecidedError:
            return "undecided"
        if sheet is None:
            return "undecided"
        return "tainted" if self.doubts(state) else "valid"

    def people(self, tree: str) -> People:
        """The people of a tree."""
        return self._people.setdefault(tree, People(self.repository, tree))

    def _judge(self, main: str, sheet: Any) -> State:
        chain = [main]
        while sheet is None or chain[-1] != sheet["lap_so"]:
            before = self.repository.first_parent(chain[-1])
            if before is None:
                break
            chain.append(before)
        if sheet is not None and chain[-1] != sheet["lap_so"]:
            raise InvalidError("the founding commit is not on this history")
        if sheet is None:
            rooted = [oid for oid in chain if self._has_root(oid)]
            chain = chain[: chain.index(rooted[-1]) + 1]
        coming = chain[::-1]
        state = self._found(coming[0], sheet)
        at = 1
        while at < len(coming):
            try:
                self._accept(state, coming[at])
                at += 1
            except InvalidError:
                at += self._mend(state, coming[at:])
        return state

    def _has_root(self, oid: str) -> bool:
        return "signatures/goc/0001.yaml" in self.repository.files(self.repository.commit(oid).tree)

    def _found(self, oid: str, sheet: Any) -> State:
        commit = self.repository.commit(oid)
        people = self.people(commit.tree)
        person, _ = self.signer(commit, people)
        digest = self.repository.sha256_tree(commit.tree)
        if person not in people.holding("hieu_truong") or commit.trailers.get("Tree-SHA256") != [digest]:
            raise InvalidError("the founding act")
        if sheet is not None:
            rows = {row["ma"]: row["van_tay"] for row in sheet["nguoi"]}
            if (sheet["cay_sha256"], sheet["nguong"], rows) != (digest, *people.root):
                raise InvalidError("the founding act is not the sheet's")
        return State(oid, [oid])

    def signer(self, commit: Commit, people: People) -> tuple[str, str]:
        """Person and key of a commit's signature."""
        if commit.signature is None:
            raise InvalidError("no signature")
        made = self.gpg.check(commit.payload, commit.signature, frozenset(people.certificates.values()))
        person = people.holders.get(made.fingerprint)
        if person is None or not commit.same_committer or commit.author != people.identity(person):
            raise InvalidError("signed by another than it says")
        if abs(commit.seconds - made.seconds) > 600:
            raise InvalidError("dates")
        return person, made.fingerprint

    def signed_by(self, people: People, person: str, text: bytes, armor: bytes) -> str:
        """The key of a person's detached signature."""
        own = frozenset(armor for key, armor in people.certificates.items() if people.holders[key] == person)
        return self.gpg.check(text, armor, own).fingerprint if own else _refuse("no certificate")

    def _entry(self, state: State, oid: str) -> Entry:
        merge, before = self.repository.commit(oid), self.repository.commit(state.entries[-1])
        if len(merge.parents) != 2 or merge.parents[0] != before.oid:
            raise InvalidError("no merge of two")
        branch: list[Commit] = []
        at = merge.parents[1]
        while at not in state.entries:
            commit = self.repository.commit(at)
            branch.append(commit)
            if len(commit.parents) != 1 or len(branch) > 500:
                raise InvalidError("no linear branch on the ledger")
            at = commit.parents[0]
        if not branch or state.index - state.entries.index(at) > 1000:
            raise InvalidError("nothing new, or too old a base")
        base = self.repository.commit(at)
        branch.reverse()
        trees = [base.tree, *(commit.tree for commit in branch)]
        steps = tuple(self.repository.changes(old, new) for old, new in pairwise(trees))
        if not all(steps):
            raise InvalidError("a commit that changes nothing")
        return Entry(merge, before, base, tuple(branch), steps, self.repository.changes(base.tree, trees[-1]))

    def _accept(self, state: State, oid: str) -> None:
        entry = self._entry(state, oid)
        people = self.people(entry.before.tree)
        if people.document["luat"] != 1:
            raise UndecidedError("other rules")
        signers = [self.signer(commit, people) for commit in entry.branch]
        work = _work(entry)
        authors = self._authors(state, entry, people, signers, work)
        merger, key = self.signer(entry.merge, people)
        floor = state.witnessed(state.entries.index(entry.base.oid))
        moments = [*((used, floor) for _, used in signers), (key, state.witnessed(state.index))]
        for used, after in moments:
            ends = self.gpg.ends(people.certificates[used]) if after else 0
            if ends and ends + 600 < after:
                raise InvalidError("the key had expired before a moment that a token tells")
        approvers = self._approvers(state, entry, people)
        if work not in ("SIGN", "WITNESS") and merger in authors | set(approvers):
            raise InvalidError("reviewed by oneself")
        self._merger(state, entry, people, (merger, work), set(approvers) - authors - {merger})
        self._check_merge(entry)
        for changes in entry.changes:
            for path, (old, new) in changes.items():
                if not _changes_form(path, new, changes):
                    self._check_file(path, old, new)
        keys = {key, *(used for _, used in signers), *approvers.values()}
        keys |= acts.check(self, state, entry, people, work)
        state.entries.append(oid)
        for path in self.repository.changes(entry.before.tree, entry.merge.tree):
            state.changed[path] = state.index
        for used in keys:
            state.used.setdefault(used, set()).add(state.index)

    def _authors(
        self, state: State, entry: Entry, people: People, signers: Sequence[tuple[str, str]], work: str
    ) -> set[str]:
        """Everybody who wrote something but consents; each entitled for each path of each commit."""
        authors: list[str] = []
        for (person, _), changes in zip(signers, entry.changes, strict=True):
            for path, ids in changes.items():
                where = place(path) if acts.zoned(path) else None
                if where is not None and where.kind in OWN_HAND:
                    allowed = person == where.person
                elif where is not None and where.kind in BY_PRINCIPAL:
                    allowed = person in people.holding("hieu_truong")
                elif where is not None and where.kind == "goc_asc":
                    allowed = person in self._rights(state, people, where).authors
                else:
                    if where is not None and where.record and is_frozen(state.locks, where):
                        raise InvalidError(f"{path} is locked")
                    if where is not None and where.record and self._is_beyond(state, where, ids):
                        raise InvalidError(f"{path}: rows of others than the unlock names")
                    allowed = person in self._rights(state, people, where, work).authors
                    authors.append(person)
                if not allowed:
                    raise InvalidError(f"{person} may not write {path}")
        if len(set(authors)) > 1 and work != "SIGN":
            raise InvalidError("several authors")
        return set(authors)

    def _is_beyond(self, state: State, where: Place, ids: tuple[str | None, str | None]) -> bool:
        old, new = (None if oid is None else self.repository.blob(oid) for oid in ids)
        return is_beyond(state.locks, where, (old, new))

    @staticmethod
    def _rights(state: State, people: People, where: Place | None, work: str | None = None) -> Any:
        if work == "ROOT" and where is not None:
            where = replace(where, kind="goc", work="ROOT")
        lock = state.locks.get(where.year or "") if where is not None else None
        stand_ins = lock.editors if lock is not None and lock.scope is not None else {}
        return rights(people, where, state.signed, stand_ins)

    def _approvers(self, state: State, entry: Entry, people: People) -> dict[str, str]:
        """Who approved exactly this transition, by which key."""
        given = [
            (where, new) for path, (_, new) in entry.whole.items() if (where := place(path)) and where.kind == "dong_y"
        ]
        lines = ["hocba-transition/v1", f"lap-so: {state.founding}", f"nen: {entry.base.oid}"]
        for path, ids in sorted(entry.whole.items(), key=lambda item: item[0].encode("utf-8", "surrogateescape")):
            where = place(path)
            if given and (where is None or where.kind != "dong_y"):
                digests = ["-" if oid is None else self.repository.sha256_file(oid) for oid in ids]
                lines.append(f"{digests[0]} {digests[1]} {path}")
        text = ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")
        digest = hashlib.sha256(text).hexdigest()
        found = {}
        for where, new in given:
            if where.digest == digest and new is not None and where.person is not None:
                found[where.person] = self.signed_by(people, where.person, text, self.repository.blob(new))
        return found

    def _merger(self, state: State, entry: Entry, people: People, who: tuple[str, str], others: set[str]) -> None:
        merger, work = who
        for changes in entry.changes:
            for path, (old, new) in changes.items():
                where = place(path) if acts.zoned(path) else None
                if where is not None and where.kind in CONSENTS:
                    continue
                held = self._rights(state, people, where, work)
                corrects = where is not None and old is not None and self._corrects(where.kind, old, new)
                if merger not in (people.holding("hieu_truong") if corrects else held.mergers):
                    raise InvalidError(f"{merger} may not accept {path}")
                if held.approvers and not others & held.approvers:
                    raise InvalidError(f"{path} lacks an approval")

    def _corrects(self, kind: str, old: str, new: str | None) -> bool:
        """A kept year written again, or an entry about a pupil that cancels an earlier one."""
        if kind not in ("hoc_sinh", "ho_so") or new is None:
            return kind == "nam_cu"
        before, after = (parsed(self.repository.blob(oid)) for oid in (old, new))
        return any("huy" in row for key in GROWING[kind] for row in after.get(key, [])[len(before.get(key, [])) :])

    def _check_merge(self, entry: Entry) -> None:
        """Path by path: what one side left alone is the other side."""
        files = self.repository.files
        base, ours, theirs, made = (files(c.tree) for c in (entry.base, entry.before, entry.tip, entry.merge))
        for path in {*base, *ours, *theirs, *made}:
            was, mine, other = base.get(path), ours.get(path), theirs.get(path)
            if mine != was != other:
                raise InvalidError(f"both sides changed {path}")
            if made.get(path) != (other if mine == was else mine):
                raise InvalidError(f"the merge is not exact: {path}")
        if entry.merge.trailers.get("Tree-SHA256") != [self.repository.sha256_tree(entry.merge.tree)]:
            raise InvalidError("the merge's digest")

    def _check_file(self, path: str, old: str | None, new: str | None) -> None:
        """What one file shows, and what may never be taken back."""
        where = place(path)
        if where is None:
            return
        before, after = (None if oid is None else self.repository.blob(oid) for oid in (old, new))
        if where.record:
            document = read(where, after) if after is not None else {}
            earlier = parsed(before) if before is not None and where.kind in GROWING else {}
            for key in GROWING.get(where.kind, ()):
                held = earlier.get(key) or []
                if (document.get(key) or [])[: len(held)] != held:
                    raise InvalidError(f"{path} lost an entry of {key}")
            return
        changing = where.kind in ("can_bo", "chung_thu", "xac_nhan_khoa")
        if after is None or (before is not None and not changing):
            raise InvalidError(f"{path} is written once")
        if where.kind == "chung_thu":
            fingerprint, held_packets = read_certificate(after)
            known = read_certificate(before)[1] if before is not None else frozenset()
            if fingerprint != where.fingerprint or not known <= held_packets:
                raise InvalidError(f"{path}: another certificate, or less of it")
        if where.path == STAFF:
            acts.check_staff(read(where, before) if before is not None else None, read(where, after))

    def _mend(self, state: State, coming: Sequence[str]) -> int:
        """Annul what the first sound repair names; how many commits that takes."""
        for at in range(1, len(coming)):
            try:
                keys = acts.check_repair(self, state, coming[:at], coming[at])
            except InvalidError:
                continue
            state.entries.append(coming[at])
            for used in keys:
                state.used.setdefault(used, set()).add(state.index)
            return at + 1
        raise InvalidError("an entry that may not stand, and no repair")

    def doubts(self, state: State) -> dict[int, str]:
        """Entries signed with a lost key that nobody affirmed, and whose key it was."""
        return acts.doubts(self.people(self.repository.commit(state.entries[-1]).tree), state.used, state.affirmed)


def _changes_form(path: str, new: str | None, changes: Changes) -> bool:
    """Whether a life page goes and its other form, sealed or plain, comes with the same commit."""
    where = place(path)
    if new is not None or where is None or where.kind not in ("ho_so", "ho_so_kin"):
        return False
    other = f"{path}.asc" if where.kind == "ho_so" else path.removesuffix(".asc")
    if changes.get(other, (None, None))[1] is None:
        raise InvalidError(f"{path} vanishes")
    return True


def _work(entry: Entry) -> str:
    """The one kind of all the paths that any commit touched, within its limits."""
    paths = {path for changes in entry.changes for path in changes}
    if not paths:
        raise InvalidError("nothing changed")
    if any(acts.zoned(path) and place(path) is None for path in paths):
        raise InvalidError("a path without a place")
    kinds = {path: (where.work if (where := place(path)) else "PROGRAM") for path in paths}
    works = {work for work in kinds.values() if work is not None}
    needed = {CONSENTS.get(where.kind) for path in paths if (where := place(path)) is not None} - {None}
    if needed and needed != works:
        raise InvalidError("a signature without its work")
    company = {"goc", "goc_asc", "tsa", "can_bo", "chung_thu", "xac_nhan_khoa"}
    if works == {"ROOT", "PEOPLE"} and all((where := place(path)) and where.kind in company for path in paths):
        works = {"ROOT"}
    if len(works) != 1:
        raise InvalidError("several kinds of work")
    work = works.pop()
    if len(entry.branch) > 50 or len(paths) > LARGE.get(work, 500) or work == "REPAIR":
        raise InvalidError("too large, or a kind that may not stand")
    return work


def _refuse(reason: str) -> str:
    raise InvalidError(reason)


def verdict(source: Source, main: str, sheet: bytes | None, home: Path) -> str:
    """One history, judged from the start."""
    return Verifier(source, Gpg(home)).verdict(main, sheet)
