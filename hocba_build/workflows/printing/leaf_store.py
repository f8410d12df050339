"""Where printed leaves are kept between runs: by what they show, whole or not at all, for the owner's eyes only."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocba_build.publishing.pdf_files import Leaf
from hocba_build.workflows.printing.shelf import replace

LEAVES: Final = "to-in"
SHARED: Final = "phong"
LIMIT: Final = 1024**3
"""Bytes that kept leaves may take: about a hundred thousand of them."""
_CHECK: Final = 32
"""Bytes of a digest before each kept content: what was damaged is printed again."""


@dataclass(slots=True)
class LeafStore:
    """Leaves in a folder; without a folder nothing is kept."""

    folder: Path | None
    _shared: dict[str, bytes] = field(default_factory=dict)

    def known(self, digests: Iterable[str]) -> tuple[dict[str, Leaf], dict[str, bytes]]:
        """The leaves that are kept, with what they share by its name."""
        leaves: dict[str, Leaf] = {}
        for digest in digests:
            raw = self._read(LEAVES, digest)
            if raw is not None and self._complete((leaf := Leaf.unpacked(raw)).shared):
                leaves[digest] = leaf
        return leaves, {leaf.shared: self._shared[leaf.shared] for leaf in leaves.values()}

    def has(self, digest: str) -> bool:
        """Whether a leaf seems to be kept; whether it is whole shows when it is read."""
        return self.folder is not None and self._path(self.folder, LEAVES, digest).is_file()

    def keep(self, leaves: Mapping[str, Leaf], shared: Mapping[str, bytes]) -> None:
        """Keep new leaves; what they share first, so that no leaf is ever without."""
        for name, content in shared.items():
            if name not in self._shared:
                self._shared[name] = content
                self._write(SHARED, name, content)
        for digest, leaf in leaves.items():
            self._write(LEAVES, digest, leaf.packed())

    def prune(self, limit: int = LIMIT) -> None:
        """Forget the leaves that were not used for longest, when all together take more than ``limit`` bytes."""
        if self.folder is None:
            return
        found = [(path, path.stat()) for path in (self.folder / LEAVES).rglob("*") if path.is_file()]
        total = sum(held.st_size for _, held in found)
        for path, held in sorted(found, key=lambda one: one[1].st_mtime):
            if total <= limit:
                return
            path.unlink(missing_ok=True)
            total -= held.st_size

    def _complete(self, name: str) -> bool:
        if name not in self._shared:
            raw = self._read(SHARED, name)
            if raw is None or hashlib.sha256(raw).hexdigest() != name:
                return False
            self._shared[name] = raw
        return True

    def _read(self, kind: str, name: str) -> bytes | None:
        if self.folder is None:
            return None
        try:
            path = self._path(self.folder, kind, name)
            raw = path.read_bytes()
            os.utime(path)  # So that what is used is not forgotten.
        except OSError:
            return None
        content = raw[_CHECK:]
        return content if hashlib.sha256(content).digest() == raw[:_CHECK] else None

    def _write(self, kind: str, name: str, content: bytes) -> None:
        if self.folder is not None:
            replace(self._path(self.folder, kind, name), hashlib.sha256(content).digest() + content)

    @staticmethod
    def _path(folder: Path, kind: str, name: str) -> Path:
        return folder / kind / name[:2] / name[2:]
