"""What differs between two versions of a file, cell by cell: pupil, column, what stood there, what stands there now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.records.canonical import number
from hocba_build.records.codec import TABLES
from hocba_build.records.document import Json
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import Kind, RecordPath
from hocba_build.records.strict_yaml import parse

_WORDS: Final = {True: "có", False: "không"}
_SHOWN: Final = 12
"""Digits of a sealed file's digest: enough to see that it is another one."""
_ROW: Final = b'  "'
_NUMBERED: Final = frozenset({"tx"})
"""Lists whose places are known by their number without a point: ``tx1``."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell that differs; ``pupil`` is empty for what belongs to nobody alone, ``None`` is an empty cell."""

    path: str
    pupil: str
    column: str
    old: str | None
    new: str | None


def differing_cells(place: RecordPath, old: bytes | None, new: bytes | None) -> tuple[Cell, ...]:
    """The cells that differ, by pupil and column; ``None`` for a file that is not there.

    A file that is no YAML (an encrypted life page, a text that cannot be read) is one cell.
    """
    try:
        before, after = _cells(place, old), _cells(place, new)
    except FaultyError:
        return (Cell(place.path, place.student or "", "tep", _presence(old), _presence(new)),)
    return tuple(
        Cell(place.path, pupil, column, before.get((pupil, column)), after.get((pupil, column)))
        for pupil, column in [*before, *(key for key in after if key not in before)]
        if before.get((pupil, column)) != after.get((pupil, column))
    )


def differing_pupils(place: RecordPath, old: bytes | None, new: bytes | None) -> frozenset[str] | None:
    """Whose rows differ; ``None`` where something differs that is nobody's row, or cannot be read.

    A file that is not there has no rows.
    """
    if place.student is not None:
        return frozenset({place.student})
    table = TABLES.get(place.kind)
    if table is None:
        return None
    try:
        (head, before), (other, after) = _parted(old, table), _parted(new, table)
    except (FaultyError, KeyError, TypeError, AttributeError):
        return None
    if old is not None and new is not None and head != other:
        return None
    return frozenset(pupil for pupil in before | after if before.get(pupil) != after.get(pupil))


def _parted(raw: bytes | None, table: str) -> tuple[dict[str, Json], dict[str, Json]]:
    """What stands above a table, and its rows; nothing where there is no file."""
    held: Any = {table: {}} if raw is None else parse(raw)
    return {key: value for key, value in held.items() if key != table}, dict(held[table].items())


def differing_rows(place: RecordPath, old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Two canonical texts of a table without the rows they share: a history of large files is read row by row.

    Only for text that is known to be canonical (a pupil a line); where the heads differ too, nothing is left out.
    """
    if place.kind not in TABLES:
        return old, new
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    held = set(after)
    if [line for line in before if not line.startswith(_ROW)] != [line for line in after if not line.startswith(_ROW)]:
        return old, new
    common = [line for line in before if line.startswith(_ROW) and line in held]
    shared = set(common[1:])  # One stays on both sides: a table without rows would be another text.
    kept = (b"".join(line for line in lines if line not in shared) for lines in (before, after))
    return next(kept), next(kept)


def _presence(raw: bytes | None) -> str | None:
    return None if raw is None else f"{len(raw)} byte"


def _cells(place: RecordPath, raw: bytes | None) -> dict[tuple[str, str], str]:
    if raw is None:
        return {}
    if place.kind is Kind.HO_SO_KIN:
        return {(place.student or "", "tep"): f"mã hoá {hashlib.sha256(raw).hexdigest()[:_SHOWN]}"}
    document = parse(raw)
    if not isinstance(document, dict):
        return {}
    table = TABLES.get(place.kind)
    rows = dict(_rows(document, table)) if table else {place.student or "": dict(document)}
    return {(pupil, column): text for pupil, row in rows.items() for column, text in _flat(row, "")}


def _rows(document: dict[str, Json], table: str) -> Iterator[tuple[str, Json]]:
    held = document.get(table)
    if isinstance(held, dict):
        yield from held.items()


def _flat(value: Json, column: str) -> Iterator[tuple[str, str]]:
    """Every leaf with the way to it; a row of a list is known by its ``ma`` where it has one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{column}.{key}" if column else key)
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from _flat(inner, _place(column, place, inner))
    elif value is not None:
        yield column or "nhan_xet", _text(value)


def _place(column: str, place: int, inner: Json) -> str:
    if isinstance(inner, dict) and "ma" in inner:
        return f"{column}.{inner['ma']}"
    joint = "" if column.rpartition(".")[2] in _NUMBERED else "."
    return f"{column}{joint}{place}"


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return _WORDS[value]
    return value if isinstance(value, str) else number(value)  # type: ignore[arg-type]  # leaves only


__all__ = ["Cell", "differing_cells", "differing_pupils", "differing_rows"]
