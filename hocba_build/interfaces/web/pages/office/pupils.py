"""Pupils: found by class or by name, and everything that the records hold of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.people import EventKind, Family, Guardian
from hocba_build.domain.values import StudentId
from hocba_build.domain.words import date_text, word
from hocba_build.interfaces.web.answers import page
from hocba_build.interfaces.web.pages.office.entry import office_shows
from hocba_build.interfaces.web.pages.office.pupil_tasks import TASKS
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.pupils.listing import listing
from hocba_build.workflows.pupils.showing import Line, Shown, find, show

HERE = "/van-phong"


def listed(place: Place, request: Request) -> Response:
    """Classes of a year, the list of one, or who is called so."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("nam", "lop", "tim")}
    found = find(place.root, asked["tim"]) if asked["tim"] else None
    shown = listing(place.root, asked["nam"] or None, asked["lop"] or None)
    return page(place, "office/hoc_sinh.html", here=HERE, asked=asked, found=found, shown=shown)


def one_pupil(place: Place, request: Request) -> Response:
    """One pupil; the life page only where it is asked for, with the office's key if it is sealed."""
    life = request.query_params.get("li-lich") == "1"
    shown = show(place.root, pupil_of(request), life_page=life)
    return page(
        place,
        "office/mot_hoc_sinh.html",
        here=HERE,
        shown=shown,
        life=life,
        family=list(family_lines(shown.family)) if life else [],
        identities=[(line, *_identity(line)) for line in shown.identities],
        events=[(line, *_event(line)) for line in shown.events],
        name=name_of(shown),
        done=request.query_params.get("da-ghi", ""),
        tasks=TASKS,
    )


def pupil_of(request: Request) -> StudentId:
    """The pupil an address names; the workflow says whether there is one."""
    return StudentId(str(request.path_params["ma"]))


def name_of(shown: Shown) -> str:
    """What the pupil is called now."""
    return shown.student.identities[-1].full_name


def _identity(line: Line) -> tuple[str, tuple[str, ...]]:
    """From when, and what holds."""
    entry = line.entry
    sex = "Nữ" if entry["gioi_tinh"] == "nu" else "Nam"
    parts = [entry["ho_ten"], sex, f"sinh {_day(entry['ngay_sinh'])}", entry.get("chung_tu", "")]
    return _day(entry["tu_ngay"]), ("; ".join(filter(None, parts)),)


_TOLD = {
    "nam_hoc": "năm học",
    "tu_lop": "từ lớp",
    "den_lop": "đến lớp",
    "truong": "trường",
    "ly_do": "lí do",
    "chung_tu": "giấy tờ",
    "huy": "huỷ mục thứ",
}


def _event(line: Line) -> tuple[str, tuple[str, ...]]:
    """The day, what happened, and what stands behind it."""
    entry = line.entry
    parts = (f"{text} {entry[key]}" for key, text in _TOLD.items() if key in entry)
    return _day(entry["ngay"]), (word(EventKind(entry["loai"])), "; ".join(parts))


def _day(iso: str) -> str:
    return date_text(date.fromisoformat(iso))


def family_lines(family: Family | None) -> Iterator[tuple[str, str]]:
    """The life page as label and text."""
    held = family or Family()
    rows = (
        ("Nơi sinh", held.birth_place),
        ("Dân tộc", held.ethnicity),
        ("Đối tượng chính sách", held.policy),
        ("Chỗ ở hiện tại", held.residence),
        ("Số định danh cá nhân", held.personal_id),
        ("Cha", _guardian(held.father)),
        ("Mẹ", _guardian(held.mother)),
        ("Người giám hộ", _guardian(held.guardian)),
    )
    yield from ((label, text) for label, text in rows if text)


def _guardian(person: Guardian | None) -> str:
    return "" if person is None else ", ".join(filter(None, (person.full_name, person.occupation)))


ROUTES = [Route("/hoc-sinh", office_shows(listed)), Route("/hoc-sinh/{ma}", office_shows(one_pupil))]
