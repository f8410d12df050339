"""A locked year put away: made beside the desk, and what has been put away before."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.values import YearId
from hocba_build.interfaces.web.answers import go, page, text_of
from hocba_build.interfaces.web.jobs import Job
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.ledger.board import all_years
from hocba_build.workflows.printing.founding_sheet import kept_sheet

ADDRESS = "/luu-tru"
FOLDER = "pdf/luu-tru"
"""Below the school's folder, beside what is printed, and kept out of Git like it: it holds everybody's data."""


def _out(root: Path) -> Path:
    return root / FOLDER


def shown(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """What was put away, and the years that may be."""
    from hocba_build.workflows.archive.register import registered

    locks = place.ledger().state.locks
    return page(
        place,
        "office/luu_tru.html",
        here="/van-phong",
        kept=registered(place.root),
        years=[one for one in all_years(place.root) if one in locks and locks[one].scope is None],
        job=place.bench.last,
        out=FOLDER,
        sheet=kept_sheet(place.root) is not None,
    )


def making(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Begin to put a year away, once the plan for it stands."""
    from hocba_build.workflows.archive.make import Wish, make_archive, plan_archive
    from hocba_build.workflows.printing.pdfs import Means
    from hocba_build.workflows.printing.printing_run import kept_leaves
    from hocba_build.workflows.printing.shelf import replace

    means = Means(os.cpu_count() or 1, kept_leaves(place.root))
    root, wish = place.root, Wish(YearId(text_of(form, "nam")), _out(place.root), kept_sheet(place.root), means)
    plan_archive(root, wish)
    replace(wish.out / ".gitignore", b"*\n")

    def work(job: Job) -> str:
        made = make_archive(root, wish, job.tell)
        signed = "" if made.planned.signer else " Bản kê chưa có chữ kí: máy này không có khoá của ai được lập."
        return f"{len(made.discs)} đĩa ở {made.folder}.{signed}"

    place.bench.start(f"lập bản lưu trữ năm học {wish.year}", work)
    return go(ADDRESS)


ROUTES = [
    Route(ADDRESS, office_shows(shown), methods=["GET"]),
    Route(ADDRESS, office_acts(making), methods=["POST"]),
]
