"""Transfer packets: made for a leaver, verified when one comes, taken in with its results as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import StudentId, SubjectId
from hocba_build.interfaces.web.answers import go, page, text_of
from hocba_build.interfaces.web.forms import Field, Filled, Sort, filled, started, told
from hocba_build.interfaces.web.pages.checked import rows
from hocba_build.interfaces.web.pages.office.changes import Asked, carried, review_page, step_of
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.pages.office.pupil_fields import class_field
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import PACKETS, SHEET_OF_TRUST, kept_files, new_place, received
from hocba_build.workflows.desk.unsent import send_files
from hocba_build.workflows.ledger.propose import Proposed
from hocba_build.workflows.pupils.entering import Place as Seat
from hocba_build.workflows.pupils.listing import listing

if TYPE_CHECKING:
    from hocba_build.workflows.packets.transfer_in import TakenIn

HERE = "/van-phong"
ADDRESS = "/goi"
NONE = "-"
"""In an address: a file that was not given."""
OUT: Final = (
    Field("ma", "Mã học sinh", needed=True, hint="10 chữ số; tìm ở trang Học sinh."),
    Field("do_dang", "Kèm năm đang học, chưa khoá", Sort.TICK),
    Field("quyet_dinh", "Số quyết định của Hiệu trưởng", hint="Chỉ khi kèm năm đang học."),
)
CHECK: Final = (
    Field("goi", "Gói chuyển trường (.zip)", Sort.FILE, needed=True, endings=PACKETS),
    Field("to_goc", "Tờ gốc của trường chuyển đi", Sort.FILE, endings=SHEET_OF_TRUST, hint="Nhận bằng đường khác."),
    Field(
        "thu_hoi", "Danh sách thu hồi của trường ấy", Sort.FILE, endings=PACKETS, hint="Có thì kiểm được còn giá trị."
    ),
)


def begin(place: Place, request: Request) -> Response:
    """Both ways of a packet."""
    start = Filled({"ma": request.query_params.get("ma", "")})
    return _page(place, start)


def _page(place: Place, out: Filled, check: Filled | None = None, error: HocbaError | None = None) -> Response:
    status = 422 if error or out.wrong or (check and check.wrong) else 200
    return page(
        place,
        "office/goi.html",
        here=HERE,
        status=status,
        out_fields=OUT,
        out=out,
        check_fields=CHECK,
        check=check or started(CHECK),
        error=error,
    )


def packing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Make a leaver's packet; the printing libraries are loaded for it."""
    given = filled(form, OUT)
    if given.wrong:
        return _page(place, given)
    try:
        return _packed(place, given)
    except HocbaError as error:
        return _page(place, given, error=error)


def _packed(place: Place, given: Filled) -> Response:
    from hocba_build.workflows.packets.partial import Prepared
    from hocba_build.workflows.packets.transfer_out import transfer_out, transfer_out_partial

    pupil = given.needed("ma")
    token, path = new_place(place, f"goi-{''.join(sign for sign in pupil if sign.isdigit())}.zip")
    if given.ticked("do_dang"):
        made = transfer_out_partial(place.root, pupil, path, given.text("quyet_dinh"))
    else:
        made = transfer_out(place.root, pupil, path)
    if isinstance(made, Prepared):
        return go(f"/?da-gui={made.branch}")
    return page(place, "office/goi_xong.html", here=HERE, made=made, token=token, pupil=pupil)


def file(place: Place, request: Request) -> Response:
    """A file that was made here."""
    path = kept_files(place, str(request.path_params["lan"]))[0]
    return FileResponse(path, filename=path.name)


