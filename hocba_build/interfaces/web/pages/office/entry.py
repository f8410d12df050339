"""The way into the office's pages: they show every class, so only whoever has every class in view comes in."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from hocba_build.interfaces.web.answers import Endpoint, acts, shows
from hocba_build.interfaces.web.place import Place


def office_shows(view: Callable[[Place, Request], Response]) -> Endpoint:
    """A page of the office that only looks."""

    def entered(place: Place, request: Request) -> Response:
        place.require_overview()
        return view(place, request)

    return shows(entered)


def office_acts(act: Callable[[Place, Request, FormData], Response]) -> Endpoint:
    """A form of the office that does something."""

    def entered(place: Place, request: Request, form: FormData) -> Response:
        place.require_overview()
        return act(place, request, form)

    return acts(entered)
