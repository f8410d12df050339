"""The one door to ISO 9660 images: written with Rock Ridge and Joliet for every system, read within limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pycdlib

from hocba_build.exchange.archive_folder import MAX_DEPTH, MAX_FILES, NAME
from hocba_build.exchange.archive_form import ArchiveFault

MAX_BYTES: Final = 9 * 1024 * 1024 * 1024
"""What may be read out of one image: a double-layer DVD."""
_DAMAGED: Final = "ảnh đĩa không đọc được: không phải ảnh ISO 9660 của bản lưu trữ, hoặc bị hỏng, bị cụt"


def write_image(image: Path, volume: str, folder: Path, names: Sequence[str]) -> None:
    """Write an image of some entries of a folder; ``volume`` is the disc's name, at most 16 letters."""
    made = pycdlib.PyCdlib()
    made.new(interchange_level=4, rock_ridge="1.09", joliet=3, vol_ident=volume, app_ident_str="HOCBA")
    for path in _below(folder, names):
        place = f"/{path.relative_to(folder).as_posix()}"
        if path.is_dir():
            made.add_directory(place, rr_name=path.name, joliet_path=place)
        else:
            made.add_file(str(path), place, rr_name=path.name, joliet_path=place)
    made.write(str(image))
    made.close()


def _below(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Folders before what lies in them."""
    for name in names:
        top = folder / name
        yield top
        yield from sorted(top.rglob("*"))


def read_image(image: Path, into: Path) -> None:
    """Unpack an image; names, depth, number and size are looked at before a byte is written.

    Raises:
        ArchiveFault: HB540 no image or damaged, HB542 a strange entry.
    """
    held = pycdlib.PyCdlib()
    try:
        held.open(str(image))
        _unpack(held, into)
        held.close()
    except ArchiveFault:
        raise
    except OSError:
        raise
    except Exception as error:  # whatever else is wrong with it, it is no image
        raise ArchiveFault("HB540", _DAMAGED, image.name) from error


def _unpack(held: Any, into: Path) -> None:  # noqa: ANN401 - the library's own object
    if not held.has_rock_ridge():
        raise ArchiveFault("HB540", _DAMAGED)
    entries, left = 0, MAX_BYTES
    for place, folders, files in held.walk(rr_path="/"):
        entries += len(folders) + len(files)
        if entries > MAX_FILES or place.count("/") > MAX_DEPTH:
            raise ArchiveFault("HB542", "ảnh đĩa có quá nhiều tệp hoặc thư mục")
        here = into / place.lstrip("/")
        for name in (*folders, *files):
            if not NAME.fullmatch(name):
                raise ArchiveFault("HB542", "tên tệp không được phép", f"{place.strip('/')}/{name}".lstrip("/"))
        for name in folders:
            (here / name).mkdir()
        for name in files:
            left -= _copy(held, f"{place.rstrip('/')}/{name}", here / name, left)


def _copy(held: Any, place: str, target: Path, left: int) -> int:  # noqa: ANN401 - the library's own object
    record = held.get_record(rr_path=place)
    if not record.is_file() or record.rock_ridge.is_symlink():
        raise ArchiveFault("HB542", "không phải tệp thường", place.lstrip("/"))
    size = int(record.get_data_length())
    if size > left:
        raise ArchiveFault("HB542", "nội dung của ảnh đĩa lớn hơn một đĩa", place.lstrip("/"))
    with target.open("wb") as file:
        held.get_file_from_iso_fp(file, rr_path=place)
    return size


__all__ = ["read_image", "write_image"]
