"""The administrator's day at the desk: a new teacher enrolled with a key of her own, deputies, keys that end."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hocba_build.domain.words import date_text
from hocba_build.trust.gpg import keyring
from hocba_build.workflows.clock import today
from tests.desk.caller import caller
from tests.desk.conftest import Desk, running
from tests.desk.office import CANCELLED, enter, fill, main, press, saved, typing, window
from tests.ledger.school import School

pytestmark = pytest.mark.browser
RADIO = re.compile(r'<input type="radio" name="khoa" value="(?P<value>[^"]*)"(?P<rest>[^>]*)>')
ADMINISTRATOR, PRINCIPAL, NEW, TEACHER = "quan-tri", "hieu-truong", "gv-moi", "gv-khang"


@pytest.fixture(scope="module")
def desk(shared: School) -> Iterator[Desk]:
    """The administrator's desk."""
    with running(shared, ADMINISTRATOR) as one:
        yield one


@pytest.fixture(scope="module")
def page(desk: Desk, browser: Browser) -> Page:
    """Her window."""
    return enter(desk, browser)


def test_a_teacher_makes_a_key_and_is_enrolled_with_it(
    shared: School, desk: Desk, page: Page, browser: Browser, tmp_path: Path
) -> None:
    """From a machine without a key to the first page of her own: one request, one proposal."""
    window(shared, NEW, CANCELLED)
    with running(shared, NEW) as hers:
        own = enter(hers, browser)
        assert "Chưa kí được ở máy này" in main(own)
        own.click("text=Xem máy này thiếu gì")
        assert "chưa có khoá nào" in main(own)
        fill(own, ma=NEW)
        press(own, "Làm khoá, rồi tự thử")
        assert "Việc kí đã bị huỷ" in main(own)
        window(shared, NEW, typing("mot-cau-dai-de-nho"))
        fill(own, ma=NEW)
        press(own, "Làm khoá, rồi tự thử")
        assert "kí được, và sổ nhận chữ kí này" in main(own)
        request = saved(own, "text=Lấy tệp xin ghi khoá", tmp_path)
        assert request.name == f"{NEW}.xin-khoa.txt"

        page.goto(desk.base + "/can-bo-moi")
        fill(page, ma=NEW, ho_ten="Trần Thị Mới", vai_tro="giao_vien")
        page.set_input_files("#tep_xin", request)
        press(page, "Xem trước")
        assert "Chưa đối chiếu vân tay khoá" in main(page)
        page.check("[name=da_nghe]")
        press(page, "Xem trước")
        assert "Trần Thị Mới" in main(page)
        press(page, "Kí và gửi")
        branch = page.text_content(".done code") or ""
        shared.does(PRINCIPAL, "accept", branch)
        assert shared.verdict()["verdict"] == "valid"

        own.goto(hers.base + "/")
        press(own, "Lấy bản mới từ máy chủ")
        assert own.inner_text(".brand-name") == "Trần Thị Mới"
        own.goto(hers.base + "/vao-lam")
        press(own, "Kí thử")
        assert "Kí được, và sổ nhận chữ kí này" in main(own)
        window(shared, NEW, typing("sai"))
        shared.end_agents()
        press(own, "Kí thử")
        assert "Sai mật khẩu của khoá" in main(own)


def test_keys_at_hand_are_offered_and_none_is_made_unasked(shared: School) -> None:
    """One with another address, and one that is too weak; each is told with its day and kind."""
    other = "gv-khac"
    window(shared, other, typing("mot-cau-dai-de-nho"))
    home = shared.root / "khoa" / other
    with keyring(home) as keys:
        mine = keys.generate("Lê Thị Khác", "rieng@nha.invalid")
        weak = _weak_key(home)

        def here() -> set[str]:
            return {one.fingerprint for one in keys.secret_keys()}

        with running(shared, other) as one, caller(one) as me:
            page = me.get("/vao-lam")
            assert "Lê Thị Khác <rieng@nha.invalid>" in page
            rows = {row["value"]: "disabled" in row["rest"] for row in RADIO.finditer(page)}
            assert rows == {mine: False, weak: True, "moi": False}
            assert [words in page for words in ("Ed25519", "RSA 1024", "khoá RSA ngắn hơn 2048 bit")] == [True] * 3
            assert f"{date_text(today())}" in page
            assert "chưa chọn dùng khoá nào" in me.post("/vao-lam", ma=other).text
            for chosen in (weak, "0" * 40):
                assert "Khoá đã chọn không dùng được" in me.post("/vao-lam", ma=other, khoa=chosen).text
            assert here() == {mine, weak}
            assert not list((shared.root / f"s-{other}").rglob("*.xin-khoa.txt"))
            taken = me.post("/vao-lam", ma=other, khoa=mine).text
            assert ("kí được, và sổ nhận" in taken, "Khoá mới vừa làm" in taken) == (True, False)
            request = me.get(f"/vao-lam/tep/{other}.xin-khoa.txt")
            assert here() == {mine, weak}
            fresh = me.post("/vao-lam", ma=other, khoa="moi").text
            assert "Khoá mới vừa làm" in fresh
            assert len(here()) == 3
            assert me.get(f"/vao-lam/tep/{other}.xin-khoa.txt") != request


def _weak_key(home: Path) -> str:
    gpg = ["gpg", "--homedir", str(home), "--batch", "--pinentry-mode", "loopback", "--passphrase", ""]
    made = subprocess.run(
        [*gpg, "--status-fd", "1", "--quick-gen-key", "gv-khac <yeu@nha.invalid>", "rsa1024", "sign", "never"],
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.partition("KEY_CREATED P ")[2].split()[0].lower()


def test_a_deputy_is_named_in_the_assignments(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + f"/can-bo/{TEACHER}/day-thay")
    fill(page, nguoi_thay="gv-anh", lop="7a1", mon="toan", ngay="02/02/2026", ly_do="Nghỉ phép")
    press(page, "Xem trước")
    assert "Bảng phân công" in main(page)
    fill(page, li_do="Cử người dạy thay Toán 7A1")
    press(page, "Kí và gửi")
    branch = page.text_content(".done code") or ""
    shared.does(PRINCIPAL, "accept", branch)
    assert "{nguoi: gv-anh, thay: gv-khang, lop: 7a1, mon: toan" in shared.git(
        "show", "main:records/2025-2026/phan-cong.yaml", where=shared.server
    )


def test_a_lost_key_is_retired_and_a_second_proposal_is_warned_of(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + f"/can-bo/{TEACHER}/khoa-thoi")
    page.select_option("#khoa", index=1)
    press(page, "Xem trước")
    assert "nghi" in main(page)
    press(page, "Kí và gửi")
    assert "Có hiệu lực khi hiệu trưởng duyệt" in main(page)
    page.goto(desk.base + f"/can-bo/{TEACHER}/thoi")
    press(page, "Xem trước")
    assert "Đang có đề xuất khác chờ duyệt trên cùng tệp" in main(page)


def test_a_file_that_is_no_request_is_told(desk: Desk, page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "thu.txt"
    wrong.write_text("Kính gửi quản trị\n")
    page.goto(desk.base + f"/can-bo/{TEACHER}/khoa-moi")
    page.set_input_files("#tep_xin", wrong)
    page.check("[name=da_nghe]")
    press(page, "Xem trước")
    assert "không phải tệp xin ghi khoá" in main(page)
