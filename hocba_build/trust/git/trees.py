"""Trees as folders: what lies where, what differs, and the digests that stand beside SHA-1. Memory is bounded."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from hocba_build.records.text import FORBIDDEN
from hocba_build.trust.git.bounded import Bounded
from hocba_build.trust.git.folders import Folder, folder_of
from hocba_build.trust.git.objects import (
    MAX_BLOB,
    MAX_COMMIT,
    MAX_TREE,
    CommitObject,
    ObjectFault,
    Objects,
    Oid,
    TreeEntry,
    first_parent,
    format_tree,
    oid_of,
    parse_commit,
)

ZONES: Final = ("records", "signatures")
"""The folders in which every path must match the grammar."""
MAX_PARTS: Final = 7
MAX_PATH: Final = 200
MAX_DEEP: Final = 32
"""Folders within folders outside of the zones."""
MAX_CHANGES: Final = 20_000
"""Paths that one comparison may give: a git bomb ends here."""
MAX_OUTSIDE: Final = 64 * 1024 * 1024
MAX_MEMORY: Final = 32 * 1024 * 1024
"""Bytes that are remembered of commits, trees, contents and comparisons, each."""
MAX_DIGESTS: Final = 50_000
KEPT_DIGESTS: Final = 2000
"""Folders whose digest is worked out once and kept for the next check."""
EMPTY_TREE: Final = oid_of("tree", b"")
NOTHING: Final = folder_of(b"")
Put = Callable[[str, bytes], Oid]

_PART: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_PLAIN: Final = "100644"
_FOLDER: Final = "40000"
_MODULE: Final = "160000"
_GITS: Final = frozenset({"", ".git", "git~1"})
"""Names that are nothing, or Git's own folder, once dots and spaces at the end are gone, as on Windows."""
_UNUSABLE: Final = re.compile(r'[\\:*?"<>|]|^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)')
"""What Windows takes for a folder, a stream of another file, or a device."""
_NEVER: Final = {"120000": "liên kết", "160000": "kho con"}


class Change(NamedTuple):
    """A path whose blob differs; ``None`` where it did not exist, or does not any more."""

    path: str
    old: Oid | None
    new: Oid | None


class MemoryObjects:
    """Objects in a dictionary: what a test makes, or a writer before it packs."""

    elsewhere = False

    def __init__(self) -> None:
        """Begin with the empty tree, which Git knows without having it."""
        self.kept: dict[Oid, tuple[str, bytes]] = {EMPTY_TREE: ("tree", b"")}

    def put(self, kind: str, body: bytes) -> Oid:
        """Keep an object; its id."""
        oid = oid_of(kind, body)
        self.kept[oid] = (kind, body)
        return oid

    def read(self, oid: Oid, kind: str) -> bytes:
        """The body of an object."""
        if oid not in self.kept:
            raise ObjectFault("HB380", f"thiếu đối tượng {oid}: kho chưa đầy đủ")
        found, body = self.kept[oid]
        if found != kind or oid_of(kind, body) != oid:
            raise ObjectFault("HB300", f"đối tượng {oid} không phải là thứ mà mã của nó nói")
        return body

    def reopened(self) -> MemoryObjects:
        """The same."""
        return self

    def size(self, oid: Oid) -> int:
        """Bytes of the body."""
        if oid not in self.kept:
            raise ObjectFault("HB380", f"thiếu đối tượng {oid}: kho chưa đầy đủ")
        return len(self.kept[oid][1])


