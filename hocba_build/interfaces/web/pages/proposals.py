"""Proposals of others: cell by cell, with their effect; accept several at once, approve, ask back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.values import StudentId
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.pages.effects import told_effects
from hocba_build.interfaces.web.place import Place
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.kinds import place_of
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.desk.reopen import reopen
from hocba_build.workflows.ledger.accept import accept
from hocba_build.workflows.ledger.approve import approve
from hocba_build.workflows.ledger.ask_back import Question, ask_back, questions, withdraw
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.proposals import Proposal, proposal_at, waiting
from hocba_build.workflows.ledger.review import Review, review_alone, review_of, tip_of


def listed(place: Place, request: Request) -> Response:
    """Every proposal that waits, the person's own part first, class by class."""
    proposals = list(waiting(place.ledger()))
    mine = [one for one in proposals if _may(place, one)]
    others = [one for one in proposals if one not in mine]
    return page(
        place,
        "de_xuat.html",
        here="/de-xuat",
        rooms=_by_room(mine),
        others=others,
        accepted=request.query_params.get("da-nhan", ""),
        approved=request.query_params.get("da-dong-y", ""),
    )


def _by_room(proposals: Sequence[Proposal]) -> dict[str, list[Proposal]]:
    """Proposals of one class stand together; what is about no class, or about several, comes last."""
    rooms: dict[str, list[Proposal]] = {}
    for one in sorted(proposals, key=lambda each: (not _room(each), _room(each))):
        rooms.setdefault(_room(one), []).append(one)
    return rooms


def _room(one: Proposal) -> str:
    places = (place_of(path) for path in one.paths)
    rooms = {f"Lớp {place.class_id}, {place.year}" for place in places if place and place.class_id}
    return rooms.pop() if len(rooms) == 1 else ""


def _may(place: Place, one: Proposal) -> bool:
    person = place.me.person
    return person is not None and (one.may_accept(person) or one.may_approve(person))


def shown(place: Place, request: Request) -> Response:
    """One proposal, cell by cell."""
    return _reviewed(place, [str(request.path_params["nhanh"])])


def together(place: Place, request: Request) -> Response:
    """Several proposals below each other, to be accepted in one act."""
    names = [name.partition("@")[0] for name in request.query_params.getlist("nhanh")]
    if not names:
        raise HocbaError("Chưa chọn đề xuất nào.", "Đánh dấu các đề xuất muốn xem.")
    return _reviewed(place, names)


def _reviewed(place: Place, branches: Sequence[str]) -> Response:
    ledger = place.ledger()
    asked = list(questions(ledger.desk))
    person = place.me.person
    seen = [_seen(place, ledger, branch, asked) for branch in branches]
    return page(
        place,
        "xem_de_xuat.html",
        here="/de-xuat",
        seen=seen,
        may_accept=person is not None and all(one.proposal.may_accept(person) and not one.overtaken for one in seen),
        may_approve=all(one.may_approve for one in seen),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """A proposal as the page shows it."""

    proposal: Proposal
    review: Review
    names: Mapping[StudentId, str]
    effects: Sequence[tuple[str, str, str, str]]
    questions: Sequence[Question]
    mine: bool
    may_approve: bool
    overtaken: str
    """Why it can no longer be merged; empty where it can."""


def _seen(place: Place, ledger: Ledger, branch: str, asked: Sequence[Question]) -> _Seen:
    one = proposal_at(ledger, branch, tip_of(ledger.desk, branch))
    if one is None:
        raise HocbaError(f"Đề xuất {branch} đã ở trong sổ.", "Về danh sách đề xuất.")
    found, overtaken = _review(ledger, one)
    cells, effects = found.compared.cells, found.compared.effects
    names = names_of(place.root, [*(c.pupil for c in cells if c.pupil), *(e.pupil for e in effects)], today())
    person = place.me.person
    return _Seen(
        one,
        found,
        names,
        told_effects(effects, names),
        [question for question in asked if question.about == branch],
        one.author == person,
        person is not None and not overtaken and one.may_approve(person),
        overtaken,
    )


def _review(ledger: Ledger, one: Proposal) -> tuple[Review, str]:
    """The proposal merged onto what stands now; by itself where that cannot be, and why not."""
    try:
        return review_of(ledger.desk, one.branch, ledger.state.tip, one.tip), ""
    except RefusedError as refused:
        return review_alone(ledger.desk, one.branch, ledger.state.tip, one.tip), refused.message


def accepting(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Merge the chosen proposals as they were looked at, one after another, in one push."""
    chosen = [name.partition("@") for name in form.getlist("nhanh") if isinstance(name, str)]
    if not chosen:
        raise HocbaError("Chưa chọn đề xuất nào.", "Đánh dấu các đề xuất muốn nhận.")
    done = accept(place.root, [name for name, _, _ in chosen], seen={name: Oid(tip) for name, _, tip in chosen if tip})
    return go(f"/de-xuat?da-nhan={len(done.merges)}")


def approving(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Add the person's approval to each of what was looked at."""
    chosen = [name.partition("@") for name in form.getlist("nhanh") if isinstance(name, str)]
    if not chosen:
        raise HocbaError("Chưa chọn đề xuất nào.", "Đánh dấu các đề xuất muốn đồng ý.")
    for name, _, tip in chosen:
        approve(place.root, name, Oid(tip) if tip else None)
    return go(f"/de-xuat?da-dong-y={len(chosen)}")


def asking(place: Place, request: Request, form: FormData) -> Response:
    """Send the author a question."""
    branch = str(request.path_params["nhanh"])
    ask_back(place.root, branch, text_of(form, "li_do"))
    return go(f"/de-xuat/{branch}")


def taking_back(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Take one's own proposal back; its files wait in the work tree."""
    withdraw(place.root, str(request.path_params["nhanh"]))
    return go("/")


def again(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Take one's own overtaken proposal back into drafts, on what stands now."""
    keys = reopen(place.root, str(request.path_params["nhanh"]), place.drafts())
    first = keys[0] if keys else None
    return go(f"/bang/{first.year}/{first.class_id}/{first.term.value}/{first.what}" if first else "/")


ROUTES = [
    Route("/de-xuat", shows(listed)),
    Route("/de-xuat/cung", shows(together)),
    Route("/de-xuat/nhan", acts(accepting), methods=["POST"]),
    Route("/de-xuat/dong-y", acts(approving), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}/hoi-lai", acts(asking), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}/lam-lai", acts(again), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}/rut-lai", acts(taking_back), methods=["POST"]),
    Route("/de-xuat/{nhanh:path}", shows(shown)),
]
