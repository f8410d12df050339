"""Which commit a folder shows, and whether its records are exactly that commit's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hocba_build.records.cache import blob_id
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import RECORDS, STAFF_PATH
from hocba_build.records.source import Source, disk_source
from hocba_build.trust.git.git_folder import head_of
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.gitrepo import open_repository

_TREE = slice(len(b"tree "), len(b"tree ") + 40)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a folder shows."""

    commit: str
    clean: bool
    """Whether the records are byte by byte the commit's: what Git was told to overlook counts, and what lies beside
    them (printed files, sheets) does not."""


def revision_of(root: Path) -> Revision | None:
    """The revision a folder shows; ``None`` where it is no repository or has no commit yet.

    Raises:
        UnreadableError: the repository is of a kind that cannot be read.
    """
    head = head_of(root)
    if head is None:
        return None
    objects = open_repository(root).objects
    try:
        tree = Oid(objects.read(head, "commit")[_TREE].decode("ascii", "replace"))
        clean = _same(dict(_records(Trees(objects), tree)), disk_source(root))
    except (ObjectFault, FaultyError):
        clean = False  # A broken object, or a link or a device where the commit has a file.
    return Revision(head, clean)


def _records(trees: Trees, tree: Oid) -> Iterator[tuple[str, Oid]]:
    yield from trees.files(tree, RECORDS)
    staff = trees.entry(tree, STAFF_PATH)
    if staff is not None:
        yield STAFF_PATH, staff


def _same(held: dict[str, Oid], shown: Source) -> bool:
    return held.keys() == shown.keys() and all(blob_id(shown[path]).hex() == blob for path, blob in held.items())
