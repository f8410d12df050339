"""A new school year from the desk: three steps, each looked over and signed by whose it is; and years from before."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.curriculum import next_year
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import Period
from hocba_build.domain.turn.fates import Fate
from hocba_build.domain.turn.lists import ClassPlan
from hocba_build.domain.values import SEMESTERS, StudentId, Term, YearId
from hocba_build.domain.words import date_text, word
from hocba_build.exchange.refusals import Refusal
from hocba_build.interfaces.web.answers import go, page, text_of, workbook
from hocba_build.interfaces.web.forms import Field, Filled, Sort, started
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import SHEETS, kept_files, received
from hocba_build.trust.git.objects import Oid
from hocba_build.workflows.ledger.board import all_years
from hocba_build.workflows.turn.opening import Asked, Opened, Preview, open_year, preview
from hocba_build.workflows.turn.sheets import Listed, read_sheet, write_sheet
from hocba_build.workflows.turn.steps import WORDS, Step, checked_year

HERE: Final = "/van-phong"
ADDRESS: Final = "/mo-nam-hoc"
ORDER: Final = (Step.YEAR, Step.PUPILS, Step.PEOPLE)
BOOKS: Final = {Step.PUPILS: ("lop", "phan-lop"), Step.PEOPLE: ("phan-cong", "phan-cong")}
SUMMER: Final = "he"
DESPITE: Final = Field(
    "ly_do_mo", "Lí do mở sớm", hint="Chỉ khi năm cũ chưa xong; nằm lại trong sổ, không ghi họ tên học sinh."
)


@dataclass(frozen=True, slots=True)
class Room:
    """A class of the new year as the page shows it."""

    name: str
    came_from: str
    count: int
    promoted: int
    repeats: tuple[str, ...]
    others: tuple[str, ...]
    """Who is new to the school, comes back or begins a level."""


def fields_of(step: Step | None) -> tuple[Field, ...]:
    """What a step asks for."""
    if step is Step.YEAR:
        spans = [(one.value, word(one)) for one in SEMESTERS] + [(SUMMER, "Hè")]
        ends = (("tu", "từ ngày"), ("den", "đến ngày"))
        days = (Field(f"{key}_{end}", f"{name}, {said}", Sort.DAY) for key, name in spans for end, said in ends)
        return (*days, DESPITE)
    if step in BOOKS:
        name = "Bảng phân lớp đã sửa" if step is Step.PUPILS else "Bảng phân công đã sửa"
        book = Field("tep", name, Sort.FILE, hint="Không nộp bảng thì theo bản xem trước.", endings=SHEETS)
        return (book, DESPITE) if step is Step.PUPILS else (book,)
    return ()


def shown(place: Place, request: Request) -> Response:
    """Where the opening stands, and what the next step would write."""
    year = _year(place, request.query_params.get("nam", ""))
    found = preview(place.root, year, Asked())
    return _page(place, found, _begun(found))


def _year(place: Place, asked: str) -> YearId:
    """The year asked for; without one the newest while its opening goes on, then the one after it."""
    if asked:
        return checked_year(asked)
    years = all_years(place.root)
    if not years:
        raise HocbaError("Sổ chưa có năm học nào.", "Ghi năm đầu tiên vào địa chỉ, như /mo-nam-hoc?nam=2026-2027.")
    newest = years[0]
    return newest if preview(place.root, newest, Asked()).due else next_year(newest)


def _begun(found: Preview) -> Filled:
    """The form as it is shown first: the days that the draft holds."""
    spans = {one.value: found.year.semesters[one] for one in SEMESTERS} | {SUMMER: found.year.summer}
    days = {key: span for key, span in spans.items() if span}
    starts = {f"{key}_tu": date_text(span.first) for key, span in days.items()}
    starts |= {f"{key}_den": date_text(span.last) for key, span in days.items()}
    return started([Field(one.name, one.label, start=starts.get(one.name, "")) for one in fields_of(found.due)])


def _page(
    place: Place,
    found: Preview,
    given: Filled,
    refusals: Sequence[Refusal] = (),
    trouble: HocbaError | None = None,
    made: Opened | None = None,
) -> Response:
    due = found.due
    return page(
        place,
        "office/mo_nam_hoc.html",
        here=HERE,
        status=422 if refusals or trouble or given.wrong or made else 200,
        found=found,
        steps=[(number, one, WORDS[one], found.turns[one]) for number, one in enumerate(ORDER, start=1)],
        due=due,
        mine=due is not None and place.me.person in found.turns[due] and not found.waiting,
        done=ORDER.index(due) if due else len(ORDER),
        fields=fields_of(due),
        given=given,
        rooms=[_room(one, found) for one in found.plan.classes] if found.plan else [],
        book=BOOKS.get(due) if due else None,
        spans=[(word(one), found.year.semesters[one]) for one in SEMESTERS],
        refusals=refusals,
        trouble=trouble,
        findings=made.outcome.findings if made else (),
        address=ADDRESS,
    )


def _room(one: ClassPlan, found: Preview) -> Room:
    pasts = {past.student: past for past in found.pasts}
    came = [pasts.get(row.student) for row in one.rows]
    return Room(
        one.new.name,
        str(one.new.came_from or ""),
        len(one.rows),
        sum(past is not None and past.fate is Fate.LEN_LOP for past in came),
        tuple(past.name for past in came if past and past.fate is Fate.O_LAI),
        tuple(_other(row.student, found) for row in one.rows if _is_other(row.student, found)),
    )


def _is_other(student: StudentId, found: Preview) -> bool:
    past = next((one for one in found.pasts if one.student == student), None)
    return past is None or past.fate not in (Fate.LEN_LOP, Fate.O_LAI)


def _other(student: StudentId, found: Preview) -> str:
    past = next((one for one in found.pasts if one.student == student), None)
    return f"{past.name} ({past.fate.value})" if past else f"{student} (mới vào trường)"


def submitted(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Look a step over with what was typed, or sign and send it."""
    year, step = checked_year(text_of(form, "nam")), _step(text_of(form, "buoc_mo"))
    fields = fields_of(step)
    given = received(place, form, fields)
    listed = _listed(place, year, given)
    if given.wrong or (listed and listed.faults):
        return _page(place, preview(place.root, year, Asked()), given, listed.faults if listed else ())
    asked = _asked(given, listed)
    if text_of(form, "buoc") != "gui":
        return _page(place, preview(place.root, year, asked), given, listed.remarks if listed else ())
    try:
        made = open_year(place.root, year, asked, seen=Oid(text_of(form, "da_xem")))
    except HocbaError as error:
        return _page(place, preview(place.root, year, asked), given, trouble=error)
    if made.outcome.refused:
        return _page(place, preview(place.root, year, asked), given, made=made)
    return go(f"/?da-gui={made.branch}")


