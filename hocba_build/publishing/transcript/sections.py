"""From the view to the pages' markup: one section a printed page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hocba_build.domain.values import YearId
from hocba_build.domain.words import word
from hocba_build.publishing.templates import environment, template_root
from hocba_build.publishing.transcript.fit import Fitted, fit
from hocba_build.publishing.transcript.merits import Merit, merit_pages
from hocba_build.publishing.transcript.model import TranscriptView, YearPages

FOLDER = "transcript"
FRONT = ("bia", "huong-dan", "li-lich")
"""The pages before the first year: cover, instructions, life page."""
_LONG_WORD = re.compile('[^\\s<>…&#;="]{16}')


def stylesheet() -> str:
    """The style sheet of the form."""
    return _read("tt22/transcript.css")


Squeeze = Mapping[str, int]
"""How much smaller than usual each section is written, by its name; none is 0."""
AS_USUAL: Squeeze = {}


@dataclass(frozen=True, slots=True)
class Section:
    """The markup of one printed page; the pages of a long table share their name."""

    name: str
    markup: str


def booklet(view: TranscriptView, squeeze: Squeeze = AS_USUAL) -> list[Section]:
    """The whole transcript with its page numbers: cover, instructions, life page, and each year's pages."""
    years = [_Fit.of(year, squeeze) for year in view.years]
    count = _Count(len(FRONT) + sum(fitted.pages for fitted in years), "Trang ", squeeze)
    front = [_front(view, part, count) for part in FRONT]
    return [*front, *(section for fitted in years for section in _year(view, fitted, count))]


def front_page(view: TranscriptView, part: str, squeeze: Squeeze = AS_USUAL) -> list[Section]:
    """One of the front pages, without a number."""
    return [_front(view, part, _Count(1, None, squeeze))]


def year_pages(
    view: TranscriptView, year: YearId, squeeze: Squeeze = AS_USUAL, numbered: str | None = None
) -> list[Section]:
    """Only one year's pages; ``numbered`` is what stands before their numbers, which are left out without it."""
    fitted = _Fit.of(next(pages for pages in view.years if pages.year == year), squeeze)
    return _year(view, fitted, _Count(fitted.pages, numbered, squeeze))


@dataclass(frozen=True, slots=True)
class _Fit:
    """A year and how it lies on its pages."""

    year: YearPages
    table: Fitted
    merits: tuple[tuple[Merit, ...], ...]

    @classmethod
    def of(cls, year: YearPages, squeeze: Squeeze) -> _Fit:
        """Lay out one year."""
        tighter = squeeze.get(_name(f"{year.form}/subjects.html", year), 0)
        notes = len(year.notes) + len(year.corrections.notes)
        return cls(year, fit(year.rows, notes, tighter), merit_pages(year.summary))

    @property
    def pages(self) -> int:
        """How many pages: usually two."""
        return len(self.table.pages) + 1 + len(self.merits)


@dataclass(slots=True)
class _Count:
    """Pages with their numbers as plain text: counters of the style sheet would lay every page out twice.

    Without a ``prefix`` they get none: pages that are bound later are numbered then.
    """

    total: int
    prefix: str | None
    squeeze: Squeeze
    reached: int = 0

    def page(self, template: str, year: YearPages | None = None, **values: object) -> Section:
        """The next page."""
        self.reached += 1
        name = _name(template, year)
        values |= {
            "year": year,
            "number": "" if self.prefix is None else f"{self.prefix}{self.reached}/{self.total}",
            "squeeze": self.squeeze.get(name, 0),
        }
        return Section(name, _breakable(environment(FOLDER).get_template(template).render(values)))


def _breakable(markup: str) -> str:
    """Let words break where one is longer than the narrowest column; everywhere else it would only cost time."""
    return markup.replace('<div class="p ', '<div class="p long-word ', 1) if _LONG_WORD.search(markup) else markup


def _name(template: str, year: YearPages | None) -> str:
    return f"{year.year}/{template}" if year else template


def _front(view: TranscriptView, part: str, count: _Count) -> Section:
    if part == "bia":
        return count.page("tt22/cover.html", cover=view.cover)
    if part == "huong-dan":
        return count.page("tt22/instructions.html", instructions=view.instructions, citation=view.citation)
    return count.page("tt22/life.html", life=view.life)


def _year(view: TranscriptView, fitted: _Fit, count: _Count) -> list[Section]:
    year, form = fitted.year, fitted.year.form
    last = len(fitted.table.pages) - 1
    tables = [
        count.page(f"{form}/subjects.html", year, rows=rows, size=fitted.table.style, part=part, last=part == last)
        for part, rows in enumerate(fitted.table.pages)
    ]
    summary = count.page(f"{form}/summary.html", year, level=word(view.level), merit_pages=len(fitted.merits))
    return [*tables, summary, *(count.page("tt22/merits.html", year, merits=merits) for merits in fitted.merits)]


@cache
def _read(name: str) -> str:
    return (template_root() / FOLDER / name).read_text("utf-8")
