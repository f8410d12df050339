"""The first page: what waits for whoever sits here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.moments import moment_text
from hocba_build.domain.values import Term
from hocba_build.exchange.columns import TERM_NAMES
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.my_work import SheetDue, my_work
from hocba_build.workflows.desk.pending import taken_of
from hocba_build.workflows.desk.unsent import moved_to_send
from hocba_build.workflows.ledger.propose import propose


def home(place: Place, request: Request) -> Response:
    """What waits: sheets, proposals, signatures, files not sent."""
    work = my_work(place.root, today())
    person = place.me.person
    return page(
        place,
        "ban.html",
        here="/",
        work=work,
        after=sorted(
            (one for one in work.sheets if one.key.term is Term.CA_NAM),
            key=lambda one: (one.key.year, one.class_name, one.what),
        ),
        terms=list(_by_term(one for one in work.sheets if one.key.term is not Term.CA_NAM)),
        drafts=set(place.drafts().keys()) if person else set(),
        taken=taken_of(place.ledger(), person) if person else [],
        moment=moment_text,
        sent=request.query_params.get("da-gui", ""),
    )


def _by_term(sheets: Iterable[SheetDue]) -> Iterator[tuple[str, str, list[SheetDue]]]:
    """Sheets under their year and semester, as they stand on the page."""
    ordered = sorted(sheets, key=lambda one: (one.key.year, one.key.term.value), reverse=True)
    for (year, term), some in groupby(ordered, key=lambda one: (one.key.year, one.key.term)):
        yield year, TERM_NAMES[term], sorted(some, key=lambda one: (one.class_name, one.key.what))


def refresh(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Bring what the server has."""
    repository = place.repository()
    repository.fetch()
    if (tip := repository.shared("main")) is not None:
        repository.advance(tip)
    return go("/")


def send(place: Place, request: Request, form: FormData) -> Response:
    """Propose the files changed in the work tree, as the page showed them."""
    changed = set(place.repository().changed())
    chosen = [name for name in form.getlist("tep") if isinstance(name, str) and name in changed]
    if not chosen:
        raise HocbaError("Chưa chọn tệp nào đã sửa.", "Đánh dấu các tệp muốn gửi ở trang đầu.")
    if moved_to_send(place.root, chosen):
        return home(place, request)
    proposed = propose(place.root, text_of(form, "li_do"), [place.root / name for name in chosen])
    return go(f"/?da-gui={proposed.branch}")


ROUTES = [
    Route("/", shows(home)),
    Route("/lam-moi", acts(refresh), methods=["POST"]),
    Route("/gui", acts(send), methods=["POST"]),
]
