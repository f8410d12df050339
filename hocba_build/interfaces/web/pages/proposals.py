"""Proposals of others: cell by cell, with their effect; accept several at once, approve, ask back."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.pages.effects import told_effects
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.ledger.accept import accept
from hocba_build.workflows.ledger.approve import approve
from hocba_build.workflows.ledger.ask_back import ask_back, questions, withdraw
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.proposals import Proposal, proposal_at, waiting
from hocba_build.workflows.ledger.review import review_of, tip_of


def listed(place: Place, request: Request) -> Response:
    """Every proposal that waits, the person's own part first."""
    proposals = list(waiting(place.ledger()))
    mine = [one for one in proposals if _may(place, one)]
    others = [one for one in proposals if one not in mine]
    return page(
        place,
        "de_xuat.html",
        here="/de-xuat",
        mine=mine,
        others=others,
        accepted=request.query_params.get("da-nhan", ""),
    )


def _may(place: Place, one: Proposal) -> bool:
    person = place.me.person
    return person is not None and (one.may_accept(person) or one.may_approve(person))


def shown(place: Place, request: Request) -> Response:
    """One proposal, cell by cell."""
    ledger = place.ledger()
    one = _asked(ledger, request)
    found = review_of(ledger.desk, one.branch, ledger.state.tip, one.tip)
    cells, effects = found.compared.cells, found.compared.effects
    names = names_of(place.root, [*(c.pupil for c in cells if c.pupil), *(e.pupil for e in effects)], today())
    person = place.me.person
    return page(
        place,
        "mot_de_xuat.html",
        one=one,
        found=found,
        names=names,
        effects=told_effects(effects, names),
        shown_paths={cell.path for cell in cells},
        questions=[q for q in questions(ledger.desk) if q.about == one.branch],
        mine=one.author == person,
        may_accept=person is not None and one.may_accept(person),
        may_approve=person is not None and one.may_approve(person),
    )


def _asked(ledger: Ledger, request: Request) -> Proposal:
    branch = str(request.path_params["nhanh"])
    one = proposal_at(ledger, branch, tip_of(ledger.desk, branch))
    if one is None:
        raise HocbaError(f"Đề xuất {branch} đã ở trong sổ.", "Về danh sách đề xuất.")
    return one


def accepting(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Merge the chosen proposals, one after another, in one push."""
    branches = [name for name in form.getlist("nhanh") if isinstance(name, str)]
    if not branches:
        raise HocbaError("Chưa chọn đề xuất nào.", "Đánh dấu các đề xuất muốn nhận.")
    done = accept(place.root, branches)
    return go(f"/de-xuat?da-nhan={len(done.merges)}")


def approving(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Add the person's approval."""
    branch = str(request.path_params["nhanh"])
    approve(place.root, branch)
    return go(f"/de-xuat/{branch}")


def asking(place: Place, request: Request, form: FormData) -> Response:
    """Send the author a question."""
    branch = str(request.path_params["nhanh"])
    ask_back(place.root, branch, text_of(form, "li_do"))
    return go(f"/de-xuat/{branch}")


def taking_back(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Take one's own proposal back; its files wait in the work tree."""
    withdraw(place.root, str(request.path_params["nhanh"]))
    return go("/")


ROUTES = [
    Route("/de-xuat", shows(listed)),
    Route("/de-xuat/nhan", acts(accepting), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}/dong-y", acts(approving), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}/hoi-lai", acts(asking), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}/rut-lai", acts(taking_back), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}", shows(shown)),
]
