"""From the view to the pages' markup: one section a printed page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hocba_build.domain.values import YearId
from hocba_build.domain.words import word
from hocba_build.publishing.templates import environment, template_root
from hocba_build.publishing.transcript.fit import Fitted, fit
from hocba_build.publishing.transcript.model import TranscriptView, YearPages

FOLDER = "transcript"


def stylesheet() -> str:
    """The style sheet of the form."""
    return _read("tt22/transcript.css")


def booklet(view: TranscriptView, squeeze: int = 0) -> list[str]:
    """The whole transcript: cover, instructions, life page, and each year's pages."""
    fitted = [(year, _fit(view, year, squeeze)) for year in view.years]
    count = _Count(3 + sum(len(table.pages) + 1 for _, table in fitted), "Trang ")
    front = [
        _render("tt22/cover.html", cover=view.cover, number=count.next()),
        _render("tt22/instructions.html", instructions=view.instructions, citation=view.citation, number=count.next()),
        _render("tt22/life.html", life=view.life, number=count.next()),
    ]
    return [*front, *(section for year, table in fitted for section in _year(view, year, table, count))]


def year_pages(view: TranscriptView, year: YearId, squeeze: int = 0) -> list[str]:
    """Only one year's pages, to be added to a paper booklet."""
    chosen = next(pages for pages in view.years if pages.year == year)
    table = _fit(view, chosen, squeeze)
    return _year(view, chosen, table, _Count(len(table.pages) + 1, f"Năm học {year} – Trang "))


@dataclass(slots=True)
class _Count:
    """Page numbers as plain text: counters of the style sheet would lay every page out twice."""

    total: int
    prefix: str
    reached: int = 0

    def next(self) -> str:
        """The number of the next page."""
        self.reached += 1
        return f"{self.prefix}{self.reached}/{self.total}"


def _fit(view: TranscriptView, year: YearPages, squeeze: int) -> Fitted:
    return fit(year.rows, view.level, len(year.notes), squeeze)


def _year(view: TranscriptView, year: YearPages, table: Fitted, count: _Count) -> list[str]:
    tables = [
        _render(
            f"{year.form}/subjects.html",
            year=year,
            rows=rows,
            size=table.style,
            part=part,
            last=part == len(table.pages) - 1,
            number=count.next(),
        )
        for part, rows in enumerate(table.pages)
    ]
    return [*tables, _render(f"{year.form}/summary.html", year=year, level=word(view.level), number=count.next())]


def _render(template: str, **values: object) -> str:
    return environment(FOLDER).get_template(template).render(values)


@cache
def _read(name: str) -> str:
    return (template_root() / FOLDER / name).read_text("utf-8")
