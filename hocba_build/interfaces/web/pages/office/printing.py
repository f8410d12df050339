"""Transcripts printed: a class, a pupil or the school, told as it goes on, opened where it is done."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.paper_layout import Sheets
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.interfaces.web.answers import Document, go, page, replies, text_of
from hocba_build.interfaces.web.jobs import Job
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import SHEET_OF_TRUST, drop_files, keep_files, kept_files
from hocba_build.records.layout import is_class_id, is_student_id, is_year
from hocba_build.workflows.printing.founding_sheet import keep_sheet, kept_sheet
from hocba_build.workflows.pupils.listing import listing

HERE = "/van-phong"
ADDRESS = "/in"
FOLDER = "pdf"
"""Below the school's folder, as for ``hocba build pdf``: kept out of Git, taken up again where it stopped."""
MAX_PUPILS = 200


def shown(place: Place, request: Request) -> Response:
    """What can be printed, how far it is, what lies there."""
    asked = {name: request.query_params.get(name, "") for name in ("lop", "hoc_sinh", "mot_nam")}
    return _page(place, request.query_params.get("nam", ""), asked)


def _page(place: Place, year: str, asked: Mapping[str, str], wrong: str = "") -> Response:
    found = listing(place.root, year or None)
    return page(
        place,
        "office/in.html",
        here=HERE,
        status=422 if wrong else 200,
        shown=found,
        job=place.bench.told_at(ADDRESS),
        ready=_ready(place.root / FOLDER / found.year) if found.classes else [],
        sheet=kept_sheet(place.root) is not None,
        asked=asked,
        wrong=wrong,
    )


def _ready(folder: Path) -> list[tuple[str, list[str]]]:
    """The classes whose files lie there, and their pupils' files."""
    found = sorted(path.stem for path in folder.glob("*.pdf")) if folder.is_dir() else []
    rooms = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [
        (room, [path.stem for path in sorted((folder / room).glob("*.pdf"))])
        for room in dict.fromkeys([*rooms, *found])
    ]


def printing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Begin to print; the libraries for it are loaded only now."""
    year, room = text_of(form, "nam"), text_of(form, "lop")
    pupils = text_of(form, "hoc_sinh").replace(",", " ").split()
    if wrong := [one for one in pupils if not is_student_id(one)] or pupils[MAX_PUPILS:]:
        asked = {name: text_of(form, name) for name in ("lop", "hoc_sinh", "mot_nam")}
        sentence = f"«{wrong[0][:40]}» không phải mã học sinh: mã có 10 chữ số, tìm ở trang Học sinh"
        return _page(place, year, asked, sentence if len(pupils) <= MAX_PUPILS else f"mỗi lần tối đa {MAX_PUPILS} em")
    only = text_of(form, "mot_nam") == "1"
    sheet, root = kept_sheet(place.root), place.root

    def work(job: Job) -> str:
        from hocba_build.workflows.printing.pdfs import Selection
        from hocba_build.workflows.printing.printing_run import read_ground

        chosen = frozenset(map(StudentId, pupils))
        selection = Selection(YearId(year), ClassId(room) if room else None, chosen, only)
        run = read_ground(root, sheet).ready(selection)
        report = run.print(root / FOLDER, run.means(None), job.tell)
        job.failures = [f"{one.class_id}/{one.student}: {one.fault}" for one in report.failures]
        shut = f" {run.shut} trang lí lịch đã mã hoá, máy này không có khoá mở." if run.shut else ""
        return f"Đã in {report.printed}, giữ nguyên {report.reused}, lỗi {len(report.failures)}.{shut}"

    place.bench.start(ADDRESS, f"in học bạ {room or 'cả trường'}, {year}", work)
    return go(f"{ADDRESS}?nam={year}&lop={room}")


def how_far(place: Place, request: Request, asked: Document) -> Mapping[str, object]:  # noqa: ARG001 - as above
    """How far the job is, for the page that waits for it."""
    job = place.bench.last
    if job is None:
        return {"dang": False, "xong": 0, "tat_ca": 0}
    return {"dang": job.running, "xong": job.done, "tat_ca": job.total}


def file(place: Place, request: Request) -> Response:
    """A printed file; the address can name nothing else."""
    return printed_file(place.root / FOLDER, request)


def printed_file(folder: Path, request: Request) -> Response:
    """The file of a class or a pupil below a folder, as an address names it (``nam``, ``lop``, ``ma``, ``kieu``).

    Raises:
        HocbaError: the address names nothing of the kind, or nothing is printed there.
    """
    year, room, pupil, kind = (str(request.path_params.get(name, "")) for name in ("nam", "lop", "ma", "kieu"))
    kinds = {one.value: one for one in Sheets}
    sound = is_year(year) and is_class_id(room) and (not pupil or is_student_id(pupil)) and kind in kinds
    if sound:
        path = folder / year / (f"{room}/{pupil}.pdf" if pupil else f"{kinds[kind].of(room)}.pdf")
        if path.is_file() and not path.is_symlink():
            return FileResponse(
                path, media_type="application/pdf", filename=path.name, content_disposition_type="inline"
            )
    raise HocbaError("Chưa có tệp in nào ở địa chỉ này.", "In trước rồi mở lại.")


def given_sheet(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Remember the founding sheet."""
    token = keep_files(place, form, SHEET_OF_TRUST)
    raw = kept_files(place, token)[0].read_bytes()
    drop_files(place, token)
    keep_sheet(place.root, raw)
    return go(ADDRESS)


ROUTES = [
    Route(ADDRESS, office_shows(shown), methods=["GET"]),
    Route(ADDRESS, office_acts(printing), methods=["POST"]),
    Route(f"{ADDRESS}/tien-do", replies(how_far), methods=["POST"]),
    Route(f"{ADDRESS}/to-goc", office_acts(given_sheet), methods=["POST"]),
    Route(f"{ADDRESS}/tep/{{nam}}/{{lop}}", office_shows(file)),
    Route(f"{ADDRESS}/tep/{{nam}}/{{lop}}/{{ma}}", office_shows(file)),
]
