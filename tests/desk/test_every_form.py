"""Every form of the desk, found from its addresses: what is hostile, missing or not its own is refused in a sentence.

Nothing is written then, and what else was typed is still there. A form that is new is found on its page; where its page
shows it only in a state of its own, it is told of in ``BY_HAND``.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx
import pytest
from starlette.routing import Match, Route

from hocba_build.interfaces.web.app import make_app
from hocba_build.interfaces.web.guard import Keys
from hocba_build.interfaces.web.pages.office.pupil_tasks import ENTERING, TASKS
from hocba_build.interfaces.web.pages.office.staff_tasks import TASKS as STAFF_TASKS
from hocba_build.interfaces.web.pages.rulings import KINDS
from tests.desk.caller import Caller, caller
from tests.desk.conftest import TEACHER, running
from tests.desk.forms import Form, forms_of
from tests.ledger.school import CLOSED, OPEN, School

PUPIL = "7400000001"
SHEET = f"/bang/{OPEN}/7a1/hk2/toan"
WAITING = f"pr/gv-kiet/ren-luyen-hk2-{OPEN}-7a1"
NO_FILE = "0123456789abcdef"
PAGES = [
    *("/", SHEET, "/nhap", f"/hoc-ba/{OPEN}/7a1/{PUPIL}", f"/lop/{OPEN}/7a1", "/de-xuat", f"/de-xuat/{WAITING}"),
    *(f"/nam/{OPEN}", f"/nam/{CLOSED}", "/nhap-hoc-sinh", "/buoi-nghi", f"/buoi-nghi/{OPEN}/7a1/hk1/2025-10"),
    *(f"/hoc-sinh/moi/{task}" for task in ENTERING),
    *(f"/hoc-sinh/{PUPIL}/{task}" for task in TASKS),
    *(f"/can-bo/{TEACHER}/{task}" for task in STAFF_TASKS),
    *(f"/lop/{OPEN}/7a1/quyet-dinh/{kind.value.replace('_', '-')}" for kind in KINDS),
    f"/lop/{OPEN}/7a1/thong-tin",
    *("/can-bo-moi", "/vao-lam", "/in", "/doi-chieu", "/goi", "/cap-ban", "/luu-tru", "/ki-so"),
]
BY_HAND: Final[Mapping[str, tuple[str, list[str]]]] = {
    "/gui": ("/gui", ["li_do", "tep"]),
    "/bang/{nam}/{lop}/{ki}/{mon}/gui": (f"{SHEET}/gui", ["li_do", "da_xem"]),
    "/bang/{nam}/{lop}/{ki}/{mon}/chon": (f"{SHEET}/chon", [f"chon:{PUPIL}:tx1", f"nay:{PUPIL}:tx1", "tat_ca"]),
    "/nhap/{lan}": (f"/nhap/{NO_FILE}", ["li_do", "da_xem"]),
    "/de-xuat/dong-y": ("/de-xuat/dong-y", ["nhanh"]),
    "/de-xuat/{nhanh:path}/lam-lai": ("/de-xuat/pr/x/y/lam-lai", ["nhanh"]),
    "/de-xuat/{nhanh:path}/rut-lai": (f"/de-xuat/{WAITING}/rut-lai", ["nhanh"]),
    "/nam/{nam}/khoa": (f"/nam/{OPEN}/khoa", ["quyet_dinh"]),
    "/nam/{nam}/mo": (
        f"/nam/{CLOSED}/mo",
        ["quyet_dinh", "pham_vi", "hoc_sinh", "li_do", "da_nghi", "sua_thay", "ki_thay"],
    ),
    "/nhap-hoc-sinh/{lan}": (f"/nhap-hoc-sinh/{NO_FILE}", ["lop", "tu", "li_do"]),
    "/buoi-nghi/tep/{lan}": (f"/buoi-nghi/tep/{NO_FILE}", ["nam", "li_do"]),
    "/chua-gui/gui": ("/chua-gui/gui", ["tep", "li_do"]),
    "/lop/{nam}/{lop}/ki": (f"/lop/{OPEN}/7a1/ki", []),
    "/lop/{nam}/{lop}/quyet-dinh/bo": (f"/lop/{OPEN}/7a1/quyet-dinh/bo", ["ma", "thu", "li_do"]),
    "/mo-nam-hoc": ("/mo-nam-hoc", ["nam", "buoc_mo", "ly_do_mo", "da_xem"]),
    "/hoc-ba/{nam}/{lop}/quyen": (f"/hoc-ba/{OPEN}/7a1/quyen", ["hoc_sinh"]),
    "/cap-ban/dot/{dot_nam}/{dot}": (f"/cap-ban/dot/{CLOSED}/1", ["lop"]),
    "/cap-ban/thu-hoi/xuat": ("/cap-ban/thu-hoi/xuat", ["so"]),
    "/luu-tru/kiem": ("/luu-tru/kiem", ["vat", "noi", "so_ban"]),
    "/ki-so": ("/ki-so", ["tap", "vai", "lop"]),
    "/ki-so/kiem": ("/ki-so/kiem", ["tap", "lop"]),
    "/chua-gui/bo": ("/chua-gui/bo", ["tep"]),
    "/goi/xem/{lan}/{to_goc}/{thu_hoi}": (f"/goi/xem/{NO_FILE}/-/-", ["lop", "tu_ngay", "ma_cu", "mon"]),
}
"""Forms that a page shows only at times."""
SCRIPTS = {"/bang/{nam}/{lop}/{ki}/{mon}/o", "/in/tien-do"}
"""Asked by a page's script, with a secret of its own."""
ACTS = {
    "/hoc-ba/{nam}/{lop}/quyen",
    "/dong",
    "/lam-moi",
    "/lop/{nam}/{lop}/ki",
    "/nam/{nam}/ki",
    "/vao-lam/ki-thu",
    "/bang/{nam}/{lop}/{ki}/{mon}/bo",
}
"""A button and nothing to type."""
HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x.vn","y")',
    "\u202eđảo\u200f",
    "9" * 10_000,
    "a\x00b",
    "😀👩\u200d👩\u200d👧",
    "../../etc/passwd",
    "Ðỗ An",
    "{{7*7}}",
    "' OR 1=1 --",
]
REFUSED = {200, 400, 404, 409, 422, 503}


