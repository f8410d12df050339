"""The school's pages and the audit's, read at the desk one by one: the same views, made when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import ClassId, YearId
from hocba_build.exchange.roster import plain_name
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.pages import page_at
from hocba_build.publishing.audit.places import Places
from hocba_build.publishing.audit.site_history import LedgerHistory
from hocba_build.publishing.site.cells import Link
from hocba_build.publishing.site.pages import SitePage, site_pages
from hocba_build.publishing.site.scope import OFFICE, Audience, scope_of
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.revision import revision_of
from hocba_build.workflows.audit.inspecting import Scope, inspection
from hocba_build.workflows.ledger.ledger import Ledger


@dataclass(slots=True)
class AuditShelf:
    """The audit of the newest entry seen: read once, however many of its pages are looked at."""

    tip: Oid | None = None
    case: Inspection | None = None

    def of(self, ledger: Ledger) -> Inspection:
        """The audit of a ledger, all classes shown."""
        if self.case is None or self.tip != ledger.state.tip:
            self.case, self.tip = inspection(ledger.history, Places(), Scope()), ledger.state.tip
        return self.case


def audit_page(case: Inspection, path: str) -> SitePage:
    """One page of an audit.

    Raises:
        HocbaError: there is none at this address.
    """
    return _found(page_at(case, path))


def class_page_at(
    records: SchoolRecords, room: tuple[YearId, ClassId], history: LedgerHistory | None, path: str
) -> SitePage:
    """One page of what a homeroom teacher's site shows of a class.

    Raises:
        HocbaError: there is none at this address, or no such class.
    """
    year, class_id = room
    scope = replace(scope_of(records, Audience(class_id), year), history=history)
    return _found(_by_path(site_pages(scope)).get(path))


@dataclass(slots=True)
class SchoolShelf:
    """The pages of the whole school; they are listed again only when the records are not the ones listed before."""

    records: SchoolRecords | None = None
    pages: Mapping[str, SitePage] | None = None

    def at(self, records: SchoolRecords, path: str) -> SitePage:
        """One page of the office's site.

        Raises:
            HocbaError: there is none at this address.
        """
        if self.pages is None or self.records != records:
            self.pages, self.records = _by_path(site_pages(scope_of(records, OFFICE))), records
        return _found(self.pages.get(path))


def history_here(root: Path, case: Inspection, room: tuple[YearId, ClassId]) -> LedgerHistory | None:
    """What the ledger tells beside a class's pages; nothing where the files are not exactly its newest entry's."""
    shown = revision_of(root)
    if shown is None or not shown.clean or shown.commit != case.judged.tip:
        return None
    rooms = tuple(one for one in case.rooms if one == room)
    return LedgerHistory(replace(case, rooms=rooms, places=Places("kiem-tra/", shown=False)))


def _by_path(pages: list[SitePage]) -> dict[str, SitePage]:
    return {page.path: page for page in pages}


def _found(page: SitePage | None) -> SitePage:
    if page is None:
        raise HocbaError("Không có trang nào ở địa chỉ này.", "Về trang đầu và chọn lại.")
    return page


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for a name or an id comes to, as ways to the audit's pages."""

    pupils: tuple[Link, ...]
    persons: tuple[Link, ...]
    rooms: tuple[Link, ...]


def find(case: Inspection, asked: str) -> Found:
    """Pupils, members of staff and classes whose name or id holds the words asked, accents left aside."""
    wanted = plain_name(asked)

    def hit(*texts: str) -> bool:
        return any(wanted in plain_name(text) for text in texts)

    pupils = {
        (case.names.pupil(pupil), year, pupil)
        for (year, _), listed in case.listed.items()
        for pupil in listed
        if hit(pupil, case.names.pupil(pupil))
    }
    return Found(
        tuple(Link(f"{name or pupil}, {year}", case.places.pupil(year, pupil)) for name, year, pupil in sorted(pupils)),
        tuple(
            Link(name, case.places.person(person))
            for person, name in sorted(case.names.persons.items())
            if hit(person, name)
        ),
        tuple(
            Link(f"{case.names.room(*room)}, {room[0]}", case.places.room(*room))
            for room in case.rooms
            if hit(room[1], case.names.room(*room))
        ),
    )
