"""Pages to read: a class's results with why, the whole school's, and the audit of a pupil, a class, a person."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hocba_build.interfaces.web.answers import page, shows
from hocba_build.interfaces.web.pages.classes import room_of
from hocba_build.interfaces.web.place import Place
from hocba_build.publishing.site.pages import SitePage
from hocba_build.publishing.site.paths import root_of
from hocba_build.publishing.site.render import render_page
from hocba_build.workflows.desk.reading import audit_page, class_page_at, find, history_here
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.state import state_folder


def of_class(place: Place, request: Request) -> Response:
    """A page of what a homeroom teacher's site shows."""
    room = room_of(request)
    opened = place.classes.open(place.root, *room)
    history = history_here(place.root, place.audit.of(place.ledger()), room)
    found = class_page_at(opened.records, room, history, _path(request))
    return _read(place, found, "/lop", ("Việc của lớp", f"/lop/{room[0]}/{room[1]}"))


def of_school(place: Place, request: Request) -> Response:
    """A page of the office's site."""
    place.require_overview()
    records = open_school(place.root, state_folder(place.root)).records
    return _read(place, place.school.at(records, _path(request)), "/truong/", ("Toàn trường", "/truong/"))


def of_audit(place: Place, request: Request) -> Response:
    """A page of the audit."""
    place.require_overview()
    found = audit_page(place.audit.of(place.ledger()), _path(request))
    return _read(place, found, "/kiem-tra/", ("Tra cứu", "/kiem-tra/"))


def search(place: Place, request: Request) -> Response:
    """Whom to look up: pupils and members of staff by name or id, classes."""
    place.require_overview()
    asked = request.query_params.get("q", "").strip()
    found = find(place.audit.of(place.ledger()), asked) if asked else None
    return page(place, "tra_cuu.html", here="/kiem-tra/", asked=asked, found=found)


def _path(request: Request) -> str:
    return str(request.path_params["trang"])


def _read(place: Place, found: SitePage, here: str, start: tuple[str, str]) -> Response:
    content = render_page(found, None)
    return page(
        place, "doc.html", here=here, ours=found, content=content, start=start, root=root_of, wide=bool(found.wide)
    )


def _whole(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    return RedirectResponse("/truong/index.html", status_code=303)


ROUTES = [
    Route("/xem/{nam}/{lop}/{trang:path}", shows(of_class)),
    Route("/truong/", shows(_whole)),
    Route("/truong/{trang:path}", shows(of_school)),
    Route("/kiem-tra/", shows(search)),
    Route("/kiem-tra/{trang:path}", shows(of_audit)),
]
