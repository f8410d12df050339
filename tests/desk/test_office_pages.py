"""The pages of the office and of the administrator: readable by everybody, quiet, deaf to hostile text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import barriers
from tests.desk.conftest import TEACHER, Desk, running
from tests.desk.office import enter, main, press
from tests.ledger.school import OPEN, School

pytestmark = pytest.mark.browser
PUPIL = "7400000001"
TASKS = (
    "chuyen-lop",
    "sua",
    "thoi-hoc",
    "chuyen-di",
    "bao-luu",
    "tro-lai",
    "nhan-lai",
    "mang-theo",
    "o-lai",
    "vuot-lop",
    "huy",
)
PEOPLE = ("giao", "thoi", "day-thay", "thoi-thay", "khoa-moi", "khoa-gia-han", "khoa-thoi", "khoa-lo")
PAGES = [
    "/van-phong",
    "/quan-tri",
    "/hoc-sinh",
    "/hoc-sinh?lop=7a1",
    "/hoc-sinh?tim=nguyen",
    f"/hoc-sinh/{PUPIL}?li-lich=1",
    "/hoc-sinh/moi/them",
    "/hoc-sinh/moi/chuyen-den",
    *(f"/hoc-sinh/{PUPIL}/{task}" for task in TASKS),
    "/nhap-hoc-sinh",
    "/buoi-nghi",
    f"/buoi-nghi/{OPEN}/7a1/hk1/2025-10",
    "/chua-gui",
    "/in",
    "/doi-chieu",
    "/tinh-trang",
    "/mo-nam-hoc?nam=2026-2027",
    "/can-bo",
    "/can-bo-moi",
    f"/can-bo/{TEACHER}",
    *(f"/can-bo/{TEACHER}/{task}" for task in PEOPLE),
    "/vao-lam",
    "/kham",
]


@pytest.fixture(scope="module")
def desk(shared: School) -> Iterator[Desk]:
    """The principal's desk: every page is open there."""
    with running(shared, "hieu-truong") as one:
        yield one


