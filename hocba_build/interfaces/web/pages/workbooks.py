"""Score sheets from Excel: dropped on the page, looked over, signed and sent."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.pages.effects import look_over
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import drop_files, keep_files, kept_files
from hocba_build.workflows.desk.send_plan import send_plan
from hocba_build.workflows.sheets.import_sheets import plan_import


def empty(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """Where workbooks are dropped."""
    return page(place, "nhap.html", here="/nhap")


def take(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Keep the workbooks until they are sent."""
    return go(f"/nhap/{keep_files(place, form)}")


def preview(place: Place, request: Request) -> Response:
    """What the workbooks would change."""
    plan = plan_import(place.root, kept_files(place, str(request.path_params["lan"])))
    return look_over(place, request, plan, title="bảng vừa nhập", back="/nhap")


def send(place: Place, request: Request, form: FormData) -> Response:
    """Write what can be taken, sign and send it as one proposal."""
    token = str(request.path_params["lan"])
    plan = plan_import(place.root, kept_files(place, token))
    proposed = send_plan(place.root, plan, text_of(form, "li_do"), text_of(form, "da_xem"))
    drop_files(place, token)
    return go(f"/?da-gui={proposed.branch}")


ROUTES = [
    Route("/nhap", shows(empty), methods=["GET"]),
    Route("/nhap", acts(take), methods=["POST"]),
    Route("/nhap/{lan}", shows(preview), methods=["GET"]),
    Route("/nhap/{lan}", acts(send), methods=["POST"]),
]
