"""Every page of a site: where it stands, its title and trail, and how its view is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from hocba_build.domain.facts import ClassFacts, YearFacts, year_facts
from hocba_build.domain.values import StudentId, Term, YearId
from hocba_build.domain.words import word
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Link
from hocba_build.publishing.site.scope import Scope
from hocba_build.publishing.site.view_class import class_view
from hocba_build.publishing.site.view_gaps import completeness_view
from hocba_build.publishing.site.view_lists import class_lists, year_lists
from hocba_build.publishing.site.view_pupil import pupil_view
from hocba_build.publishing.site.view_pupil_year import pupil_year_view
from hocba_build.publishing.site.view_school import pupil_lines, school_view, year_view
from hocba_build.publishing.site.view_statistics import class_statistics, year_statistics


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page; ``view`` is made when the page is rendered, so that thousands need not be held."""

    path: str
    title: str
    template: str
    view: Callable[[], object]
    trail: tuple[Link, ...] = ()
    wide: bool = False
    """Printed in landscape."""


HOME = Link("Trang đầu", paths.HOME)


def site_pages(scope: Scope) -> list[SitePage]:
    """All pages of a site, the first one first."""
    years = {key: year_facts(scope.records, key) for key in sorted(scope.records.years)}
    shown = {key: years[key] for key in scope.classes}
    pages = [
        SitePage(paths.HOME, "Trang đầu", "truong.html", partial(school_view, scope, shown)),
        SitePage(paths.ABOUT, "Về trang này", "gioi_thieu.html", partial(_about, scope), (HOME,)),
    ]
    for key, facts in shown.items():
        pages += _year_pages(scope, facts, [years[one] for one in years if one < key])
    return [*pages, *_pupil_pages(scope, years)]


def _about(scope: Scope) -> bool:
    return scope.office


def _year_pages(scope: Scope, year: YearFacts, earlier: Sequence[YearFacts]) -> Iterator[SitePage]:
    trail: tuple[Link, ...] = (HOME,)
    if scope.office:
        yield from _office_pages(scope, year, earlier)
        trail = (HOME, Link(f"Năm học {year.id}", paths.year_page(year.id)))
    for facts in year.of(scope.classes[year.id]):
        yield from _class_pages(scope, year, facts, trail)


def _office_pages(scope: Scope, year: YearFacts, earlier: Sequence[YearFacts]) -> Iterator[SitePage]:
    trail = (HOME, Link(f"Năm học {year.id}", paths.year_page(year.id)))
    title = f"năm học {year.id}"
    yield SitePage(paths.year_page(year.id), f"Năm học {year.id}", "nam.html", partial(year_view, scope, year), (HOME,))
    yield SitePage(
        paths.completeness_page(year.id),
        f"Tình hình nhập điểm {title}",
        "day_du.html",
        partial(completeness_view, scope, year),
        trail,
        wide=True,
    )
    yield SitePage(
        paths.pupils_page(year.id),
        f"Danh sách học sinh {title}",
        "danh_sach.html",
        partial(pupil_lines, scope, year),
        trail,
    )
    lists = partial(year_lists, scope, year)
    yield SitePage(paths.lists_page(year.id), f"Danh sách xét {title}", "danh_sach_xet.html", lists, trail)
    for term in Term:
        view = partial(year_statistics, scope, year, term, earlier)
        path = paths.statistics_page(year.id, term)
        yield SitePage(path, f"Thống kê {word(term)}, {title}", "thong_ke.html", view, trail)


def _class_pages(scope: Scope, year: YearFacts, facts: ClassFacts, trail: tuple[Link, ...]) -> Iterator[SitePage]:
    path = paths.class_page(year.id, facts.id)
    title = f"Lớp {facts.name}, năm học {year.id}"
    inner = (*trail, Link(f"Lớp {facts.name}", path))
    yield SitePage(path, title, "lop.html", partial(class_view, scope, year, facts), trail, wide=True)
    for term in Term:
        view = partial(class_statistics, year, facts, term)
        yield SitePage(
            paths.statistics_page(year.id, term, facts.id),
            f"Thống kê {word(term)}, {title}",
            "thong_ke.html",
            view,
            inner,
        )
    lists = partial(class_lists, year, facts)
    yield SitePage(paths.lists_page(year.id, facts.id), f"Danh sách xét {title}", "danh_sach_xet.html", lists, inner)
    for pupil in facts.pupils:
        if pupil.result.class_id != facts.id and pupil.result.class_id in scope.classes[year.id]:
            continue
        own = paths.pupil_year_page(year.id, pupil.person.id)
        view_pupil = partial(pupil_year_view, scope, year, facts, pupil)
        name = f"Học sinh {pupil.person.id}, năm học {year.id}"
        yield SitePage(own, name, "hoc_sinh_nam.html", view_pupil, inner)


def _pupil_pages(scope: Scope, years: Mapping[YearId, YearFacts]) -> Iterator[SitePage]:
    """Every pupil who has a page in a year shown; the trail leads to the last class."""
    trails: dict[StudentId, tuple[Link, ...]] = {}
    for key, classes in sorted(scope.classes.items()):
        for facts in years[key].of(classes):
            last = Link(f"Lớp {facts.name}, năm học {key}", paths.class_page(key, facts.id))
            trails.update(dict.fromkeys((pupil.person.id for pupil in facts.pupils), (HOME, last)))
    for student, trail in sorted(trails.items()):
        view = partial(pupil_view, scope, years, student)
        yield SitePage(paths.pupil_page(student), f"Học sinh {student}", "hoc_sinh.html", view, trail)
