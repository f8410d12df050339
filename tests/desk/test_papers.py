"""Papers of the office at the desk: a leaver's packet made and verified, official copies issued and recalled."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from hocba_build.domain.copies import school_year_of
from hocba_build.workflows.clock import today
from tests.desk.conftest import Desk, running
from tests.desk.office import enter, fill, main, press, saved
from tests.ledger.school import CLOSED, School

pytestmark = pytest.mark.browser
BATCH = f"{school_year_of(today())}/0001"
REGISTRAR, HEAD, PRINCIPAL = "van-thu", "pho-hieu-truong", "hieu-truong"
PUPIL, OTHER = "7400000001", "7400000003"


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


def test_copies_are_issued_and_wait_for_a_leader(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/cap-ban")
    sound(page)
    fill(page, nam=CLOSED, muc_dich="tuyen_sinh", hoc_sinh=f"{PUPIL} {OTHER}")
    press(page, "Xem trước")
    assert page.locator("main [role=alert]").count() == 1
    fill(page, noi_nhan="Trường THPT Hoà An")
    press(page, "Xem trước")
    assert "Xem lại đợt" in main(page)
    sound(page)
    press(page, "Kí và gửi")
    branch = page.text_content(".done code") or ""
    assert "chờ lãnh đạo duyệt" in main(page)
    page.goto(f"{desk.base}/cap-ban/dot/{BATCH}")
    assert f"Sổ cấp bản chưa có đợt {BATCH}." in main(page)
    shared.does(HEAD, "accept", branch)
    press_refresh(page, desk)
    page.goto(desk.base + "/cap-ban")
    assert page.locator(".chip:text-is('còn giá trị')").count() == 2
    assert "0/2" in main(page)
    sound(page)


def test_accepted_copies_are_printed_from_the_records_of_the_ledger_alone(
    shared: School, desk: Desk, page: Page
) -> None:
    """Not without the founding sheet, not from files that were changed; then the register has them."""
    page.goto(f"{desk.base}/cap-ban/dot/{BATCH}")
    assert "Chưa có tờ gốc ở máy này" in main(page)
    assert page.is_disabled("button:text-is('In')")
    page.goto(desk.base + "/in")
    page.set_input_files("#tep", shared.root / "goc-tin-cay.yaml")
    press(page, "Ghi nhớ tờ gốc")
    changed = shared.desk / f"records/hoc-sinh/{PUPIL}.yaml"
    before = changed.read_bytes()
    changed.write_bytes(before + b"# thu\n")
    assert "khác với sổ đã kiểm tra" in print_batch(page, desk, "Chưa làm được: in đợt")
    changed.write_bytes(before)
    assert "Đã in 2, giữ nguyên 0, lỗi 0." in print_batch(page, desk, "Xong: in đợt")
    sound(page)
    link = page.locator("a:text-is('mở')").first.get_attribute("href") or ""
    answer = page.request.get(desk.base + link)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    shown = subprocess.run(["pdftotext", "-", "-"], input=answer.body(), check=True, capture_output=True).stdout
    assert f"Bản số 0001/{BATCH.partition('/')[0]}" in shown.decode()
    assert page.request.get(desk.base + link.replace(PUPIL, "..%2f")).status in (400, 404)
    page.goto(desk.base + "/cap-ban")
    assert "đủ 2 bản" in main(page)
    assert shared.git("status", "--porcelain") == ""


def print_batch(page: Page, desk: Desk, ends: str) -> str:
    """Print the batch; what its page says at the end."""
    page.goto(f"{desk.base}/cap-ban/dot/{BATCH}")
    page.click("button:text-is('In')")
    page.wait_for_selector(f"text={ends}", timeout=120_000)
    return main(page)


def test_a_copy_is_recalled_by_a_list_that_the_principal_has_seen_and_others_get(
    shared: School, desk: Desk, page: Page, browser: Browser, tmp_path: Path
) -> None:
    page.goto(desk.base + "/cap-ban")
    page.check(f"[name=so][value='{BATCH.partition('/')[0]}/0001']")
    fill(page, ly_do="mat")
    press(page, "Lập danh sách thu hồi mới")
    assert (page.text_content(".done code") or "").startswith(f"pr/{REGISTRAR}/")
    assert "thu hồi: báo mất" in main(page)
    assert "Chưa có danh sách nào được kí" in main(page)
    sound(page)
    with running(shared, PRINCIPAL) as one:
        window = enter(one, browser)
        window.goto(one.base + "/cap-ban/thu-hoi")
        window.evaluate("document.querySelector('[name=da_xem]').value = '0'.repeat(40)")
        press(window, "Kí danh sách số 1")
        assert "Danh sách đã được lập lại sau khi xem." in main(window)
        window.goto(one.base + "/cap-ban/thu-hoi")
        press(window, "Kí danh sách số 1")
        assert "đã có hiệu lực" in main(window)
    press_refresh(page, desk)
    page.goto(desk.base + "/cap-ban/thu-hoi")
    press(page, "Xuất cho người ngoài trường")
    assert "Đã xuất danh sách số 1" in main(page)
    sound(page)
    assert b"<!doctype html>" in saved(page, "a[href$='.html']", tmp_path).read_bytes().lower()
    recall = saved(page, "a[href$='.zip']", tmp_path)
    copy = shared.desk / f"pdf/ban-cap/{BATCH}/{CLOSED}"
    told = {
        pupil: shared.run(
            "", "verify-qr", str(found), "--root", str(shared.root / "goc-tin-cay.yaml"), "--recall", str(recall)
        )
        for pupil in (PUPIL, OTHER)
        for found in copy.rglob(f"{pupil}.pdf")
    }
    assert (told[PUPIL].exit_code, told[OTHER].exit_code) == (1, 0)
    page.goto(f"{desk.base}/cap-ban/dot/{BATCH}")
    assert "thu hồi: báo mất" in main(page)
    assert page.locator("a:text-is('mở')").count() == 1
    assert shared.git("status", "--porcelain") == ""
    assert shared.verdict()["verdict"] == "valid"


def press_refresh(page: Page, desk: Desk) -> None:
    """Bring what the server has."""
    page.goto(desk.base + "/")
    press(page, "Lấy bản mới từ máy chủ")
