"""What would change, looked over before it is signed: cells, and results in the words of the transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from hocba_build.domain.values import StudentId
from hocba_build.interfaces.web.answers import page
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.audit.figures import figure_words, value_words
from hocba_build.workflows.desk.send_plan import seal_of
from hocba_build.workflows.ledger.compare import Effect
from hocba_build.workflows.sheets.import_sheets import ImportPlan


def look_over(place: Place, request: Request, plan: ImportPlan, *, title: str, back: str) -> Response:
    """A plan cell by cell, with the form that signs and sends just this."""
    return page(
        place,
        "gui.html",
        plan=plan,
        title=title,
        effects=told_effects(plan.effects, plan.names),
        seal=seal_of(plan),
        address=request.url.path,
        back=back,
    )


def told_effects(effects: Iterable[Effect], names: Mapping[StudentId, str]) -> list[tuple[str, str, str, str]]:
    """Name, figure, before, after."""
    return [(_name(one, names), *_figures(one)) for one in effects]


def _name(one: Effect, names: Mapping[StudentId, str]) -> str:
    return names.get(StudentId(one.pupil)) or one.pupil


def _figures(one: Effect) -> tuple[str, str, str]:
    return figure_words(one.figure), value_words(one.figure, one.old), value_words(one.figure, one.new)
