"""The Merkle tree over a batch of copies: one signature for all, a short way from any one of them.

The leaves are slips in the order of the copies' numbers, a copy's years oldest first. A printed code carries only the
way up to its group of sixteen; the groups' hashes are published, and lead to the root that is signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from hocba_build.domain.copies import Batch, Copy
from hocba_build.domain.values import StudentId, YearId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.papers import base45
from hocba_build.trust.papers.slips import Slip, SlipFault, read_slip, slip_of
from hocba_build.trust.year_end.leaf_year import LeafFault, frozen_year
from hocba_build.trust.year_end.leaves import hash_of, leaf_hash, path_of, root_from, root_of
from hocba_build.trust.year_end.locks import Leaf, LockFaultError, read_class, read_lock

GROUP: Final = 16
"""Slips under one published hash: a power of two, so that groups are whole subtrees."""
HASH: Final = 32
PREFIX: Final = "HB1:"


class CopiesFault(ValueError):  # noqa: N818 - a fault of the history, in the words of the rest
    """Why a batch's copies cannot be what the locks hold."""


class Slips:
    """The slips of a batch and their tree."""

    def __init__(self, slips: Sequence[Slip]) -> None:
        """Take the slips in order."""
        self.slips = slips
        self._hashes = [hash_of(b"", slip.text()) for slip in slips]

    @property
    def root(self) -> str:
        """The root, in hex."""
        return root_of(self._hashes).hex()

    @property
    def groups(self) -> list[bytes]:
        """The hash of each group of sixteen."""
        return [root_of(self._hashes[at : at + GROUP]) for at in range(0, len(self._hashes), GROUP)]

    def code(self, place: int) -> str:
        """What the QR code of a slip says: the slip, then the hashes beside its way up to its group."""
        start = place - place % GROUP
        way = path_of(self._hashes[start : start + GROUP], place - start)
        return PREFIX + base45.encode(self.slips[place].text() + b"".join(way))


def read_code(text: str) -> tuple[Slip, tuple[bytes, ...]]:
    """A code's slip and way.

    Raises:
        SlipFault: it is no code of a copy.
    """
    if not text.startswith(PREFIX):
        raise SlipFault("không phải mã của bản học bạ")
    try:
        raw = base45.decode(text.removeprefix(PREFIX).rstrip())  # A first letter may be a space, a last one never.
    except ValueError as error:
        raise SlipFault("mã không đọc được") from error
    slip, rest = read_slip(raw)
    if len(rest) % HASH or len(rest) // HASH >= GROUP:
        raise SlipFault("mã không đúng dạng")
    return slip, tuple(rest[at : at + HASH] for at in range(0, len(rest), HASH))


def leads_to(slip: Slip, way: Sequence[bytes], count: int, groups: Sequence[bytes]) -> bool:
    """Whether slip and way lead to the slip's group, in a batch of ``count`` slips."""
    if slip.place >= count or len(groups) != -(-count // GROUP):
        return False
    group, place = divmod(slip.place, GROUP)
    return root_from(hash_of(b"", slip.text()), place, min(GROUP, count - group * GROUP), way) == groups[group]


def slips_of(trees: Trees, tree: Oid, batch: Batch) -> Slips:
    """The slips of a batch as the locks in a tree hold the figures.

    Raises:
        CopiesFault: a lock, a class or a pupil is not there.
    """
    return Slips(list(_Frozen(trees, tree, batch).slips()))


def with_root(trees: Trees, tree: Oid, batch: Batch) -> Batch:
    """The batch with the root and number of its slips.

    Raises:
        CopiesFault: as above.
    """
    slips = slips_of(trees, tree, batch)
    return replace(batch, root=slips.root, leaves=len(slips.slips))


@lru_cache(192)
def frozen_class(raw: bytes) -> Mapping[StudentId, Leaf]:
    """The frozen results of a class; batches and their checks come back to the same ones."""
    return read_class(raw)


class _Frozen:
    """The frozen results that a batch's copies show."""

    def __init__(self, trees: Trees, tree: Oid, batch: Batch) -> None:
        self.trees, self.tree, self.batch = trees, tree, batch

    @cached_property
    def versions(self) -> dict[YearId, int]:
        """Which version of the year's results each act of locking made."""
        return {year: self._version(year) for year in self.batch.locks}

    def slips(self) -> Iterator[Slip]:
        """All slips, in order."""
        place = 0
        for copy in self.batch.copies:
            for year in sorted(copy.years):
                yield self._slip(copy, year, place)
                place += 1

    def _slip(self, copy: Copy, year: YearId, place: int) -> Slip:
        if year not in self.batch.locks:
            raise CopiesFault(f"năm học {year} không có trong khoa_so của đợt")
        salt, leaf = self._leaf(copy, year)
        lock = year, self.versions[year]
        try:
            frozen = frozen_year(leaf)
            return slip_of(self.batch.founding, self.batch.id_of(copy), place, lock, leaf_hash(salt, leaf), frozen)
        except (LeafFault, ValueError) as error:
            raise CopiesFault(f"kết quả chốt của học sinh {copy.pupil} không đọc được") from error

    def _leaf(self, copy: Copy, year: YearId) -> Leaf:
        class_id = copy.years[year]
        found = frozen_class(self._content(f"{self._folder(year)}/{class_id}.yaml")).get(copy.pupil)
        if found is None:
            raise CopiesFault(f"học sinh {copy.pupil} không có kết quả đã khoá ở lớp {class_id}, năm học {year}")
        return found

    def _version(self, year: YearId) -> int:
        try:
            return read_lock(self._content(f"{self._folder(year)}/khoa.yaml")).version or 0
        except LockFaultError as error:
            raise CopiesFault(f"bản khoá năm học {year} không đọc được") from error

    def _folder(self, year: YearId) -> str:
        return f"signatures/khoa-so/{year}/{self.batch.locks[year]:04d}"

    def _content(self, path: str) -> bytes:
        blob = self.trees.entry(self.tree, path)
        if blob is None:
            raise CopiesFault(f"sổ không có {path}")
        return self.trees.content(blob)


__all__ = ["CopiesFault", "Slips", "frozen_class", "leads_to", "read_code", "slips_of", "with_root"]
