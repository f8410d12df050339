"""A quick yes for ordinary score files: text that is canonical and fits its schema without being parsed.

A history holds thousands of versions of the same few files. What this grammar matches is sound by construction; of all
else it says nothing, and ``inspect`` decides. A property in the tests holds the two together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from hocba_build.records.canonical import is_plain
from hocba_build.records.layout import Kind, RecordPath
from hocba_build.records.text import forbidden, is_composed

MAX_REMARK: Final = 200
"""Letters of a remark that is waved through."""

_SCORE: Final = r"(?:10|[0-9](?:\.[1-9])?)"
_OUTCOME: Final = r"(?:dat|chua_dat)"
_PUPIL: Final = r'  "([0-9]{10})": '
_REMARK: Final = r'(?P<remark>[^"{}\[\],:#\n]+|"[^"\\\n]+")'


def _row(value: str) -> re.Pattern[str]:
    tests = rf"tx: \[(?:{value}|null)(?:, (?:{value}|null)){{0,3}}\]"
    cells = rf"(?:{tests}|gk: {value}|{tests}, gk: {value}|{tests}, gk: {value}, ck: {value}|gk: {value}, ck: {value})"
    return re.compile(rf"{_PUPIL}\{{{cells}(?:, nhan_xet: {_REMARK})?\}}")


_ROWS: Final = {
    Kind.DIEM: ("diem", _row(_SCORE)),
    Kind.NHAN_XET_MON: ("diem", _row(_OUTCOME)),
    Kind.REN_LUYEN: (
        "ren_luyen",
        re.compile(rf"{_PUPIL}\{{muc: (?:tot|kha|dat|chua_dat)(?:, nhan_xet: {_REMARK})?\}}"),
    ),
}


def plainly_sound(place: RecordPath, raw: bytes) -> bool:
    """Whether the bytes are certainly the canonical text of a sound file; ``False`` when that takes a closer look."""
    known = _ROWS.get(place.kind)
    if known is None or place.term is None:
        return False
    table, row = known
    subject = "" if place.subject is None else f"mon: {place.subject}\n"
    head = f'nam_hoc: "{place.year}"\nlop: {place.class_id}\nhoc_ki: {place.term.value}\n{subject}{table}:\n'
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if not text.startswith(head) or not text.endswith("\n") or not is_plain(str(place.class_id)):
        return False
    return _rows_are_sound(text[len(head) : -1].split("\n"), row)


def _rows_are_sound(lines: list[str], row: re.Pattern[str]) -> bool:
    before = ""
    for line in lines:
        found = row.fullmatch(line)
        if found is None or found[1] <= before or not (found["remark"] is None or _is_sound_remark(found["remark"])):
            return False
        before = found[1]
    return True


@lru_cache(4096)
def _is_sound_remark(remark: str) -> bool:
    """Bare where it can be, in quotes where it must; letters that every remark may have."""
    text = remark.strip('"')
    quoted = text != remark
    return len(text) <= MAX_REMARK and is_plain(text) is not quoted and not forbidden(text) and is_composed(text)
