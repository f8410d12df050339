"""Where a year stands: what is done, what is next, whose turn it is; counts only, no pupil is named."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.values import SEMESTERS
from hocba_build.domain.words import percent_text
from hocba_build.exchange.columns import TERM_NAMES
from hocba_build.interfaces.web.answers import page
from hocba_build.interfaces.web.pages.office.entry import office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.ledger.board import all_years
from hocba_build.workflows.turn.status import STAGES, year_status
from hocba_build.workflows.turn.steps import WORDS, checked_year


def shown(place: Place, request: Request) -> Response:
    """One year, the newest without one."""
    asked = request.query_params.get("nam", "")
    found = year_status(place.root, checked_year(asked) if asked else None)
    entered = [
        (
            TERM_NAMES[term],
            percent_text(found.entered[term].filled, found.entered[term].required),
            found.registers.get(term, 0),
        )
        for term in SEMESTERS
    ]
    return page(
        place,
        "office/tinh_trang.html",
        here="/van-phong",
        found=found,
        entered=entered,
        steps=[(WORDS[step], done) for step, done in found.steps.items()],
        next=STAGES[found.next],
        years=[one for one in all_years(place.root) if one != found.year],
    )


ROUTES = [Route("/tinh-trang", office_shows(shown))]
