"""A locked year put away: made beside the desk, checked from its medium, entered into the register."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import YearId
from hocba_build.interfaces.web.answers import go, page, text_of
from hocba_build.interfaces.web.forms import Field, Filled, Sort, filled, started
from hocba_build.interfaces.web.jobs import Job
from hocba_build.interfaces.web.pages.checked import rows
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.archive.book import register_of, unkept_years, waiting_media
from hocba_build.workflows.archive.media_here import archives_here, chosen
from hocba_build.workflows.ledger.board import all_years
from hocba_build.workflows.printing.founding_sheet import kept_sheet

ADDRESS = "/luu-tru"
FOLDER = "pdf/luu-tru"
"""Below the school's folder, beside what is printed, and kept out of Git like it: it holds everybody's data."""
SEALED = "pdf/da-ki"
REGISTER: Final = "ghi"
MOST: Final = 99
Made = TypeVar("Made")


def _out(root: Path) -> Path:
    return root / FOLDER


def _fields(place: Place) -> tuple[Field, ...]:
    seen = [(one.token, one.words) for one in archives_here(_out(place.root))]
    return (
        Field("vat", "Bản lưu trữ thấy ở máy này", Sort.CHOICE, needed=True, options=seen),
        Field("in_lai", "In lại mọi học bạ từ sổ trên đĩa để so từng byte (lâu)", Sort.TICK),
        Field("noi", "Nơi cất", hint="Phòng, tủ, ngăn; cần khi ghi sổ. Không ghi họ tên học sinh."),
        Field("so_ban", "Số bản đã ghi", Sort.NUMBER, start="1", hint="Mấy bộ đĩa, thiết bị nhớ như nhau cất ở đó."),
    )


def shown(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """What was put away, what is missing, the years that may be."""
    fields = _fields(place)
    return _page(place, fields, started(fields))


def _page(place: Place, fields: Sequence[Field], given: Filled) -> Response:
    ledger = place.ledger()
    locks = ledger.state.locks
    years = [one for one in all_years(place.root) if one in locks and locks[one].scope is None]
    return page(
        place,
        "office/luu_tru.html",
        here="/van-phong",
        status=422 if given.wrong else 200,
        kept=list(register_of(ledger.history)),
        waiting=list(waiting_media(ledger)),
        missing=unkept_years(ledger.history),
        years=years,
        sealed=any((place.root / SEALED / one).is_dir() for one in years),
        fields=fields,
        given=given,
        job=place.bench.told_at(ADDRESS),
        out=FOLDER,
        sheet=kept_sheet(place.root) is not None,
    )


def making(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Begin to put a year away, once the plan for it stands."""
    from hocba_build.workflows.archive.make import Wish, make_archive, plan_archive
    from hocba_build.workflows.printing.pdfs import Means
    from hocba_build.workflows.printing.printing_run import kept_leaves
    from hocba_build.workflows.printing.shelf import replace

    root, year = place.root, YearId(text_of(form, "nam"))
    means = Means(os.cpu_count() or 1, kept_leaves(root))
    sealed = root / SEALED / year if text_of(form, "kem_ban_ki") == "1" else None
    wish = Wish(year, _out(root), kept_sheet(root), means, sealed=sealed)
    plan_archive(root, wish)
    replace(wish.out / ".gitignore", b"*\n")

    def work(job: Job) -> str:
        made = make_archive(root, wish, job.tell)
        signed = "" if made.planned.signer else " Bản kê chưa có chữ kí: máy này không có khoá của ai được lập."
        return f"{len(made.discs)} đĩa ở {made.folder}.{signed}"

    place.bench.start(ADDRESS, f"lập bản lưu trữ năm học {wish.year}", work)
    return go(ADDRESS)


def looking(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Begin to check a medium that this machine shows; where asked to, enter it into the register."""
    fields = _fields(place)
    given = filled(form, fields)
    registers = text_of(form, "buoc") == REGISTER
    wrong = {**given.wrong, **(_wrong(given) if registers else {})}
    if wrong:
        return _page(place, fields, Filled(given.texts, wrong))
    path = chosen(_out(place.root), given.needed("vat"))
    words = dict(fields[0].options)[given.needed("vat")]
    title = f"kiểm tra{' và ghi sổ' if registers else ''}: {words}"
    place.bench.start(ADDRESS, title, partial(_registered if registers else _looked, place, path, given))
    return go(ADDRESS)


def _wrong(given: Filled) -> Mapping[str, str]:
    """What the register asks beside what a check needs."""
    count = given.text("so_ban") or "1"
    faults = {
        "noi": "" if given.text("noi") else "cần điền khi ghi sổ",
        "so_ban": "" if count.isdigit() and 1 <= int(count) <= MOST else f"từ 1 đến {MOST}",
    }
    return {name: fault for name, fault in faults.items() if fault}


def _looked(place: Place, path: Path, given: Filled, job: Job) -> str:
    """Check it against the ledger of today; pages that are compared are printed again."""
    from hocba_build.interfaces.cli.archive import SUMMARIES, TITLES, WORDS
    from hocba_build.workflows.archive.verify_archive import Question, verify_archive

    question = Question(kept_sheet(place.root), place.root, given.ticked("in_lai"))
    looked = _read(partial(verify_archive, path, question, job.tell))
    job.failures = [f"{f'{one.path}: ' if one.path else ''}{one.message} ({one.code})" for one in looked.findings]
    job.checks = rows(looked.checks, TITLES, WORDS)
    return f"{SUMMARIES[looked.verdict]}."


def _registered(place: Place, path: Path, given: Filled, job: Job) -> str:
    """Check it once more, then sign and send its paper."""
    from hocba_build.workflows.archive.register import Kept, register_archive
    from hocba_build.workflows.archive.verify_archive import Question

    kept = Kept(given.needed("noi"), int(given.text("so_ban") or "1"))
    with place.acting:
        made = _read(
            lambda: register_archive(place.root, path, Question(kept_sheet(place.root)), kept, job.tell, dry_run=False)
        )
    return f"Vật lưu trữ số {made.media.number:04d} chờ lãnh đạo duyệt: {made.branch}."


def _read(work: Callable[[], Made]) -> Made:
    try:
        return work()
    except OSError as error:
        raise HocbaError(
            f"Không đọc được vật lưu trữ: {error.strerror or error}.",
            "Lau đĩa, thử ổ khác; đĩa hỏng thì ghi lại từ bản còn đọc được.",
        ) from error


ROUTES = [
    Route(ADDRESS, office_shows(shown), methods=["GET"]),
    Route(ADDRESS, office_acts(making), methods=["POST"]),
    Route(f"{ADDRESS}/kiem", office_acts(looking), methods=["POST"]),
]
