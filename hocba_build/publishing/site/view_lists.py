"""The lists of a year's end: whom re-assessment, summer training or a decision awaits, who received what."""

from __future__ import annotations

from dataclasses import dataclass

from hocba_build.domain.facts import ClassFacts, YearFacts
from hocba_build.domain.statistics.list_tables import ListTable, list_tables
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Link
from hocba_build.publishing.site.scope import Scope


@dataclass(frozen=True, slots=True)
class ShownList:
    """One list; a line is the pupil's page, the class, the cells, and whether of inclusive education."""

    anchor: str
    title: str
    hint: str
    heads: tuple[str, ...]
    lines: tuple[tuple[Link, str, tuple[str, ...], bool], ...]


@dataclass(frozen=True, slots=True)
class ListsView:
    """Everything on the page."""

    title: str
    whole_year: bool
    lists: tuple[ShownList, ...]


def year_lists(scope: Scope, year: YearFacts) -> ListsView:
    """The lists of the whole school."""
    classes = year.of(scope.classes[year.id])
    return ListsView(f"Danh sách xét, năm học {year.id}", True, _shown(year, list_tables(classes)))


def class_lists(year: YearFacts, facts: ClassFacts) -> ListsView:
    """The lists of one class."""
    title = f"Danh sách xét lớp {facts.name}, năm học {year.id}"
    return ListsView(title, False, _shown(year, list_tables([facts])))


def _shown(year: YearFacts, tables: tuple[ListTable, ...]) -> tuple[ShownList, ...]:
    return tuple(
        ShownList(
            table.key.replace("_", "-"),
            table.title,
            table.hint,
            table.heads,
            tuple(
                (Link(row.name, paths.pupil_year_page(year.id, row.student)), row.class_name, row.cells, row.inclusive)
                for row in table.rows
            ),
        )
        for table in tables
    )
