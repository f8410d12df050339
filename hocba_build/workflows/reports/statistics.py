"""The statistics of a year from a working tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.facts import year_facts
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.statistics.figures import Figures, peoples_of, year_figures
from hocba_build.domain.statistics.list_tables import ListTable, list_tables
from hocba_build.domain.values import YearId
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.families import with_life_pages
from hocba_build.workflows.printing.pdfs import Selection


@dataclass(frozen=True, slots=True)
class YearStatistics:
    """Figures of a year, the lists that were asked for, and the files that could not be read."""

    records: SchoolRecords
    figures: Figures
    lists: tuple[ListTable, ...]
    unread: tuple[str, ...]


def year_statistics(
    root: Path, year: YearId, state: Path | None = None, *, lists: bool = False, people: bool = False
) -> YearStatistics:
    """Compute a year's statistics; ``state`` is the folder where files read before are remembered.

    With ``people`` sealed life pages are opened for the count by people; the office's key is asked for once.

    Raises:
        HocbaError: there is no school here, or no such year.
        KeyTroubleError: the key is here and was not unlocked, or a page is damaged.
    """
    opened = open_school(root, state)
    records = opened.records
    if year not in records.years:
        known = ", ".join(sorted(records.years)) or "chưa có năm học nào"
        raise HocbaError(f"Không có năm học {year} trong hồ sơ.", f"Các năm học: {known}.")
    if people:
        records, _ = with_life_pages(root, records, Selection(year))
    facts = {key: year_facts(records, key) for key in sorted(records.years) if key <= year}
    shown = facts.pop(year)
    figures = year_figures(shown, tuple(shown.classes), peoples_of(records) or None, tuple(facts.values()))
    tables = list_tables(tuple(shown.classes.values())) if lists else ()
    return YearStatistics(records, figures, tables, opened.unread)
