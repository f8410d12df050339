"""The files inside a finished file, read back: the data that its pages show."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Final

from pikepdf import Name, Object, Pdf, PdfError

MAX_ATTACHED: Final = 1024 * 1024
"""Bytes of one attached file, unfolded."""


def attached_files(file: bytes) -> dict[str, bytes]:
    """Name and content of every attached file that is stored plainly or deflated; nothing where the file is no PDF."""
    try:
        with Pdf.open(BytesIO(file)) as opened:
            found = {name: _content(spec.obj) for name, spec in opened.attachments.items()}
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return {}
    return {name: content for name, content in found.items() if content is not None}


def _content(spec: Object) -> bytes | None:
    stream = spec[Name.EF][Name.F]
    raw = bytes(stream.read_raw_bytes())
    kind = stream.get("/Filter")
    if kind is None:
        return raw if len(raw) <= MAX_ATTACHED else None
    if kind != Name.FlateDecode or "/DecodeParms" in stream:
        return None
    unfolded = zlib.decompressobj().decompress(raw, MAX_ATTACHED + 1)
    return unfolded if len(unfolded) <= MAX_ATTACHED else None