class Trees:
    """Reads commits, trees and blobs of one repository; what was read last is remembered."""

    def __init__(self, objects: Objects, digests: Mapping[Oid, str] | None = None, *, memory: int = MAX_MEMORY) -> None:
        """Take the source of objects, what an earlier check worked out, and how many bytes of each kind to remember."""
        self._objects = objects
        self.digests = dict(digests or {})
        """SHA-256 ids of folders."""
        self.commit = Bounded(self._commit, _weight_of_commit, memory)
        self.content = Bounded(self._content, _weight_of_content, memory)
        self._tree = Bounded(self._read_tree, _weight_of_tree, memory)
        self._diff = Bounded(self._make_diff, _weight_of_diff, memory)
        self.sha256_blob = lru_cache(MAX_DIGESTS)(self._sha256_blob)
        self._row = lru_cache(MAX_DIGESTS)(self._make_row)
        self._depth = 0
        self._like = NOTHING
        """The folder of which another version may be read next."""

    def _commit(self, oid: Oid) -> CommitObject:
        """A commit."""
        return parse_commit(oid, self._read(oid, "commit", MAX_COMMIT))

    def raw_commit(self, oid: Oid) -> bytes:
        """A commit's bytes, as ``git cat-file commit`` prints them."""
        return self._read(oid, "commit", MAX_COMMIT)

    def first_parent(self, oid: Oid) -> Oid | None:
        """The first parent, also of a commit that is refused for its form; ``None`` where history begins.

        Main is walked back to the founding act before it is judged forwards: nothing is kept of what is passed.
        """
        return first_parent(self._read(oid, "commit", MAX_OUTSIDE))

    def _content(self, oid: Oid) -> bytes:
        """A blob below ``records/`` or ``signatures/``; its size is asked before it is read."""
        return self._read(oid, "blob", MAX_BLOB)

    def _read(self, oid: Oid, kind: str, limit: int) -> bytes:
        if self._objects.size(oid) > limit:
            raise ObjectFault("HB390", f"đối tượng {oid} lớn hơn {limit // 1024} KiB")
        return self._objects.read(oid, kind)

    def _read_tree(self, oid: Oid) -> Folder:
        if oid == EMPTY_TREE:
            return NOTHING
        return folder_of(self._read(oid, "tree", MAX_TREE), self._like)

    def _tree_at(self, oid: Oid | None, path: str) -> Folder:
        """A tree; its fault names the path at which it stands."""
        if oid is None:
            return NOTHING
        try:
            return self._tree(oid)
        except ObjectFault as fault:
            raise ObjectFault(fault.code, fault.message, fault.path or path or None) from None

    def entry(self, tree: Oid, path: str) -> Oid | None:
        """The blob or tree at a path."""
        found = tree
        parts = path.split("/")
        for place, part in enumerate(parts):
            inner = self._tree(found).get(part)
            if inner is None or (place < len(parts) - 1 and not inner.is_tree):
                return None
            found = inner.oid
        return found

    def names(self, tree: Oid, path: str) -> tuple[str, ...]:
        """What lies in a folder, files and folders, without going into them; nothing where there is no such folder."""
        below = self.entry(tree, path)
        return tuple(self._tree(below)) if below is not None else ()

    def files(self, tree: Oid, prefix: str = "") -> Iterator[tuple[str, Oid]]:
        """Every file below a folder, sorted by full path; nothing where there is no such folder."""
        below = self.entry(tree, prefix) if prefix else tree
        if below is None:
            return
        for change in self.diff(None, below, prefix):
            if change.new is not None:
                yield change.path, change.new

    def diff(self, old: Oid | None, new: Oid | None, prefix: str = "") -> tuple[Change, ...]:
        """The files that differ between two trees, which stand at ``prefix``, sorted; same subtrees are not entered.

        Raises:
            ObjectFault: HB302 to HB304, HB391: what differs breaks the grammar or the limits.
        """
        return self._diff((old, new, prefix))

    def learn_diff(self, old: Oid, new: Oid, changes: tuple[Change, ...]) -> None:
        """Remember a comparison that was made elsewhere."""
        self._diff.learn((old, new, ""), changes)

    def _make_diff(self, key: tuple[Oid | None, Oid | None, str]) -> tuple[Change, ...]:
        found: list[Change] = []
        self._compare(*key, found)
        found.sort(key=lambda change: change.path)
        return tuple(found)

    def _compare(self, old: Oid | None, new: Oid | None, prefix: str, found: list[Change]) -> None:
        if old == new:
            return
        if prefix.count("/") >= MAX_DEEP:
            raise ObjectFault("HB304", f"thư mục lồng sâu hơn {MAX_DEEP} tầng", prefix)
        before = self._like = self._tree_at(old, prefix)
        after = self._tree_at(new, prefix)
        if new and not after and prefix:
            raise ObjectFault("HB302", "thư mục rỗng", prefix)
        changed = [name for name, entry in after.items() if before.get(name) != entry]
        for name in (*changed, *(name for name in before if name not in after)):
            one, other = before.get(name), after.get(name)
            path = f"{prefix}/{name}" if prefix else name
            if other is not None:
                _check(path, other)
            self._entry_changed(path, one, other, found)
            if len(found) > MAX_CHANGES:
                raise ObjectFault("HB391", f"quá {MAX_CHANGES} tệp thay đổi trong một lần", path)

    def _entry_changed(self, path: str, one: TreeEntry | None, other: TreeEntry | None, found: list[Change]) -> None:
        old_tree, old_blob = _tree_or_blob(one)
        new_tree, new_blob = _tree_or_blob(other)
        if old_tree or new_tree:
            self._compare(old_tree, new_tree, path, found)
        if old_blob or new_blob:
            found.append(Change(path, old_blob, new_blob))

    def sha256(self, tree: Oid) -> str:
        """The id that the tree would have in a SHA-256 repository."""
        return self._digest(tree)

    def sha256_body(self, tree: Oid) -> bytes:
        """The tree as it would be written in a SHA-256 repository: names, and digests of what lies in it."""
        return b"".join(map(self._row, self._tree(tree).values()))

    def digests_below(self, tree: Oid) -> dict[Oid, str]:
        """What is worth keeping of the digests once a tree's is known: all, or where they are many its own folders'."""
        self._digest(tree)  # Where others read ahead, nothing was worked out here.
        if len(self.digests) <= KEPT_DIGESTS:
            return self.digests
        found: dict[Oid, str] = {}
        waiting = [tree]
        while waiting and len(found) < KEPT_DIGESTS:
            oid = waiting.pop()
            found[oid] = self._digest(oid)
            waiting += [entry.oid for entry in self._tree(oid).values() if entry.is_tree and entry.oid not in found]
        return found

    def _digest(self, tree: Oid) -> str:
        known = self.digests.get(tree)
        if known is None:
            if self._depth > MAX_DEEP:
                raise ObjectFault("HB304", f"thư mục lồng sâu hơn {MAX_DEEP} tầng")
            self._depth += 1
            try:
                body = self.sha256_body(tree)
            finally:
                self._depth -= 1
            known = self.digests[tree] = hashlib.sha256(b"tree %d\0" % len(body) + body).hexdigest()
            if len(self.digests) > MAX_DIGESTS:
                self.digests.pop(next(iter(self.digests)))
        return known

    def _make_row(self, entry: TreeEntry) -> bytes:
        """An entry as it would stand in a SHA-256 tree."""
        if entry.mode == _MODULE:
            raise ObjectFault("HB303", "kho con không có dấu SHA-256", entry.name)
        digest = self._digest(entry.oid) if entry.is_tree else self._hash_blob(entry.oid)
        return entry.head + bytes.fromhex(digest)

    def _hash_blob(self, oid: Oid) -> str:
        body = self._whole(oid)
        return hashlib.sha256(b"blob %d\0" % len(body) + body).hexdigest()

    def _whole(self, oid: Oid) -> bytes:
        """A blob from anywhere in the tree; what is small enough for a record is soon looked at again."""
        if self._objects.size(oid) <= MAX_BLOB:
            return self.content(oid)
        return self._read(oid, "blob", MAX_OUTSIDE)

    def _sha256_blob(self, oid: Oid) -> str:
        """SHA-256 of a file's content, as ``sha256sum`` gives it."""
        return hashlib.sha256(self.content(oid)).hexdigest()

    def with_changes(self, tree: Oid, changes: Mapping[str, bytes | None], put: Put) -> Oid:
        """The tree with files written (bytes) or taken away (``None``); folders that become empty vanish."""
        blobs = {path: None if body is None else put("blob", body) for path, body in changes.items()}
        return self._changed(tree, blobs, put) or put("tree", b"")

    def _changed(self, tree: Oid | None, changes: Mapping[str, Oid | None], put: Put) -> Oid | None:
        entries = dict(self._tree(tree)) if tree else {}
        below: dict[str, dict[str, Oid | None]] = {}
        for path, blob in changes.items():
            name, _, rest = path.partition("/")
            if rest:
                below.setdefault(name, {})[rest] = blob
            elif blob is None:
                entries.pop(name, None)
            else:
                held = entries.get(name)
                entries[name] = TreeEntry(name, held.mode if held and not held.is_tree else _PLAIN, blob)
        for name, inner in below.items():
            held = entries.get(name)
            changed = self._changed(held.oid if held and held.is_tree else None, inner, put)
            if changed is None:
                entries.pop(name, None)
            else:
                entries[name] = TreeEntry(name, _FOLDER, changed)
        return put("tree", format_tree(list(entries.values()))) if entries else None


