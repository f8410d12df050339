"""A report of figures as PDF: landscape pages, tables with their headings on each, plots of levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from hocba_build.domain.signers import Signature
from hocba_build.domain.statistics.tables import Section
from hocba_build.domain.tables import Table, cell_text, columns_of
from hocba_build.domain.values import LEVELS, Level
from hocba_build.domain.words import percent_text, word
from hocba_build.publishing import pdf
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "report"
ROOM_FOR_TEXT: Final = 8
"""A part of a bar narrower than this many percent has no figure inside."""


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What stands around the tables: whose report, of what, from which state, who signs."""

    school: str
    title: str
    subtitle: str
    origin: str
    place: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class _Bar:
    label: str
    parts: tuple[tuple[str, str, str], ...]
    """Tone, width in percent, text."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A table as its template draws it."""

    table: Table
    texts: tuple[tuple[str, ...], ...]
    bars: tuple[_Bar, ...]
    columns: int


def report_pdf(head: ReportHead, sections: Sequence[Section]) -> bytes:
    """The bytes of a report; the same figures give the same bytes."""
    shown = [(section, [_shown(table) for table in section.tables]) for section in sections]
    template = environment(FOLDER).get_template("report.html")
    legend = [(level.value, word(level)) for level in LEVELS]
    markup = template.render(head=head, sections=shown, legend=legend)
    return pdf.render([markup], _css(), f"{head.title} – {head.subtitle}").pdf


def _shown(table: Table) -> _Shown:
    texts = tuple(tuple(map(cell_text, line.cells)) for line in table.lines)
    bars = tuple(_bar(label, counts) for label, counts in table.plot if any(counts.values()))
    return _Shown(table, texts, bars, columns_of(table))


def _bar(label: str, counts: Mapping[Level, int]) -> _Bar:
    whole, parts = sum(counts.values()), []
    for level, count in counts.items():
        share = 100 * count / whole
        if count:
            text = percent_text(count, whole) if share >= ROOM_FOR_TEXT else ""
            parts.append((level.value, f"{share:.3f}", text))
    return _Bar(label, tuple(parts))


@cache
def _css() -> str:
    return (template_root() / FOLDER / "report.css").read_text("utf-8")
