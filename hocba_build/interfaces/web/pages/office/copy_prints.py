"""One batch of official copies: printed after a leader accepted it, class by class, and opened where it is done."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.paper_layout import Sheets
from hocba_build.domain.people import Role
from hocba_build.domain.values import ClassId
from hocba_build.interfaces.web.answers import go, page, text_of
from hocba_build.interfaces.web.jobs import Job
from hocba_build.interfaces.web.pages.office.copies import ADDRESS, FOLDER, HERE, PURPOSES, REASONS, state_of
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.pages.office.printing import printed_file
from hocba_build.interfaces.web.place import Place
from hocba_build.records.layout import is_year
from hocba_build.workflows.clock import today
from hocba_build.workflows.copies.printed import PrintedBatch, batch_here
from hocba_build.workflows.copies.register import register_of
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.printing.founding_sheet import kept_sheet

PAPER: Final = (
    (Sheets.SINGLE, "một mặt"),
    (Sheets.DUPLEX, "hai mặt"),
    (Sheets.BOOKLET, "tờ A3 gập đôi"),
)
DIGITS: Final = 4


def _name(request: Request) -> str:
    """The batch that an address names."""
    year, number = str(request.path_params["dot_nam"]), str(request.path_params["dot"])
    if not (is_year(year) and number.isascii() and number.isdigit() and len(number) == DIGITS):
        raise HocbaError("Không có đợt nào ở địa chỉ này.", "Chọn lại ở sổ cấp bản.")
    return f"{year}/{number}"


def _batch(place: Place, request: Request) -> PrintedBatch:
    return batch_here(list(register_of(place.ledger().history)), place.root / FOLDER, _name(request))


def shown(place: Place, request: Request) -> Response:
    """A batch class by class: what is printed, what no longer stands."""
    found = _batch(place, request)
    pupils = [one.pupil for one in found.batch.copies]
    return page(
        place,
        "office/dot_cap.html",
        here=HERE,
        found=found,
        names=names_of(place.root, pupils, today()),
        purpose=dict(PURPOSES)[found.batch.purpose.value],
        states={one.id: state_of(one) for room in found.rooms for one in room.copies},
        paper=[(kind.value, words) for kind, words in PAPER],
        words=dict(PAPER),
        reasons=REASONS,
        decides=place.me.holds(Role.HIEU_TRUONG),
        job=place.bench.told_at(_address(found)),
        sheet=kept_sheet(place.root) is not None,
        out=f"{FOLDER}/{found.batch.id}",
    )


def printing(place: Place, request: Request, form: FormData) -> Response:
    """Begin to print a batch, or one class of it.

    Raises:
        RefusedError: it is not accepted, or nothing here proves that the ledger is the school's.
    """
    batch, sheet = _batch(place, request), kept_sheet(place.root)
    if sheet is None:
        raise RefusedError("Chưa có tờ gốc ở máy này.", "Ghi nhớ tờ gốc ở trang In học bạ, rồi in lại.")
    room = text_of(form, "lop")
    if room and room not in {one.class_id for one in batch.rooms}:
        raise HocbaError(f"Đợt {batch.batch.id} không có lớp {room}.", "Chọn lại lớp.")
    kind = text_of(form, "giay")
    sheets = next((one for one in Sheets if one.value == kind), Sheets.SINGLE)
    wanted, root, name = ClassId(room) if room else None, place.root, batch.batch.id

    def work(job: Job) -> str:
        return _printed(root, name, sheet, wanted, sheets, job)

    title = f"in đợt {name}, {f'lớp {room}' if room else f'{batch.standing} bản'}"
    place.bench.start(_address(batch), title, work)
    return go(_address(batch))


def _address(batch: PrintedBatch) -> str:
    return f"{ADDRESS}/dot/{batch.batch.id}"


def _printed(root: Path, name: str, sheet: Path, room: ClassId | None, sheets: Sheets, job: Job) -> str:
    """Print; the libraries for it are loaded only now."""
    from hocba_build.workflows.copies.printing import print_batch, ready
    from hocba_build.workflows.printing.printing_run import read_ground

    held = ready(root, name, sheet)
    run = held.run(read_ground(root, sheet), room)
    report = print_batch(held, run, root / FOLDER, run.means(None, sheets), job.tell)
    job.failures = [f"{one.class_id}/{one.student}: {one.fault}" for one in report.failures]
    shut = f" {run.shut} trang lí lịch đã mã hoá, máy này không có khoá mở." if run.shut else ""
    return f"Đã in {report.printed}, giữ nguyên {report.reused}, lỗi {len(report.failures)}.{shut}"


def file(place: Place, request: Request) -> Response:
    """A printed copy, or the file of a class."""
    return printed_file(place.root / FOLDER / _name(request), request)


_FILES: Final = f"{ADDRESS}/tep/{{dot_nam}}/{{dot}}/{{nam}}/{{lop}}"
ROUTES = [
    Route(f"{ADDRESS}/dot/{{dot_nam}}/{{dot}}", office_shows(shown), methods=["GET"]),
    Route(f"{ADDRESS}/dot/{{dot_nam}}/{{dot}}", office_acts(printing), methods=["POST"]),
    Route(_FILES, office_shows(file)),
    Route(f"{_FILES}/ban/{{ma}}", office_shows(file)),
    Route(f"{_FILES}/kieu/{{kieu}}", office_shows(file)),
]
