"""What makes a bound transcript an official copy: its number on every page, a code and its words in each year's place.

Drawn after binding, in the very letters that the pages carry, so that leaves stay as they are kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from uuid import UUID

from pikepdf import Name, Page, Pdf

from hocba_build.publishing.pdf_files.leaf import Rect
from hocba_build.publishing.pdf_files.numbers import Face
from hocba_build.publishing.pdf_files.places import BAND, places_of
from hocba_build.publishing.pdf_files.saving import saved

_MM: Final = 72 / 25.4
QUIET: Final = 4
"""Modules of white around a code."""
SIDE: Final = 34 * _MM
"""A code with its white."""
GAP: Final = 1.5 * _MM
SIZE: Final = 8.0
LINE: Final = 9.6
_DOCUMENT: Final = re.compile(rb"uuid:[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Strip:
    """A code and its words, and the name of the place where they go; ``modules`` are the code's rows, dark or not."""

    place: str
    modules: tuple[tuple[bool, ...], ...]
    lines: tuple[str, ...]


def put_on(file: bytes, number: str, strips: Sequence[Strip]) -> bytes:
    """A bound file as a copy: ``number`` stands below the text of every page, each strip in its place.

    Raises:
        KeyError: the file has no such place, or its letters lack one of the words.
    """
    where = {place.name: place for place in places_of(file)}
    with Pdf.open(BytesIO(file)) as made:
        faces: dict[tuple[int, int], Face] = {}
        pages = list(made.pages)
        for page in pages:
            page.contents_add(_line(_face(page, faces), number, BAND[0], BAND[1] + 2, SIZE))
        for strip in strips:
            place = where[strip.place]
            page = pages[place.page]
            page.contents_add(b"\n".join(_drawn(strip, place.rect, _face(page, faces))))
        _rename(made, repr((number, strips)).encode())
        return saved(made)


def _face(page: Page, known: dict[tuple[int, int], Face]) -> Face:
    fonts = page.obj[Name.Resources][Name.Font]
    return known.setdefault(fonts.objgen, Face(fonts))


def _rename(made: Pdf, more: bytes) -> None:
    """Another document than the one it was made from: its identifier follows from both."""
    held = made.Root[Name.Metadata]
    before = held.read_bytes()
    name = UUID(bytes=hashlib.sha256(before + more).digest()[:16], version=5)
    held.write(_DOCUMENT.sub(f"uuid:{name}".encode(), before))


def _drawn(strip: Strip, rect: Rect, face: Face) -> Iterator[bytes]:
    left, _, right, top = rect
    yield _code(strip.modules, left, top - SIDE)
    beside = left + SIDE + GAP
    base = top - QUIET * SIDE / (len(strip.modules) + 2 * QUIET) - SIZE
    for line in _wrapped(strip.lines, face, right - beside):
        yield _line(face, line, beside, base, SIZE)
        base -= LINE


def _code(modules: Sequence[Sequence[bool]], left: float, bottom: float) -> bytes:
    """The code on white: one rectangle for each run of dark modules."""
    step = SIDE / (len(modules) + 2 * QUIET)
    drawn = [
        f"q 1 g {left:.2f} {bottom:.2f} {SIDE:.2f} {SIDE:.2f} re f 0 g",
        f"{step:.4f} 0 0 {step:.4f} {left:.2f} {bottom:.2f} cm",
    ]
    for row, held in enumerate(reversed(modules)):
        drawn += [f"{start + QUIET} {row + QUIET} {length} 1 re" for start, length in _runs(held)]
    return ("\n".join([*drawn, "f Q"])).encode()


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for at, dark in enumerate([*row, False]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None


def _wrapped(lines: Sequence[str], face: Face, room: float) -> Iterator[str]:
    """Lines broken between words where the room ends."""
    for line in lines:
        held = ""
        for word in line.split():
            longer = f"{held} {word}".strip()
            if held and face.width(longer, SIZE) > room:
                yield held
                longer = word
            held = longer
        yield held


def _line(face: Face, text: str, left: float, base: float, size: float) -> bytes:
    return b"q 0 g " + face.drawn(text, left, base, size) + b" Q"


__all__ = ["Strip", "put_on"]