@pytest.fixture(scope="module")
def page(desk: Desk, browser: Browser) -> Page:
    """A window whose pages may be examined."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    page.goto(desk.entrance)
    return page


def test_pages_are_accessible_and_ask_nobody_else(desk: Desk, page: Page) -> None:
    strange: list[str] = []
    page.on("request", lambda one: None if one.url.startswith((desk.base, "data:")) else strange.append(one.url))
    faults: list[tuple[str, str, list[str]]] = []
    for path in PAGES:
        answer = page.goto(desk.base + path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        for opened in page.locator("main details").all():
            opened.evaluate("one => { one.open = true }")
        faults += [(path, *one) for one in barriers(page)]
    assert faults == []
    assert strange == []


BARE = """names => {
  const found = [], walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const hidden = one => one && (getComputedStyle(one).filter.includes("blur") || hidden(one.parentElement));
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent;
    if (names.some(name => text.includes(name)) && !hidden(walk.currentNode.parentElement)) { found.push(text.trim()); }
  }
  return found;
}"""
SUMMARY = f"/xem/{OPEN}/7a1/nam/{OPEN}"
NAMED = [
    "/hoc-sinh?lop=7a1",
    f"/hoc-sinh/{PUPIL}",
    f"/hoc-sinh/{PUPIL}/sua",
    f"/buoi-nghi/{OPEN}/7a1/hk1/2025-10",
    f"/lop/{OPEN}/7a1",
    f"/lop/{OPEN}/7a1/quyet-dinh/che-do",
    f"/hoc-ba/{OPEN}/7a1",
    f"/vi-sao?ma={PUPIL}&mon=toan&ki=hk1&nam={OPEN}",
    f"{SUMMARY}/lop/7a1/index.html",
    f"{SUMMARY}/hoc-sinh/{PUPIL}.html",
    f"/kiem-tra/hoc-sinh/{OPEN}/{PUPIL}.html",
    "/kiem-tra/hoc-sinh/2024-2025/7400000001.html",
]


def test_every_name_is_behind_the_switch(desk: Desk, page: Page, shared: School) -> None:
    """Also where a name is the value of a cell, or is chosen from a list."""
    files = (shared.desk / "records/hoc-sinh").glob("*.yaml")
    names = {name for file in files for name in re.findall(r"ho_ten: ([^,}]+)", file.read_text("utf-8"))}
    seen = [path for path in NAMED if page.goto(desk.base + path) and page.evaluate(BARE, sorted(names))]
    assert seen == NAMED
    page.context.add_cookies([{"name": "hocba-che-ten", "value": "1", "url": desk.base}])
    for path in NAMED:
        page.goto(desk.base + path)
        assert (path, page.evaluate(BARE, sorted(names))) == (path, [])
    page.context.add_cookies([{"name": "hocba-che-ten", "value": "0", "url": desk.base}])


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "{{7*7}}",
    "=1+8",
    "\u202eđảo",
    "' OR 1=1 --",
    "9" * 3000,
    "../../etc/passwd",
    "a\tb\u0000c",
]
TYPED = """([texts, first]) => document.querySelectorAll("main form input:not([type]), main form select").forEach(
  (one, place) => {
    if (one.tagName === "SELECT") { one.selectedIndex = one.options.length - 1; return; }
    one.removeAttribute("maxlength"); one.removeAttribute("list"); one.value = texts[(first + place) % texts.length];
  })"""
FORMS = ["/hoc-sinh/moi/them", f"/hoc-sinh/{PUPIL}/sua", f"/hoc-sinh/{PUPIL}/thoi-hoc", "/can-bo-moi", "/vao-lam"]


@pytest.mark.parametrize("path", FORMS)
def test_hostile_text_in_every_field_is_only_text(desk: Desk, page: Page, shared: School, path: str) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    for first in (0, 3, 6):
        page.goto(desk.base + path)
        page.evaluate(TYPED, [HOSTILE, first])
        page.locator("main form button[type=submit]").last.click()
        assert page.locator("h1").count() == 1
        assert "Chương trình có lỗi" not in main(page)
        assert page.locator("main img").count() == 0
    assert faults == []
    assert shared.git("status", "--porcelain") == ""


def test_a_search_for_hostile_text_finds_nobody(desk: Desk, page: Page) -> None:
    for text in HOSTILE[:-1]:
        page.goto(desk.base + "/hoc-sinh")
        page.fill("#tim", text[:60])
        press(page, "Tìm")
        assert "Không có em nào" in main(page)


WRONG = [
    "/hoc-sinh/1234567890",
    "/hoc-sinh/..%2f..%2fx/sua",
    f"/hoc-sinh/{PUPIL}/khong-co",
    "/can-bo/khong-co",
    f"/can-bo/{TEACHER}/x",
    "/buoi-nghi/2025-2026/7a1/hk3/2025-10",
    "/buoi-nghi/2025-2026/7a1/hk1/2031-99",
    "/in/tep/2025-2026/7a1",
    "/doi-chieu/0123456789abcdef",
    "/nhap-hoc-sinh/..%2f..%2f",
    "/vao-lam/tep/khong.txt",
    "/mau/khong",
    "/tinh-trang?nam=x",
    "/hoc-sinh?nam=1999-2000",
]


@pytest.mark.parametrize("path", WRONG)
def test_an_address_that_leads_nowhere_gets_a_sentence(desk: Desk, page: Page, path: str) -> None:
    answer = page.context.request.get(desk.base + path)
    assert answer.status in (400, 404, 409)
    assert "Chưa làm được" in answer.text()


def test_a_teacher_sees_no_page_of_the_office(shared: School, browser: Browser) -> None:
    with running(shared, "gv-anh") as one:
        page = enter(one, browser)
        assert page.locator("nav >> text=Văn phòng").count() == 0
        for path in ("/hoc-sinh", f"/hoc-sinh/{PUPIL}", "/buoi-nghi", "/in", "/doi-chieu"):
            page.goto(one.base + path)
            assert "dành cho lãnh đạo, tổ trưởng và văn phòng" in main(page)


def test_a_file_of_another_kind_is_refused_by_name(desk: Desk, page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "danh-sach.exe"
    wrong.write_bytes(b"MZ")
    for path in ("/nhap-hoc-sinh", "/doi-chieu", "/buoi-nghi"):
        page.goto(desk.base + path)
        page.set_input_files("#tep", wrong)
        page.locator("main form:has(#tep) button").click()
        assert "Chỉ nhận tệp .xlsx" in main(page)
