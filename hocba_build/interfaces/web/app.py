"""All pages of the desk behind its guard."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hocba_build.interfaces.web.answers import NOWHERE, broken, lost, page, shows
from hocba_build.interfaces.web.guard import Guard, Keys
from hocba_build.interfaces.web.pages import (
    booklets,
    class_details,
    classes,
    grid,
    home,
    proofs,
    proposals,
    reading,
    rulings,
    why,
    workbooks,
    year,
)
from hocba_build.interfaces.web.pages.office import PARTS as OFFICE
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import sweep
from hocba_build.publishing.templates import template_root


def make_app(root: Path, keys: Keys) -> Starlette:
    """The desk of one school's folder."""
    folders = {"/tep": "desk", "/kieu": "site"}  # The desk looks as the site does.
    routes: list[Route | Mount] = [
        Mount(path, StaticFiles(directory=template_root() / name / "assets")) for path, name in folders.items()
    ]
    for part in (
        home,
        grid,
        workbooks,
        booklets,
        classes,
        class_details,
        rulings,
        proofs,
        reading,
        proposals,
        year,
        why,
        *OFFICE,
    ):
        routes += part.ROUTES
    made = Starlette(
        routes=[*routes, Route("/{path:path}", shows(_nowhere))],
        middleware=[Middleware(Guard, keys=keys)],
        exception_handlers={HTTPException: lost, Exception: broken},
    )
    made.state.place = Place(root, keys)
    sweep(made.state.place)
    booklets.throw_away(made.state.place)
    return made


def _nowhere(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    return page(place, "khong_duoc.html", status=404, error=NOWHERE)