def routes() -> list[Route]:
    """The addresses of the desk, the last of which takes everything."""
    with tempfile.TemporaryDirectory() as folder:
        return [one for one in make_app(Path(folder), Keys(0)).routes if isinstance(one, Route)]


POSTS = [one.path for one in routes() if "POST" in (one.methods or ())]
GETS = [one.path for one in routes()[:-1] if "GET" in (one.methods or ())]
ASKING = "/de-xuat/{nhanh:path}/hoi-lai"
"""A question may be any text of one line."""
SPOKEN_TO = [path for path in POSTS if path not in SCRIPTS | ACTS]


@pytest.fixture(scope="module")
def head(shared: School) -> Iterator[Caller]:
    """The principal: every page is open."""
    with running(shared, "hieu-truong") as one, caller(one) as entered:
        yield entered


@pytest.fixture(scope="module")
def forms(head: Caller) -> dict[str, list[Form]]:
    """Every form by the address it is sent to."""
    known = routes()
    found: dict[str, list[Form]] = {}
    for path in PAGES:
        for form in forms_of(path, head.client.get(path).text):
            scope = {"type": "http", "path": form.action, "method": "POST"}
            route = next(one for one in known if one.matches(scope)[0] is Match.FULL)
            found.setdefault(route.path, []).append(form)
    for path, (address, names) in BY_HAND.items():
        found.setdefault(path, []).append(Form(address, address, "post", {name: [""] for name in names}, names))
    return {path: _distinct(some) for path, some in found.items()}


def _distinct(forms: list[Form]) -> list[Form]:
    """One for each address; of those that only press a button, one is as good as another."""
    return list({one.action if one.typed else one.page: one for one in forms}.values())


def post(me: Caller, form: Form, data: Mapping[str, list[str]]) -> httpx.Response:
    """The form as a browser sends it, asking only what would be."""
    sent = {**data, "ma_trang": [me.secret], "buoc": ["xem"]}
    answer = me.client.post(form.action, data=sent, headers={"origin": me.desk.base}, follow_redirects=True)
    said = html.unescape(answer.text)
    assert answer.status_code in REFUSED, (form.action, answer.status_code)
    assert "Chương trình có lỗi" not in said, form.action
    assert "<script>alert" not in answer.text, form.action
    return answer


def untouched(school: School) -> tuple[str, str]:
    """What any act would change."""
    return school.git("status", "--porcelain"), school.git("for-each-ref", where=school.server)


def chosen(form: Form) -> dict[str, list[str]]:
    """The last choice of everything that can be chosen."""
    return {name: options[-1:] for name, options in form.options.items() if any(options)}


