"""The heads' and the leaders' days: a class's proposals together, a question, locks and decisions, who did what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.desk.caller import Caller, caller
from tests.desk.conftest import Start
from tests.ledger.school import CLOSED, OPEN, School

FIRST = "7400000001"
HEAD, PRINCIPAL, ADMINISTRATOR = "pho-hieu-truong", "hieu-truong", "quan-tri"
DECISION = "51/QĐ-BM-2026"


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


def test_an_opening_is_prepared_decided_and_printed(school: School, start: Start) -> None:
    with caller(start(ADMINISTRATOR)) as admin, caller(start(PRINCIPAL)) as principal:
        year = f"/nam/{CLOSED}"
        path = f"records/{CLOSED}/6a1/hk2/toan.yaml"
        assert f'value="{path}"' in admin.get(year)
        admin.post(f"{year}/mo", quyet_dinh=DECISION, pham_vi=[path], li_do="Vào nhầm một điểm cuối kì")
        principal.post("/lam-moi")
        waits = principal.get(year)
        assert "Chờ hiệu trưởng quyết định: Mở 1 tệp" in waits
        assert DECISION in waits
        number = re.search(rf'{year}/quyet-dinh/(\d+)">Xem văn bản', waits)
        assert number is not None
        assert "sổ chưa mở" in principal.get(f"{year}/quyet-dinh/{number[1]}")
        principal.post(f"{year}/mo")
        paper = principal.get(f"{year}/quyet-dinh/{number[1]}")
        for words in (
            "SỞ GIÁO DỤC VÀ ĐÀO TẠO THÀNH PHỐ NAM HÀ",
            f"Số: {DECISION}",
            f"Về việc mở sổ học bạ điện tử năm học {CLOSED}",
            "Căn cứ Thông tư số 15/2026/TT-BGDĐT",
            "Toán, học kì II, lớp 6a1.",
        ):
            assert words in paper, words
        assert "32/2020" not in paper
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
