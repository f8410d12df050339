"""Whole transcripts of a class, every year bound as they will print: drafts for whoever reads them through."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.jobs import Job
from hocba_build.interfaces.web.pages.classes import room_of
from hocba_build.interfaces.web.pages.office.printing import printed_file
from hocba_build.interfaces.web.place import Place
from hocba_build.records.layout import is_class_id, is_student_id, is_year
from hocba_build.workflows.desk.proofs import pupils_of
from hocba_build.workflows.state import state_folder

FOLDER: Final = "hoc-ba-nhap"
"""Below the desk's own folder, apart from what the office prints; thrown away when the desk is opened again."""


def shown(place: Place, request: Request) -> Response:
    """The class's pupils, how far the printing is, and what lies there."""
    year, class_id = _room(place, request)
    opened = place.classes.open(place.root, year, class_id)
    folder = _folder(place) / year
    ready = {path.stem for path in (folder / class_id).glob("*.pdf")}
    return page(
        place,
        "soat_quyen.html",
        here="/lop",
        year=year,
        class_id=class_id,
        name=opened.entered.classes[class_id].school_class.name,
        pupils=[(number, student, name, student in ready) for number, student, name in pupils_of(opened, class_id)],
        whole=(folder / f"{class_id}.pdf").is_file(),
        job=place.bench.told_at(_address(year, class_id)),
        address=_address(year, class_id),
    )


def printing(place: Place, request: Request, form: FormData) -> Response:
    """Begin to bind the class's transcripts, or one; no founding sheet is given, so every page says it is a draft."""
    year, class_id = _room(place, request)
    pupil = text_of(form, "hoc_sinh")
    if pupil and not is_student_id(pupil):
        raise HocbaError(f"«{pupil}» không phải mã học sinh.", "Chọn trong danh sách của lớp.")
    root, out = place.root, _folder(place)

    def work(job: Job) -> str:
        from hocba_build.workflows.printing.pdfs import Selection
        from hocba_build.workflows.printing.printing_run import read_ground

        chosen = frozenset({StudentId(pupil)} if pupil else ())
        run = read_ground(root, None).ready(Selection(year, class_id, chosen))
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        report = run.print(out, run.means(None), job.tell)
        job.failures = [f"{one.student}: {one.fault}" for one in report.failures]
        return f"Đã in {report.printed}, giữ nguyên {report.reused}, lỗi {len(report.failures)}."

    place.bench.start(_address(year, class_id), f"in thử học bạ {pupil or f'lớp {class_id}'}", work)
    return go(_address(year, class_id))


def file(place: Place, request: Request) -> Response:
    """A bound draft; the address can name nothing else."""
    _room(place, request)
    return printed_file(_folder(place), request)


def throw_away(place: Place) -> None:
    """What was bound at an earlier sitting: it holds pupils' data and is made again in no time."""
    shutil.rmtree(_folder(place), ignore_errors=True)


def _room(place: Place, request: Request) -> tuple[YearId, ClassId]:
    year, class_id = room_of(request)
    if not is_year(year) or not is_class_id(class_id):
        raise HocbaError("Không có lớp nào ở địa chỉ này.", "Về trang Lớp và chọn lại.")
    place.require_homeroom(year, class_id)
    return year, class_id


def _folder(place: Place) -> Path:
    return state_folder(place.root) / FOLDER


def _address(year: YearId, class_id: ClassId) -> str:
    return f"/hoc-ba/{year}/{class_id}/quyen"


ADDRESS = "/hoc-ba/{nam}/{lop}/quyen"
ROUTES = [
    Route(ADDRESS, shows(shown), methods=["GET"]),
    Route(ADDRESS, acts(printing), methods=["POST"]),
    Route(f"{ADDRESS}/tep", shows(file)),
    Route(f"{ADDRESS}/tep/{{ma}}", shows(file)),
]
