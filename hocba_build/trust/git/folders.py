"""A tree as a folder, read from its bytes or from those of an earlier version of it.

A history holds thousands of versions of the same few folders, and most differ from the one before in a single id. Where
that is all that differs, the earlier version's grammar, order and names are this one's as well.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from hocba_build.trust.git.objects import Oid, TreeEntry, parse_tree

_ID = 20
"""Bytes at the end of each entry."""


class Folder(dict[str, TreeEntry]):
    """A tree's entries by name, in Git's order, with its bytes and where in them each entry ends."""

    __slots__ = ("ends", "raw")

    raw: bytes
    ends: tuple[int, ...]


def folder_of(raw: bytes, like: Folder | None = None) -> Folder:
    """A tree from its bytes; ``like`` is one from which it may differ little.

    Raises:
        ObjectFault: HB302 for what is no well-formed tree.
    """
    if like is None or len(raw) != len(like.raw):
        return _parsed(raw)
    return _next_version(raw, like) or _parsed(raw)


def _parsed(raw: bytes) -> Folder:
    entries = parse_tree(raw)
    folder = Folder({entry.name: entry for entry in entries})
    folder.raw = raw
    folder.ends = tuple(accumulate(len(entry.head) + _ID for entry in entries))
    return folder


def _next_version(raw: bytes, like: Folder) -> Folder | None:
    """The same folder with one other id; ``None`` where that is not all that differs."""
    changed = int.from_bytes(raw, "big") ^ int.from_bytes(like.raw, "big")
    if not changed:
        return like
    first = len(raw) - (changed.bit_length() + 7) // 8
    last = len(raw) - 1 - ((changed & -changed).bit_length() - 1) // 8
    place = bisect_right(like.ends, last)
    end = like.ends[place]
    if first < end - _ID:
        return None
    folder = Folder(like)
    name = list(like)[place]
    folder[name] = folder[name]._replace(oid=Oid(raw[end - _ID : end].hex()))
    folder.raw, folder.ends = raw, like.ends
    return folder
