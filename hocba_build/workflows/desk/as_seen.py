"""Records as a page showed them: an act on files that moved since then tells both sides and writes nothing.

Every act judges its change in one of two places, so the pages need no line of their own: they open a watch, and whoever
writes asks ``moved_since``. Outside of a watch (a command) nothing is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # Named only: every command that changes records asks this module, few have a page.
    from hocba_build.trust.git.objects import Oid

Texts: TypeAlias = Mapping[str, bytes | None]
"""Files by path; ``None``: there is none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood at this machine when a page was made."""

    shown: Oid | None
    """The entry that is checked out."""
    newest: Oid | None
    """The ledger's newest entry, as far as it was fetched."""
    changed: Texts
    """The files of the work tree that differ from ``shown``."""

    @property
    def name(self) -> str:
        """Names the state and says nothing of it."""
        digest = hashlib.sha256(f"{self.shown} {self.newest}\n".encode())
        for path, raw in sorted(self.changed.items()):
            digest.update(f"{path}\0{'-' if raw is None else len(raw)}\0".encode("utf-8", "surrogateescape"))
            digest.update(raw or b"")
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Moved:
    """A file that an act would write, which is no longer as the page showed it."""

    path: str
    was: bytes | None
    now: bytes | None
    mine: bytes | None


@dataclass(slots=True)
class Watch:
    """One request: what its page showed (``None``: it says nothing of that), what stands now, what moved between."""

    root: Path
    seen: Seen | None
    now: Seen | None
    moved: dict[str, Moved] = field(default_factory=dict)
    refused: bool = False
    """Whether something would have been written."""

    @property
    def shows(self) -> Seen | None:
        """What the next page is held against: what stands now only once both sides were told."""
        return self.now if self.seen is None or self.moved else self.seen


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watching(watch: Watch) -> Iterator[Watch]:
    """Hold what is written within the block against what a page showed."""
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)


def watched() -> Watch | None:
    """The watch that is open."""
    return _watch.get()


def seen_at(root: Path) -> Seen | None:
    """What stands here now; ``None`` where there is no repository."""
    from hocba_build.domain.errors import HocbaError
    from hocba_build.trust.git.own_repository import OwnRepository

    try:
        repository = OwnRepository(root)
        return Seen(repository.tip("HEAD"), repository.shared("main"), repository.changed())
    except HocbaError:
        return None


def moved_since(mine: Texts, now: Texts, *, entry: Oid | None = None, writes: bool) -> bool:
    """Whether a file that an act is about to write moved since its page was made; the page then tells of it.

    ``mine`` is what the act makes of the files, ``now`` what it read: in the work tree, or in the ledger's ``entry``.
    """
    watch = _watch.get()
    if watch is None or watch.seen is None or not mine:
        return False
    was = _reader(watch.root, watch.seen, ledger=entry is not None)
    moved = {path: Moved(path, old, now.get(path), mine[path]) for path in mine if (old := was(path)) != now.get(path)}
    watch.moved |= moved
    watch.refused |= bool(moved) and writes
    if moved and entry is not None and watch.now is not None:
        watch.now = replace(watch.now, newest=entry)  # It may have been fetched within the request.
    return bool(moved)


def _reader(root: Path, seen: Seen, *, ledger: bool) -> Callable[[str], bytes | None]:
    """Files as they were: of the work tree, or of the ledger."""
    from hocba_build.workflows.ledger.desk import open_desk

    writer, tip = open_desk(root).writer, seen.newest if ledger else seen.shown
    tree = None if tip is None else writer.tree_of(tip)

    def text(path: str) -> bytes | None:
        if not ledger and path in seen.changed:
            return seen.changed[path]
        blob = None if tree is None else writer.trees.entry(tree, path)
        return None if blob is None else writer.trees.content(blob)

    return text
