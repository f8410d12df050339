"""The score grid: type, paste, see what it comes to, sign and send."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import ClassId, StudentId, Term, YearId
from hocba_build.exchange.columns import (
    HONOURS,
    PERIODS,
    TERM_NAMES,
    Column,
    SheetKey,
)
from hocba_build.exchange.values import MAX_REMARK
from hocba_build.interfaces.web.answers import Document, acts, go, page, replies, shows, text_of, workbook
from hocba_build.interfaces.web.pages.effects import look_over
from hocba_build.interfaces.web.pages.grid_words import LISTS, figure_behind, words_of
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.desk import phrases
from hocba_build.workflows.desk.class_work import others
from hocba_build.workflows.desk.pending import pending_on
from hocba_build.workflows.desk.score_grid import GridRow, ScoreGrid
from hocba_build.workflows.desk.send_plan import send_plan
from hocba_build.workflows.desk.typed_cells import Choice, Typed, choose, keep
from hocba_build.workflows.sheets.export import SheetRequest, export_sheets, paths_of

MAX_CELLS = 5000
"""Cells of one paste; a class of 60 with 20 columns is 1,200."""
MAX_TEXT = 2000
"""Signs of one cell; the rules allow far fewer, and say so."""
CONDUCT = "ren-luyen"
"""The part of a homeroom sheet without the months."""


def key_of(request: Request) -> SheetKey:
    """The sheet an address names.

    Raises:
        HocbaError: it names none.
    """
    year, class_id, term, what = (request.path_params[name] for name in ("nam", "lop", "ki", "mon"))
    try:
        return SheetKey.named(YearId(year), ClassId(class_id), PERIODS[term], what)
    except (KeyError, ValueError):
        raise HocbaError("Không có bảng điểm nào ở địa chỉ này.", "Về trang đầu và chọn lại.") from None


def grid(place: Place, request: Request) -> Response:
    """The sheet, with what was typed and not sent."""
    key = key_of(request)
    sheet = place.sheet(key)
    shown = sheet.grid(place.drafts().of(key))
    part = request.query_params.get("phan", "")
    ledger = place.ledger()
    return page(
        place,
        "bang.html",
        grid=shown,
        key=key,
        term=TERM_NAMES[key.term],
        address=request.url.path,
        parts=dict(_parts(shown)),
        part=part,
        whole=key.term is Term.CA_NAM,
        why=figure_behind(key),
        words=words_of(key),
        columns=[column for column in shown.columns if part in ("", _part(column))],
        phrases=place.phrases().of(_kind(key)),
        pending=pending_on(ledger, place.person, paths_of(key)),
        longest=MAX_REMARK,
        frozen=sheet.frozen(place.root),
        others=others(ledger, key, place.person),
    )


def _kind(key: SheetKey) -> str:
    if key.term is Term.CA_NAM:
        return phrases.AWARDS if key.table == HONOURS else phrases.SUMMER
    return phrases.HOMEROOM if key.subject is None else phrases.SUBJECT


def _part(column: Column) -> str:
    """A month of the homeroom sheet, a list of the honours or choices, or the rest of either."""
    return column.content.partition(".")[0] or CONDUCT


def _parts(shown: ScoreGrid) -> Iterator[tuple[str, str]]:
    """A wide sheet can be shown part by part: month by month for the absences, list by list for the honours."""
    there = dict.fromkeys(_part(column) for column in shown.columns)
    if shown.key.term is Term.CA_NAM:
        yield from LISTS.get(shown.key.table, {}).items() if len(there) > 1 else ()
    elif shown.key.subject is None:
        yield "", "Tất cả"
        yield CONDUCT, "Rèn luyện, nhận xét"
        for month in dict.fromkeys(column.content for column in shown.columns if column.content):
            yield month, f"Nghỉ tháng {month[5:]}/{month[:4]}"


def cells(place: Place, request: Request, asked: Document) -> Mapping[str, object]:
    """Keep typed cells as a draft, and say what their rows come to."""
    shown = keep(place.sheet(key_of(request)), place.drafts(), _typed(asked["o"]))
    return {
        "hang": {row.member.student: _row(row) for row in shown.rows},
        "doi": shown.changes,
        "sai": shown.faults,
    }


def _typed(given: object) -> Typed:
    """The cells of a request: pupil, column, text, and what the records held when the page was made."""
    if not isinstance(given, list) or len(given) > MAX_CELLS:
        raise HocbaError("Dán quá nhiều ô.", f"Dán từng phần, mỗi lần không quá {MAX_CELLS} ô.")
    texts: dict[StudentId, dict[str, str]] = {}
    seen: dict[StudentId, dict[str, str]] = {}
    for student, column, text, was in given:
        texts.setdefault(StudentId(str(student)), {})[str(column)] = str(text)[:MAX_TEXT]
        seen.setdefault(StudentId(str(student)), {})[str(column)] = str(was)[:MAX_TEXT]
    return Typed(texts, seen)


def _row(row: GridRow) -> Mapping[str, object]:
    return {
        "o": dict(row.texts),
        "sai": dict(row.wrong),
        "doi": list(row.changed),
        "khac": len(row.clashes),
        "ket_qua": list(row.told),
    }


def drop(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Forget what was typed."""
    place.drafts().drop(key_of(request))
    return go(request.url.path.removesuffix("/bo"))


