"""A task about a pupil from the form to the signed proposal: asked, shown once more, written, sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import StudentId
from hocba_build.interfaces.web.answers import page
from hocba_build.interfaces.web.forms import Field, Filled, blamed, started, told
from hocba_build.interfaces.web.pages.office import changes
from hocba_build.interfaces.web.pages.office.changes import carried, review_page, step_of, tried, written
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.pages.office.pupil_tasks import ENTERING, TASKS, Done, Task
from hocba_build.interfaces.web.pages.office.pupils import HERE, name_of, pupil_of
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.pupils.listing import listing
from hocba_build.workflows.pupils.showing import Shown, show

NOBODY = StudentId("")


@dataclass(frozen=True, slots=True)
class Asked:
    """A task at its address, with the pupil it is about where there is one."""

    address: str
    task: Task
    fields: Sequence[Field]
    shown: Shown | None

    @property
    def name(self) -> str:
        """What the pupil is called."""
        return name_of(self.shown) if self.shown else ""

    @property
    def takes_results(self) -> bool:
        """Whether it asks for tables of results."""
        return any(one.endings for one in self.fields)

    @property
    def student(self) -> StudentId:
        """The pupil's id; empty for one who is new."""
        return self.shown.student.id if self.shown else NOBODY


def _asked(place: Place, request: Request) -> Asked:
    """The task an address names.

    Raises:
        HocbaError: there is none, or no such pupil.
    """
    known = "ma" in request.path_params
    task = (TASKS if known else ENTERING).get(str(request.path_params["viec"]))
    if task is None:
        raise HocbaError("Không có việc nào ở địa chỉ này.", "Về trang học sinh và chọn lại.")
    shown = show(place.root, pupil_of(request)) if known else None
    return Asked(request.url.path, task, task.fields(listing(place.root)), shown)


def _form(place: Place, asked: Asked, given: Filled, error: HocbaError | None = None) -> Response:
    status = 422 if error or given.wrong else 200
    return page(
        place,
        "office/viec_hoc_sinh.html",
        here=HERE,
        status=status,
        asked=asked,
        given=given,
        name=asked.name,
        error=error,
    )


def form(place: Place, request: Request) -> Response:
    """The empty form."""
    asked = _asked(place, request)
    return _form(place, asked, started(asked.fields))


def submitted(place: Place, request: Request, sent: FormData) -> Response:
    """Show what the change does, go back to the form, write it, or write and send it."""
    asked = _asked(place, request)
    step, form_again = step_of(place, sent), partial(_form, place, asked)
    run = partial(asked.task.run, place, asked.student)
    tries = tried(place, sent, asked.fields, form_again, lambda given: run(given, step.dry))
    if isinstance(tries, Response):
        return tries
    given, done = tries
    if done.outcome.written:
        return written(place, done.outcome, sent, f"/hoc-sinh/{done.student}?da-ghi=1")
    told_there = blamed(asked.fields, given, done.outcome.findings)
    if told_there.wrong:
        return form_again(told_there)
    return review_page(place, _question(asked, given, done), done.outcome, step)


def _question(asked: Asked, given: Filled, done: Done) -> changes.Asked:
    new = [] if asked.shown else [("Mã sẽ cấp", str(done.student))]
    facts = [*new, *told(asked.fields, given)]
    return changes.Asked(asked.task.title, asked.address, carried(given), facts, asked.name)


ROUTES = [
    Route("/hoc-sinh/moi/{viec}", office_shows(form), methods=["GET"]),
    Route("/hoc-sinh/moi/{viec}", office_acts(submitted), methods=["POST"]),
    Route("/hoc-sinh/{ma}/{viec}", office_shows(form), methods=["GET"]),
    Route("/hoc-sinh/{ma}/{viec}", office_acts(submitted), methods=["POST"]),
]
