"""Pupil leaves and their Merkle tree (RFC 9162, 2.1.1): one pupil's results can be shown without another's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hocba_build.records.canonical import number


def leaf_hash(salt: bytes, leaf: Mapping[str, Any]) -> bytes:
    """SHA-256 of a zero byte, the salt, and the leaf's canonical JSON."""
    return hash_of(salt, canonical_json(leaf))


def hash_of(salt: bytes, text: bytes) -> bytes:
    """The same over a leaf's text."""
    return hashlib.sha256(b"\0" + salt + text).digest()


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """Keys ascending, no spaces, UTF-8; numbers stand as in the records."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return number(value)
    raise TypeError(value)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of none, the hash of nothing."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = _split(len(hashes))
    return _node(root_of(hashes[:split]), root_of(hashes[split:]))


def path_of(hashes: Sequence[bytes], place: int) -> list[bytes]:
    """The hashes beside the way from a leaf up to the root, lowest first."""
    if len(hashes) <= 1:
        return []
    split = _split(len(hashes))
    if place < split:
        return [*path_of(hashes[:split], place), root_of(hashes[split:])]
    return [*path_of(hashes[split:], place - split), root_of(hashes[:split])]


def root_from(leaf: bytes, place: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to; ``None`` when the path does not fit the place."""
    if count == 1:
        return leaf if not path and place == 0 else None
    if not path:
        return None
    split = _split(count)
    *below, beside = path
    if place < split:
        inner = root_from(leaf, place, split, below)
        return None if inner is None else _node(inner, beside)
    inner = root_from(leaf, place - split, count - split, below)
    return None if inner is None else _node(beside, inner)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two below the count."""
    return 1 << ((count - 1).bit_length() - 1)
