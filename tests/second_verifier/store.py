"""Objects: from a repository by dulwich, or from a dictionary; commits and trees by a parser of its own."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from dulwich.object_store import DiskObjectStore

KINDS = {1: "commit", 2: "tree", 3: "blob", 4: "tag"}
ZONES = ("records", "signatures")
KIB = 1024


class InvalidError(Exception):
    """The history breaks a rule."""


class UndecidedError(Exception):
    """Something is missing: nothing can be said."""


class Source(Protocol):
    """Where raw objects come from."""

    def raw(self, oid: str) -> tuple[str, bytes]:
        """Kind and body."""


class Disk:
    """A repository's folder of objects; nothing else of it is looked at."""

    def __init__(self, objects: Path) -> None:
        self._store = DiskObjectStore(str(objects))
        self.close = self._store.close

    def raw(self, oid: str) -> tuple[str, bytes]:
        try:
            number, body = self._store.get_raw(oid.encode())  # type: ignore[arg-type] # hex in bytes
        except KeyError:
            raise UndecidedError(f"no object {oid}") from None
        except Exception as error:
            raise InvalidError(f"unreadable object {oid}") from error
        return KINDS[number], body


class Kept:
    """Objects in memory, as a simulated school holds them."""

    def __init__(self, objects: Mapping[Any, tuple[str, bytes]]) -> None:
        self._objects = objects

    def raw(self, oid: str) -> tuple[str, bytes]:
        if oid not in self._objects:
            raise UndecidedError(f"no object {oid}")
        return self._objects[oid]


@dataclass(frozen=True)
class Commit:
    """A commit, taken apart line by line."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    author: str
    seconds: int
    same_committer: bool
    signature: bytes | None
    payload: bytes
    trailers: Mapping[str, list[str]]


@dataclass
class Repository:
    """Verified reading; what was read is remembered."""

    source: Source
    _commits: dict[str, Commit] = field(default_factory=dict)
    _files: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    _folders: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def body(self, oid: str, kind: str, limit: int) -> bytes:
        """A body whose hash is the object's name."""
        found, body = self.source.raw(oid)
        name = hashlib.sha1(f"{found} {len(body)}\0".encode() + body, usedforsecurity=False).hexdigest()
        if found != kind or name != oid:
            raise InvalidError(f"{oid} is not the {kind} that its name says")
        if len(body) > limit:
            raise InvalidError(f"{oid} is too large")
        return body

    def blob(self, oid: str) -> bytes:
        """A file's content."""
        return self.body(oid, "blob", 256 * KIB)

    def commit(self, oid: str) -> Commit:
        """A commit by the strict form."""
        if oid not in self._commits:
            self._commits[oid] = _commit(oid, self.body(oid, "commit", 64 * KIB))
        return self._commits[oid]

    def first_parent(self, oid: str) -> str | None:
        """The first parent, also of a commit whose form is refused: a repair may annul it."""
        try:
            return next(iter(self.commit(oid).parents), None)
        except InvalidError:
            lines = self.body(oid, "commit", 64 * KIB * KIB).split(b"\n", 2)
            return _id_after(b"parent ", lines[1]) if lines[1:2] and lines[1].startswith(b"parent ") else None

    def folder(self, oid: str) -> list[tuple[str, str, str]]:
        """Mode, name and id of each entry."""
        if oid not in self._folders:
            empty = hashlib.sha1(b"tree 0\0", usedforsecurity=False).hexdigest()
            self._folders[oid] = [] if oid == empty else _tree(self.body(oid, "tree", 4 * KIB * KIB))
        return self._folders[oid]

    def files(self, tree: str, depth: int = 0) -> dict[str, tuple[str, str]]:
        """Every file below a tree with its mode and id."""
        if tree not in self._files:
            if depth > 32:
                raise InvalidError("folders too deep")
            found: dict[str, tuple[str, str]] = {}
            for mode, name, oid in self.folder(tree):
                if mode == "40000":
                    below = self.files(oid, depth + 1)
                    if not below:
                        raise InvalidError(f"empty folder {name}")
                    found |= {f"{name}/{path}": held for path, held in below.items()}
                else:
                    found[name] = (mode, oid)
                if len(found) > 200_000:
                    raise InvalidError("too many files")
            self._files[tree] = found
        return self._files[tree]

    def at(self, tree: str, path: str) -> bytes | None:
        """A file's content in a tree."""
        held = self.files(tree).get(path)
        return None if held is None else self.blob(held[1])

    def changes(self, old: str, new: str) -> dict[str, tuple[str | None, str | None]]:
        """Paths that differ with the old and the new id; what is new must have a name and a mode that may stand."""
        before, after = self.files(old), self.files(new)
        differing = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
        for path in differing:
            if path in after:
                _check_name(path, after[path][0])
        return {path: (before.get(path, ("", None))[1], after.get(path, ("", None))[1]) for path in differing}

    def sha256_file(self, oid: str) -> str:
        """What sha256sum says of a file."""
        return hashlib.sha256(self.blob(oid)).hexdigest()

    def sha256_tree(self, oid: str) -> str:
        """The id in a SHA-256 repository."""
        if oid not in self._digests:
            body = b""
            for mode, name, child in self.folder(oid):
                if mode == "160000":
                    raise InvalidError("a submodule")
                held = self.sha256_tree(child) if mode == "40000" else self._sha256_blob(child)
                body += f"{mode} {name}\0".encode("utf-8", "surrogateescape") + bytes.fromhex(held)
            self._digests[oid] = hashlib.sha256(b"tree %d\0" % len(body) + body).hexdigest()
        return self._digests[oid]

    def _sha256_blob(self, oid: str) -> str:
        body = self.body(oid, "blob", 64 * KIB * KIB)
        return hashlib.sha256(b"blob %d\0" % len(body) + body).hexdigest()