def _step(text: str) -> Step:
    known = {one.value: one for one in Step}
    if text not in known:
        raise HocbaError("Trang đã cũ.", "Tải lại trang mở năm học.")
    return known[text]


def _listed(place: Place, year: YearId, given: Filled) -> Listed | None:
    token = given.text("tep")
    return read_sheet(place.root, year, kept_files(place, token)[0]) if token else None


def _asked(given: Filled, listed: Listed | None) -> Asked:
    spans: Mapping[Term, Period] = {one: span for one in SEMESTERS if (span := _span(given, one.value))}
    asked = Asked(spans=spans, summer=_span(given, SUMMER), despite=given.text("ly_do_mo"))
    if listed is None:
        return asked
    return Asked(listed.wanted or asked.wanted, listed.people, asked.spans, asked.summer, asked.despite)


def _span(given: Filled, key: str) -> Period | None:
    first, last = given.day(f"{key}_tu"), given.day(f"{key}_den")
    return Period(first, last) if first and last else None


def sheet(place: Place, request: Request) -> Response:
    """The placement or the assignment sheet, to be changed in Excel."""
    year = checked_year(str(request.path_params["nam"]))
    steps = {name: (step, stem) for step, (name, stem) in BOOKS.items()}
    if (what := str(request.path_params["loai"])) not in steps:
        raise HocbaError("Không có bảng nào ở địa chỉ này.", "Tải bảng ở trang mở năm học.")
    step, stem = steps[what]
    with tempfile.TemporaryDirectory() as folder:
        made = write_sheet(place.root, year, step, Path(folder) / f"{stem}-{year}.xlsx")
        return workbook(made.read_bytes(), made.name)


ROUTES = [
    Route(ADDRESS, office_shows(shown), methods=["GET"]),
    Route(ADDRESS, office_acts(submitted), methods=["POST"]),
    Route(f"{ADDRESS}/bang/{{nam}}/{{loai}}", office_shows(sheet)),
]