def checking(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Keep a packet and lead to what can be said of it."""
    given = received(place, form, CHECK)
    if given.wrong:
        return _page(place, started(OUT), given)
    sheet, recall = given.text("to_goc") or NONE, given.text("thu_hoi") or NONE
    return go(f"{ADDRESS}/xem/{given.needed('goi')}/{sheet}/{recall}")


def _kept(place: Place, request: Request, name: str) -> Path | None:
    given = str(request.path_params[name])
    return None if given == NONE else kept_files(place, given)[0]


def _packet(place: Place, request: Request) -> Path:
    return kept_files(place, str(request.path_params["lan"]))[0]


def judged(place: Place, request: Request) -> Response:
    """Every check of a packet, and whether it can be taken in."""
    fields = _taking_fields(place)
    return _judged(place, request, started(fields), fields)


def _judged(
    place: Place, request: Request, given: Filled, fields: Sequence[Field], error: HocbaError | None = None
) -> Response:
    from hocba_build.interfaces.cli.verify_packet import SUMMARIES, TITLES, WORDS  # Pages are printed to be compared.
    from hocba_build.workflows.copies.checking import read_list
    from hocba_build.workflows.ledger.verify import sheet_from
    from hocba_build.workflows.packets.verify_packet import verify_packet

    recall = _kept(place, request, "thu_hoi")
    found = verify_packet(
        _packet(place, request), sheet_from(_kept(place, request, "to_goc")), read_list(recall) if recall else None
    )
    return page(
        place,
        "office/goi_xem.html",
        here=HERE,
        status=422 if error or given.wrong else 200,
        found=found,
        contents=found.packet.contents if found.packet else None,
        rows=rows(found.checks, TITLES, WORDS),
        summary=SUMMARIES[found.verdict],
        address=request.url.path,
        fields=fields,
        given=given,
        error=error,
    )


def _taking_fields(place: Place) -> tuple[Field, ...]:
    return (
        class_field(listing(place.root), "Lớp vào học"),
        Field("tu_ngay", "Ngày vào lớp", Sort.DAY, hint="Để trống: ngày đầu năm học."),
        Field("ma_cu", "Mã cũ, nếu em từng học ở đây"),
        Field("mon", "Môn có tên khác", hint="Như mon-cu=mon-o-day, cách nhau bằng dấu cách."),
    )


def taking(place: Place, request: Request, form: FormData) -> Response:
    """Take a true packet in: foreseen, written, registered, sent."""
    from hocba_build.workflows.packets.transfer_in import Wish, transfer_in

    fields = _taking_fields(place)
    given = filled(form, fields)
    if given.wrong or text_of(form, "buoc") == "sua":
        return _judged(place, request, given, fields)
    step = step_of(place, form)
    try:
        seat, known = Seat(given.needed("lop"), None, given.day("tu_ngay")), given.text("ma_cu")
        wish = Wish(seat, StudentId(known) if known else None, _mapped(given.text("mon") or ""))
        token, receipt = new_place(place, "bao-tiep-nhan.pdf")
        files = _packet(place, request), _kept(place, request, "to_goc")
        recall = _kept(place, request, "thu_hoi")
        made = transfer_in(place.root, *files, wish, receipt, recall=recall, dry_run=step.dry)
    except HocbaError as error:
        return _judged(place, request, given, fields, error)
    if made.outcome.written:
        return _taken_in(place, form, made, token)
    facts = [("Mã học sinh ở đây", str(made.student)), *told(fields, given)]
    return review_page(
        place, Asked("Nhận gói chuyển trường", request.url.path, carried(given), facts), made.outcome, step
    )


def _taken_in(place: Place, form: FormData, made: TakenIn, token: str) -> Response:
    """What was done, with the acknowledgement to be sent back; the records go with it, or wait to be sent."""
    sent: Proposed | None = None
    trouble: HocbaError | None = None
    if text_of(form, "buoc") == "gui":
        try:
            sent = send_files(place.root, made.outcome.files, text_of(form, "li_do"))
        except HocbaError as error:
            trouble = error
    shown = {"made": made, "sent": sent, "error": trouble, "token": token}
    return page(place, "office/goi_nhan.html", here=HERE, status=503 if trouble else 200, **shown)


def _mapped(text: str) -> Mapping[SubjectId, SubjectId]:
    pairs = [one.partition("=")[::2] for one in text.split()]
    if wrong := [ours for _, ours in pairs if ours not in SUBJECTS]:
        raise HocbaError(f"Ở đây không có môn «{wrong[0]}».", "Ghi mã môn như toan, ngu-van.")
    return {SubjectId(theirs): SubjectId(ours) for theirs, ours in pairs}


ROUTES = [
    Route(ADDRESS, office_shows(begin), methods=["GET"]),
    Route(f"{ADDRESS}/di", office_acts(packing), methods=["POST"]),
    Route(f"{ADDRESS}/den", office_acts(checking), methods=["POST"]),
    Route(f"{ADDRESS}/tep/{{lan}}", office_shows(file)),
    Route(f"{ADDRESS}/xem/{{lan}}/{{to_goc}}/{{thu_hoi}}", office_shows(judged), methods=["GET"]),
    Route(f"{ADDRESS}/xem/{{lan}}/{{to_goc}}/{{thu_hoi}}", office_acts(taking), methods=["POST"]),
]
