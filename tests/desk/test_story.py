"""A day at the desk, in a real browser, with a real server and real keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from tests.browser import barriers
from tests.desk.conftest import TEACHER, Start, running
from tests.ledger.school import CLOSED, OPEN, School

pytestmark = pytest.mark.browser
HEAD = "pho-hieu-truong"
ADDRESS = f"/bang/{OPEN}/7a1/hk2/toan"
SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"
PASTE = """([input, text]) => {
  input.focus();
  const data = new DataTransfer();
  data.setData('text', text);
  input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""

IN_SIGHT = """() => {
  const one = document.activeElement, at = one.getBoundingClientRect();
  const corners = [[at.left, at.top], [at.right, at.top], [at.left, at.bottom], [at.right, at.bottom]];
  const inside = ([x, y]) => [x + (x < at.right ? 3 : -3), y + (y < at.bottom ? 3 : -3)];
  return corners.map(inside).map(([x, y]) => document.elementFromPoint(x, y) === one);
}"""


def cell(page: Page, row: int, column: str) -> str:
    return f"tr[data-pupil] >> nth={row} >> input[name='{column}']"


def typed(page: Page, row: int, column: str, text: str) -> None:
    page.click(cell(page, row, column))
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def kept(page: Page) -> None:
    """Wait until the desk has kept everything."""
    page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()


def test_a_score_is_typed_signed_reviewed_and_accepted(school: School, start: Start, browser: Browser) -> None:
    desk = start(TEACHER)
    page = desk.enter(browser)
    page.goto(desk.base + ADDRESS)
    typed(page, 0, "tx1", "8,5")
    typed(page, 1, "tx1", "85")
    kept(page)
    assert (page.text_content("[data-changes]"), page.text_content("[data-faults]")) == ("1", "1")
    assert page.get_attribute(cell(page, 1, "tx1"), "title") == "ghi 85, ngoài thang điểm 0–10: có phải 8,5?"
    page.goto(desk.base + ADDRESS + "/gui")
    assert page.locator("button", has_text="Kí và gửi").count() == 0
    assert "HB410" in page.inner_text("main")
    page.goto(desk.base + ADDRESS)
    typed(page, 1, "tx1", "9")
    kept(page)
    page.click("text=Xem lại, kí và gửi")
    page.fill("[name=li_do]", "Vào điểm thường xuyên")
    page.click("button:has-text('Kí và gửi')")
    branch = page.text_content(".done code")
    assert branch == f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan"
    assert school.git("status", "--porcelain") == ""

    review = start(HEAD).enter(browser)
    review.click("text=Xem và duyệt các đề xuất")
    review.click("text=Vào điểm thường xuyên")
    assert "8,5" in review.inner_text("main")
    review.click("button:has-text('Nhận vào sổ')")
    assert "Đã nhận 1 đề xuất" in review.inner_text("main")
    assert "tx: [8.5" in school.git("show", f"main:{SCORES}", where=school.server)
    assert school.verdict()["verdict"] == "valid"


def test_a_block_is_pasted_taken_back_and_survives_a_crash(start: Start, browser: Browser) -> None:
    desk = start(TEACHER)
    page = desk.enter(browser)
    page.goto(desk.base + ADDRESS)
    rows = page.locator("tr[data-pupil]").count()
    before = page.input_value(cell(page, 2, "tx2"))
    block = "\n".join("\t".join(["7,5", "8", "6.5", "9"]) for _ in range(rows))
    page.evaluate(PASTE, [page.query_selector(cell(page, 0, "tx1")), block])
    kept(page)
    assert page.input_value(cell(page, rows - 1, "tx4")) == "9"
    page.keyboard.press("Control+z")
    kept(page)
    assert (page.input_value(cell(page, 2, "tx2")), page.text_content("[data-changes]")) == (before, "0")
    page.keyboard.press("Control+y")
    kept(page)
    desk.kill()
    again = start(TEACHER)
    page = again.enter(browser)
    assert page.locator("text=có bản nháp").count() == 1
    page.goto(again.base + ADDRESS)
    assert [page.input_value(cell(page, rows - 1, f"tx{n}")) for n in (1, 2, 3, 4)] == ["7,5", "8", "6.5", "9"]


def test_a_colleagues_later_change_is_shown_not_lost(school: School, start: Start, browser: Browser) -> None:
    desk = start(TEACHER)
    page = desk.enter(browser)
    page.goto(desk.base + ADDRESS)
    typed(page, 0, "tx1", "3")
    kept(page)
    school.edit(SCORES, r"tx: \[(\d+)", "tx: [2")
    page.reload()
    assert "nay sổ là 2 do người khác sửa" in (page.get_attribute(cell(page, 0, "tx1"), "title") or "")
    page.goto(desk.base + ADDRESS + "/gui")
    assert "HB415" in page.inner_text("main")


def test_what_is_not_sent_stays_a_draft(school: School, start: Start, browser: Browser) -> None:
    """The server is away: the records are as before, what was typed is still there."""
    desk = start(TEACHER)
    page = desk.enter(browser)
    page.goto(desk.base + ADDRESS)
    typed(page, 0, "tx1", "4")
    kept(page)
    away = school.server.rename(school.server.with_name("di-vang.git"))
    page.goto(desk.base + ADDRESS + "/gui")
    page.fill("[name=li_do]", "Vào điểm thường xuyên")
    page.click("button:has-text('Kí và gửi')")
    assert page.inner_text("h1") == "Chưa làm được"
    assert school.git("status", "--porcelain") == ""
    away.rename(school.server)
    page.goto(desk.base + ADDRESS)
    assert page.input_value(cell(page, 0, "tx1")) == "4"


HOSTILE = ["<img src=x onerror=alert(1)>", "{{7*7}}", "=1+8", "\u202e5", "' OR 1=1", "9" * 3000, "javascript:alert(1)"]


def test_hostile_text_is_only_text(start: Start, browser: Browser) -> None:
    desk = start(TEACHER)
    page = desk.enter(browser)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    for text in HOSTILE:
        page.goto(desk.base + ADDRESS)
        page.fill(cell(page, 0, "nhan_xet"), text)
        page.fill(cell(page, 0, "tx1"), text)
        page.keyboard.press("Tab")
        kept(page)
        page.reload()
        page.goto(desk.base + ADDRESS + "/gui")
        assert page.locator("main img").count() == 0
    assert faults == []


PUPIL = "7400000001"
SUMMARY = f"/xem/{OPEN}/7a1/nam/{OPEN}"
PAGES = {
    TEACHER: [
        "/",
        ADDRESS,
        ADDRESS + "/gui",
        "/de-xuat",
        "/nhap",
        "/vi-sao",
        "/khong-co",
        f"/bang/{CLOSED}/6a1/hk1/toan",
    ],
    "gv-kiet": [
        "/lop",
        f"/lop/{OPEN}/7a1",
        f"/bang/{OPEN}/7a1/hk2/chu-nhiem",
        *(f"/bang/{CLOSED}/6a1/ca-nam/{what}" for what in ("toan", "ren-luyen-he", "hoan-thanh")),
        f"/bang/{OPEN}/7a1/ca-nam/khen-thuong",
        f"/bang/{OPEN}/11a1/ca-nam/lua-chon",
        f"/lop/{OPEN}/7a1/quyet-dinh",
        f"/lop/{OPEN}/7a1/quyet-dinh/che-do",
        f"/lop/{OPEN}/7a1/thong-tin",
        f"/hoc-ba/{OPEN}/7a1",
        f"/hoc-ba/{OPEN}/7a1/{PUPIL}",
        f"{SUMMARY}/lop/7a1/index.html",
        f"{SUMMARY}/hoc-sinh/{PUPIL}.html",
    ],
    HEAD: [
        "/de-xuat",
        f"/de-xuat/cung?nhanh=pr/gv-kiet/ren-luyen-hk2-{OPEN}-7a1&nhanh=pr/gv-dung/ren-luyen-hk2-{OPEN}-11a1",
        "/nam",
        f"/nam/{OPEN}",
        f"/nam/{CLOSED}",
        f"/nam/{CLOSED}/quyet-dinh/1",
        "/kiem-tra/?q=khang",
        "/kiem-tra/index.html",
        f"/kiem-tra/hoc-sinh/{OPEN}/{PUPIL}.html",
        f"/kiem-tra/lop/{OPEN}/7a1/index.html",
        "/kiem-tra/nguoi/gv-khang/index.html",
        f"/truong/nam/{OPEN}/day-du.html",
    ],
}


@pytest.mark.parametrize("person", PAGES)
def test_pages_are_accessible_and_ask_nobody_else(shared: School, browser: Browser, person: str) -> None:
    with running(shared, person) as desk:
        page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
        strange: list[str] = []
        page.on("request", lambda one: None if one.url.startswith((desk.base, "data:")) else strange.append(one.url))
        page.goto(desk.entrance)
        for path in PAGES[person]:
            page.goto(desk.base + path)
            assert (path, barriers(page)) == (path, [])
        assert strange == []


def test_how_a_page_looks_is_remembered_by_the_next_desk(shared: School, browser: Browser) -> None:
    with running(shared, TEACHER) as desk:
        page = desk.enter(browser)
        page.click("text=Chữ lớn")
        page.click("text=Che tên")
        size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    with running(shared, TEACHER) as again:
        page.goto(again.entrance)
        assert size == page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
        page.goto(again.base + ADDRESS)
        assert "blur" in page.evaluate("getComputedStyle(document.querySelector('tr[data-pupil] .name')).filter")
        page.locator("tr[data-pupil] a.name").first.click()
        page.wait_for_load_state()
        assert "blur" in page.evaluate("getComputedStyle(document.querySelector('.told .name')).filter")
        page.go_back()
        page.click("text=Che tên")
        assert page.evaluate("getComputedStyle(document.querySelector('tr[data-pupil] .name')).filter") == "none"


def test_a_locked_sheet_is_only_looked_at(shared: School, browser: Browser) -> None:
    with running(shared, TEACHER) as desk:
        page = desk.enter(browser)
        page.goto(f"{desk.base}/bang/{CLOSED}/6a1/hk1/toan")
        assert "đã khoá, chỉ xem được" in page.inner_text("main")
        page.evaluate(PASTE, [page.query_selector(cell(page, 0, "tx1")), "1\t2"])
        page.keyboard.press("Delete")
        assert page.text_content("[data-changes]") == "0"
        page.set_viewport_size(
            {"width": 700, "height": 420}
        )  # The head and the names stay in sight; no cell is behind.
        for key in ["ArrowRight"] * 9 + ["ArrowDown"] * 9 + ["ArrowLeft"] * 9 + ["ArrowUp"] * 9:
            page.keyboard.press(key)
            assert page.evaluate(IN_SIGHT) == [True] * 4, key


def test_the_keyboard_alone_reaches_the_sending(start: Start, browser: Browser) -> None:
    page = (desk := start(TEACHER)).enter(browser)
    page.goto(desk.base + ADDRESS)
    page.focus(cell(page, 0, "tx3"))
    for key in ("8", "ArrowDown", "9", "Enter", "7", "Control+Enter"):
        page.keyboard.press(key)
    kept(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/gui")
    assert "3 ô thay đổi" in page.inner_text("main")
    page.focus("[name=li_do]")
    page.keyboard.type("Vào điểm thường xuyên")
    page.keyboard.press("Enter")
    assert page.text_content(".done code") == f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan"


def test_forty_rows_of_six_cells_are_pasted_at_once(school: School, start: Start, browser: Browser) -> None:
    crowd(school)
    page = (desk := start(TEACHER)).enter(browser)
    page.goto(desk.base + ADDRESS)
    rows = [[f"{(row + place) % 10},{place % 2 * 5}" for place in range(6)] for row in range(40)]
    page.evaluate(PASTE, [page.query_selector(cell(page, 2, "tx1")), "\n".join("\t".join(row) for row in rows)])
    kept(page)
    shown = [page.input_value(cell(page, 41, name)) for name in ("tx1", "tx2", "tx3", "tx4", "gk", "ck")]
    assert (shown, page.text_content("[data-faults]")) == (rows[39], "0")
    assert all(page.locator("[data-result]").all_inner_texts()[2:42])
    page.reload()
    assert [page.input_value(cell(page, 41, name)) for name in ("tx1", "ck")] == [rows[39][0], rows[39][5]]


def crowd(school: School) -> None:
    """The class with forty more pupils, in the work tree."""
    listed = school.desk / f"records/{OPEN}/7a1/lop.yaml"
    person = (school.desk / f"records/hoc-sinh/{PUPIL}.yaml").read_text("utf-8")
    rows = []
    for number in range(40):
        pupil = f"79000000{number:02d}"
        told = (
            person.replace(PUPIL, pupil)
            .replace("7400104729", f"79009999{number:02d}")
            .replace('"127"', f'"9{number:02d}"')
        )
        (school.desk / f"records/hoc-sinh/{pupil}.yaml").write_text(told, "utf-8")
        rows.append(f'  - {{ma: "{pupil}", tu_ngay: "2025-09-05"}}\n')
    listed.write_text(listed.read_text("utf-8") + "".join(rows), "utf-8")


def test_a_workbook_is_dropped_looked_over_and_sent(school: School, start: Start, browser: Browser) -> None:
    sheet = school.root / "toan.xlsx"
    school.does(TEACHER, "sheet", "export", OPEN, "7a1", "hk2", "toan", "-o", str(sheet))
    book = load_workbook(sheet)
    page_of_sheet = book.worksheets[0]
    cells = [one for row in page_of_sheet.iter_rows() for one in row if not one.protection.locked]
    cells[0].value = "4,5"
    book.save(sheet)
    desk = start(TEACHER)
    page = desk.enter(browser)
    page.click("text=Nhập từ Excel")
    page.set_input_files("#tep", sheet)
    page.click("button:has-text('Xem trước')")
    assert "1 ô thay đổi" in page.inner_text("main")
    page.fill("[name=li_do]", "Nhập bảng điểm")
    page.click("button:has-text('Kí và gửi')")
    assert page.text_content(".done code") == f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan"
    assert school.git("status", "--porcelain") == ""
    page.go_back()
    page.reload()
    assert "Lần nhập này đã gửi" in page.inner_text("main")


def test_what_is_no_workbook_is_refused_by_name(start: Start, browser: Browser, tmp_path: Path) -> None:
    wrong = tmp_path / "toan.xlsx"
    wrong.write_bytes(b"PK\x03\x04 not a workbook")
    desk = start(TEACHER)
    page = desk.enter(browser)
    page.goto(desk.base + "/nhap")
    page.set_input_files("#tep", wrong)
    page.click("button:has-text('Xem trước')")
    assert "Chưa gửi được" in page.inner_text("main")
    assert page.locator("button", has_text="Kí và gửi").count() == 0


def test_nothing_moves_while_one_types(start: Start, browser: Browser) -> None:
    page = (desk := start(TEACHER)).enter(browser)
    page.goto(desk.base + ADDRESS)
    page.evaluate(
        """() => {
          window.moved = [0, 0];
          new PerformanceObserver(list => list.getEntries().forEach(one => {
            window.moved[one.hadRecentInput ? 1 : 0] += one.value;
          })).observe({type: 'layout-shift', buffered: true});
        }"""
    )
    for row in range(4):
        typed(page, row, "tx1", "85" if row % 2 else "8,5")
        typed(page, row, "nhan_xet", "Tiến bộ rõ so với đầu học kì. " * 20)
    kept(page)
    by_itself, under_the_hand = page.evaluate("window.moved")
    assert by_itself == 0
    assert under_the_hand < 0.0005  # The typed text itself, centred in its cell.


def test_a_name_leads_to_why_and_to_the_signatures(start: Start, browser: Browser) -> None:
    page = (desk := start(TEACHER)).enter(browser)
    page.goto(desk.base + f"/bang/{OPEN}/7a1/hk1/toan")
    page.locator("tr[data-pupil] a.name").first.click()
    told = page.inner_text(".told")
    assert "Điều 9 khoản 1 điểm b" in told
    assert f"records/{OPEN}/7a1/hk1/toan.yaml, dòng " in told
    assert "duyệt: " in told
    page.goto(desk.base + "/vi-sao?ma=1234567890&mon=toan&ki=hk1")
    assert page.inner_text("h1") == "Chưa làm được"
