"""The registrar's day at the desk: pupils found, entered, moved, sent; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.conftest import Desk, running
from tests.desk.office import enter, fill, press
from tests.ledger.school import OPEN, School

pytestmark = pytest.mark.browser
REGISTRAR, HEAD = "van-thu", "pho-hieu-truong"
FIRST, SECOND, THIRD = "7400000001", "7400000004", "7400000005"


@pytest.fixture(scope="module")
def desk(shared: School) -> Iterator[Desk]:
    """The registrar's desk."""
    with running(shared, REGISTRAR) as one:
        yield one


@pytest.fixture(scope="module")
def page(desk: Desk, browser: Browser) -> Page:
    """Her window."""
    return enter(desk, browser)


@pytest.fixture(autouse=True)
def clean(shared: School) -> Iterator[None]:
    """Each test leaves the work tree as the ledger has it."""
    yield
    shared.git("checkout", "-q", "--", "records")
    shared.git("clean", "-fdq", "records")


def test_a_pupil_is_found_by_name_without_accents(desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/van-phong")
    page.click("text=Tìm, xem, ghi thay đổi")
    page.click("a:has-text('7A1')")
    name = page.locator("tbody a.name").first.inner_text()
    page.fill("#tim", name.split()[-1].lower().replace("đ", "d"))
    press(page, "Tìm")
    assert FIRST in page.inner_text("main")
    page.click(f"a[href='/hoc-sinh/{FIRST}']")
    assert "Nhập học" in page.inner_text("main")


def test_a_new_pupil_is_added_signed_and_sent(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/hoc-sinh/moi/them")
    fill(page, ho_ten="Lò Thị Ánh", gioi_tinh="nu", ngay_sinh="31/13/2013", lop=f"{OPEN}/7a1", tu_ngay="06/10/2025")
    press(page, "Xem trước")
    assert "không phải một ngày" in page.inner_text("#ngay_sinh-loi")
    assert page.input_value("#ho_ten") == "Lò Thị Ánh"
    fill(page, ngay_sinh="17/05/2013")
    press(page, "Xem trước")
    said = page.inner_text("main")
    assert "Nhân thân học sinh" in said
    assert "Danh sách lớp, lớp 7a1" in said
    assert shared.git("status", "--porcelain") == ""
    fill(page, li_do="Thêm một học sinh mới")
    press(page, "Kí và gửi")
    branch = page.text_content(".done code") or ""
    assert branch.startswith(f"pr/{REGISTRAR}/")
    assert shared.git("status", "--porcelain") == ""
    shared.does(HEAD, "accept", branch)
    assert shared.verdict()["verdict"] == "valid"
    shared.git("pull", "-q", "--ff-only")


def test_several_changes_go_in_one_proposal(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + f"/hoc-sinh/{FIRST}/thoi-hoc")
    fill(page, ngay="02/02/2026", ly_do="Theo gia đình")
    press(page, "Xem trước")
    assert "Thôi học" in page.inner_text("main")
    press(page, "Ghi, gửi sau")
    page.goto(desk.base + f"/hoc-sinh/{SECOND}/bao-luu")
    fill(page, ngay="03/02/2026", chung_tu="Đơn xin bảo lưu số 4")
    press(page, "Xem trước")
    press(page, "Ghi, gửi sau")
    page.click("text=Xem các thay đổi chưa gửi")
    said = page.inner_text("main")
    assert "Hồ sơ học sinh" in said
    assert "Đơn xin bảo lưu số 4" in said
    fill(page, li_do="Hai em rời lớp")
    press(page, "Kí và gửi thành một đề xuất")
    assert (page.text_content(".done code") or "").startswith(f"pr/{REGISTRAR}/")
    assert shared.git("status", "--porcelain") == ""


def test_what_the_rules_refuse_is_said_and_what_was_typed_stays(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + f"/hoc-sinh/{THIRD}/chuyen-lop")
    fill(page, lop="7a1", ngay="02/02/2026", ly_do="Theo nguyện vọng")
    press(page, "Xem trước")
    assert "đang ở lớp 7a1" in page.inner_text("[role=alert]")
    assert page.input_value("#ly_do") == "Theo nguyện vọng"
    assert shared.git("status", "--porcelain") == ""


def test_no_server_leaves_the_change_here(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + f"/hoc-sinh/{THIRD}/thoi-hoc")
    fill(page, ngay="02/02/2026", ly_do="Theo gia đình")
    press(page, "Xem trước")
    away = shared.server.rename(shared.server.with_name("di-vang.git"))
    fill(page, li_do="Một em rời trường")
    press(page, "Kí và gửi")
    away.rename(shared.server)
    assert "Thay đổi còn nguyên ở máy này" in page.inner_text("main")
    page.goto(desk.base + "/chua-gui")
    assert "Thôi học" in page.inner_text("main")
    page.on("dialog", lambda dialog: dialog.accept())
    press(page, "Bỏ các thay đổi này")
    assert "trở về đúng như sổ" in page.inner_text("main")
    assert shared.git("status", "--porcelain") == ""
