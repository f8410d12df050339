"""Where on the page a seal goes: in the room that the form leaves below the principal's title; the school's beside it.

The form names its rooms as destinations (``hieu-truong.<leaf>``, ``/FitR``); the newest year's is the last of the file.
"""

from __future__ import annotations

from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from hocba_build.domain.seals import SealRole
from hocba_build.publishing.pades.stamp import HEIGHT, WIDTH

Rect = tuple[float, float, float, float]
ROOM: Final = "hieu-truong."
NO_ROOM: Final[Rect] = (306, 40, 558, 102)
"""On the last page of a file that names no room: the foot of its right half."""
GAP: Final = 3
"""Points between both seals."""


def place_for(writer: IncrementalPdfFileWriter, role: SealRole) -> tuple[int, tuple[int, int, int, int]]:
    """The page (from 0, or -1 for the last) and the box of a role's seal, in points from the lower left corner."""
    page, (left, low, right, high) = _room(writer)
    middle, floor = (left + right) / 2, (low + high - HEIGHT) / 2
    start = middle - GAP / 2 - WIDTH if role is SealRole.SCHOOL else middle + GAP / 2
    return page, (round(start), round(floor), round(start + WIDTH), round(floor + HEIGHT))


def _room(writer: IncrementalPdfFileWriter) -> tuple[int, Rect]:
    named = _names(writer.root)
    pages = {reference.idnum: number for number, reference in enumerate(_pages(writer))}
    rooms = []
    for name, target in zip(named[::2], named[1::2], strict=False):
        if str(name).startswith(ROOM):
            where = target.get_object()  # type: ignore[no-untyped-call]
            rooms.append((pages[where.raw_get(0).idnum], tuple(float(where[number]) for number in range(2, 6))))
    if not rooms:
        return -1, NO_ROOM
    page, (left, low, right, high) = max(rooms)
    return page, (left, low, right, high)


def _pages(writer: IncrementalPdfFileWriter) -> list[generic.IndirectObject]:
    count = int(writer.root["/Pages"]["/Count"])
    find = writer.find_page_for_modification
    return [find(number)[0] for number in range(count)]  # type: ignore[no-untyped-call]


def _names(root: generic.DictionaryObject) -> list[generic.PdfObject]:
    """Names and destinations in turn; nothing where the file has none."""
    found: generic.PdfObject = root
    for key in ("/Names", "/Dests", "/Names"):
        if not isinstance(found, generic.DictionaryObject) or key not in found:
            return []
        found = found[key]
    return [found.raw_get(number) for number in range(len(found))] if isinstance(found, generic.ArrayObject) else []


__all__ = ["place_for"]
