"""A pupil list from Excel: dropped, matched with who is known, taken in whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.moments import typed_day
from hocba_build.interfaces.web.answers import go, page, text_of, workbook
from hocba_build.interfaces.web.forms import NO_DAY, Field, Filled, Sort, started
from hocba_build.interfaces.web.pages.office.changes import Asked, Step, step_of, written
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import LISTS, drop_files, kept_files, received
from hocba_build.workflows.desk.pending import in_the_way
from hocba_build.workflows.pupils.importing import ListImport, Wish, import_pupils, in_classes
from hocba_build.workflows.pupils.listing import listing
from hocba_build.workflows.pupils.templates import TEMPLATES, write_template

HERE = "/van-phong"
ADDRESS = "/nhap-hoc-sinh"


def _fields(place: Place) -> tuple[Field, ...]:
    shown = listing(place.root)
    rooms = [(str(one.class_id), f"{one.name} ({shown.year})") for one in shown.classes]
    return (
        Field("tep", f"Danh sách ({', '.join(LISTS)})", Sort.FILE, needed=True, endings=LISTS, several=True),
        Field("lop", "Lớp, khi danh sách không ghi", Sort.CHOICE, options=rooms),
        Field("tu_ngay", "Ngày vào lớp", Sort.DAY, hint="Để trống: ngày đầu năm học."),
    )


def empty(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """Where lists are dropped."""
    fields = _fields(place)
    return _form(place, fields, started(fields))


def _form(place: Place, fields: Sequence[Field], given: Filled) -> Response:
    status = 422 if given.wrong else 200
    return page(place, "office/nhap_hoc_sinh.html", here=HERE, status=status, fields=fields, given=given)


def take(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Keep the lists, and lead to what they would do."""
    fields = _fields(place)
    given = received(place, form, fields)
    if given.wrong:
        return _form(place, fields, given)
    day = given.day("tu_ngay")
    query = urlencode({"lop": given.text("lop") or "", "tu": day.isoformat() if day else ""})
    return go(f"{ADDRESS}/{given.needed('tep')}?{query}")


def _day(text: str) -> date | None:
    day = typed_day(text)
    if text and day is None:
        raise HocbaError(f"«{text}» {NO_DAY}.", "Sửa ngày rồi chọn lại tệp.")
    return day


def preview(place: Place, request: Request) -> Response:
    """Who comes, who is known, what is refused."""
    asked = {name: request.query_params.get(name, "") for name in ("lop", "tu")}
    return _shown(place, request, _found(place, request, asked, dry=True), asked, Step(dry=True))


def _found(place: Place, request: Request, asked: dict[str, str], *, dry: bool) -> ListImport:
    files = kept_files(place, str(request.path_params["lan"]))
    return import_pupils(place.root, Wish(files, None, asked["lop"] or None, _day(asked["tu"])), dry_run=dry)


def _shown(place: Place, request: Request, found: ListImport, asked: dict[str, str], step: Step) -> Response:
    question = Asked("Nhập danh sách học sinh", request.url.path, list(asked.items()), back=ADDRESS)
    classes = in_classes(found.arrivals)
    status = 422 if step.fault else 200
    others = in_the_way(place.ledger(), found.outcome.files)
    shown = {"asked": question, "found": found, "classes": classes, "step": step, "others": others}
    return page(place, "office/danh_sach.html", here=HERE, status=status, **shown)


def taken_in(place: Place, request: Request, form: FormData) -> Response:
    """Write the lists, and send them or leave them for later."""
    asked = {name: text_of(form, name) for name in ("lop", "tu")}
    step = step_of(place, form)
    found = _found(place, request, asked, dry=step.dry)
    if not found.outcome.written:
        return _shown(place, request, found, asked, step)
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
