"""The unit of printing: one pupil's pages of one year, or the front pages; known by everything that shapes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize

from hocba_build.domain import words
from hocba_build.domain.values import YearId
from hocba_build.publishing import pdf, pdf_files, templates
from hocba_build.publishing.fonts import fonts_edition
from hocba_build.publishing.templates import template_root
from hocba_build.publishing.transcript.model import TranscriptView
from hocba_build.publishing.transcript.sections import AS_USUAL, FOLDER, FRONT, Section, Squeeze, front_page, year_pages

_TITLES = {"bia": "Bìa", "huong-dan": "Hướng dẫn sử dụng học bạ", "li-lich": "Sơ yếu lí lịch và quá trình học tập"}
LIFE = "li-lich"
"""The leaf that tells of the family."""
_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class LeafOrder:
    """A leaf to be printed: ``name`` is a year or a front page, and ``shown`` all that its pages show.

    The instructions are the same for everybody, so a school prints them once.
    """

    view: TranscriptView
    name: str
    shown: str
    title: str

    @classmethod
    def front(cls, view: TranscriptView) -> list[LeafOrder]:
        """The front pages."""
        shown = {"bia": view.cover, "huong-dan": (view.citation, view.instructions), LIFE: view.life}
        return [cls(view, part, repr((part, shown[part])), _TITLES[part]) for part in FRONT]

    @classmethod
    def of_year(cls, view: TranscriptView, year: YearId) -> LeafOrder:
        """The pages of one year."""
        pages = next(pages for pages in view.years if pages.year == year)
        return cls(view, year, repr((view.level, pages)), f"Năm học {year}, lớp {pages.class_name}")

    @property
    def year(self) -> YearId | None:
        """The year of its pages; the front has none."""
        return None if self.name in FRONT else YearId(self.name)

    def digest(self) -> str:
        """Names everything the leaf is made from: what is shown, templates, fonts, programs."""
        return hashlib.sha256(f"{edition()}\n{self.shown}".encode()).hexdigest()

    def sections(self, squeeze: Squeeze = AS_USUAL) -> list[Section]:
        """Its pages."""
        year = self.year
        return year_pages(self.view, year, squeeze) if year else front_page(self.view, self.name, squeeze)

    def is_usual(self) -> bool:
        """Whether the letters that every batch carries are enough."""
        return set(self.shown) <= usual_letters()


@cache
def edition() -> str:
    """Names what shapes a page besides the records: templates, the code that fills them, fonts, libraries.

    A new version of the program that changes nothing of these prints nothing anew.
    """
    state = hashlib.sha256(f"{pdf.version()}\n{fonts_edition()}\n".encode())
    root = template_root() / FOLDER
    for path in sorted(path for path in root.rglob("*.*") if path.is_file()):
        state.update(path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes())
    here = Path(__file__).parent
    makers = [*here.glob("*.py"), *Path(pdf_files.__file__).parent.glob("*.py")]
    for path in sorted([*makers, *(Path(str(module.__file__)) for module in (pdf, templates, words))]):
        state.update(path.name.encode() + b"\n" + path.read_bytes())
    return state.hexdigest()


@cache
def usual_letters() -> frozenset[str]:
    """Letters that every file carries, used or not: ASCII, Vietnamese, minority languages, punctuation of the form."""
    letters = {chr(code) for code in range(0x20, 0x7F)} | set("đĐŏŭĭčñŎŬĬČÑ’‘“”…–—×·°½²³\u00a0")
    for vowel in _VOWELS + _VOWELS.upper():
        letters |= {vowel} | {normalize("NFC", vowel + tone) for tone in _TONES}
    return frozenset(letters)


@cache
def letters_page() -> str:
    """A page with the usual letters in the three faces of the form: with it all batches carry the same fonts."""
    text = "".join(sorted(usual_letters() - set("<&"))) + "&lt;&amp; fi fl ff ffi ffl"
    return f'<div class="p">{text} <b>{text}</b> <i>{text}</i></div>'
