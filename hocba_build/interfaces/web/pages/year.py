"""A year's end: what is missing and whose turn it is, signing, locking, opening again, and the decisions on paper."""

from __future__ import annotations

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId, StudentId, YearId
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.desk.decisions import decisions, openable, paper_of
from hocba_build.workflows.desk.frozen_view import frozen_view
from hocba_build.workflows.ledger.board import all_years, board_of, years_of
from hocba_build.workflows.ledger.lock import lock, unlock
from hocba_build.workflows.ledger.lock_acts import Opening
from hocba_build.workflows.ledger.sign_off import sign, year_end
from hocba_build.workflows.ledger.unfinished import unfinished

DIGITS = 9


def years(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """The years in the ledger."""
    return page(place, "cac_nam.html", here="/nam", years=all_years(place.root))


def shown(place: Place, request: Request) -> Response:
    """One year's board, with what the person may do."""
    year = YearId(request.path_params["nam"])
    ledger = place.ledger()
    if year not in years_of(ledger):
        raise HocbaError(f"Không có năm học {year} trong sổ.", "Chọn trong danh sách các năm học.")
    due = list(year_end(ledger, year).due(place.me.person)) if place.me.person else []
    prepares = place.me.holds(Role.QUAN_TRI, Role.PHO_HIEU_TRUONG, Role.HIEU_TRUONG)
    board, made = board_of(ledger, year), decisions(ledger, year)
    return page(
        place,
        "nam.html",
        here="/nam",
        board=board,
        due=due,
        unfinished=unfinished(ledger, year, [one for one in due if not one.waits_for]),
        leads=place.me.holds(Role.HIEU_TRUONG),
        prepares=prepares,
        decisions=made,
        frozen={one.branch: frozen_view(ledger, one) for one in made if one.branch},
        openable=openable(ledger, year) if prepares and board.lock == "khoa" else [],
        done=request.query_params.get("da-lam", ""),
    )


def paper(place: Place, request: Request) -> Response:
    """A decision as a document, to be printed, signed by hand and filed."""
    number = str(request.path_params["so"])
    if not (number.isascii() and number.isdigit() and len(number) < DIGITS):
        raise HocbaError("Không có quyết định nào ở địa chỉ này.", "Chọn lại ở trang năm học.")
    found = paper_of(place.ledger(), YearId(request.path_params["nam"]), int(number))
    return page(place, "quyet_dinh.html", paper=found)


def signing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Sign everything that is due of the person, in one act."""
    year = YearId(request.path_params["nam"])
    return _back(year, sign(place.root, year).branch)


def locking(place: Place, request: Request, form: FormData) -> Response:
    """Prepare a lock, or decide the prepared one."""
    year = YearId(request.path_params["nam"])
    done = lock(place.root, year, text_of(form, "quyet_dinh") or None, summer=text_of(form, "he") == "1")
    return _back(year, done.branch)


def opening(place: Place, request: Request, form: FormData) -> Response:
    """Prepare the opening of some files, or decide the prepared one."""
    year = YearId(request.path_params["nam"])
    scope = tuple(one for one in form.getlist("pham_vi") if isinstance(one, str))
    reason, left = text_of(form, "li_do"), PersonId(text_of(form, "da_nghi"))
    editor, signer = PersonId(text_of(form, "sua_thay")), PersonId(text_of(form, "ki_thay"))
    editors = {left: editor} if left and editor else {}
    signers = {left: signer} if left and signer else {}
    pupils = tuple(StudentId(one) for one in re.findall(r"[^\s,;]+", text_of(form, "hoc_sinh")))
    asked = Opening(scope, reason, editors, signers, pupils) if scope and reason else None
    return _back(year, unlock(place.root, year, text_of(form, "quyet_dinh") or None, asked).branch)


def _back(year: YearId, branch: str) -> Response:
    return go(f"/nam/{year}?da-lam={branch}")


ROUTES = [
    Route("/nam", shows(years)),
    Route("/nam/{nam}", shows(shown)),
    Route("/nam/{nam}/quyet-dinh/{so}", shows(paper)),
    Route("/nam/{nam}/ki", acts(signing), methods=["POST"]),
    Route("/nam/{nam}/khoa", acts(locking), methods=["POST"]),
    Route("/nam/{nam}/mo", acts(opening), methods=["POST"]),
]
