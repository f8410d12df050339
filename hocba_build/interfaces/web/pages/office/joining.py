"""A person's first day: what the machine has and lacks, a key of one's own, the file for the administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from hocba_build.workflows.people.join import Wish
from hocba_build.workflows.people.joining import Asking, join_here, kept_requests
from hocba_build.workflows.people.keys_here import KeyHere, keys_here
from hocba_build.workflows.people.self_test import Check, self_test

HERE = "/quan-tri"
NEW = "moi"
"""What the form says for a key that is to be made."""
WORDS = {Weight.LOI: ("phải sửa", "chua-dat"), Weight.LUU_Y: ("lưu ý", "part"), Weight.NEN: ("nên", "")}


def begin(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """What the machine has and lacks."""
    return _page(place, self_test(place.root))


@dataclass(frozen=True, slots=True)
class _Tried:
    """Who asked for which key, and what came of it."""

    person: str = ""
    chosen: str = ""
    made: Asking | None = None
    error: HocbaError | None = None


def _page(place: Place, checks: Sequence[Check], tried: _Tried | None = None) -> Response:
    keys, tried = keys_here(place.root), tried or _Tried()
    return page(
        place,
        "office/vao_lam.html",
        here="/vao-lam",
        checks=checks,
        kept=[path.name for path in kept_requests(place.root)],
        tried=tried,
        keys=keys,
        chosen=tried.chosen or _likely(keys),
        grouped=grouped,
    )


def _likely(keys: Sequence[KeyHere]) -> str:
    """What is chosen at first: the key that is in use already; a new one where no other can be; else nothing."""
    fit = [one for one in keys if not one.fault]
    return next((one.fingerprint for one in fit if one.owner), "" if fit else NEW)


def trying(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Try a signature too."""
    return _page(place, self_test(place.root, sign=True))


def making(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Find or make the person's key and the file for the administrator."""
    person, chosen = text_of(form, "ma"), text_of(form, "khoa")
    wish = Wish(fresh=chosen == NEW, held=chosen if chosen not in ("", NEW) else None)
    try:
        made = join_here(place.root, person, wish)
        tried = _Tried(person, made.joined.fingerprint, made)
    except HocbaError as error:
        tried = _Tried(person, chosen, error=error)
    return _page(place, self_test(place.root), tried)


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
