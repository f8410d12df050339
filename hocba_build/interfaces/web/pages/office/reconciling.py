"""The records held against an export of vnEdu or the CSDL ngành: dropped, compared cell by cell, kept as a report."""

from __future__ import annotations

import tempfile
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import SubjectId, Term, YearId
from hocba_build.interfaces.web.answers import WORKBOOK, go, page
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import keep_files, kept_files
from hocba_build.workflows.pupils.listing import listing
from hocba_build.workflows.sheets.reconcile import Asked, Reconciliation, reconcile
from hocba_build.workflows.sheets.reconcile_report import (
    HEADS,
    report_lines,
    signers,
    verdict_sentence,
    write_report,
)
from hocba_build.workflows.state import state_folder

HERE = "/van-phong"
ADDRESS = "/doi-chieu"
KINDS = {"xlsx": WORKBOOK, "html": "text/html; charset=utf-8"}
TERMS = (("hk1", "Học kì I"), ("hk2", "Học kì II"))


def empty(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """Where an export is dropped."""
    return page(place, "office/doi_chieu.html", here=HERE)


def take(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Keep the export, and lead to the comparison."""
    return go(f"{ADDRESS}/{keep_files(place, form)}")


def _said(request: Request) -> dict[str, str]:
    return {name: request.query_params.get(name, "") for name in ("nam", "ki", "mon")}


def _found(place: Place, request: Request) -> Reconciliation:
    said = _said(request)
    if said["ki"] not in ("", "hk1", "hk2") or (said["mon"] and said["mon"] not in SUBJECTS):
        raise HocbaError("Không có học kì hay môn ấy.", "Chọn lại trong danh sách.")
    year, term, subject = said["nam"], said["ki"], said["mon"]
    asked = Asked(YearId(year) if year else None, Term(term) if term else None, SubjectId(subject) if subject else None)
    return reconcile(place.root, kept_files(place, str(request.path_params["lan"]))[0], asked)


def compared(place: Place, request: Request) -> Response:
    """The differences; or what the file does not say by itself."""
    kept_files(place, str(request.path_params["lan"]))
    found: Reconciliation | None = None
    error: HocbaError | None = None
    try:
        found = _found(place, request)
    except HocbaError as trouble:
        error = trouble
    behind = signers(place.root, found, state_folder(place.root)) if found else {}
    return page(
        place,
        "office/doi_chieu_xong.html",
        here=HERE,
        status=422 if error else 200,
        found=found,
        error=error,
        heads=HEADS,
        lines=report_lines(found, behind) if found else [],
        verdict=verdict_sentence(found) if found else "",
        said=_said(request),
        address=request.url.path,
        query=urlencode(_said(request)),
        years=[(one, one) for one in listing(place.root).years],
        terms=TERMS,
        subjects=[(str(one), SUBJECTS[one].name) for one in sorted(SUBJECTS, key=ORDER.__getitem__)],
    )


def report(place: Place, request: Request) -> Response:
    """The differences as a file to keep."""
    kind = str(request.path_params["dang"])
    if kind not in KINDS:
        raise HocbaError("Chỉ có báo cáo .xlsx và .html.", "Bấm lại ở trang đối chiếu.")
    found = _found(place, request)
    behind = signers(place.root, found, state_folder(place.root))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"doi-chieu-{found.year}.{kind}"
        write_report(found, behind, path)
        head = {"content-disposition": f'attachment; filename="{path.name}"'}
        return Response(path.read_bytes(), media_type=KINDS[kind], headers=head)


ROUTES = [
    Route(ADDRESS, office_shows(empty), methods=["GET"]),
    Route(ADDRESS, office_acts(take), methods=["POST"]),
    Route(f"{ADDRESS}/{{lan}}", office_shows(compared)),
    Route(f"{ADDRESS}/{{lan}}/bao-cao.{{dang}}", office_shows(report)),
]
