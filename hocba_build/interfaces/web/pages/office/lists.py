"""A pupil list from Excel: dropped, matched with who is known, taken in whole or not at all."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.moments import typed_day
from hocba_build.interfaces.web.answers import go, page, text_of, workbook
from hocba_build.interfaces.web.forms import NO_DAY
from hocba_build.interfaces.web.pages.office.changes import Asked, foresees, written
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import LISTS, drop_files, keep_files, kept_files
from hocba_build.workflows.pupils.importing import ListImport, Wish, import_pupils, in_classes
from hocba_build.workflows.pupils.listing import listing
from hocba_build.workflows.pupils.templates import TEMPLATES, write_template

HERE = "/van-phong"
ADDRESS = "/nhap-hoc-sinh"


def empty(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """Where lists are dropped."""
    return page(place, "office/nhap_hoc_sinh.html", here=HERE, shown=listing(place.root))


def take(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Keep the lists, and lead to what they would do."""
    day = _day(text_of(form, "tu_ngay"))
    token = keep_files(place, form, LISTS)
    return go(f"{ADDRESS}/{token}?lop={text_of(form, 'lop')}&tu={day.isoformat() if day else ''}")


def _day(text: str) -> date | None:
    day = typed_day(text)
    if text and day is None:
        raise HocbaError(f"«{text}» {NO_DAY}.", "Sửa ngày rồi chọn lại tệp.")
    return day


def preview(place: Place, request: Request) -> Response:
    """Who comes, who is known, what is refused."""
    asked = {name: request.query_params.get(name, "") for name in ("lop", "tu")}
    return _shown(place, request, _found(place, request, asked, dry=True), asked)


def _found(place: Place, request: Request, asked: dict[str, str], *, dry: bool) -> ListImport:
    files = kept_files(place, str(request.path_params["lan"]))
    return import_pupils(place.root, Wish(files, None, asked["lop"] or None, _day(asked["tu"])), dry_run=dry)


def _shown(place: Place, request: Request, found: ListImport, asked: dict[str, str]) -> Response:
    question = Asked("Nhập danh sách học sinh", request.url.path, list(asked.items()), back=ADDRESS)
    classes = in_classes(found.arrivals)
    return page(place, "office/danh_sach.html", here=HERE, asked=question, found=found, classes=classes)


def taken_in(place: Place, request: Request, form: FormData) -> Response:
    """Write the lists, and send them or leave them for later."""
    asked = {name: text_of(form, name) for name in ("lop", "tu")}
    found = _found(place, request, asked, dry=foresees(form))
    if not found.outcome.written:
        return _shown(place, request, found, asked)
    drop_files(place, str(request.path_params["lan"]))
    return written(place, found.outcome, form, "/chua-gui")


def template(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """An empty table to fill in."""
    kind = str(request.path_params["loai"])
    if kind not in TEMPLATES:
        raise HocbaError("Không có mẫu nào ở địa chỉ này.", "Chọn mẫu ở trang nhập danh sách.")
    with tempfile.TemporaryDirectory() as folder:
        made = write_template(kind, Path(folder) / TEMPLATES[kind][0])
        return workbook(made.read_bytes(), made.name)


ROUTES = [
    Route(ADDRESS, office_shows(empty), methods=["GET"]),
    Route(ADDRESS, office_acts(take), methods=["POST"]),
    Route("/mau/{loai}", office_shows(template)),
    Route(f"{ADDRESS}/{{lan}}", office_shows(preview), methods=["GET"]),
    Route(f"{ADDRESS}/{{lan}}", office_acts(taken_in), methods=["POST"]),
]
