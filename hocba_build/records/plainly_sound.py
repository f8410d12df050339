"""A quick yes for ordinary score files: text that is canonical and fits its schema without being parsed.

A history holds thousands of versions of the same few files. What this grammar matches is sound by construction; of all
else it says nothing, and ``inspect`` decides. A property in the tests holds the two together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import lt
from typing import Final

from hocba_build.records.canonical import is_plain
from hocba_build.records.layout import Kind, RecordPath
from hocba_build.records.text import forbidden, is_composed

MAX_REMARK: Final = 200
"""Letters of a remark that is waved through."""

_SCORE: Final = r"(?:[0-9](?:\.[1-9])?|10)"
_OUTCOME: Final = r"(?:dat|chua_dat)"
_PUPIL: Final = r'  "[0-9]{10}": \{'
_REMARK: Final = r'(?:[^"{}\[\],:#\n]+|"[^"\\\n]+")'


def _table(cells: str) -> re.Pattern[str]:
    """All rows of a table, one a line; a row that has matched is never tried in another way."""
    return re.compile(rf"(?:{_PUPIL}(?:{cells})(?:, nhan_xet: {_REMARK})?\}}\n)++")


def _tests(value: str) -> re.Pattern[str]:
    tests = rf"tx: \[(?:{value}|null)(?:, (?:{value}|null)){{0,3}}\]"
    halves = rf"gk: {value}(?:, ck: {value})?"
    return _table(rf"{tests}(?:, {halves})?|{halves}")


_ROWS: Final = {
    Kind.DIEM: ("diem", _tests(_SCORE)),
    Kind.NHAN_XET_MON: ("diem", _tests(_OUTCOME)),
    Kind.REN_LUYEN: ("ren_luyen", _table("muc: (?:tot|kha|dat|chua_dat)")),
}
_ID: Final = slice(3, 13)
"""Where a row that has matched holds its pupil."""
_REMARKS: Final = re.compile(rf", nhan_xet: ({_REMARK})\}}$", re.MULTILINE)


def plainly_sound(place: RecordPath, raw: bytes) -> bool:
    """Whether the bytes are certainly the canonical text of a sound file; ``False`` when that takes a closer look."""
    known = _ROWS.get(place.kind)
    if known is None or place.term is None:
        return False
    name, table = known
    subject = "" if place.subject is None else f"mon: {place.subject}\n"
    head = f'nam_hoc: "{place.year}"\nlop: {place.class_id}\nhoc_ki: {place.term.value}\n{subject}{name}:\n'
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return text.startswith(head) and is_plain(str(place.class_id)) and _rows_are_sound(text[len(head) :], table)


def _rows_are_sound(rows: str, table: re.Pattern[str]) -> bool:
    """Every row by the grammar, pupils ascending, remarks of letters that may stand there."""
    if table.fullmatch(rows) is None:
        return False
    pupils = [row[_ID] for row in rows.split("\n")[:-1]]
    remarks = _REMARKS.findall(rows) if "nhan_xet" in rows else ()
    return all(map(lt, pupils, pupils[1:])) and all(map(_is_sound_remark, remarks))


@lru_cache(4096)
def _is_sound_remark(remark: str) -> bool:
    """Bare where it can be, in quotes where it must; letters that every remark may have."""
    text = remark.strip('"')
    quoted = text != remark
    return len(text) <= MAX_REMARK and is_plain(text) is not quoted and not forbidden(text) and is_composed(text)
