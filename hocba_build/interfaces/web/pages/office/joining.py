"""A person's first day: what the machine has and lacks, a key of one's own, the file for the administrator."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.interfaces.web.answers import acts, page, shows, text_of
from hocba_build.interfaces.web.pages.office.staff_tasks import grouped
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.people.advice import Weight
from hocba_build.workflows.people.doctor import doctor
from hocba_build.workflows.people.joining import Asking, join_here, kept_requests
from hocba_build.workflows.people.self_test import Check, self_test

HERE = "/quan-tri"
WORDS = {Weight.LOI: ("phải sửa", "chua-dat"), Weight.LUU_Y: ("lưu ý", "part"), Weight.NEN: ("nên", "")}


def begin(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """What the machine has and lacks."""
    return _page(place, self_test(place.root))


def _page(
    place: Place,
    checks: Sequence[Check],
    made: Asking | None = None,
    error: HocbaError | None = None,
    typed: str = "",
) -> Response:
    return page(
        place,
        "office/vao_lam.html",
        here="/vao-lam",
        checks=checks,
        kept=[path.name for path in kept_requests(place.root)],
        made=made,
        error=error,
        typed=typed,
        grouped=grouped,
    )


def trying(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Try a signature too."""
    return _page(place, self_test(place.root, sign=True))


def making(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Find or make the person's key and the file for the administrator."""
    person, fresh = text_of(form, "ma"), text_of(form, "moi") == "1"
    made: Asking | None = None
    trouble: HocbaError | None = None
    try:
        made = join_here(place.root, person, fresh=fresh)
    except HocbaError as error:
        trouble = error
    return _page(place, self_test(place.root), made=made, error=trouble, typed=person)


def request_file(place: Place, request: Request) -> Response:
    """A request that was made here, to be sent to the administrator."""
    name = str(request.path_params["ten"])
    for path in kept_requests(place.root):
        if path.name == name:
            head = {"content-disposition": f'attachment; filename="{name}"'}
            return Response(path.read_bytes(), media_type="text/plain; charset=us-ascii", headers=head)
    raise HocbaError("Không có tệp nào ở địa chỉ này.", "Làm lại ở trang «Vào làm».")


def examined(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """What is about to go wrong around the ledger."""
    return page(place, "office/kham.html", here=HERE, found=doctor(place.root), words=WORDS)


ROUTES = [
    Route("/vao-lam", shows(begin), methods=["GET"]),
    Route("/vao-lam", acts(making), methods=["POST"]),
    Route("/vao-lam/ki-thu", acts(trying), methods=["POST"]),
    Route("/vao-lam/tep/{ten}", shows(request_file)),
    Route("/kham", shows(examined)),
]
