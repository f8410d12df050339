"""The name of a class and its first foreign language: the registrar's form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import SchoolClass
from hocba_build.interfaces.web.answers import acts, page, shows
from hocba_build.interfaces.web.forms import Field, Filled, started, told
from hocba_build.interfaces.web.pages.classes import room_of
from hocba_build.interfaces.web.pages.office.changes import Asked, carried, review_page, step_of, tried, written
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.pupils.class_details import describe

HERE: Final = "/lop"
TITLE: Final = "Tên lớp, ngoại ngữ"


def _class(place: Place, request: Request) -> SchoolClass:
    year, class_id = room_of(request)
    return place.classes.open(place.root, year, class_id).entered.classes[class_id].school_class


def _fields(held: SchoolClass) -> Sequence[Field]:
    return (
        Field("ten", "Tên lớp để in", needed=True, start=held.name, hint="Ví dụ: 6A1."),
        Field("ngoai_ngu_1", "Ngoại ngữ 1", start=held.foreign_language or "", hint="Ví dụ: Tiếng Anh."),
    )


def _page(place: Place, request: Request, given: Filled, error: HocbaError | None = None) -> Response:
    held, (year, class_id) = _class(place, request), room_of(request)
    return page(
        place,
        "thong_tin_lop.html",
        here=HERE,
        status=422 if error or given.wrong else 200,
        held=held,
        year=year,
        class_id=class_id,
        fields=_fields(held),
        given=given,
        error=error,
    )


def form(place: Place, request: Request) -> Response:
    """The form as the records fill it."""
    return _page(place, request, started(_fields(_class(place, request))))


def submitted(place: Place, request: Request, sent: FormData) -> Response:
    """Show what changes, go back to the form, write it, or write and send it."""
    fields, where, step = _fields(_class(place, request)), room_of(request), step_of(place, sent)

    def run(given: Filled) -> Outcome:
        return describe(place.root, where, given.needed("ten"), given.text("ngoai_ngu_1"), dry_run=step.dry)

    tries = tried(place, sent, fields, partial(_page, place, request), run)
    if isinstance(tries, Response):
        return tries
    given, outcome = tries
    if not outcome.written:
        question = Asked(TITLE, request.url.path, carried(given), told(fields, given))
        return review_page(place, question, outcome, step)
    return written(place, outcome, sent, f"/lop/{where[0]}/{where[1]}")


ADDRESS: Final = "/lop/{nam}/{lop}/thong-tin"
ROUTES = [
    Route(ADDRESS, shows(form), methods=["GET"]),
    Route(ADDRESS, acts(submitted), methods=["POST"]),
]
