"""Rectangles with a name on the pages of a finished file: where a signature goes, where a copy's code goes.

In the file they are named destinations (``/FitR``), so any tool for PDF can ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from hocba_build.publishing.pdf_files.leaf import Rect

_MM: Final = 72 / 25.4
BAND: Final[Rect] = (20 * _MM, 13 * _MM, 198 * _MM, 17.6 * _MM)
"""The strip below the text of every page that the form leaves empty: the number of a copy goes there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page (from 0), in points from the lower left corner."""

    name: str
    page: int
    rect: Rect


def places_of(file: bytes) -> tuple[Place, ...]:
    """The named rectangles of a finished file, by name."""
    with Pdf.open(BytesIO(file)) as opened:
        if Name.Names not in opened.Root or Name.Dests not in opened.Root[Name.Names]:
            return ()
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        named = list(opened.Root[Name.Names][Name.Dests][Name.Names].as_list())
        return tuple(
            Place(str(name), numbers[target[0].objgen], _rect(target))
            for name, target in zip(named[::2], named[1::2], strict=True)
        )


def write_places(made: Pdf, places: Iterable[Place]) -> Object:
    """The tree of names for a file's catalogue; names in order, as the format asks."""
    named: list[Object] = []
    for place in sorted(places, key=lambda place: place.name):
        target = Array([made.pages[place.page].obj, Name.FitR, *place.rect])
        named += [String(place.name), made.make_indirect(target)]
    return made.make_indirect(Dictionary(Names=Array(named)))


def _rect(target: Object) -> Rect:
    left, bottom, right, top = (float(number) for number in list(target.as_list())[2:6])
    return left, bottom, right, top
