"""A transcript printed in one piece: slower than bound leaves, with the structure that a screen reader follows."""

from __future__ import annotations

from collections.abc import Sequence

from hocba_build.publishing import pdf
from hocba_build.publishing.pdf_files import Binding, Bookmark, Finish, Place, complete
from hocba_build.publishing.transcript.leaves import LeafOrder
from hocba_build.publishing.transcript.model import TranscriptView
from hocba_build.publishing.transcript.sections import (
    AS_USUAL,
    Section,
    Squeeze,
    booklet,
    stylesheet,
    year_pages,
)
from hocba_build.publishing.transcript.squeezing import TooLongError, squeezed


def print_whole(view: TranscriptView, leaves: Sequence[LeafOrder], binding: Binding) -> bytes:
    """The same pages as bound from these leaves, tagged (PDF/A-3a).

    Raises:
        TooLongError: a section is longer than its page, however small it is written.
    """

    def sections(squeeze: Squeeze) -> list[Section]:
        only = leaves[0].year
        return year_pages(view, only, squeeze, binding.numbered) if only else booklet(view, squeeze)

    squeeze, printed = AS_USUAL, _printed(sections(AS_USUAL), binding)
    if printed is None:
        squeeze = squeezed(sections)
        printed = _printed(sections(squeeze), binding)
    if printed is None:
        raise TooLongError
    owners = [leaf for leaf in leaves for _ in leaf.sections(squeeze)]
    places = [
        Place(f"{name}.{owner.name}", number, rect)
        for number, (owner, named) in enumerate(zip(owners, printed.places, strict=True))
        for name, rect in named.items()
    ]
    said = Finish(binding.title, printed.pdf, binding.attachments, _bookmarks(owners), places, tagged=True)
    return complete(printed.pdf, said, pdf.colour_profile())


def _printed(sections: Sequence[Section], binding: Binding) -> pdf.Printed | None:
    """The pages; ``None`` when a section took more than its own."""
    printed = pdf.render([section.markup for section in sections], stylesheet(), binding.title, tagged=True)
    return printed if printed.pages == len(sections) else None


def _bookmarks(owners: Sequence[LeafOrder]) -> list[Bookmark]:
    titles = [owner.title for owner in owners]
    return [Bookmark(title, titles.index(title)) for title in dict.fromkeys(titles)]
