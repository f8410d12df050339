"""The one door to segno: a QR code as a drawing of vectors, for our own templates."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno

LARGEST: Final = 1200
"""Bytes of a code that a telephone still reads from paper at five centimetres."""


def drawing(content: str) -> str:
    """The code as an SVG element; the same content gives the same drawing. It says that its text is UTF-8."""
    out = BytesIO()
    made = segno.make(content, error="m", micro=False, boost_error=False, mode="byte", encoding="utf-8", eci=True)
    made.save(out, kind="svg", xmldecl=False, nl=False, border=4, omitsize=True)
    return out.getvalue().decode()
