"""Cut a printed batch into leaves: pages without numbers and fonts; what all of them share is kept once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Pdf

from hocba_build.publishing.pdf_files.saving import colours, saved

Rect = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the page's lower left corner."""

DIGEST = 64
"""Letters of the name of what is shared."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Pages that are printed once and bound again and again: a PDF that lacks its fonts.

    ``shared`` names what completes it: the fonts of its batch and the profile of its colours.
    """

    pages: bytes
    shared: str

    def packed(self) -> bytes:
        """The leaf in one piece, to be kept."""
        return self.shared.encode() + self.pages

    @classmethod
    def unpacked(cls, raw: bytes) -> Leaf:
        """The leaf from what ``packed`` gave."""
        return cls(raw[DIGEST:], raw[:DIGEST].decode())


@dataclass(frozen=True, slots=True)
class Cut:
    """The leaves of a batch in order, and what they share by its name."""

    leaves: tuple[Leaf, ...]
    name: str
    shared: bytes


def cut(
    batch: bytes, counts: Sequence[int], places: Sequence[Mapping[str, Rect]], profile: bytes, skip: int = 0
) -> Cut:
    """Cut a batch of pages into leaves of so many pages each; the first ``skip`` pages belong to none.

    ``places`` names rectangles on each page of the batch; they stay with their leaf. ``profile`` explains the colours.
    """
    with Pdf.open(BytesIO(batch)) as source:
        shared = _shared(source, profile)
        name = hashlib.sha256(shared).hexdigest()
        # All pages of a batch hold the same dictionary.
        del source.pages[0].obj[Name.Resources][Name.Font]
        leaves = []
        for count in counts:
            leaves.append(Leaf(_pages(source, skip, count, places[skip : skip + count]), name))
            skip += count
    return Cut(tuple(leaves), name, shared)


def _shared(source: Pdf, profile: bytes) -> bytes:
    with Pdf.new() as made:
        fonts = source.pages[0].obj[Name.Resources][Name.Font]
        made.Root[Name.Fonts] = made.copy_foreign(source.make_indirect(fonts))
        made.Root[Name.OutputIntents] = made.make_indirect(Array([colours(made, profile)]))
        return saved(made)


def _pages(source: Pdf, first: int, count: int, places: Sequence[Mapping[str, Rect]]) -> bytes:
    with Pdf.new() as made:
        made.pages.extend(source.pages[first : first + count])
        made.Root[Name.Places] = Array(
            Dictionary({f"/{name}": Array(rect) for name, rect in one.items()}) for one in places
        )
        return saved(made)
