"""Papers of the office at the desk: a leaver's packet made and verified, official copies issued and recalled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hocba_build.domain.copies import school_year_of
from hocba_build.workflows.clock import today
from tests.browser import barriers
from tests.desk.conftest import Desk, running
from tests.desk.office import CANCELLED, enter, fill, main, press, saved, typing, window
from tests.ledger.school import CLOSED, School
from tests.seals.issuer import PASSPHRASE, new_issuer

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


def test_a_packet_is_made_verified_and_refused_where_the_pupil_is(
    shared: School, desk: Desk, page: Page, tmp_path: Path
) -> None:
    page.goto(desk.base + "/goi")
    assert barriers(page) == []
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
    assert barriers(page) == []
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
    assert barriers(page) == []
    fill(page, nam=CLOSED)
    press(page, "Lập bản lưu trữ")
    page.wait_for_selector("text=Xong: lập bản lưu trữ", timeout=120_000)
    assert "1 đĩa ở" in main(page)
    assert list((shared.desk / "pdf/luu-tru" / CLOSED).glob("*.iso"))
    assert shared.git("status", "--porcelain") == ""


def test_copies_are_issued_and_wait_for_a_leader(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/cap-ban")
    assert barriers(page) == []
    fill(page, nam=CLOSED, muc_dich="tuyen_sinh", hoc_sinh=f"{PUPIL} {OTHER}")
    press(page, "Xem trước")
    assert page.locator("main [role=alert]").count() == 1
    fill(page, noi_nhan="Trường THPT Hoà An")
    press(page, "Xem trước")
    assert "Xem lại đợt" in main(page)
    assert barriers(page) == []
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
    assert barriers(page) == []


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
    assert barriers(page) == []
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


def test_copies_are_sealed_and_the_pin_is_typed_beside_the_page(
    shared: School, desk: Desk, page: Page, tmp_path: Path
) -> None:
    """Where the key is, a command has said once; a wrong PIN and a closed window seal nothing."""
    page.goto(desk.base + "/ki-so")
    assert "Máy này chưa biết khoá kí số ở đâu" in main(page)
    assert barriers(page) == []
    key = new_issuer(tmp_path).self_made("hieu-truong", "Nguyễn Thị Minh Hoa")
    types(shared, typing(PASSPHRASE))
    printed = next((shared.desk / f"pdf/ban-cap/{BATCH}/{CLOSED}").rglob(f"{PUPIL}.pdf"))
    asked = ("--as", "hieu-truong", "--p12", str(key), "--pin-entry", "--remember", "-o", str(tmp_path / "da-ki"))
    assert "Đã kí 1" in command(shared, "seal", str(printed), *asked)
    types(shared, typing("111111"))
    assert "sai mật khẩu" in seal(page, desk, "Chưa làm được: kí số")
    types(shared, CANCELLED)
    assert "Việc kí đã bị huỷ." in seal(page, desk, "Việc kí đã bị huỷ.")
    assert not (shared.desk / "pdf/da-ki").exists()
    types(shared, typing(PASSPHRASE))
    assert "Đã kí 2, đã có chữ kí từ trước 0, không kí được 0." in seal(page, desk, "Xong: kí số")
    page.click("main button:has-text('Kiểm tra')")
    page.wait_for_selector("text=2 tệp chưa kết luận được", timeout=120_000)
    assert "2/2 tệp: 1 chữ kí số đúng trên từng byte đã kí" in main(page)
    assert "2/2 tệp: kết quả năm học" in main(page)
    assert page.locator("[type=password]").count() == 0
    assert barriers(page) == []
    assert shared.git("status", "--porcelain") == ""


def command(school: School, *arguments: str) -> str:
    """What a command says at the registrar's desk; a process of its own, since the browser's loop runs in this one."""
    home, state = school.root / "khoa" / REGISTRAR, school.root / f"s-{REGISTRAR}"
    env = os.environ | {"HOCBA_PERSON": REGISTRAR, "GNUPGHOME": str(home), "HOCBA_STATE": str(state)}
    hocba = Path(sys.executable).with_name("hocba")
    done = subprocess.run([hocba, "-C", school.desk, *arguments], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def types(school: School, answer: str) -> None:
    """What the registrar does in the window of her agent from now on."""
    window(school, REGISTRAR, answer)
    home = school.root / "khoa" / REGISTRAR
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "gpg-agent"], check=True, capture_output=True)


def seal(page: Page, desk: Desk, ends: str) -> str:
    """Seal the batch as the principal; what the page says at the end."""
    page.goto(desk.base + "/ki-so")
    page.click("button:text-is('Kí số')")
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
    assert barriers(page) == []
    with running(shared, PRINCIPAL) as one:
        hers = enter(one, browser)
        hers.goto(one.base + "/cap-ban/thu-hoi")
        hers.evaluate("document.querySelector('[name=da_xem]').value = '0'.repeat(40)")
        press(hers, "Kí danh sách số 1")
        assert "Danh sách đã được lập lại sau khi xem." in main(hers)
        hers.goto(one.base + "/cap-ban/thu-hoi")
        press(hers, "Kí danh sách số 1")
        assert "đã có hiệu lực" in main(hers)
    press_refresh(page, desk)
    page.goto(desk.base + "/cap-ban/thu-hoi")
    press(page, "Xuất cho người ngoài trường")
    assert "Đã xuất danh sách số 1" in main(page)
    assert barriers(page) == []
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


def test_a_medium_is_checked_and_entered_into_the_register(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/luu-tru")
    assert "sổ theo dõi chưa có bản lưu trữ nào" in main(page)
    assert unkept(shared) == [CLOSED]
    assert barriers(page) == []
    page.select_option("[name=vat]", label=f"Ảnh đĩa luu-tru/{CLOSED}/dia-1.iso")
    page.click("button[value=kiem]")
    page.wait_for_selector("text=Xong: kiểm tra", timeout=120_000)
    assert "HỢP LỆ: nội dung, sổ, khoá sổ, hồ sơ và học bạ in đều đúng" in main(page)
    assert "chưa ghi vào sổ theo dõi" in main(page)
    assert barriers(page) == []
    page.select_option("[name=vat]", label=f"Ảnh đĩa luu-tru/{CLOSED}/dia-1.iso")
    page.click("button[value=ghi]")
    assert "cần điền khi ghi sổ" in main(page)
    fill(page, noi="Phòng lưu trữ, tủ 2", so_ban="2")
    page.click("button[value=ghi]")
    page.wait_for_selector("text=Vật lưu trữ số 0001 chờ lãnh đạo duyệt", timeout=120_000)
    shared.does(HEAD, "accept", f"pr/{REGISTRAR}/luu-tru-0001")
    press_refresh(page, desk)
    page.goto(desk.base + "/luu-tru")
    assert "Phòng lưu trữ, tủ 2" in main(page)
    assert "Còn thiếu" not in main(page)
    assert unkept(shared) == []


def test_a_damaged_medium_is_told_and_not_registered(shared: School, desk: Desk, page: Page) -> None:
    page.goto(desk.base + "/luu-tru")
    kept = shared.desk / f"pdf/luu-tru/{CLOSED}/luu-tru/luu-tru.txt"
    kept.write_bytes(kept.read_bytes() + b"thu\n")
    page.select_option("[name=vat]", label=f"Thư mục luu-tru/{CLOSED}")
    page.click("button[value=kiem]")
    page.wait_for_selector("text=KHÔNG HỢP LỆ", timeout=120_000)
    page.select_option("[name=vat]", label=f"Thư mục luu-tru/{CLOSED}")
    fill(page, noi="Tủ 3")
    page.click("button[value=ghi]")
    page.wait_for_selector("text=Chưa làm được: kiểm tra và ghi sổ", timeout=120_000)
    assert "Bản lưu trữ không đúng" in main(page)


def unkept(school: School) -> list[str]:
    """The years that the doctor misses in the register of media."""
    rows = json.loads(school.run("quan-tri", "doctor", "--json").stdout)["muc"]
    return [one["doi_tuong"] for one in rows if one["loai"] == "luu-tru"]
