"""The one door to BagIt: folders made into bags with SHA-256 and SHA-512, and what is wrong with a bag."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import bagit

from hocba_build.exchange.archive_form import PAYLOAD, ArchiveFault

ALGORITHMS: Final = ("sha256", "sha512")
TAG_FILES: Final = frozenset(
    {"bagit.txt", "bag-info.txt", *(f"{kind}-{one}.txt" for kind in ("manifest", "tagmanifest") for one in ALGORITHMS)}
)
"""All that a bag of ours holds beside its payload; ``fetch.txt``, which names places elsewhere, is not among them."""

LONGEST: Final = 64 * 1024 * 1024
"""Bytes of a list of a bag, at most."""
_CHANGED: Final = "tệp này đã bị thay đổi hoặc bị hỏng"

logging.getLogger("bagit").setLevel(logging.CRITICAL + 1)  # What it has to say, we say.


def make_bag(folder: Path, info: Mapping[str, str]) -> None:
    """Make a bag of a folder: its files move below ``data/``."""
    bagit.make_bag(str(folder), dict(info), checksums=list(ALGORITHMS))


def bag_faults(folder: Path) -> Iterator[ArchiveFault]:
    """What is wrong with a bag, each fault at its file; nothing in it is followed or fetched."""
    name = folder.name
    present = {path.name for path in folder.iterdir()}
    for missing in sorted((TAG_FILES | {PAYLOAD}) - present):
        yield ArchiveFault("HB541", "túi thiếu tệp này", f"{name}/{missing}")
    for strange in sorted(present - TAG_FILES - {PAYLOAD}):
        yield ArchiveFault("HB542", "tệp này không có chỗ trong túi", f"{name}/{strange}")
    large = [one for one in sorted(TAG_FILES & present) if (folder / one).stat().st_size > LONGEST]
    for one in large:
        yield ArchiveFault("HB542", "tệp này lớn bất thường", f"{name}/{one}")
    if large or present != TAG_FILES | {PAYLOAD}:
        return
    try:
        bag = bagit.Bag(str(folder))
        faults = list(_compared(folder, bag))
        if not faults:
            bag.validate()
    except bagit.BagValidationError as error:
        faults = [ArchiveFault("HB541", _CHANGED, f"{name}/{one.path}") for one in error.details or ()]
        faults = faults or [ArchiveFault("HB541", "bảng kê của túi không khớp với túi", name)]
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no bag
        faults = [ArchiveFault("HB541", "túi không đọc được: bảng kê của túi bị hỏng", name)]
    yield from {fault.path: fault for fault in faults}.values()


def _compared(folder: Path, bag: Any) -> Iterator[ArchiveFault]:  # noqa: ANN401 - the library ships no types
    """Files one by one: the library stops at the first sum that is wrong, and names nobody."""
    missing, strange = bag.compare_manifests_with_fs()
    for path in sorted(missing):
        yield ArchiveFault("HB541", "túi thiếu tệp này", f"{folder.name}/{path}")
    for path in sorted(strange):
        yield ArchiveFault("HB542", "tệp này không có trong bảng kê của túi", f"{folder.name}/{path}")
    for path, sums in sorted(bag.payload_entries().items()):
        if set(sums) != set(ALGORITHMS):
            yield ArchiveFault("HB541", "bảng kê của túi thiếu tệp này", f"{folder.name}/{path}")
        elif path not in missing and _sha256(folder / path) != sums["sha256"]:
            yield ArchiveFault("HB541", _CHANGED, f"{folder.name}/{path}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["bag_faults", "make_bag"]