def choosing(place: Place, request: Request, form: FormData) -> Response:
    """Settle the cells that somebody else changed meanwhile: one's own value, or the records'."""
    choose(place.drafts(), key_of(request), _choices(form))
    return go(request.url.path.removesuffix("/chon"))


def _choices(form: FormData) -> Iterator[Choice]:
    every = text_of(form, "tat_ca")
    for name in form:
        kind, _, cell = name.partition(":")
        student, _, column = cell.partition(":")
        if kind == "nay":
            said = every or text_of(form, f"chon:{cell}")
            if said in ("toi", "so"):
                yield Choice(StudentId(student), column, said == "toi", text_of(form, name))


def own_phrases(place: Place, request: Request, form: FormData) -> Response:
    """Keep the person's phrases for remarks."""
    place.phrases().keep(_kind(key_of(request)), text_of(form, "mau"))
    return go(request.url.path.removesuffix("/mau"))


def preview(place: Place, request: Request) -> Response:
    """What would be sent: changed cells, and which results change with them."""
    key = key_of(request)
    plan = place.sheet(key).plan(place.root, place.drafts().of(key))
    title = f"{TERM_NAMES[key.term]}, {key.year}"
    return look_over(place, request, plan, title=title, back=request.url.path.removesuffix("/gui"))


def as_workbook(place: Place, request: Request) -> Response:
    """The sheet as the records have it, for Excel; its cells come back by «Nhập từ Excel»."""
    key = key_of(request)
    asked = SheetRequest(key.year, key.term, key.class_id, key.what)
    with tempfile.TemporaryDirectory() as folder:
        made = export_sheets(place.root, asked, Path(folder) / asked.file_name)
        return workbook(made.read_bytes(), made.name)


def send(place: Place, request: Request, form: FormData) -> Response:
    """Sign the draft and send it as one proposal."""
    key, drafts = key_of(request), place.drafts()
    draft = drafts.of(key)
    plan = place.sheet(key).plan(place.root, draft)
    proposed = send_plan(place.root, plan, text_of(form, "li_do"), text_of(form, "da_xem"))
    drafts.change(key, lambda now: now.after(draft))
    return go(f"/?da-gui={proposed.branch}")


ADDRESS = "/bang/{nam}/{lop}/{ki}/{mon}"
ROUTES = [
    Route(ADDRESS, shows(grid)),
    Route(f"{ADDRESS}/o", replies(cells), methods=["POST"]),
    Route(f"{ADDRESS}/bo", acts(drop), methods=["POST"]),
    Route(f"{ADDRESS}/chon", acts(choosing), methods=["POST"]),
    Route(f"{ADDRESS}/mau", acts(own_phrases), methods=["POST"]),
    Route(f"{ADDRESS}/bang.xlsx", shows(as_workbook)),
    Route(f"{ADDRESS}/gui", shows(preview), methods=["GET"]),
    Route(f"{ADDRESS}/gui", acts(send), methods=["POST"]),
]
