"""Transcripts read through before they are signed: as they will print, one pupil after another."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import StudentId
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.pages.classes import room_of
from hocba_build.interfaces.web.place import Place
from hocba_build.publishing.site.paths import pupil_year_page
from hocba_build.workflows.desk.proofs import ProofReading, neighbours, proof_of, proof_style
from hocba_build.workflows.state import state_folder


def _reading(place: Place, request: Request) -> ProofReading:
    return ProofReading(state_folder(place.root), place.person, *room_of(request))


def listed(place: Place, request: Request) -> Response:
    """The class's pupils, and whose pages have been read."""
    year, class_id = room_of(request)
    opened = place.classes.open(place.root, year, class_id)
    lines = _reading(place, request).lines(opened, class_id)
    name = opened.entered.classes[class_id].school_class.name
    leads = place.leads(year, class_id)
    return page(place, "soat.html", here="/lop", lines=lines, year=year, class_id=class_id, name=name, leads=leads)


def shown(place: Place, request: Request) -> Response:
    """One pupil's pages in a frame, with the way to the next."""
    year, class_id = room_of(request)
    student = StudentId(request.path_params["ma"])
    opened = place.classes.open(place.root, year, class_id)
    lines = _reading(place, request).lines(opened, class_id)
    before, after = neighbours(lines, student)
    line = next((one for one in lines if one.student == student), None)
    if line is None:
        raise HocbaError(f"Lớp {class_id} không có học sinh {student}.", "Chọn lại trong danh sách của lớp.")
    return page(
        place,
        "soat_mot.html",
        here="/lop",
        line=line,
        before=before,
        after=after,
        count=len(lines),
        digest=proof_of(opened, student).digest,
        base=f"/hoc-ba/{year}/{class_id}",
        why=f"/xem/{year}/{class_id}/{pupil_year_page(year, student)}",
        year=year,
        class_id=class_id,
    )


def sheet(place: Place, request: Request) -> Response:
    """The pages alone, for the frame and for the browser's own printing."""
    opened = place.classes.open(place.root, *room_of(request))
    proof = proof_of(opened, StudentId(request.path_params["ma"]))
    return page(place, "to.html", proof=proof)


def style(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """The form's own style sheet."""
    return Response(proof_style(), media_type="text/css")


def ticking(place: Place, request: Request, form: FormData) -> Response:
    """Remember that the pages were read, and go on to the next pupil."""
    year, class_id = room_of(request)
    student = StudentId(request.path_params["ma"])
    opened = place.classes.open(place.root, year, class_id)
    reading = _reading(place, request)
    reading.tick(proof_of(opened, student), text_of(form, "trang"))
    _, after = neighbours(reading.lines(opened, class_id), student)
    base = f"/hoc-ba/{year}/{class_id}"
    return go(f"{base}/{after.student}" if after else base)


ROUTES = [
    Route("/to-hoc-ba.css", shows(style)),
    Route("/hoc-ba/{nam}/{lop}", shows(listed)),
    Route("/hoc-ba/{nam}/{lop}/{ma}", shows(shown), methods=["GET"]),
    Route("/hoc-ba/{nam}/{lop}/{ma}", acts(ticking), methods=["POST"]),
    Route("/hoc-ba/{nam}/{lop}/{ma}/to", shows(sheet)),
]
