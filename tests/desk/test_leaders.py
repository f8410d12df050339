"""The heads' and the leaders' days: a class's proposals together, a question, locks and decisions, who did what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import barriers
from tests.desk.caller import Caller, caller
from tests.desk.conftest import Desk, Start
from tests.desk.office import examined, fill, main, press
from tests.ledger.school import CLOSED, OPEN, School

FIRST = "7400000001"
HEAD, PRINCIPAL, ADMINISTRATOR = "pho-hieu-truong", "hieu-truong", "quan-tri"
NEXT = "2026-2027"
DECISION, AGAIN = "51/QĐ-BM-2026", "52/QĐ-BM-2026"


def sent(me: Caller, subject: str, score: str) -> None:
    """One score of the class, signed and sent."""
    address = f"/bang/{OPEN}/7a1/hk2/{subject}"
    me.type(address, [(FIRST, "gk", score, "")])
    assert "Đã kí và gửi" in me.send(address, f"Vào điểm {subject}").text


@pytest.mark.browser
def test_a_class_is_looked_over_and_taken_at_once(school: School, start: Start, browser: Browser) -> None:
    with caller(start("gv-khang")) as maths, caller(start("gv-tham")) as civics:
        sent(maths, "toan", "8,5")
        sent(civics, "gdcd", "7")
        page = start(HEAD).enter(browser)
        page.click("text=Lấy bản mới từ máy chủ")
        page.click("text=Xem và duyệt các đề xuất")
        room = page.locator("form", has_text=f"Lớp 7a1, {OPEN}").first
        for subject in ("toan", "gdcd"):
            room.locator(f"tr:has-text('Vào điểm {subject}') >> input").check()
        room.locator("text=Xem các đề xuất đã chọn").click()
        assert sorted(page.locator("article h2 a").all_inner_texts()) == ["Vào điểm gdcd", "Vào điểm toan"]
        page.click("text=Nhận cả 2 đề xuất vào sổ")
        assert "Đã nhận 2 đề xuất" in page.inner_text("main")
        assert school.verdict()["verdict"] == "valid"
        assert "gk: 8.5" in school.git("show", f"main:records/{OPEN}/7a1/hk2/toan.yaml", where=school.server)


def test_a_question_reaches_the_author_who_takes_the_proposal_back(school: School, start: Start) -> None:
    with caller(start("gv-khang")) as author, caller(start(HEAD)) as head:
        sent(author, "toan", "8,5")
        branch = f"pr/gv-khang/{OPEN}-7a1-hk2-toan"
        head.post("/lam-moi")
        asked = head.post(f"/de-xuat/{branch}/hoi-lai", li_do="Bài 3 chấm 8 hay 8,5?")
        assert "Bài 3 chấm 8 hay 8,5?" in asked.text
        author.post("/lam-moi")
        assert "Bài 3 chấm 8 hay 8,5?" in author.get("/")
        back = author.post(f"/de-xuat/{branch}/rut-lai")
        assert f"records/{OPEN}/7a1/hk2/toan.yaml" in back.text
        assert school.git("for-each-ref", "refs/heads/pr/gv-khang", where=school.server) == ""


@pytest.mark.browser
def test_a_year_is_opened_mended_and_locked_again_by_the_principal(
    school: School, start: Start, browser: Browser
) -> None:
    """The whole at the desk: prepared, decided, printed, refused while signatures are missing, frozen as looked at."""
    year, path = f"/nam/{CLOSED}", f"records/{CLOSED}/6a1/hk2/toan.yaml"
    admin_desk, principal_desk = start(ADMINISTRATOR), start(PRINCIPAL)
    admin, principal = examined(admin_desk, browser), examined(principal_desk, browser)
    admin.goto(admin_desk.base + year)
    admin.click("summary:has-text('Lớp 6a1')")
    admin.check(f"input[value='{path}']")
    (pupil, *_) = re.findall(r'"(\d{10})": \{tx', (school.desk / path).read_text("utf-8"))
    fill(admin, quyet_dinh=DECISION, hoc_sinh=pupil, li_do="Vào nhầm một điểm cuối kì")
    press(admin, "Chuẩn bị mở sổ")
    assert "Đã kí và gửi" in main(admin)
    newer(principal, principal_desk, year)
    assert "Chờ hiệu trưởng quyết định: Mở 1 tệp" in main(principal)
    principal.click("text=Xem văn bản")
    assert "sổ chưa mở" in principal.inner_text("body")
    principal.click("text=Về năm học")
    press(principal, "Quyết định mở sổ")
    principal.click(f"th a:has-text('{DECISION}')")
    paper = " ".join(principal.inner_text("main").split())
    for words in (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO THÀNH PHỐ NAM HÀ",
        f"Số: {DECISION}",
        f"Về việc mở sổ học bạ điện tử năm học {CLOSED}",
        "Căn cứ Thông tư số 15/2026/TT-BGDĐT",
        "Toán, học kì II, lớp 6a1.",
        "chỉ được sửa dòng của 1 học sinh:",
        f"({pupil})",
    ):
        assert words in paper, words
    assert "32/2020" not in paper
    mend(school, path)
    newer(admin, admin_desk, year)
    assert "Còn 2 lớp thiếu chữ kí" in main(admin)
    fill(admin, quyet_dinh=AGAIN)
    press(admin, "Chuẩn bị khoá sổ")
    refused = main(admin)
    assert "HB363" in refused
    assert "6a1/toan – gv-khang" in refused
    assert school.git("for-each-ref", f"refs/heads/pr/{ADMINISTRATOR}/khoa-{CLOSED}", where=school.server) == ""
    sign_again(school)
    newer(admin, admin_desk, year)
    fill(admin, quyet_dinh=AGAIN)
    admin.check("[name=he]")
    press(admin, "Chuẩn bị khoá sổ")
    assert "Đã chuẩn bị, chờ hiệu trưởng: Khoá sổ, cả phần hè" in main(admin)
    newer(principal, principal_desk, year)
    frozen = principal.locator("section:has-text('Chờ hiệu trưởng quyết định') tbody tr")
    assert [row.split("\t")[:2] for row in frozen.all_inner_texts()] == [["6A1", "7"], ["10A1", "6"]]
    assert barriers(principal) == barriers(admin) == []
    press(principal, "Quyết định khoá sổ")
    assert "đã khoá, bản 3" in main(principal)
    principal.click(f"th a:has-text('{AGAIN}')")
    assert "gồm cả kết quả đánh giá lại và rèn luyện trong hè" in principal.inner_text("main")
    assert barriers(principal) == []
    said = school.verdict()
    assert said["verdict"] == "valid"
    assert school.git("rev-parse", f"locked/{CLOSED}", where=school.server) == said["tip"]


def newer(page: Page, desk: Desk, path: str) -> None:
    """Bring what the server has, and go to a page."""
    page.goto(desk.base)
    press(page, "Lấy bản mới từ máy chủ")
    page.goto(desk.base + path)


def mend(school: School, path: str) -> None:
    """The score is mended as three persons do it."""
    school.edit(path, r"(ck: )[0-9.]+", r"\g<1>6.5")
    branch = school.does("gv-khang", "propose", "-m", "Sửa điểm cuối kì.")
    school.does("gv-kiet", "approve", branch)
    school.does(HEAD, "accept", branch)


def sign_again(school: School) -> None:
    """Whoever has signed what was mended signs anew, in order."""
    for person in ("gv-khang", "gv-kiet", HEAD):
        school.does(PRINCIPAL, "accept", school.does(person, "sign", "--year", CLOSED))


@pytest.mark.browser
def test_a_new_year_is_opened_in_three_signed_steps(school: School, start: Start, browser: Browser) -> None:
    """Previewed, refused while the old year is open, one signature and one proposal a step, each by whose it is."""
    page_of = f"/mo-nam-hoc?nam={NEXT}"
    admin = examined(desk := start(ADMINISTRATOR), browser)
    admin.goto(desk.base + page_of)
    rows = admin.locator("[aria-label='Các lớp của năm học mới'] tbody tr").all_inner_texts()
    assert [row.split("\t")[:2] for row in rows if row.startswith(("8A1", "12A1"))] == [
        ["8A1", "7a1"],
        ["12A1", "11a1"],
    ]
    assert "HB230" in admin.inner_text("main [role=note]")
    assert barriers(admin) == []
    press(admin, "Kí và gửi bước này")
    assert "Chưa mở năm học mới được" in admin.inner_text("main [role=alert]")
    assert "--despite" not in main(admin)
    fill(admin, ly_do_mo="Khai giảng trước khi khoá sổ.", hk1_tu="07/09/2026")
    press(admin, "Xem trước lại")
    assert "07/09/2026" in admin.inner_text(".facts")
    press(admin, "Kí và gửi bước này")
    branch = f"pr/{ADMINISTRATOR}/mo-nam-hoc-{NEXT}"
    assert branch in main(admin)
    admin.goto(desk.base + page_of)
    assert "đang chờ duyệt" in main(admin)
    school.does(PRINCIPAL, "accept", branch)
    with caller(start("van-thu")) as registrar:
        seen = re.search(r'name="da_xem" value="([0-9a-f]+)"', registrar.get(page_of))
        assert seen is not None
        step = {"nam": NEXT, "buoc_mo": "hoc_sinh", "ly_do_mo": "Khai giảng trước khi khoá sổ.", "buoc": "gui"}
        stale = registrar.post("/mo-nam-hoc", **step, da_xem="0" * 40)
        assert (stale.status_code, "Sổ đã có mục mới sau lần xem trước" in stale.text) == (422, True)
        assert f"pr/van-thu/lop-hoc-sinh-{NEXT}" in registrar.post("/mo-nam-hoc", **step, da_xem=seen[1]).text
        book = registrar.client.get(f"/mo-nam-hoc/bang/{NEXT}/lop")
        assert book.content[:2] == b"PK"
    school.does(HEAD, "accept", f"pr/van-thu/lop-hoc-sinh-{NEXT}")
    admin.goto(desk.base + page_of)
    assert "Lớp chưa có chủ nhiệm" in main(admin)
    press(admin, "Kí và gửi bước này")
    school.does(PRINCIPAL, "accept", f"pr/{ADMINISTRATOR}/phan-cong-{NEXT}")
    admin.goto(desk.base + page_of)
    assert "Năm học đã mở xong cả ba bước" in main(admin)
    assert school.verdict()["verdict"] == "valid"


def test_who_prepares_nothing_is_told_so(start: Start) -> None:
    with caller(start(PRINCIPAL)) as principal:
        assert "Chưa ai chuẩn bị" in principal.get(f"/nam/{OPEN}")
        refused = principal.post(f"/nam/{OPEN}/khoa")
        assert (refused.status_code, "Chưa ai chuẩn bị" in refused.text) == (409, True)


def test_the_trail_of_a_pupil_a_class_and_a_person(start: Start) -> None:
    with caller(start(HEAD)) as head:
        found = head.get("/kiem-tra/?q=khang")
        assert "/kiem-tra/nguoi/gv-khang/index.html" in found
        assert "Toán, học kì I" in head.get(f"/kiem-tra/hoc-sinh/{OPEN}/{FIRST}.html")
        assert "Toán, học kì I" in head.get(f"/kiem-tra/lop/{OPEN}/7a1/index.html")
        assert f"{OPEN}/7a1/hk1/toan.yaml" in head.get("/kiem-tra/nguoi/gv-khang/index.html")
        assert "Không tìm thấy" in head.get("/kiem-tra/?q=khongcoai")
        assert head.client.get("/kiem-tra/khong-co.html").status_code == 400


def test_a_teacher_sees_no_other_class(start: Start) -> None:
    with caller(start("gv-tham")) as teacher:
        for path in ("/kiem-tra/", "/kiem-tra/index.html", "/truong/index.html"):
            answer = teacher.client.get(path)
            assert (answer.status_code, "dành cho lãnh đạo, tổ trưởng và văn phòng" in answer.text) == (409, True)
        assert 'href="/kiem-tra/"' not in teacher.get("/")
