"""The one door to segno: a QR code as a drawing of vectors, for our own templates."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno

LARGEST: Final = 1200
"""Bytes of a code that a telephone still reads from paper at five centimetres."""

MASK: Final = 2
"""Codes full of digests are even under any mask: to weigh all eight would take ten times as long."""


def drawing(content: str) -> str:
    """The code as an SVG element; the same content gives the same drawing. It says that its text is UTF-8."""
    out = BytesIO()
    made = segno.make(content, error="m", micro=False, boost_error=False, mode="byte", encoding="utf-8", eci=True)
    made.save(out, kind="svg", xmldecl=False, nl=False, border=4, omitsize=True)
    return out.getvalue().decode()


def modules(content: str) -> tuple[tuple[bool, ...], ...]:
    """The code's rows from above, dark or not, without white; ``content`` has the letters that codes pack best."""
    made = segno.make(content, error="m", micro=False, boost_error=False, mode="alphanumeric", mask=MASK)
    return tuple(tuple(map(bool, row)) for row in made.matrix)
