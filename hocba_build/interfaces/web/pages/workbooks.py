"""Score sheets from Excel: dropped on the page, looked over, signed and sent."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.pages.effects import told_effects
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.desk.send_plan import send_plan
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.sheets.import_sheets import plan_import
from hocba_build.workflows.state import state_folder

FOLDER = "tai-len"
ENDINGS = (".xlsx", ".xls", ".ods")
_SIGNS = re.compile(r"[^\w.-]")
_TOKEN = re.compile(r"[0-9a-f]{16}")


def empty(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """Where workbooks are dropped."""
    return page(place, "nhap.html", here="/nhap")


def take(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Keep the workbooks at this machine, for its owner only, until they are sent."""
    files = [one for one in form.getlist("tep") if isinstance(one, UploadFile) and one.filename]
    if not files:
        raise HocbaError("Chưa chọn tệp nào.", "Kéo tệp .xlsx vào ô, hoặc bấm để chọn.")
    token = secrets.token_hex(8)
    for number, one in enumerate(files):
        write_private(_folder(place, token) / _name(one, number), one.file.read())
    return go(f"/nhap/{token}")


def _name(upload: UploadFile, number: int) -> str:
    """The file's own name without any way, so that refusals name what the person dropped."""
    name = re.split(r"[/\\]", upload.filename or "")[-1]
    if not name.lower().endswith(ENDINGS):
        raise HocbaError("Chỉ nhận tệp .xlsx, .xls, .ods.", "Lưu bảng lại dưới dạng .xlsx rồi kéo vào.")
    return f"{number + 1}-{_SIGNS.sub('_', name)[-80:]}"


def _folder(place: Place, token: str) -> Path:
    if not _TOKEN.fullmatch(token):
        raise HocbaError("Không có lần nhập nào ở địa chỉ này.", "Kéo tệp vào lại.")
    return state_folder(place.root) / FOLDER / token


def _files(place: Place, request: Request) -> list[Path]:
    folder = _folder(place, str(request.path_params["lan"]))
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if not files:
        raise HocbaError("Lần nhập này đã gửi hoặc đã bỏ.", "Kéo tệp vào lại.")
    return files


def preview(place: Place, request: Request) -> Response:
    """What the workbooks would change."""
    plan = plan_import(place.root, _files(place, request))
    effects = told_effects(plan.effects, plan.names)
    title = "bảng vừa nhập"
    return page(place, "gui.html", plan=plan, title=title, effects=effects, address=request.url.path, back="/nhap")


def send(place: Place, request: Request, form: FormData) -> Response:
    """Write what can be taken, sign and send it as one proposal."""
    plan = plan_import(place.root, _files(place, request))
    proposed = send_plan(place.root, plan, text_of(form, "li_do"))
    shutil.rmtree(_folder(place, str(request.path_params["lan"])), ignore_errors=True)
    return go(f"/?da-gui={proposed.branch}")


ROUTES = [
    Route("/nhap", shows(empty), methods=["GET"]),
    Route("/nhap", acts(take), methods=["POST"]),
    Route("/nhap/{lan}", shows(preview), methods=["GET"]),
    Route("/nhap/{lan}", acts(send), methods=["POST"]),
]
