"""A whole site: from records to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import YearId
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Link
from hocba_build.publishing.site.mkdocs_door import write_site
from hocba_build.publishing.site.pages import SitePage, site_pages
from hocba_build.publishing.site.render import Origin, SiteInfo, render_page
from hocba_build.publishing.site.scope import Audience, Scope, SiteHistory, scope_of

YEARS_IN_NAVIGATION = 6
NO_ORIGIN = Origin()


def make_site(
    records: SchoolRecords,
    out: Path,
    audience: Audience,
    *,
    year: YearId | None = None,
    origin: Origin = NO_ORIGIN,
    history: SiteHistory | None = None,
    more: Sequence[SitePage] = (),
) -> int:
    """Write the site of an audience into an empty folder; returns the number of pages.

    ``history`` is what a verified ledger tells; ``more`` are pages about it, the first of them in the navigation.
    """
    scope = replace(scope_of(records, audience, year), history=history)
    info = SiteInfo(_school_name(scope), _audience_words(scope), origin)
    pages = [*site_pages(scope), *more]
    frame = {"info": info, "navigation": _navigation(scope, more[:1]), "root": paths.root_of}
    render = partial(render_page, folder=origin.folder)
    write_site(pages, render, out, name=info.school, frame=frame)
    return len(pages)


def _school_name(scope: Scope) -> str:
    """The school's name in the newest year shown."""
    names = scope.records.school.names
    if not scope.classes:
        return names[-1][1]
    return scope.records.school.name_on(scope.records.years[max(scope.classes)].year.last_day)


def _audience_words(scope: Scope) -> str:
    if scope.office:
        return "văn phòng nhà trường"
    ((year, (class_id,)),) = scope.classes.items()
    name = scope.records.years[year].classes[class_id].school_class.name
    return f"giáo viên chủ nhiệm lớp {name}"


def _navigation(scope: Scope, more: Sequence[SitePage]) -> tuple[Link, ...]:
    """The same few links on every page, however many pupils there are."""
    links = [Link("Trang đầu", paths.HOME)]
    for year in sorted(scope.classes, reverse=True)[:YEARS_IN_NAVIGATION]:
        if scope.office:
            links.append(Link(year, paths.year_page(year)))
        else:
            links += [
                Link(f"Lớp {scope.records.years[year].classes[one].school_class.name}", paths.class_page(year, one))
                for one in scope.classes[year]
            ]
    return (*links, *(Link("Kiểm tra sổ", page.path) for page in more), Link("Về trang này", paths.ABOUT))
