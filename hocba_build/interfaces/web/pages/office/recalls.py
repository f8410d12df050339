"""The recall list: prepared by the office, seen and signed by the principal, published for those who have no ledger."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from hocba_build.domain.copies import CopyId, Reason
from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.people import Role
from hocba_build.interfaces.web.answers import go, page, text_of
from hocba_build.interfaces.web.pages.office.copies import ADDRESS, HERE
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.copies.recalling import is_behind, prepared_recall, recall_copies
from hocba_build.workflows.copies.register import newest_recall

LISTS: Final = f"{ADDRESS}/thu-hoi"
FOLDER = "pdf/kiem-tra"
"""Below the school's folder: what is published names no pupil, and is to be carried away from here."""
NAMES: Final = {"thu-hoi.zip": "application/zip", "kiem-tra-hoc-ba.html": "text/html"}


def shown(place: Place, request: Request) -> Response:
    """The list that waits, the list that stands, and the files for others."""
    from hocba_build.interfaces.cli.issue import WHY  # With it comes what publishes a list.

    ledger = place.ledger()
    waiting = prepared = None
    why = ""
    try:
        waiting, prepared = prepared_recall(ledger)
    except RefusedError as error:
        why = f"{error.message} {error.hint}"
    newest = newest_recall(ledger.history)
    return page(
        place,
        "office/thu_hoi.html",
        here=HERE,
        waiting=waiting,
        prepared=prepared,
        why=why,
        newest=newest,
        behind=newest is not None and is_behind(ledger.history, newest),
        reasons=WHY,
        decides=place.me.holds(Role.HIEU_TRUONG),
        files=[name for name in NAMES if (place.root / FOLDER / name).is_file()],
        done=request.query_params.get("da-gui", ""),
        published=request.query_params.get("da-xuat", ""),
    )


def preparing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Prepare a list with the chosen copies, or sign the prepared one that the principal has seen."""
    try:
        copies = [CopyId.read(one) for one in form.getlist("so") if isinstance(one, str)]
        reason = Reason(text_of(form, "ly_do") or Reason.KHAC.value)
    except ValueError:
        raise HocbaError("Không hiểu số của bản hay lí do.", "Tải lại trang rồi chọn lại.") from None
    made = recall_copies(place.root, copies, reason, seen=text_of(form, "da_xem"))
    words = f"danh sách thu hồi số {made.recall.number}, đã có hiệu lực" if made.stands else made.branch
    return go(f"{LISTS}?da-gui={words}")


def publishing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Write the newest signed list and the page that checks copies offline."""
    from hocba_build.workflows.copies.publishing import publish

    made = publish(place.root, place.root / FOLDER)
    return go(f"{LISTS}?da-xuat={made.recall.number}")


def file(place: Place, request: Request) -> Response:
    """A published file, to be saved: its scripts are not the desk's and never run here."""
    name = str(request.path_params["ten"])
    path = place.root / FOLDER / name
    if name not in NAMES or not path.is_file() or path.is_symlink():
        raise HocbaError("Chưa có tệp nào ở địa chỉ này.", "Xuất danh sách trước.")
    return FileResponse(path, media_type=NAMES[name], filename=name)


ROUTES = [
    Route(LISTS, office_shows(shown), methods=["GET"]),
    Route(LISTS, office_acts(preparing), methods=["POST"]),
    Route(f"{LISTS}/xuat", office_acts(publishing), methods=["POST"]),
    Route(f"{LISTS}/tep/{{ten}}", office_shows(file)),
]
