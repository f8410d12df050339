"""A class for its homeroom teacher: the board, what is missing and whose turn it is, and the year-end signature."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import ClassId, YearId
from hocba_build.interfaces.web.answers import acts, go, page, shows
from hocba_build.interfaces.web.place import Place
from hocba_build.publishing.site.paths import class_page
from hocba_build.workflows.desk.class_work import class_work, classes_of
from hocba_build.workflows.ledger.sign_off import sign


def room_of(request: Request) -> tuple[YearId, ClassId]:
    """The class an address names."""
    return YearId(request.path_params["nam"]), ClassId(request.path_params["lop"])


def listed(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """The classes of the open years."""
    return page(place, "cac_lop.html", here="/lop", classes=classes_of(place.ledger(), place.me.person))


def shown(place: Place, request: Request) -> Response:
    """One class's board."""
    year, class_id = room_of(request)
    opened = place.classes.open(place.root, year, class_id)
    work = class_work(place.ledger(), opened, class_id, place.me.person)
    summary = f"/xem/{year}/{class_id}/{class_page(year, class_id)}"
    done = request.query_params.get("da-lam", "")
    leads = place.leads(year, class_id)
    return page(place, "lop.html", here="/lop", work=work, summary=summary, done=done, leads=leads)


def signing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Sign everything of the class that is due of the person, in one act."""
    year, class_id = room_of(request)
    opened = place.classes.open(place.root, year, class_id)
    work = class_work(place.ledger(), opened, class_id, place.person)
    if not work.scopes:
        raise RefusedError(f"Lớp {work.name} chưa có phần nào đến lượt mình kí.", "Xem bảng của lớp: đến lượt ai.")
    done = sign(place.root, year, work.scopes)
    return go(f"/lop/{year}/{class_id}?da-lam={done.branch}")


ROUTES = [
    Route("/lop", shows(listed)),
    Route("/lop/{nam}/{lop}", shows(shown)),
    Route("/lop/{nam}/{lop}/ki", acts(signing), methods=["POST"]),
]