def _commit(oid: str, raw: bytes) -> Commit:
    head, empty, message = raw.partition(b"\n\n")
    if not empty:
        raise InvalidError("a commit without a message")
    lines = head.split(b"\n")
    tree = _id_after(b"tree ", lines.pop(0))
    parents = []
    while lines and lines[0].startswith(b"parent "):
        parents.append(_id_after(b"parent ", lines.pop(0)))
    same = len(lines) > 1 and lines[0].removeprefix(b"author ") == lines[1].removeprefix(b"committer ")
    author, seconds = _person(b"author ", lines)
    _person(b"committer ", lines)
    signature = None
    if lines and lines[0].startswith(b"gpgsig "):
        signature = b"\n".join([lines[0][7:], *(line[1:] for line in lines[1:])]) + b"\n"
        if any(not line.startswith(b" ") for line in lines[1:]):
            raise InvalidError("a header after the signature")
        head = head[: head.index(b"\ngpgsig ")]
    elif lines:
        raise InvalidError("a strange header")
    payload = head + b"\n\n" + message
    if len(parents) > 2 or b"-----BEGIN PGP" in message:
        raise InvalidError("a strange commit")
    text = decoded(payload)
    trailers: dict[str, list[str]] = {}
    for line in text.rstrip("\n").split("\n\n")[-1].split("\n"):
        key, colon, value = line.partition(": ")
        if colon and value:
            trailers.setdefault(key, []).append(value)
    return Commit(oid, tree, tuple(parents), author, seconds, same, signature, payload, trailers)


def _id_after(key: bytes, line: bytes) -> str:
    value = line.removeprefix(key)
    if len(line) != len(key) + 40 or value == line or value.strip(b"0123456789abcdef"):
        raise InvalidError("an id that is none")
    return value.decode()


def _person(key: bytes, lines: list[bytes]) -> tuple[str, int]:
    line = lines.pop(0) if lines else b""
    name, bracket, rest = line.removeprefix(key).partition(b" <")
    email, other, when = rest.partition(b"> ")
    moment, _, zone = when.partition(b" ")
    bad = not line.startswith(key) or not (name and bracket and email and other) or b"<" in name + email + zone
    bad = bad or b">" in name + email + zone or any(sign <= 32 for sign in email) or any(sign < 32 for sign in name)
    digits = moment.isdigit() and str(int(moment)).encode() == moment and len(moment) <= 11
    hours, minutes = zone[1:3], zone[3:]
    offset = len(zone) == 5 and zone[:1] in b"+-" and zone[1:].isdigit() and int(hours) <= 14 and int(minutes) < 60
    if bad or not digits or not offset:
        raise InvalidError("a person's line that is none")
    return f"{decoded(name)} <{decoded(email)}>", int(moment)


def _tree(raw: bytes) -> list[tuple[str, str, str]]:
    entries: list[tuple[str, str, str]] = []
    keys: list[bytes] = []
    while raw:
        mode, _, rest = raw.partition(b" ")
        name, nul, rest = rest.partition(b"\0")
        if mode.decode("latin-1") not in {"100644", "100755", "100664", "120000", "160000", "40000"}:
            raise InvalidError("a mode that is none")
        if not nul or not name or b"/" in name or len(rest) < 20:
            raise InvalidError("a tree's entry that is none")
        keys.append(name + b"/" if mode == b"40000" else name)
        entries.append((mode.decode(), name.decode("utf-8", "surrogateescape"), rest[:20].hex()))
        raw = rest[20:]
    names = [name for _, name, _ in entries]
    if keys != sorted(keys) or len(set(names)) != len(names):
        raise InvalidError("a tree out of order")
    return entries


DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def _check_name(path: str, mode: str) -> None:
    parts = path.split("/")
    if mode in ("120000", "160000"):
        raise InvalidError(f"link or submodule {path}")
    if parts[0] in ZONES:
        small = len(parts) <= 7 and len(path) <= 200 and len(parts) > 1
        if mode != "100644" or not small or not all(map(_is_part, parts)):
            raise InvalidError(f"name or mode of {path}")
        return
    if len(parts) > 32:
        raise InvalidError(f"too deep: {path}")
    for place, part in enumerate(parts):
        plain = unicodedata.normalize("NFKC", part.rstrip(". ")).casefold()
        taken = place == 0 and plain.lstrip(". ") in ZONES
        device = plain.partition(".")[0] in DEVICES or set(plain) & set('\\:*?"<>|')
        if taken or device or plain in ("", ".git", "git~1") or not part.isprintable() or hidden(part):
            raise InvalidError(f"name of {path}")


def _is_part(part: str) -> bool:
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    return 0 < len(part) <= 64 and set(part) <= allowed and part[0] not in ".-" and part[-1] != "."


def decoded(raw: bytes) -> str:
    """Text without anything that cannot be seen."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidError("no UTF-8") from None
    if hidden(text):
        raise InvalidError("hidden signs")
    return text


_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0") | {
    chr(number) for number in range(0xFE00, 0xFE10)
}


def hidden(text: str) -> bool:
    """Whether a sign controls, hides, turns, or belongs to nobody; the end of a line and a space may stand."""
    return any(
        sign in _UNSEEN
        or (unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"} and sign not in " \n")
        for sign in text
    )
