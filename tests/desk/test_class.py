"""A homeroom teacher's day: the board, absences of a month, conduct and remarks, reading through, signing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import barriers
from tests.desk.caller import caller
from tests.desk.conftest import Start
from tests.desk.office import examined
from tests.ledger.school import CLOSED, OPEN, School
from tests.publishing.conftest import letters_of

pytestmark = pytest.mark.browser
HOMEROOM, FIRST, LAST = "gv-kiet", "7400000001", "7400000006"
SHEET = f"/bang/{OPEN}/7a1/hk2/chu-nhiem"
CLASS = f"/lop/{OPEN}/7a1"


def cell(pupil: str, column: str) -> str:
    return f"tr[data-pupil='{pupil}'] input[name='{column}']"


def kept(page: Page) -> None:
    page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()


def test_a_homeroom_teachers_day(school: School, start: Start, browser: Browser) -> None:
    page = (desk := start(HOMEROOM)).enter(browser)
    page.click("nav >> text=Lớp")
    page.click("text=lớp chủ nhiệm")
    assert "Tô Quốc Khang" in page.inner_text("tr:has-text('Toán')")
    page.click("text=Rèn luyện, nhận xét HK II")
    page.fill(cell(FIRST, "muc"), "K")
    page.press(cell(FIRST, "muc"), "Enter")
    page.click(cell(FIRST, "nhan_xet_nam"))
    page.keyboard.press("Alt+2")
    kept(page)
    phrase = "Chăm chỉ, có trách nhiệm với việc chung của lớp."
    assert page.input_value(cell(FIRST, "nhan_xet_nam")) == phrase
    assert page.text_content("[data-remark-length]") == f"{len(phrase)}/500 kí tự"
    page.fill("[data-remark-text]", "x" * 501)
    page.keyboard.press("Enter")
    kept(page)
    assert page.get_attribute(cell(FIRST, "nhan_xet_nam"), "title") == "dài 501 kí tự, nhiều nhất 500: rút gọn"
    page.fill(cell(FIRST, "nhan_xet_nam"), phrase)
    page.keyboard.press("Tab")
    kept(page)
    page.click("text=Nghỉ tháng 02/2026")
    assert page.locator("tr[data-pupil] >> nth=0 >> input").count() == 2
    page.fill(cell(LAST, "2026-02.phep"), "2")
    page.keyboard.press("Enter")
    kept(page)
    expect(page.locator(f"tr[data-pupil='{LAST}'] [data-result]")).to_have_text(re.compile("[0-9]+"))
    page.click("text=Xem lại, kí và gửi")
    assert page.locator("main tbody tr").count() >= 3
    page.fill("[name=li_do]", "Rèn luyện, nghỉ tháng 2, nhận xét cả năm")
    page.click("button:has-text('Kí và gửi')")
    branch = page.text_content(".done code")
    assert branch == f"pr/{HOMEROOM}/{OPEN}-7a1"
    page.goto(desk.base + SHEET)
    assert "đang chờ duyệt" in page.inner_text("p.done")
    changed = school.git("diff", "--name-only", f"main...{branch}", where=school.server).splitlines()
    folder = f"records/{OPEN}/7a1"
    assert changed == [
        f"{folder}/ca-nam/nhan-xet.yaml",
        f"{folder}/hk2/chuyen-can.yaml",
        f"{folder}/hk2/ren-luyen.yaml",
    ]


def test_transcripts_are_read_through_one_by_one(start: Start, browser: Browser) -> None:
    page = (desk := start(HOMEROOM)).enter(browser)
    page.goto(desk.base + CLASS)
    page.click("text=Soát học bạ như sẽ in")
    count = page.locator("tbody tr").count()
    page.locator("tbody tr a").first.click()
    sheet = page.frame_locator("iframe")
    assert "Điểm trung bình môn học" in sheet.locator("body").inner_text()
    assert sheet.locator(".p").count() == 2
    for number in range(1, count + 1):
        expect(page.locator("h1 .sub")).to_have_text(f"{number}/{count}")
        expect(page.locator("main button")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("main [role=status]")).to_contain_text(f"Đã soát {count}/{count} học sinh")


def test_a_whole_transcript_is_bound_as_a_draft_for_the_homeroom_teacher(start: Start, browser: Browser) -> None:
    page = examined(desk := start(HOMEROOM), browser)
    page.goto(desk.base + CLASS)
    page.click("text=Học bạ cả quyển (PDF)")
    page.locator(f"tr:has(input[value='{FIRST}']) button").focus()
    page.keyboard.press("Enter")
    page.locator("p.done:has-text('Đã in 1')").wait_for(timeout=60_000)
    assert barriers(page) == []
    pdf = page.request.get(f"{desk.base}/hoc-ba/{OPEN}/7a1/quyen/tep/{FIRST}").body()
    pages = [letters_of(pdf, number) for number in (4, 6)]
    assert ["BẢNNHÁP" in letters for letters in pages] == [True, True]
    assert [year in letters for letters, year in zip(pages, (CLOSED, OPEN), strict=True)] == [True, True]
    with caller(start("gv-tham")) as other:
        refused = other.client.get(f"/hoc-ba/{OPEN}/7a1/quyen")
        assert (refused.status_code, "dành cho giáo viên chủ nhiệm" in refused.text) == (409, True)
        assert "cả quyển" not in other.get(CLASS)


def test_a_page_that_changed_must_be_read_again(school: School, start: Start) -> None:
    with caller(start(HOMEROOM)) as me:
        base = f"/hoc-ba/{OPEN}/7a1"
        digest = re.search(r'name="trang" value="([0-9a-f]+)"', me.get(f"{base}/{FIRST}"))
        assert digest is not None
        me.post(f"{base}/{FIRST}", trang=digest[1])
        assert "Đã soát 1/5" in me.get(base)
        school.edit(f"records/{OPEN}/7a1/hk1/toan.yaml", rf'("{FIRST}": {{tx: \[)[^,]+', r"\g<1>1")
        assert "Đã soát 0/5" in me.get(base)
        assert me.post(f"{base}/{FIRST}", trang=digest[1]).status_code == 400


def test_a_teacher_signs_a_class_in_one_act(school: School, start: Start) -> None:
    with caller(start("gv-khang")) as teacher, caller(start(HOMEROOM)) as homeroom:
        assert "Phải chờ kí trước" in homeroom.get(CLASS)
        page = teacher.get(CLASS)
        assert "Kí 1 phần của lớp 7A1" in page
        assert re.search(r"<strong>7a1/toan</strong>: học kì II thiếu \d+/\d+ ô", page), "not finished yet"
        told = teacher.post(f"{CLASS}/ki")
        assert "Đã kí và gửi" in told.text
        branch = f"pr/gv-khang/ki-{OPEN}"
        files = school.git("diff", "--name-only", f"main...{branch}", where=school.server).split()
        assert [path.rpartition("/")[2] for path in files] == ["gv-khang.0001.txt", "gv-khang.0001.txt.asc"]
        statement = school.git("show", f"{branch}:{files[0]}", where=school.server)
        assert "7a1/toan" in statement
        assert "11a1" not in statement


def test_a_summary_says_why_and_shows_the_way_of_a_cell(start: Start) -> None:
    with caller(start(HOMEROOM)) as me:
        summary = f"/xem/{OPEN}/7a1/nam/{OPEN}"
        assert f"hoc-sinh/{FIRST}.html" in me.get(f"{summary}/lop/7a1/index.html")
        pupil = me.get(f"{summary}/hoc-sinh/{FIRST}.html")
        assert "Điều 9 khoản 1 điểm b" in pupil
        assert "Giáo viên Toán lớp 7A1" in pupil
        assert me.client.get(f"{summary}/lop/11a1/index.html").status_code == 400
