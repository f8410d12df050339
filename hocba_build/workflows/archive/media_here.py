"""The archives that this machine shows: the school's own folder, and media that the system has mounted.

A page offers these to choose from, so that no way into other folders is ever typed into it.
"""

from __future__ import annotations

import hashlib
import os
import string
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.exchange.archive_folder import archive_root
from hocba_build.exchange.archive_form import ArchiveFault

IMAGES = "dia-*.iso"


@dataclass(frozen=True, slots=True)
class MediumHere:
    """An archive to choose; ``words`` say where it lies."""

    path: Path
    words: str

    @property
    def token(self) -> str:
        """What a page calls it."""
        return hashlib.sha256(os.fsencode(self.path)).hexdigest()[:16]


def archives_here(own: Path, media: Sequence[Path] | None = None) -> list[MediumHere]:
    """The archives below the school's own folder, then those at the top of mounted media, images too."""
    mounted = mounted_media() if media is None else media
    return [*_own(own), *(one for place in mounted for one in _at(place, f"{place.name or place}"))]


def chosen(own: Path, token: str, media: Sequence[Path] | None = None) -> Path:
    """The archive that a page named.

    Raises:
        RefusedError: it is not there (any more).
    """
    for one in archives_here(own, media):
        if one.token == token:
            return one.path
    raise RefusedError("Không còn thấy bản lưu trữ ấy ở máy này.", "Cắm thiết bị, cho đĩa vào rồi tải lại trang.")


def _own(own: Path) -> Iterator[MediumHere]:
    for year in _listed(own):
        if not year.name.startswith("."):
            yield from _at(year, f"{own.name}/{year.name}")


def _at(place: Path, name: str) -> Iterator[MediumHere]:
    if place.is_symlink():
        return
    try:
        archive_root(place)
        yield MediumHere(place, f"Thư mục {name}")
    except (ArchiveFault, OSError):
        pass
    try:
        for image in sorted(place.glob(IMAGES)):
            if image.is_file() and not image.is_symlink():
                yield MediumHere(image, f"Ảnh đĩa {name}/{image.name}")
    except OSError:
        return


def mounted_media() -> list[Path]:
    """Discs and sticks where each system puts them."""
    if sys.platform == "win32":
        home = Path(os.environ.get("SYSTEMDRIVE", "C:") + "\\")
        return [drive for sign in string.ascii_uppercase if (drive := Path(f"{sign}:\\")) != home and drive.exists()]
    if sys.platform == "darwin":
        return mounted_below([Path("/Volumes")])
    return mounted_below([Path("/media"), *_listed(Path("/media")), *_listed(Path("/run/media")), Path("/mnt")])


def mounted_below(folders: Sequence[Path]) -> list[Path]:
    """What is mounted right below some folders."""
    return [place for folder in folders for place in _listed(folder) if os.path.ismount(place)]


def _listed(folder: Path) -> list[Path]:
    """The folders in a folder; none where it cannot be read."""
    try:
        return sorted(place for place in folder.iterdir() if place.is_dir())
    except OSError:
        return []


__all__ = ["MediumHere", "archives_here", "chosen", "mounted_below", "mounted_media"]
