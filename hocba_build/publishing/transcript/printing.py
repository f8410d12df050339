"""Printing in a worker: several transcripts in one run of the printer, then one file each.

A pupil's file depends on that pupil only, not on who was printed beside: the first page of every run holds the usual
letters (it is cut off again), so that the embedded fonts are the same; who has unusual letters is printed alone.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from hocba_build import __version__
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import StudentId, YearId
from hocba_build.publishing import pdf
from hocba_build.publishing.fonts import require_fonts
from hocba_build.publishing.pdf_files import Part, split
from hocba_build.publishing.templates import template_root
from hocba_build.publishing.transcript.model import TranscriptView
from hocba_build.publishing.transcript.sections import (
    AS_USUAL,
    FOLDER,
    Section,
    Squeeze,
    booklet,
    stylesheet,
    year_pages,
)

SQUEEZES = 4
"""How often a section may be written smaller before the printer gives up: the steps of the style sheet."""
_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class Order:
    """What to print of one pupil: the whole transcript, or one year's pages."""

    view: TranscriptView
    only_year: YearId | None = None

    @property
    def student(self) -> StudentId:
        """Whose it is."""
        return self.view.student

    @property
    def title(self) -> str:
        """The title of the file: no name, it is shown in window titles and lists."""
        year = f", năm học {self.only_year}" if self.only_year else ""
        return f"Học bạ {self.student}{year}"

    def digest(self) -> str:
        """Names everything the file is made from."""
        made_from = f"{edition()}\n{self.only_year}\n{self.view!r}"
        return hashlib.sha256(made_from.encode()).hexdigest()

    def sections(self, squeeze: Squeeze = AS_USUAL) -> list[Section]:
        """Its pages."""
        return year_pages(self.view, self.only_year, squeeze) if self.only_year else booklet(self.view, squeeze)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One printed file, or why there is none."""

    student: StudentId
    digest: str
    file: bytes | None = None
    fault: str = ""


@cache
def edition() -> str:
    """Names the printer's version and every template."""
    state = hashlib.sha256(f"{__version__} {pdf.VERSION}\n".encode())
    root = template_root() / FOLDER
    for path in sorted(root.rglob("*.*")):
        state.update(path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes())
    return state.hexdigest()


def prepare() -> None:
    """Raise before any work when this machine cannot print."""
    require_fonts()


def warm_up() -> None:
    """Make a worker ready: the printer and the style sheet are loaded once, before the first order."""
    pdf.render([_letters()], stylesheet(), "")
    gc.collect()
    gc.freeze()


def print_orders(orders: Sequence[Order]) -> list[Outcome]:
    """Print a batch; a pupil that cannot be printed does not stop the others."""
    with pdf.collector_at_rest():
        return _printed(orders)


def _printed(orders: Sequence[Order]) -> list[Outcome]:
    usual = [order for order in orders if _is_usual(order.view)]
    alone = [order for order in orders if not _is_usual(order.view)]
    outcomes = _together(usual) + [outcome for order in alone for outcome in _together([order])]
    place = {order.student: number for number, order in enumerate(orders)}
    return sorted(outcomes, key=lambda outcome: place[outcome.student])


def _together(orders: Sequence[Order]) -> list[Outcome]:
    """Print orders in one run; where that fails or a page spills over, each by itself."""
    if not orders:
        return []
    try:
        files = _run(orders, [order.sections() for order in orders])
    except Exception as error:  # noqa: BLE001 - whatever one pupil's data does, the others are printed
        files = None
        if len(orders) == 1:
            return [_failed(orders[0], error)]
    finally:
        gc.collect()
    if files is not None:
        return _outcomes(orders, files)
    if len(orders) > 1:
        return [outcome for order in orders for outcome in _together([order])]
    return [_squeezed(orders[0])]


def _squeezed(order: Order) -> Outcome:
    """Write those sections smaller that take more than their page, until all fit."""
    squeeze: dict[str, int] = {}
    try:
        while max(squeeze.values(), default=0) <= SQUEEZES:
            sections = order.sections(squeeze)
            long = {section.name for section in sections if pdf.page_count([section.markup], stylesheet()) > 1}
            if not long:
                files = _run([order], [sections])
                return _outcomes([order], files)[0] if files else _too_long(order)
            squeeze |= {name: squeeze.get(name, 0) + 1 for name in long}
    except Exception as error:  # noqa: BLE001 - as above
        return _failed(order, error)
    return _too_long(order)


def _run(orders: Sequence[Order], listed: Sequence[Sequence[Section]]) -> list[bytes] | None:
    """The files of one run; ``None`` when a section took more than its page."""
    flat = [_letters(), *(section.markup for sections in listed for section in sections)]
    printed = pdf.render(flat, stylesheet(), "")
    if printed.pages != len(flat):
        return None
    parts = [Part(len(sections), order.title) for order, sections in zip(orders, listed, strict=True)]
    return split(printed.pdf, parts, skip=1)


def _outcomes(orders: Sequence[Order], files: Sequence[bytes]) -> list[Outcome]:
    return [Outcome(order.student, order.digest(), file) for order, file in zip(orders, files, strict=True)]


def _too_long(order: Order) -> Outcome:
    return Outcome(order.student, order.digest(), fault="Nội dung dài hơn trang in; rút gọn nhận xét.")


def _failed(order: Order, error: Exception) -> Outcome:
    """A fault names no data but the pupil's id: it goes into logs."""
    fault = error.message if isinstance(error, HocbaError) else f"Không in được ({type(error).__name__})."
    return Outcome(order.student, order.digest(), fault=fault)


@cache
def _usual() -> frozenset[str]:
    """Letters that every file carries, used or not: ASCII, Vietnamese, minority languages, punctuation of the form."""
    letters = {chr(code) for code in range(0x20, 0x7F)} | set("đĐŏŭĭčñŎŬĬČÑ’‘“”…–—×·°½²³\u00a0")
    for vowel in _VOWELS + _VOWELS.upper():
        letters |= {vowel} | {normalize("NFC", vowel + tone) for tone in _TONES}
    return frozenset(letters)


def _is_usual(view: TranscriptView) -> bool:
    return set(repr(view)) <= _usual()


@cache
def _letters() -> str:
    """A page with the usual letters in the three faces of the form."""
    text = "".join(sorted(_usual() - set("<&"))) + "&lt;&amp; fi fl ff ffi ffl"
    return f'<div class="p">{text} <b>{text}</b> <i>{text}</i></div>'