def _tree_or_blob(entry: TreeEntry | None) -> tuple[Oid | None, Oid | None]:
    if entry is None:
        return None, None
    return (entry.oid, None) if entry.mode == _FOLDER else (None, entry.oid)


def _weight_of_commit(commit: CommitObject) -> int:
    return 1000 + 2 * len(commit.payload) + len(commit.armor or b"")


def _weight_of_content(content: bytes) -> int:
    return 200 + len(content)


def _weight_of_tree(tree: Folder) -> int:
    return 300 + 400 * len(tree)


def _weight_of_diff(changes: tuple[Change, ...]) -> int:
    return 500 + 300 * len(changes)


def _check(path: str, entry: TreeEntry) -> None:
    """Step 4: modes and names. Outside of the zones only what could hurt a reader or a work tree is refused."""
    if entry.mode in _NEVER:
        raise ObjectFault("HB303", f"không nhận {_NEVER[entry.mode]} trong kho", path)
    parts = path.split("/")
    if parts[0] not in ZONES:
        _check_outside(path, parts)
        return
    if entry.mode not in (_PLAIN, _FOLDER):
        raise ObjectFault("HB303", f"tệp có quyền lạ ({entry.mode}), chỉ nhận 100644", path)
    if len(parts) == 1 and not entry.is_tree:
        raise ObjectFault("HB304", "phải là thư mục", path)
    if len(parts) > MAX_PARTS or len(path) > MAX_PATH or not _PART.fullmatch(parts[-1]) or parts[-1].endswith("."):
        raise ObjectFault("HB304", "tên không có trong quy tắc đặt tên của hồ sơ", path)


def _check_outside(path: str, parts: list[str]) -> None:
    """A name that is taken for one of our folders, for Git's own, or for what it is not."""
    name = parts[-1]
    plain = unicodedata.normalize("NFKC", name.rstrip(". ")).casefold()
    if len(parts) == 1 and plain.lstrip(". ") in ZONES:
        raise ObjectFault("HB304", "tên dễ lẫn với thư mục hồ sơ", path)
    if plain in _GITS or _UNUSABLE.search(plain) or FORBIDDEN.search(name) or not name.isprintable():
        raise ObjectFault("HB304", "tên không dùng được trên mọi máy", path)
