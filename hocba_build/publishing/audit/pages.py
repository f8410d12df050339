"""Every page of an audit; views are made when a page is rendered, class by class, so that no school is too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from hocba_build.domain.values import PersonId
from hocba_build.publishing.audit import views, views_ledger
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.lines import in_pages
from hocba_build.publishing.audit.places import ENTRIES_A_PAGE
from hocba_build.publishing.site.cells import Link
from hocba_build.publishing.site.pages import SitePage
from hocba_build.trust.story.ledger_book import Room, Turn

TITLE = "Kiểm tra sổ học bạ"
FOLDER = "kiem_toan"


def audit_pages(case: Inspection) -> Iterator[SitePage]:
    """All pages but the pupils', which the school's site has already."""
    yield from other_pages(case)
    for room in case.rooms:
        yield from _room(case, room)


def room_pages(case: Inspection, room: Room) -> Iterator[SitePage]:
    """A class's pages and its pupils'."""
    yield from _room(case, room)
    yield from _pupils(case, room)


def other_pages(case: Inspection, files: Sequence[Link] = ()) -> Iterator[SitePage]:
    """The pages that belong to no class alone; ``files`` are tables that lie beside them."""
    trail = _trail(case)
    yield from _heads(case, trail, files)
    yield from _late(case, trail)
    yield from _years(case, trail)
    yield from _ledger(case, trail)
    yield from _persons(case, trail)


def _heads(case: Inspection, trail: tuple[Link, ...], files: Sequence[Link] = ()) -> Iterator[SitePage]:
    yield _page(case.places.overview, TITLE, "tong_quan", partial(views.overview, case, files))
    yield _page(case.places.classes, "Thay đổi theo lớp", "cac_lop", partial(views.room_lines, case), trail)


def _years(case: Inspection, trail: tuple[Link, ...]) -> Iterator[SitePage]:
    for year in case.years:
        view = partial(views.year_page, case, year)
        yield _page(case.places.year(year), f"Kí và khoá sổ năm học {year}", "nam", view, trail)


def page_at(case: Inspection, path: str) -> SitePage | None:
    """The page at an address, without the work for any other part of the audit; ``None`` where there is none."""
    return next((page for page in _near(case, path.removeprefix(case.places.prefix)) if page.path == path), None)


def _near(case: Inspection, path: str) -> Iterator[SitePage]:
    """The pages of the part of the audit that an address belongs to."""
    part, _, rest = path.partition("/")
    trail = _trail(case)
    if part == "hoc-sinh":
        year, pupil = rest.partition("/")[0], rest.rpartition("/")[2].removesuffix(".html")
        rooms = [room for room in case.rooms if room[0] == year and pupil in case.listed[room]]
        return _pupils(case, rooms[0]) if rooms else iter(())
    if part == "lop" and rest.count("/") > 1:
        rooms = [room for room in case.rooms if rest.startswith("/".join(room) + "/")]
        return _room(case, rooms[0]) if rooms else iter(())
    if part == "sua-sau":
        return _late(case, trail)
    if part == "nguoi":
        return _persons(case, trail)
    return chain(_heads(case, trail), _years(case, trail), _ledger(case, trail))


def _trail(case: Inspection) -> tuple[Link, ...]:
    return (*case.trail, Link(TITLE, case.places.overview))


def _page(
    path: str, title: str, template: str, view: Callable[[], object], trail: tuple[Link, ...] = (), number: int = 1
) -> SitePage:
    shown = title if number == 1 else f"{title}, trang {number}"
    return SitePage(path, shown, f"{FOLDER}/{template}.html", view, trail, wide=True)


def _links(ways: Callable[[int], str], count: int) -> tuple[Link, ...]:
    """The pages of one list; none for a single one."""
    return tuple(Link(str(number), ways(number)) for number in range(1, count + 1)) if count > 1 else ()


def _room(case: Inspection, room: Room) -> Iterator[SitePage]:
    changed = [deed for deed in case.deeds_in(room) if not deed.first]
    parts = in_pages(changed)
    links = _links(partial(case.places.room, *room), len(parts))
    inner = (*_trail(case), Link("Theo lớp", case.places.classes))
    for number, deeds in enumerate(parts, 1):
        view = partial(views.room_page, case, room, links, number, deeds)
        title = f"Lớp {case.names.room(*room)}, năm học {room[0]}: thay đổi"
        yield _page(case.places.room(*room, number), title, "lop", view, inner, number)


def _pupils(case: Inspection, room: Room) -> Iterator[SitePage]:
    """A pupil who was in two classes has one page, made with the first of them."""
    year = room[0]
    earlier = {pupil for other in case.rooms if other[0] == year and other < room for pupil in case.listed[other]}
    inner = (*_trail(case), Link(f"Lớp {case.names.room(*room)}, năm học {year}", case.places.room(*room)))
    for pupil in sorted(case.listed[room] - earlier):
        view = partial(views.pupil_page, case, year, pupil)
        yield _page(case.places.pupil(year, pupil), f"Học sinh {pupil}, năm học {year}", "hoc_sinh", view, inner)


def _late(case: Inspection, trail: tuple[Link, ...]) -> Iterator[SitePage]:
    parts = in_pages(case.late)
    links = _links(case.places.late, len(parts))
    for number, deeds in enumerate(parts, 1):
        view = partial(views.late_page, case, deeds, links, number)
        yield _page(case.places.late(number), "Sửa sau khi kí, sau khi khoá", "sua_sau", view, trail, number)


def _ledger(case: Inspection, trail: tuple[Link, ...]) -> Iterator[SitePage]:
    places, accounts = case.places, case.book.accounts
    yield _page(places.keys, "Sổ khoá", "khoa", partial(views_ledger.key_lines, case), trail)
    yield _page(places.doubts, "Nghi ngờ và huỷ", "nghi_ngo", partial(views_ledger.doubts_page, case), trail)
    starts = range(0, max(len(accounts), 1), ENTRIES_A_PAGE)
    links = _links(places.entries, len(starts))
    for number, start in enumerate(starts, 1):
        part = accounts[start : start + ENTRIES_A_PAGE]
        view = partial(views_ledger.entries_page, case, part, links, number)
        yield _page(places.entries(number), "Toàn bộ các mục", "muc", view, trail, number)


def _persons(case: Inspection, trail: tuple[Link, ...]) -> Iterator[SitePage]:
    yield _page(case.places.persons, "Theo người", "cac_nguoi", partial(views_ledger.person_lines, case), trail)
    inner = (*trail, Link("Theo người", case.places.persons))
    for person, turns in case.turns.items():
        yield from _person(case, person, turns, inner)


def _person(case: Inspection, person: PersonId, turns: Sequence[Turn], trail: tuple[Link, ...]) -> Iterator[SitePage]:
    starts = range(0, max(len(turns), 1), ENTRIES_A_PAGE)
    links = _links(partial(case.places.person, person), len(starts))
    for number, start in enumerate(starts, 1):
        part = turns[start : start + ENTRIES_A_PAGE]
        view = partial(views_ledger.person_page, case, person, part, links, number)
        yield _page(case.places.person(person, number), f"Cán bộ {person}", "nguoi", view, trail, number)
