"""The score grid: type, paste, see what it comes to, sign and send."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import SEMESTERS, ClassId, StudentId, SubjectId, YearId
from hocba_build.exchange.columns import HOMEROOM, TERM_NAMES, SheetKey
from hocba_build.interfaces.web.answers import Document, acts, go, page, replies, shows, text_of
from hocba_build.interfaces.web.pages.effects import told_effects
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.desk.drafts import Drafts
from hocba_build.workflows.desk.score_grid import GridRow, ScoreGrid, open_grid, plan_grid
from hocba_build.workflows.desk.send_plan import send_plan

MAX_CELLS = 5000
"""Cells of one paste; a class of 60 with 20 columns is 1,200."""
MAX_TEXT = 2000
"""Signs of one cell; the rules allow far fewer, and say so."""


def key_of(request: Request) -> SheetKey:
    """The sheet an address names.

    Raises:
        HocbaError: it names none.
    """
    year, class_id, term, what = (request.path_params[name] for name in ("nam", "lop", "ki", "mon"))
    terms = {one.value: one for one in SEMESTERS}
    if term not in terms or (what != HOMEROOM and what not in SUBJECTS):
        raise HocbaError("Không có bảng điểm nào ở địa chỉ này.", "Về trang đầu và chọn lại.")
    subject = None if what == HOMEROOM else SubjectId(what)
    return SheetKey(YearId(year), ClassId(class_id), terms[term], subject)


def _drafts(place: Place) -> Drafts:
    drafts = place.drafts()
    if drafts is None:
        raise RefusedError("Chưa biết ai đang ngồi ở máy này.", place.me.trouble)
    return drafts


def grid(place: Place, request: Request) -> Response:
    """The sheet, with what was typed and not sent."""
    key, drafts = key_of(request), _drafts(place)
    shown = open_grid(place.root, key, drafts.of(key))
    return page(place, "bang.html", grid=shown, key=key, term=TERM_NAMES[key.term], address=request.url.path)


def cells(place: Place, request: Request, asked: Document) -> Mapping[str, object]:
    """Keep typed cells as a draft, and say what their rows come to."""
    key, drafts = key_of(request), _drafts(place)
    typed = _typed(asked["o"])
    before = open_grid(place.root, key, drafts.of(key), only=typed)
    known = {row.member.student: row.words for row in before.rows}
    names = {column.key for column in before.columns}
    kept = {student: {k: v for k, v in row.items() if k in names} for student, row in typed.items() if student in known}
    draft = drafts.add(key, kept, {student: known[student] for student in kept})
    return _answer(open_grid(place.root, key, draft))


def _typed(given: object) -> dict[StudentId, dict[str, str]]:
    """The cells of a request: pupil, column, text."""
    if not isinstance(given, list) or len(given) > MAX_CELLS:
        raise HocbaError("Dán quá nhiều ô.", f"Dán từng phần, mỗi lần không quá {MAX_CELLS} ô.")
    typed: dict[StudentId, dict[str, str]] = {}
    for student, column, text in given:
        typed.setdefault(StudentId(str(student)), {})[str(column)] = str(text)[:MAX_TEXT]
    return typed


def _answer(shown: ScoreGrid) -> Mapping[str, object]:
    return {
        "hang": {row.member.student: _row(row) for row in shown.rows if row.changed or row.wrong},
        "ket_qua": {row.member.student: [row.result, row.level] for row in shown.rows},
        "doi": shown.changes,
        "sai": shown.faults,
    }


def _row(row: GridRow) -> Mapping[str, object]:
    return {"o": dict(row.texts), "sai": dict(row.wrong), "doi": list(row.changed)}


def drop(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Forget what was typed."""
    key = key_of(request)
    _drafts(place).drop(key)
    return go(request.url.path.removesuffix("/bo"))


def preview(place: Place, request: Request) -> Response:
    """What would be sent: changed cells, and which results change with them."""
    key, drafts = key_of(request), _drafts(place)
    plan = plan_grid(place.root, key, drafts.of(key))
    title = f"{key.class_id}, {key.what}, {TERM_NAMES[key.term]}, {key.year}"
    address = request.url.path
    effects = told_effects(plan.effects, plan.names)
    back = address.removesuffix("/gui")
    return page(place, "gui.html", plan=plan, title=title, effects=effects, address=address, back=back)


def send(place: Place, request: Request, form: FormData) -> Response:
    """Sign the draft and send it as one proposal."""
    key, drafts = key_of(request), _drafts(place)
    proposed = send_plan(place.root, plan_grid(place.root, key, drafts.of(key)), text_of(form, "li_do"))
    drafts.drop(key)
    return go(f"/?da-gui={proposed.branch}")


ADDRESS = "/bang/{nam}/{lop}/{ki}/{mon}"
ROUTES = [
    Route(ADDRESS, shows(grid)),
    Route(f"{ADDRESS}/o", replies(cells), methods=["POST"]),
    Route(f"{ADDRESS}/bo", acts(drop), methods=["POST"]),
    Route(f"{ADDRESS}/gui", shows(preview), methods=["GET"]),
    Route(f"{ADDRESS}/gui", acts(send), methods=["POST"]),
]
