"""The register of official copies: what was issued to whom, whether it stands, a new batch, a recall."""

from __future__ import annotations

from functools import partial
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.copies import Purpose, Reason
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.people import Role
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.interfaces.web.answers import go, page
from hocba_build.interfaces.web.forms import Field, Filled, Sort, started, told
from hocba_build.interfaces.web.pages.office.changes import carried, foresees, tried
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.records.layout import is_class_id
from hocba_build.workflows.clock import today
from hocba_build.workflows.copies.issuing import Issued, issue
from hocba_build.workflows.copies.making import Wish
from hocba_build.workflows.copies.printed import printed_batches, waiting_batches
from hocba_build.workflows.copies.register import Registered, register_of
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.ledger.ledger import Ledger

HERE = "/van-phong"
FOLDER = "pdf/ban-cap"
"""Below the school's folder, beside what else is printed, and kept out of Git like it."""
ADDRESS = "/cap-ban"
PURPOSES: Final = (
    (Purpose.HOC_SINH.value, "Cho học sinh và gia đình"),
    (Purpose.LUU.value, "Lưu tại trường"),
    (Purpose.CHUYEN_TRUONG.value, "Chuyển trường"),
    (Purpose.TUYEN_SINH.value, "Tuyển sinh"),
    (Purpose.XAC_NHAN.value, "Xác nhận"),
)
REASONS: Final = (
    (Reason.MAT.value, "Báo mất"),
    (Reason.HONG.value, "Hỏng"),
    (Reason.SAI.value, "Cấp sai"),
    (Reason.KHAC.value, "Lí do khác"),
)
SHOWN: Final = 200


def _fields(ledger: Ledger) -> tuple[Field, ...]:
    """What is asked of a batch; years and classes are the ledger's, so that no large school is read for a form."""
    years = [year for year, lock in sorted(ledger.state.locks.items(), reverse=True) if lock.scope is None]
    named = {one for year in years for one in ledger.bench.trees.names(ledger.tree, f"records/{year}")}
    rooms = [(one, one.upper()) for one in sorted(named) if is_class_id(one)]
    return (
        Field("nam", "Năm học đã khoá", Sort.CHOICE, needed=True, options=[(one, one) for one in years]),
        Field("muc_dich", "Cấp để làm gì", Sort.CHOICE, needed=True, options=PURPOSES, start=PURPOSES[0][0]),
        Field("noi_nhan", "Ai nhận", hint="Cần với chuyển trường, tuyển sinh, xác nhận; không ghi họ tên học sinh."),
        Field("lop", "Chỉ một lớp", Sort.CHOICE, options=rooms),
        Field("hoc_sinh", "Chỉ những em này", hint="Mã học sinh, cách nhau bằng dấu cách."),
        Field("quyet_dinh", "Số quyết định", hint="Nếu có."),
        Field("mot_nam", "Chỉ các trang của năm học ấy", Sort.TICK),
    )


def shown(place: Place, request: Request) -> Response:
    """The register, newest first, and the form of a new batch."""
    return _page(place, request, None)


def _page(place: Place, request: Request, given: Filled | None, error: HocbaError | None = None) -> Response:
    ledger = place.ledger()
    fields = _fields(ledger)
    given = given or started(fields)
    found = list(register_of(ledger.history))
    batches = printed_batches(found, place.root / FOLDER)
    lying = {(one.batch.id, pupil) for one in batches for room in one.rooms for pupil in room.printed}
    found.reverse()
    return page(
        place,
        "office/cap_ban.html",
        here=HERE,
        status=422 if error or given.wrong else 200,
        rows=[(one, state_of(one)) for one in found[:SHOWN]],
        count=len(found),
        names=names_of(place.root, [one.copy.pupil for one in found[:SHOWN]], today()),
        purposes=dict(PURPOSES),
        reasons=REASONS,
        fields=fields,
        given=given,
        error=error,
        batches=batches[::-1],
        waiting=list(waiting_batches(ledger)),
        lying=lying,
        decides=place.me.holds(Role.HIEU_TRUONG),
        done=request.query_params.get("da-gui", ""),
    )


def state_of(one: Registered) -> str:
    """Why a copy no longer stands; empty where it does."""
    from hocba_build.interfaces.cli.issue import WHY  # With it comes what publishes a list.

    if one.withdrawn is not None:
        return f"{WHY[one.withdrawn.reason]}{f' {one.withdrawn.by.shown}' if one.withdrawn.by else ''}"
    return f"kết quả đã sửa sau khi cấp: {', '.join(one.outdated)}" if one.outdated else ""


def issuing(place: Place, request: Request, form: FormData) -> Response:
    """Foresee a batch, or sign and send it."""
    fields = _fields(place.ledger())
    tries = tried(place, form, fields, partial(_page, place, request), partial(_issued, place, form))
    if isinstance(tries, Response):
        return tries
    given, made = tries
    if made.branch:
        return go(f"{ADDRESS}?da-gui={made.branch}")
    names = names_of(place.root, [one.pupil for one in made.batch.copies], today())
    facts = told(fields, given)
    return page(
        place, "office/cap_ban_xem.html", here=HERE, batch=made.batch, hidden=carried(given), facts=facts, names=names
    )


def _issued(place: Place, form: FormData, given: Filled) -> Issued:
    room = given.text("lop")
    wish = Wish(
        YearId(given.needed("nam")),
        Purpose(given.needed("muc_dich")),
        given.text("noi_nhan"),
        ClassId(room) if room else None,
        frozenset(map(StudentId, (given.text("hoc_sinh") or "").split())),
        whole=not given.ticked("mot_nam"),
        decision=given.text("quyet_dinh"),
    )
    return issue(place.root, wish, dry_run=foresees(form))


ROUTES = [
    Route(ADDRESS, office_shows(shown), methods=["GET"]),
    Route(ADDRESS, office_acts(issuing), methods=["POST"]),
]
