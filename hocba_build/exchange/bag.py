"""The one door to BagIt: folders made into bags with SHA-256 and SHA-512, and what is wrong with a bag."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import bagit

from hocba_build.exchange.archive_form import PAYLOAD, ArchiveFault

ALGORITHMS: Final = ("sha256", "sha512")
TAG_FILES: Final = frozenset(
    {"bagit.txt", "bag-info.txt", *(f"{kind}-{one}.txt" for kind in ("manifest", "tagmanifest") for one in ALGORITHMS)}
)
"""All that a bag of ours holds beside its payload; ``fetch.txt``, which names places elsewhere, is not among them."""

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
    if present != TAG_FILES | {PAYLOAD}:
        return
    try:
        bag = bagit.Bag(str(folder))
        bag.validate()
        listed = {path: set(found) for path, found in bag.payload_entries().items()}
    except bagit.BagValidationError as error:
        yield from _told(name, error)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is no bag
        yield ArchiveFault("HB541", "túi không đọc được: bảng kê của túi bị hỏng", name)
    else:
        for path in sorted(path for path, found in listed.items() if found != set(ALGORITHMS)):
            yield ArchiveFault("HB541", "bảng kê của túi thiếu tệp này", f"{name}/{path}")


def _told(name: str, error: bagit.BagValidationError) -> Iterator[ArchiveFault]:
    seen: set[str] = set()
    for one in error.details or ():
        path = f"{name}/{one.path}"
        if path in seen:
            continue
        seen.add(path)
        if isinstance(one, bagit.FileMissing):
            yield ArchiveFault("HB541", "túi thiếu tệp này", path)
        elif isinstance(one, bagit.UnexpectedFile):
            yield ArchiveFault("HB542", "tệp này không có trong bảng kê của túi", path)
        else:
            yield ArchiveFault("HB541", "tệp này đã bị thay đổi hoặc bị hỏng", path)
    if not seen:
        yield ArchiveFault("HB541", "túi thiếu hoặc thừa tệp, hoặc có tệp bị cụt", name)


__all__ = ["bag_faults", "make_bag"]
