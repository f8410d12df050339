"""What calamine does not tell of an .xls file (OLE 2, BIFF 8): formulas, hidden rows and columns, macros, links.

Only the record heads are walked; nothing is interpreted that a cell's value could depend on.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hocba_build.exchange.ods import Unseen
from hocba_build.exchange.refusals import RefusedFileError

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of chain, free, table."""
_FIRST_TABLES: Final = 109
_ENTRY: Final = 128
_MINI: Final = 4096
"""Shorter streams live elsewhere; a workbook with our hidden sheet is never so short."""

_FORMULA, _ROW, _COLINFO, _SHEET = 0x0006, 0x0208, 0x007D, 0x0085
_BOF, _EOF, _BOOK, _LINK, _PASSWORD = 0x0809, 0x000A, 0x01AE, 0x01B8, 0x002F
_CELLS: Final = frozenset({0x0006, 0x00BD, 0x00BE, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
"""Records that begin with the row and column of a cell."""
_OWN_BOOK: Final = (b"\x01\x04", b"\x01\x3a")
"""A reference to the workbook itself, or to the functions of an add-in."""
_MACROS: Final = frozenset({"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A stream or folder of the container."""

    name: str
    first: int
    size: int


def check_xls(raw: bytes) -> None:
    """Refuse what is no .xls workbook, or could act.

    Raises:
        RefusedFileError: HB401 or HB403.
    """
    entries = _entries(raw)
    if any(entry.name in _MACROS for entry in entries):
        raise RefusedFileError("HB403", "tệp có macro: lưu lại dạng .xlsx thường, không macro")
    for kind, body in _records(_workbook(raw)):
        if kind == _PASSWORD:
            raise RefusedFileError("HB401", "tệp có mật khẩu: bỏ mật khẩu rồi lưu lại")
        if kind == _LINK or (kind == _BOOK and body[2:4] not in _OWN_BOOK):
            raise RefusedFileError(
                "HB403", "tệp có liên kết ra ngoài (siêu liên kết, tệp khác): bỏ liên kết rồi lưu lại"
            )


def xls_marks(raw: bytes) -> dict[str, Unseen]:
    """The marks of every sheet by its name."""
    stream = _workbook(raw)
    sheets = [_named(body) for kind, body in _records(stream) if kind == _SHEET]
    return {name: _sheet(stream[offset:]) for offset, name in sheets}


def _broken() -> RefusedFileError:
    return RefusedFileError("HB401", "không đọc được như một tệp Excel 97–2003: mở ra rồi lưu lại dạng .xlsx")


def _number(raw: bytes, at: int) -> int:
    if at + 4 > len(raw):
        raise _broken()
    return int(struct.unpack_from("<I", raw, at)[0])


def _sector(raw: bytes, number: int) -> bytes:
    size = _sector_size(raw)
    return raw[(number + 1) * size : (number + 2) * size]


def _sector_size(raw: bytes) -> int:
    if not raw.startswith(_MAGIC) or len(raw) < 512 or raw[30] not in (9, 12):
        raise _broken()
    return 1 << int(raw[30])


def _table(raw: bytes) -> list[int]:
    """The allocation table: for every sector the one that follows."""
    size = _sector_size(raw)
    sectors = [_number(raw, 76 + 4 * index) for index in range(_FIRST_TABLES)]
    more, seen = _number(raw, 68), 0
    while more < _END and seen < len(raw) // size:
        held = struct.unpack(f"<{size // 4}I", _whole(raw, more))
        sectors.extend(held[:-1])
        more, seen = held[-1], seen + 1
    table: list[int] = []
    for sector in sectors:
        if sector < _END:
            table.extend(struct.unpack(f"<{size // 4}I", _whole(raw, sector)))
    return table


def _whole(raw: bytes, number: int) -> bytes:
    found = _sector(raw, number)
    if len(found) < _sector_size(raw):
        raise _broken()
    return found


def _stream(raw: bytes, first: int) -> bytes:
    """The sectors of a chain, joined; a chain that runs in circles is broken."""
    table, at = _table(raw), first
    pieces: list[bytes] = []
    while at < _END:
        if at >= len(table) or len(pieces) > len(table):
            raise _broken()
        pieces.append(_sector(raw, at))
        at = table[at]
    return b"".join(pieces)


def _entries(raw: bytes) -> list[_Entry]:
    listing = _stream(raw, _number(raw, 48))
    found = []
    for at in range(0, len(listing) - _ENTRY + 1, _ENTRY):
        length = max(int(struct.unpack_from("<H", listing, at + 64)[0]) - 2, 0)
        name = listing[at : at + min(length, 62)].decode("utf-16-le", "replace")
        found.append(_Entry(name, _number(listing, at + 116), _number(listing, at + 120)))
    return found


def _workbook(raw: bytes) -> bytes:
    for entry in _entries(raw):
        if entry.name in ("Workbook", "Book") and entry.size >= _MINI:
            return _stream(raw, entry.first)[: entry.size]
    raise _broken()


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield int(kind), stream[at + 4 : at + 4 + length]
        at += 4 + length


def _named(body: bytes) -> tuple[int, str]:
    """Offset and name of a sheet (BOUNDSHEET)."""
    if len(body) < 8:
        raise _broken()
    text = body[8:]
    return _number(body, 0), text.decode("utf-16-le", "replace") if body[7] & 1 else text.decode("latin-1")


def _sheet(stream: bytes) -> Unseen:
    marks, depth = Unseen(), 0
    for kind, body in _records(stream):
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            marks.reach(row + 1, column + 1)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            break
        if kind == _FORMULA and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            marks.formulas.add((row + 1, column + 1))
        elif kind == _ROW and len(body) >= 16 and body[12] & 0x20:
            marks.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLINFO and len(body) >= 10 and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            marks.hidden_columns.update(range(first + 1, last + 2))
    return marks
