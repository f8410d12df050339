"""Papers of the office at the desk: a leaver's packet made and verified, official copies issued and recalled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.desk.conftest import Desk, running
from tests.desk.office import enter, fill, main, press, saved
from tests.ledger.school import CLOSED, School

pytestmark = pytest.mark.browser
REGISTRAR, HEAD, PRINCIPAL = "van-thu", "pho-hieu-truong", "hieu-truong"
PUPIL = "7400000001"


@pytest.fixture(scope="module")
def desk(shared: School) -> Iterator[Desk]:
    """The registrar's desk."""
    with running(shared, REGISTRAR) as one:
        yield one


@pytest.fixture(scope="module")
def page(desk: Desk, browser: Browser) -> Page:
    """Her window, whose pages may be examined."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    page.set_default_timeout(40_000)
    page.goto(desk.entrance)
    return page


def sound(page: Page) -> None:
    """Nothing on the page is out of anybody's reach."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:2]) for one in found] == []


def test_a_packet_is_made_verified_and_refused_where_the_pupil_is(
    shared: School, desk: Desk, page: Page, tmp_path: Path
) -> None:
    page.goto(desk.base + "/goi")
    sound(page)
    fill(page, ma="12")
    press(page, "Lập gói")
    assert "không phải mã học sinh" in main(page)
    fill(page, ma=PUPIL)
    press(page, "Lập gói")
    assert f"Năm học đã khoá: {CLOSED}" in main(page)
    packet = saved(page, "text=Lấy gói", tmp_path)
    page.goto(desk.base + "/goi")
    page.set_input_files("#goi", packet)
    press(page, "Kiểm tra gói")
    assert "CHƯA KẾT LUẬN ĐƯỢC" in main(page)
    page.goto(desk.base + "/goi")
    page.set_input_files("#goi", packet)
    page.set_input_files("#to_goc", shared.root / "goc-tin-cay.yaml")
    press(page, "Kiểm tra gói")
    assert "HỢP LỆ: nội dung, khoá sổ và người kí đều đúng" in main(page)
    sound(page)
    fill(page, lop="7a1")
    press(page, "Xem trước")
    assert PUPIL in page.inner_text("main [role=alert]")
    assert shared.git("status", "--porcelain") == ""


def test_a_damaged_packet_is_told(desk: Desk, page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "goi.zip"
    wrong.write_bytes(b"PK\x03\x04 not a packet")
    page.goto(desk.base + "/goi")
    page.set_input_files("#goi", wrong)
    press(page, "Kiểm tra gói")
    assert "KHÔNG HỢP LỆ" in main(page)
    assert page.locator("main .notice li").count() >= 1


def test_copies_are_issued_accepted_and_recalled(shared: School, desk: Desk, page: Page, browser: Browser) -> None:
    page.goto(desk.base + "/cap-ban")
    sound(page)
    fill(page, nam=CLOSED, muc_dich="tuyen_sinh", hoc_sinh=PUPIL)
    press(page, "Xem trước")
    assert page.locator("main [role=alert]").count() == 1
    fill(page, noi_nhan="Trường THPT Hoà An")
    press(page, "Xem trước")
    assert "Xem lại đợt" in main(page)
    sound(page)
    press(page, "Kí và gửi")
    branch = page.text_content(".done code") or ""
    shared.does(HEAD, "accept", branch)
    press_refresh(page, desk)
    page.goto(desk.base + "/cap-ban")
    assert "còn giá trị" in main(page)
    page.check("[name=so]")
    fill(page, ly_do="mat")
    press(page, "Lập danh sách thu hồi mới")
    assert (page.text_content(".done code") or "").startswith(f"pr/{REGISTRAR}/")
    with running(shared, PRINCIPAL) as one:
        window = enter(one, browser)
        window.goto(one.base + "/cap-ban")
        press(window, "Kí danh sách thu hồi đã chuẩn bị")
        assert "thu hồi: báo mất" in main(window)
    assert shared.verdict()["verdict"] == "valid"


def press_refresh(page: Page, desk: Desk) -> None:
    """Bring what the server has."""
    page.goto(desk.base + "/")
    press(page, "Lấy bản mới từ máy chủ")


def test_a_locked_year_is_put_away(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/luu-tru")
    assert "Chưa có tờ gốc ở máy này" in main(page)
    sound(page)
    fill(page, nam=CLOSED)
    press(page, "Lập bản lưu trữ")
    page.wait_for_selector("text=Xong: lập bản lưu trữ", timeout=120_000)
    assert "1 đĩa ở" in main(page)
    assert list((shared.desk / "pdf/luu-tru" / CLOSED).glob("*.iso"))
    assert shared.git("status", "--porcelain") == ""
