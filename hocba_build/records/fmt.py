"""Rewrite a file in its canonical text, where that loses nothing."""

from __future__ import annotations

import unicodedata

from hocba_build.domain.findings import Finding
from hocba_build.records.canonical import write
from hocba_build.records.document import BOM, MAX_BYTES, split_modeline
from hocba_build.records.faults import FaultyError
from hocba_build.records.layout import Kind, RecordPath
from hocba_build.records.strict_yaml import parse


def fmt(place: RecordPath, raw: bytes) -> bytes | Finding:
    """The canonical bytes of a file, or the fault a person must mend first.

    Line ends, BOM, composition of letters, spacing, quoting, order and trailing zeros are mended; what has two possible
    meanings is not. A file that does not fit its schema is rewritten all the same: that is for ``check`` to tell.
    """
    if place.kind is Kind.HO_SO_KIN:
        return raw
    try:
        tidy = _tidy(raw)
        document = parse(tidy)
    except FaultyError as error:
        return error.fault.at(place.path)
    return write(place, document, modeline=bool(split_modeline(tidy.decode())[0]))


def _tidy(raw: bytes) -> bytes:
    """The same text with LF, without BOM, in NFC; bytes that are not UTF-8 or too many are left for the parser."""
    if len(raw) > MAX_BYTES:
        return raw
    plain = raw.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return unicodedata.normalize("NFC", plain.decode("utf-8")).encode()
    except UnicodeDecodeError:
        return plain