def test_every_form_is_known(forms: dict[str, list[Form]]) -> None:
    assert sorted(set(POSTS) - forms.keys() - SCRIPTS) == []
    assert sorted(BY_HAND.keys() - set(POSTS)) == []


@pytest.mark.parametrize("path", SPOKEN_TO)
def test_what_is_hostile_is_only_text_and_the_rest_is_kept(
    path: str, head: Caller, forms: dict[str, list[Form]], shared: School
) -> None:
    before = untouched(shared)
    for form in forms[path]:
        sound = {name: ["02/02/2026"] for name in form.days} | {name: ["1"] for name in form.numbers}
        for first in (0, 5) if form.typed else ():
            turned = {name: [HOSTILE[(first + at) % len(HOSTILE)]] for at, name in enumerate(form.typed)}
            _keeps(post(head, form, {**form.sent(**chosen(form)), **turned, **sound}), form, turned | sound)
        names = [name for name in {**form.fields, **form.options} if name != "da_thay"]
        post(head, form, {name: [HOSTILE[at % 2]] for at, name in enumerate(names)})
    assert path == ASKING or untouched(shared) == before


def _keeps(answer: httpx.Response, form: Form, typed: Mapping[str, list[str]]) -> None:
    """Where the same form comes back, it holds what was typed."""
    again = [one for one in forms_of(form.page, answer.text) if one.action == form.action and one.typed == form.typed]
    if answer.status_code == 422 and again:
        held = {name: [" ".join(text.split()) for text in again[0].fields[name]] for name in typed}
        assert held == {name: [" ".join(text.split()) for text in texts] for name, texts in typed.items()}


@pytest.mark.parametrize("path", SPOKEN_TO)
def test_what_is_missing_is_asked_for_at_its_field(
    path: str, head: Caller, forms: dict[str, list[Form]], shared: School
) -> None:
    before = untouched(shared)
    for form in forms[path]:
        needed = [name for name in form.required if name != "ma"] or form.required
        answer = post(head, form, {name: [""] for name in form.fields})
        if form.required and answer.status_code == 422:
            assert [name for name in needed if f'id="{name}-loi"' not in answer.text] == []
    assert untouched(shared) == before


@pytest.mark.parametrize("path", SPOKEN_TO)
def test_a_day_that_is_none_is_told_at_its_field(path: str, head: Caller, forms: dict[str, list[Form]]) -> None:
    for form in forms[path]:
        if form.days:
            typed = {name: ["31/02/2026" if name in form.days else "Chữ"] for name in form.typed}
            answer = post(head, form, form.sent(**chosen(form), **typed))
            assert answer.status_code == 422
            assert [name for name in form.days if f'id="{name}-loi"' not in answer.text] == []
            _keeps(answer, form, typed)


@pytest.mark.parametrize("path", POSTS)
def test_a_form_of_another_page_is_refused(
    path: str, head: Caller, forms: dict[str, list[Form]], shared: School
) -> None:
    before = untouched(shared)
    for form in forms.get(path, [Form("", path, "post")])[:1]:
        own = {"origin": head.desk.base}
        for secret, headers in (
            ({}, own),
            ({"ma_trang": "x"}, own),
            ({"ma_trang": head.secret}, {"origin": "http://x"}),
        ):
            data = {name: texts for name, texts in form.fields.items() if name != "ma_trang"}
            answer = head.client.post(form.action, data={**data, **secret}, headers=headers)
            assert answer.status_code in (403, 409), (form.action, answer.status_code)
    assert untouched(shared) == before


@pytest.mark.parametrize("path", [path for path in GETS if "{" in path])
def test_a_hostile_address_gets_a_sentence(path: str, head: Caller) -> None:
    for text in (HOSTILE[0], HOSTILE[4], HOSTILE[6]):
        answer = head.client.get(re.sub(r"\{[^}]+\}", quote(text, safe=""), path))
        assert answer.status_code in (400, 404, 409), (path, text, answer.status_code)
        assert "<script>alert" not in answer.text, path


@pytest.mark.parametrize("path", ["/kiem-tra/?q={}", "/vi-sao?ma={}&mon={}&ki={}&nam={}", "/de-xuat/cung?nhanh={}"])
def test_a_hostile_question_is_only_text(path: str, head: Caller) -> None:
    for text in HOSTILE:
        answer = head.client.get(path.format(*[quote(text[:2000], safe="")] * path.count("{}")))
        assert answer.status_code in (200, 400, 404, 409), (path, answer.status_code)
        assert "<script>alert" not in answer.text, path
