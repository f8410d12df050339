"""Pages in the order a printer needs: both sides of a sheet, or folded sheets that make a booklet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pikepdf import Array, Dictionary, Name, Page, Pdf

from hocba_build.domain.paper_layout import Sheets
from hocba_build.publishing.pdf_files.leaf import Rect

SHEET: Final = 4
"""Pages on one folded sheet."""


def booklet_order(pages: int) -> list[tuple[int | None, int | None]]:
    """The two pages (from 0) on each side of the folded sheets, outermost sheet first; ``None`` is empty."""
    places = -(-pages // SHEET) * SHEET
    found: list[tuple[int | None, int | None]] = []
    for low in range(places // 2):
        low_page, high_page = _there(low, pages), _there(places - 1 - low, pages)
        found.append((low_page, high_page) if low % 2 else (high_page, low_page))
    return found


def _there(place: int, pages: int) -> int | None:
    return place if place < pages else None


def lay(made: Pdf, pages: Sequence[Page], sheets: Sheets) -> None:
    """Append one file's pages, so that the next file begins on a sheet of its own."""
    if sheets is Sheets.BOOKLET:
        for left, right in booklet_order(len(pages)):
            _side(made, [None if place is None else pages[place] for place in (left, right)], _size(pages[0]))
        return
    made.pages.extend(pages)
    if sheets is Sheets.DUPLEX and len(pages) % 2:
        made.add_blank_page(page_size=_size(pages[0]))


def _size(page: Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox.as_list())
    return right - left, top - bottom


def _side(made: Pdf, pair: Sequence[Page | None], size: tuple[float, float]) -> None:
    """One side of a sheet twice as wide, with up to two pages on it."""
    width, height = size
    side = made.add_blank_page(page_size=(2 * width, height))
    drawn, forms = [], Dictionary()
    for place, page in enumerate(pair):
        if page is not None:
            forms[f"/P{place}"] = made.copy_foreign(page.as_form_xobject())
            drawn.append(f"q 1 0 0 1 {place * width:.4f} 0 cm /P{place} Do Q")
    side.obj[Name.Resources] = Dictionary(XObject=forms)
    side.obj[Name.Contents] = made.make_stream("\n".join(drawn).encode())
    box: Rect = (0, 0, 2 * width, height)
    side.obj[Name.TrimBox] = Array(box)
