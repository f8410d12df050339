"""Page numbers written onto bound pages, in the very letters that the pages carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pikepdf import Name, Object

_MM: Final = 72 / 25.4
SIZE: Final = 8.0
RIGHT: Final = 198 * _MM
BASE: Final = 7 * _MM + 2.1
"""Where the style sheet's ``.number`` has its right edge and its base line, in points."""
_CHARACTERS: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX: Final = re.compile(rb"<([0-9a-fA-F]+)>")


@dataclass(frozen=True)
class Face:
    """The upright face among a leaf's fonts: its name on the page, and what its letters are called and measure."""

    fonts: Object

    @cached_property
    def name(self) -> str:
        """The name by which pages call it."""
        return next(name for name, font in self.fonts.items() if str(font[Name.BaseFont]).endswith("-Serif"))

    @cached_property
    def glyphs(self) -> dict[str, int]:
        """The number of each letter's picture."""
        table = self.fonts[self.name][Name.ToUnicode].read_bytes()
        found: dict[str, int] = {}
        for part in _CHARACTERS.findall(table):
            codes = _HEX.findall(part)
            found |= {_letter(letter): int(code, 16) for code, letter in zip(codes[::2], codes[1::2], strict=True)}
        for part in _RANGES.findall(table):
            codes = _HEX.findall(part)
            for low, high, letter in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
                first, start = int(low, 16), int(letter, 16)
                found |= {chr(start + step): first + step for step in range(int(high, 16) - first + 1)}
        return found

    @cached_property
    def widths(self) -> dict[int, float]:
        """Thousandths of the size, by picture."""
        found: dict[int, float] = {}
        listed = list(self.fonts[self.name][Name.DescendantFonts][0][Name.W].as_list())
        for first, widths in zip(listed[::2], listed[1::2], strict=True):
            found |= {int(first) + step: float(width) for step, width in enumerate(widths.as_list())}
        return found

    def width(self, text: str, size: float) -> float:
        """How long a text is, in points."""
        return sum(self.widths[self.glyphs[letter]] for letter in text) * size / 1000

    def drawn(self, text: str, left: float, base: float, size: float) -> bytes:
        """Drawing orders for a text that begins at ``left``."""
        codes = "".join(f"{self.glyphs[letter]:04x}" for letter in text)
        return f"BT {self.name} {size:g} Tf 1 0 0 1 {left:.2f} {base:.2f} Tm <{codes}> Tj ET".encode()

    def line(self, text: str, right: float = RIGHT, base: float = BASE, size: float = SIZE) -> bytes:
        """Drawing orders for one line that ends at ``right``; to a screen reader it is no content."""
        drawn = self.drawn(text, right - self.width(text, size), base, size)
        return b"/Artifact BMC\nq 0.2 0.2 0.2 rg " + drawn + b" Q\nEMC"


def _letter(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
