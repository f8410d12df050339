"""Staff and keys: who holds what, and each act on it from the form to the signed proposal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.interfaces.web.answers import acts, go, page, shows
from hocba_build.interfaces.web.forms import Field, Filled, started, told
from hocba_build.interfaces.web.pages.office import changes
from hocba_build.interfaces.web.pages.office.changes import (
    Step,
    carried,
    foresees,
    review_page,
    step_of,
    told_change,
    tried,
    written,
)
from hocba_build.interfaces.web.pages.office.staff_tasks import TASKS, Done, add, grouped, new_fields
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.people.staff import StaffAct
from hocba_build.workflows.people.staff_list import Account, accounts

HERE = "/quan-tri"


def listed(place: Place, request: Request) -> Response:
    """Everybody, with roles and keys."""
    done = request.query_params.get("da-gui", "")
    return page(place, "office/can_bo.html", here=HERE, accounts=accounts(place.root), grouped=grouped, done=done)


def one_person(place: Place, request: Request) -> Response:
    """One person, and what can be done."""
    return page(place, "office/mot_can_bo.html", here=HERE, one=_account(place, request), tasks=TASKS, grouped=grouped)


def _account(place: Place, request: Request) -> Account:
    return accounts(place.root, str(request.path_params["ma"]))[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """A task at its address; ``name`` is the person it is about, empty for one who is new."""

    address: str
    title: str
    sentence: str
    name: str
    fields: Sequence[Field]
    run: Callable[[Filled, bool], Done]
    asks_reason: bool = False


def _asked(place: Place, request: Request) -> Asked:
    if "ma" not in request.path_params:
        sentence = "Ghi cả khoá trong cùng đề xuất thì người ấy làm việc được ngay khi hiệu trưởng duyệt."
        return Asked(
            request.url.path, "Thêm cán bộ", sentence, "", new_fields(), lambda given, dry: add(place, given, dry)
        )
    task = TASKS.get(str(request.path_params["viec"]))
    if task is None:
        raise HocbaError("Không có việc nào ở địa chỉ này.", "Về danh sách cán bộ và chọn lại.")
    account = _account(place, request)
    member, run = account.member, task.run
    return Asked(
        request.url.path,
        task.title,
        task.sentence,
        f"{member.full_name} ({member.id})",
        task.fields(place, account),
        lambda given, dry: run(place, member.id, given, dry),
        task.asks_reason,
    )


def _form(place: Place, asked: Asked, given: Filled, error: HocbaError | None = None) -> Response:
    status = 422 if error or given.wrong else 200
    return page(place, "office/viec_can_bo.html", here=HERE, status=status, asked=asked, given=given, error=error)


def form(place: Place, request: Request) -> Response:
    """The empty form."""
    asked = _asked(place, request)
    return _form(place, asked, started(asked.fields))


def submitted(place: Place, request: Request, sent: FormData) -> Response:
    """Show what the act does, go back to the form, or sign and send it."""
    asked = _asked(place, request)
    step = step_of(place, sent) if asked.asks_reason else Step(foresees(sent))
    tries = tried(place, sent, asked.fields, partial(_form, place, asked), lambda given: asked.run(given, step.dry))
    if isinstance(tries, Response):
        return tries
    given, done = tries
    if isinstance(done, Outcome):
        question = _question(asked, given)
        return written(place, done, sent, "/chua-gui") if done.written else review_page(place, question, done, step)
    if not done.branch:
        return _foreseen(place, asked, given, done)
    return go(f"/can-bo?da-gui={done.branch}")


def _question(asked: Asked, given: Filled, more: Sequence[tuple[str, str]] = ()) -> changes.Asked:
    return changes.Asked(asked.title, asked.address, carried(given), [*more, *told(asked.fields, given)], asked.name)


def _foreseen(place: Place, asked: Asked, given: Filled, done: StaffAct) -> Response:
    question = _question(asked, given, [("Vân tay khoá", grouped(one)) for one in _fingerprints(done)])
    change = told_change(place.root, done.compared)
    return page(place, "office/xem_can_bo.html", here=HERE, asked=question, done=done, change=change)


def _fingerprints(done: StaffAct) -> Iterator[str]:
    """The keys whose certificates an act brings."""
    for path in done.compared.paths:
        name = path.rpartition("/")[2]
        if path.startswith("signatures/keys/") and name.count(".") == 1:
            yield name.removesuffix(".asc")


ROUTES = [
    Route("/can-bo", shows(listed)),
    Route("/can-bo-moi", shows(form), methods=["GET"]),
    Route("/can-bo-moi", acts(submitted), methods=["POST"]),
    Route("/can-bo/{ma}", shows(one_person)),
    Route("/can-bo/{ma}/{viec}", shows(form), methods=["GET"]),
    Route("/can-bo/{ma}/{viec}", acts(submitted), methods=["POST"]),
]
