"""The one door to WeasyPrint: pages of our own templates in, PDF out; nothing else is ever fetched."""

from __future__ import annotations

import gc
import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn
from xml.etree import ElementTree as ET

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from hocba_build.domain.errors import HocbaError
from hocba_build.publishing.fonts import FAMILY, require_fonts, require_letters

Rect = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the page's lower left corner."""
_POINTS = 0.75
"""Points in a pixel of a style sheet."""

_BASE_SHEET = """
html, body, div, p { display: block } b, th { font-weight: bold } i { font-style: italic }
table { display: table } thead { display: table-header-group } tbody { display: table-row-group }
tr { display: table-row } td, th { display: table-cell } col { display: table-column } head { display: none }
br::before { content: '\\A'; white-space: pre-line }
"""
"""All that our templates use of HTML: a tenth of the general sheet, and so a tenth of its cost for every element."""


class _NoFetch(URLFetcher):  # type: ignore[misc]  # the library ships no types
    """Refuses every address, whatever its protocol."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        """Refuse."""
        raise ValueError(url, headers)


class _Page(weasyprint.HTML):  # type: ignore[misc]  # the library ships no types
    """A document from well-formed markup of our own: parsed in C, with our short base sheet."""

    def __init__(self, markup: str) -> None:
        root = ET.fromstring(markup)  # noqa: S314 - our own templates without a DTD, data escaped
        self.base_url = None
        self.url_fetcher = _NoFetch()
        self.media_type = "print"
        self.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - the library's own signature
        return [_sheet(_BASE_SHEET)]


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF and, page by page, the rectangles of elements that the style sheet names (``anchor``)."""

    pdf: bytes
    places: tuple[dict[str, Rect], ...]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.places)


@cache
def version() -> str:
    """Names the libraries that set the letters and write the file."""
    from weasyprint.text.ffi import pango  # Only its number is asked for.

    return f"WeasyPrint {weasyprint.__version__} Pango {pango.pango_version()}"


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No collection of reference cycles: it would walk through every box of every page again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def render(sections: Sequence[str], css: str, title: str, *, tagged: bool = False) -> Printed:
    """Print sections of bundled templates as one PDF; the same input gives the same bytes.

    The identifier comes from the content, and no date is written. A font that is not ours is a failure. ``tagged`` adds
    the structure that a screen reader follows.
    """
    markup = _document(sections, title)
    document = _laid_out(markup, css)
    digest = hashlib.sha256(f"{version()}\n{css}\n{markup}".encode()).digest()[:16]
    pdf = document.write_pdf(pdf_identifier=digest.hex().encode(), pdf_tags=tagged)
    _only_our_fonts(document)
    return Printed(pdf, tuple(_places(page) for page in document.pages))


@cache
def colour_profile() -> bytes:
    """What the colours of a page mean (sRGB, ICC): a file that lasts carries it."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _places(page: Any) -> dict[str, Rect]:  # noqa: ANN401 - the library ships no types
    """Its named rectangles, turned from pixels below the upper edge into points above the lower one."""
    return {
        name: (left * _POINTS, (page.height - bottom) * _POINTS, right * _POINTS, (page.height - top) * _POINTS)
        for name, (left, top, right, bottom) in page.anchors.items()
    }


def page_count(sections: Sequence[str], css: str) -> int:
    """How many pages sections take, without writing them; fails as ``render`` does."""
    return len(_laid_out(_document(sections, ""), css).pages)


def _laid_out(markup: str, css: str) -> Any:  # noqa: ANN401 - the library ships no types
    require_fonts()
    require_letters(markup)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    try:
        return _Page(markup).render(font_config=_font_config(), stylesheets=[_sheet(css)])
    except FatalURLFetchingError as error:
        # It derives from BaseException, so that nothing inside WeasyPrint swallows it.
        raise HocbaError("Trang in đòi tải một địa chỉ bên ngoài; đã dừng in.", "Kiểm tra mẫu in.") from error


def _document(sections: Sequence[str], title: str) -> str:
    head = f'<head><title>{_escape(title)}</title><meta name="author" content="hocba"/></head>'
    return f'<html lang="vi">{head}<body>{"".join(sections)}</body></html>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _only_our_fonts(document: Any) -> None:  # noqa: ANN401 - the library ships no types
    """A letter our font lacks is drawn from another one silently: that must never reach an official page."""
    strange = sorted({font.family for font in document.fonts.values()} - {FAMILY})
    if strange:
        names = ", ".join(strange)
        raise HocbaError(f"Có chữ mà phông {FAMILY} không có, phải vẽ bằng {names}.", "Sửa kí tự lạ trong hồ sơ.")


@cache
def _font_config() -> FontConfiguration:
    return FontConfiguration()


@cache
def _sheet(css: str) -> Any:  # noqa: ANN401 - the library ships no types
    return weasyprint.CSS(string=css, font_config=_font_config(), url_fetcher=_NoFetch())
