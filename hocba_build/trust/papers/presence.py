"""That a file stood in an entry of the ledger, told without the repository: SHA-256 trees from the entry down to it.

A merge names the SHA-256 id of its tree (``Tree-SHA256``). Each tree on the way is shown with the names and digests of
what lies in it, nothing of what is inside; an entry's raw bytes are what a time-stamp of it is over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final

from hocba_build.trust.git.objects import ObjectFault, Oid, oid_of, parse_commit
from hocba_build.trust.git.trees import Trees

_ROW: Final = re.compile(rb"(100644|100755|40000) ([^\0/]+)\0(.{32})", re.DOTALL)


class PresenceFault(ValueError):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why trees do not lead from an entry to a file."""


def way_to(trees: Trees, tree: Oid, path: str) -> tuple[bytes, ...]:
    """The SHA-256 trees from an entry's tree down to the folder that holds a file."""
    found = [trees.sha256_body(tree)]
    folders = path.split("/")[:-1]
    for depth in range(1, len(folders) + 1):
        below = trees.entry(tree, "/".join(folders[:depth]))
        if below is None:
            raise PresenceFault("không có tệp ấy trong mục")
        found.append(trees.sha256_body(below))
    return tuple(found)


def require_present(commit: bytes, way: Sequence[bytes], path: str, content: bytes) -> None:
    """Check that an entry, by its raw bytes, holds a file with this content at this path.

    Raises:
        PresenceFault: with the reason.
    """
    try:
        wanted = parse_commit(oid_of("commit", commit), commit).trailer("Tree-SHA256")
    except ObjectFault as error:
        raise PresenceFault("mục của sổ không đọc được") from error
    parts = path.split("/")
    if len(way) != len(parts):
        raise PresenceFault("thiếu thư mục trên đường tới tệp")
    for body, name in zip(way, parts, strict=True):
        if _id(b"tree", body) != wanted:
            raise PresenceFault("thư mục không phải thư mục của mục ấy")
        wanted = dict(_rows(body)).get(name)
    if _id(b"blob", content) != wanted:
        raise PresenceFault("tệp không có trong mục ấy")


def _rows(body: bytes) -> Iterator[tuple[str, str]]:
    """Names and digests of a SHA-256 tree."""
    place = 0
    while place < len(body):
        row = _ROW.match(body, place)
        if row is None:
            raise PresenceFault("thư mục không đúng dạng")
        yield row[2].decode("utf-8", "surrogateescape"), row[3].hex()
        place = row.end()


def _id(kind: bytes, body: bytes) -> str:
    return hashlib.sha256(b"%s %d\0" % (kind, len(body)) + body).hexdigest()


__all__ = ["PresenceFault", "require_present", "way_to"]
