"""A packet as one file: a zip of strict form, so that the same content has exactly one text of bytes.

Stored, not compressed, in the order of names, without dates and extra fields: what is not written by ``pack`` is
refused, and nothing can unfold to more than the file itself.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Final

MAX_PACKET: Final = 32 * 1024 * 1024
MAX_ENTRIES: Final = 200
NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}(?:/[a-z0-9][a-z0-9.-]{0,63}){0,5}")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_OWNER_ONLY: Final = 0o100600 << 16


class PacketFault(Exception):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why a packet, or a part of it, cannot stand."""

    def __init__(self, code: str, message: str, path: str = "") -> None:
        """Keep the fields in ``args``."""
        super().__init__(code, message, path)
        self.code = code
        self.message = message
        self.path = path


def pack(files: Mapping[str, bytes]) -> bytes:
    """The bytes of a packet; the same files give the same bytes on every machine."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = _UNIX
            entry.external_attr = _OWNER_ONLY
            made.writestr(entry, files[name])
    return target.getvalue()


def unpack(raw: bytes) -> dict[str, bytes]:
    """The files of a packet.

    Raises:
        PacketFault: HB500 no packet or damaged, HB501 a strange entry, HB502 too large.
    """
    if len(raw) > MAX_PACKET:
        raise _too_large()
    try:
        with zipfile.ZipFile(BytesIO(raw)) as held:
            entries = held.infolist()
            _check(entries)
            files = {entry.filename: held.read(entry) for entry in entries}
    except PacketFault:
        raise
    except Exception as error:  # whatever else is wrong with it, it is no packet
        raise PacketFault("HB500", "không phải gói chuyển trường, hoặc gói bị hỏng, bị cụt") from error
    if pack(files) != raw:
        raise PacketFault("HB500", "gói đã bị đóng lại bằng phần mềm khác, hoặc có phần thừa: xin lại tệp gốc")
    return files


def _check(entries: list[zipfile.ZipInfo]) -> None:
    """Names and sizes, before anything is unfolded."""
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_PACKET:
        raise _too_large()
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if not NAME.fullmatch(name):
            raise PacketFault("HB501", "tên tệp trong gói không được phép (có thể nhằm ghi ra ngoài thư mục)", name)
        if name in seen:
            raise PacketFault("HB501", "tên tệp có hai lần trong gói", name)
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise PacketFault("HB501", "tệp trong gói bị nén hoặc mã hoá: xin lại tệp gốc", name)
        seen.add(name)


def _too_large() -> PacketFault:
    return PacketFault("HB502", f"gói lớn hơn {MAX_PACKET // 1024 // 1024} MiB hoặc có hơn {MAX_ENTRIES} tệp")


__all__ = ["PacketFault", "pack", "unpack"]
