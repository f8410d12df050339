"""One pupil's leaf with its way up to a lock's root: shown alone, it says nothing of anybody else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.values import ClassId, StudentId
from hocba_build.trust.year_end.leaves import canonical_json, hash_of, path_of, root_from
from hocba_build.trust.year_end.locks import SALT, Leaf

MAX_COUNT: Final = 1_000_000
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class ProofFault(ValueError):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why bytes are no leaf, or no way."""


@dataclass(frozen=True, slots=True)
class LeafProof:
    """``leaf`` is the canonical JSON that was hashed; ``place`` its number among ``count`` leaves, from 0."""

    leaf: bytes
    salt: bytes
    place: int
    count: int
    path: tuple[bytes, ...]

    @property
    def hash(self) -> bytes:
        """The salted hash of the leaf: it names this version of these results."""
        return hash_of(self.salt, self.leaf)

    def root(self) -> str | None:
        """The root that leaf and way lead to, in hex; ``None`` when the way does not fit the place."""
        found = root_from(self.hash, self.place, self.count, self.path)
        return None if found is None else found.hex()

    def way(self) -> bytes:
        """Everything but the leaf, as canonical JSON."""
        said = {
            "duong": [beside.hex() for beside in self.path],
            "muoi": self.salt.hex(),
            "so_la": self.count,
            "thu_tu": self.place,
        }
        return canonical_json(said) + b"\n"


def prove(classes: Mapping[ClassId, Mapping[StudentId, Leaf]], class_id: ClassId, pupil: StudentId) -> LeafProof:
    """The proof of one pupil's leaf among all classes of a lock."""
    order = [(name, one) for name in sorted(classes) for one in sorted(classes[name])]
    hashes = [hash_of(salt, canonical_json(leaf)) for salt, leaf in (classes[name][one] for name, one in order)]
    place = order.index((class_id, pupil))
    salt, leaf = classes[class_id][pupil]
    return LeafProof(canonical_json(leaf), salt, place, len(order), tuple(path_of(hashes, place)))


def read_proof(leaf: bytes, way: bytes) -> LeafProof:
    """A proof from its two texts; only what ``prove`` would write is one.

    Raises:
        ProofFault: with the reason.
    """
    read_json(leaf)
    said = read_json(way.removesuffix(b"\n"))
    try:
        path = tuple(map(_digest, said["duong"]))
        proof = LeafProof(leaf, bytes.fromhex(said["muoi"]), said["thu_tu"], said["so_la"], path)
        sound = len(proof.salt) == SALT and 0 <= proof.place < proof.count <= MAX_COUNT and proof.way() == way
    except (KeyError, TypeError, ValueError) as error:
        raise ProofFault("đường Merkle không đọc được") from error
    if not sound:
        raise ProofFault("đường Merkle không đúng dạng chuẩn")
    return proof


def read_json(raw: bytes) -> dict[str, Any]:
    """An object of canonical JSON.

    Raises:
        ProofFault: it is none.
    """
    try:
        said = json.loads(raw)
        same = isinstance(said, dict) and canonical_json(said) == raw
    except (ValueError, RecursionError) as error:
        raise ProofFault("JSON không đọc được") from error
    if not same:
        raise ProofFault("JSON không đúng dạng chuẩn")
    found: dict[str, Any] = said
    return found


def _digest(text: str) -> bytes:
    if not _DIGEST.fullmatch(text):
        raise ValueError(text)
    return bytes.fromhex(text)


__all__ = ["LeafProof", "ProofFault", "prove", "read_json", "read_proof"]
