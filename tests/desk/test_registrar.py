"""The registrar's day at the desk: pupils found, entered, moved, sent; nothing typed is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.conftest import Desk, running
from tests.desk.office import enter, fill, main, press, saved
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
    assert FIRST in main(page)
    page.click(f"a[href='/hoc-sinh/{FIRST}']")
    assert "Nhập học" in main(page)


def test_a_new_pupil_is_added_signed_and_sent(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/hoc-sinh/moi/them")
    fill(page, ho_ten="Lò Thị Ánh", gioi_tinh="nu", ngay_sinh="31/13/2013", lop=f"{OPEN}/7a1", tu_ngay="06/10/2025")
    press(page, "Xem trước")
    assert "không phải một ngày" in page.inner_text("#ngay_sinh-loi")
    assert page.input_value("#ho_ten") == "Lò Thị Ánh"
    fill(page, ngay_sinh="17/05/2013")
    press(page, "Xem trước")
    said = main(page)
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
    assert "Thôi học" in main(page)
    press(page, "Ghi, gửi sau")
    page.goto(desk.base + f"/hoc-sinh/{SECOND}/bao-luu")
    fill(page, ngay="03/02/2026", chung_tu="Đơn xin bảo lưu số 4")
    press(page, "Xem trước")
    press(page, "Ghi, gửi sau")
    page.click("text=Xem các thay đổi chưa gửi")
    said = main(page)
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
    assert "Thay đổi còn nguyên ở máy này" in main(page)
    page.goto(desk.base + "/chua-gui")
    assert "Thôi học" in main(page)
    page.on("dialog", lambda dialog: dialog.accept())
    press(page, "Bỏ các thay đổi này")
    assert "trở về đúng như sổ" in main(page)
    assert shared.git("status", "--porcelain") == ""


def foreseen(page: Page, desk: Desk) -> None:
    """A change that only waits to be signed."""
    page.goto(desk.base + f"/hoc-sinh/{THIRD}/bao-luu")
    fill(page, ngay="02/02/2026", chung_tu="Đơn số 9")
    press(page, "Xem trước")
    fill(page, li_do="Một em bảo lưu")


def test_a_key_that_is_pulled_out_leaves_the_change_here(shared: School, desk: Desk, page: Page) -> None:
    foreseen(page, desk)
    home = shared.root / "khoa" / REGISTRAR
    away = home.rename(home.with_name("rut-ra"))
    press(page, "Kí và gửi")
    shutil.rmtree(home, ignore_errors=True)
    away.rename(home)
    assert "Không thấy khoá" in main(page)
    assert "Thay đổi còn nguyên ở máy này" in main(page)
    page.goto(desk.base + "/chua-gui")
    assert "Đơn số 9" in main(page)


def test_a_push_that_the_server_refuses_leaves_the_change_here(shared: School, desk: Desk, page: Page) -> None:
    foreseen(page, desk)
    hook = shared.server / "hooks/pre-receive"
    kept = hook.read_bytes()
    hook.write_text("#!/bin/sh\necho HB999 không nhận >&2\nexit 1\n")
    press(page, "Kí và gửi")
    hook.write_bytes(kept)
    assert "Máy chủ từ chối: HB999 không nhận" in main(page)
    page.goto(desk.base + "/chua-gui")
    fill(page, li_do="Một em bảo lưu")
    press(page, "Kí và gửi thành một đề xuất")
    assert (page.text_content(".done code") or "").startswith(f"pr/{REGISTRAR}/")


def test_a_list_is_dropped_looked_over_and_written(shared: School, desk: Desk, page: Page, tmp_path: Path) -> None:
    table = tmp_path / "moi.csv"
    rows = ["Họ và tên,Giới tính,Ngày sinh,Lớp", "Vàng Thị Mỉ,Nữ,03/04/2013,7A1", "Đinh Văn Tú,Nam,45/04/2013,7A1"]
    table.write_text("\n".join(rows), "utf-8")
    page.goto(desk.base + "/nhap-hoc-sinh")
    page.set_input_files("#tep", table)
    press(page, "Xem trước")
    assert "Bị từ chối, chưa ghi gì: 1 chỗ" in main(page)
    assert "HB428" in main(page)
    assert page.locator("button", has_text="Kí và gửi").count() == 0
    table.write_text("\n".join(rows[:2]), "utf-8")
    page.goto(desk.base + "/nhap-hoc-sinh")
    page.set_input_files("#tep", table)
    press(page, "Xem trước")
    assert "1 em mới" in main(page)
    press(page, "Ghi, gửi sau")
    assert "Danh sách lớp" in main(page)
    assert "records/2025-2026/7a1/lop.yaml" in shared.git("status", "--porcelain")


def test_a_month_of_absences_is_filled_in(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/buoi-nghi")
    page.click("[aria-label^='7A1, tháng 10/2025']")
    fill(page, **{f"p-{FIRST}": "2", f"k-{SECOND}": "x"})
    press(page, "Xem trước")
    assert "Không hiểu" in page.inner_text("[role=alert]")
    assert page.input_value(f"[name='p-{FIRST}']") == "2"
    fill(page, **{f"k-{SECOND}": "1"})
    press(page, "Xem trước")
    assert "tháng 10/2025 có phép" in main(page)
    fill(page, li_do="Buổi nghỉ tháng 10 lớp 7A1")
    press(page, "Kí và gửi")
    branch = page.text_content(".done code") or ""
    shared.does(HEAD, "accept", branch)
    assert shared.verdict()["verdict"] == "valid"
    shared.git("pull", "-q", "--ff-only")


def test_transcripts_are_printed_and_opened(shared: School, desk: Desk, page: Page, tmp_path: Path) -> None:
    page.goto(desk.base + "/in?nam=2024-2025")
    assert "bản nháp" in main(page)
    page.set_input_files("#tep", shared.root / "goc-tin-cay.yaml")
    press(page, "Ghi nhớ tờ gốc")
    assert "đã có ở máy này" in main(page)
    page.goto(desk.base + "/in?nam=2024-2025")
    fill(page, hoc_sinh=FIRST)
    press(page, "In")
    page.wait_for_selector("text=Đã in 1, giữ nguyên 0, lỗi 0.", timeout=90_000)
    page.locator("details summary").first.click()
    given = page.context.request.get(desk.base + (page.get_attribute(f"a:has-text('{FIRST}')", "href") or ""))
    assert (given.headers["content-type"], given.body()[:5]) == ("application/pdf", b"%PDF-")
    outside = page.context.request.get(desk.base + "/in/tep/2024-2025/..%2f..%2fgoc-tin-cay")
    assert outside.status in (400, 404)
    assert shared.git("status", "--porcelain") == ""


def test_an_export_of_another_system_is_compared(shared: School, desk: Desk, page: Page, tmp_path: Path) -> None:
    sheet = tmp_path / "toan.xlsx"
    shared.does("gv-khang", "sheet", "export", OPEN, "7a1", "hk1", "toan", "--csdl", "-o", str(sheet))
    page.goto(desk.base + "/doi-chieu")
    page.set_input_files("#tep", sheet)
    press(page, "So với sổ")
    assert "không nói" in page.inner_text("[role=alert]")
    fill(page, nam=OPEN, ki="hk1", mon="toan")
    press(page, "So lại")
    assert "khớp hoàn toàn" in main(page)
    fill(page, ki="hk2")
    press(page, "So lại")
    assert "không khớp" in main(page)
    report = saved(page, "main a:has-text('Excel')", tmp_path)
    assert report.read_bytes().startswith(b"PK")


def test_the_desk_is_closed_from_its_page(shared: School, browser: Browser) -> None:
    with running(shared, REGISTRAR) as one:
        window = enter(one, browser)
        window.on("dialog", lambda dialog: dialog.accept())
        press(window, "Đóng bàn làm việc")
        assert window.inner_text("h1") == "Đã đóng bàn làm việc"
        assert one.started.wait(20) == 0
