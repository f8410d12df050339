"""A class's book as PDF: a cover, then every page; long lists go on with their headings repeated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from hocba_build.domain.class_book.model import ClassBook, Column, Kind, Page
from hocba_build.domain.tables import Head, cell_text
from hocba_build.publishing import pdf
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "report"
_ROOM: Final = {False: 178.0, True: 265.0}
"""Millimetres across, upright and wide."""
_WIDTHS: Final = {
    Kind.NUMBER: 8.0,
    Kind.NAME: 44.0,
    Kind.CODE: 22.0,
    Kind.DATE: 19.0,
    Kind.MARK: 9.0,
    Kind.COUNT: 11.0,
    Kind.WORD: 17.0,
}
_GROWING: Final = {Kind.NOTE: 1.0, Kind.LONG: 2.5}
"""What is left is shared by these; without them all columns grow."""
_CENTRED: Final = frozenset({Kind.NUMBER, Kind.CODE, Kind.DATE, Kind.MARK, Kind.COUNT, Kind.WORD})
MANY: Final = 38
"""Rows from which a page is set more closely."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page as its template draws it: widths in millimetres, a class a column."""

    page: Page
    widths: tuple[str, ...]
    classes: tuple[str, ...]
    heads: tuple[Head, ...]
    two_rows: bool
    rows: tuple[tuple[str, ...], ...]
    close: bool


def class_book_pdf(book: ClassBook) -> bytes:
    """The bytes of a book; the same records give the same bytes."""
    template = environment(FOLDER).get_template("class_book.html")
    markup = template.render(book=book, pages=[_shown(page) for page in book.pages])
    title = f"Sổ theo dõi và đánh giá học sinh, lớp {book.class_id}, {book.cover.year}"
    with pdf.collector_at_rest():
        return pdf.render([markup], _css(), title).pdf


def _shown(page: Page) -> _Shown:
    heads = page.table.heads
    return _Shown(
        page,
        tuple(f"{width:.2f}" for width in widths_of(page.columns, wide=page.wide)),
        tuple("n" if column.kind in _CENTRED else "t" for column in page.columns),
        heads,
        any(head.under for head in heads),
        tuple(tuple(map(cell_text, row)) for row in page.rows),
        len(page.rows) >= MANY,
    )


def widths_of(columns: tuple[Column, ...], *, wide: bool) -> list[float]:
    """Millimetres of each column; together as wide as the page."""
    fixed = [_WIDTHS.get(column.kind, 0.0) for column in columns]
    parts = [_GROWING.get(column.kind, 0.0) for column in columns]
    left, shares = _ROOM[wide] - sum(fixed), sum(parts)
    least = 14.0 * sum(part > 0 for part in parts)
    if not shares or left < least:
        scale = (_ROOM[wide] - least) / sum(fixed)
        fixed, left = [width * scale for width in fixed], least
    return [width or left * part / shares for width, part in zip(fixed, parts, strict=True)]


@cache
def _css() -> str:
    return (template_root() / FOLDER / "class_book.css").read_text("utf-8")
