"""After the year: a re-test by its teacher, summer training and an award by the homeroom teacher, up to the lock."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk.caller import caller
from tests.desk.conftest import Start
from tests.desk.summer import CONDUCT, MATHS, RETESTED, TRAINED, TRAINING, to_june
from tests.ledger.school import CLOSED, OPEN, School

pytestmark = pytest.mark.browser
TEACHER, HOMEROOM, HEAD, REGISTRAR = "gv-khang", "gv-kiet", "pho-hieu-truong", "van-thu"
RETEST = f"/bang/{CLOSED}/6a1/ca-nam/toan"
SUMMER = f"/bang/{CLOSED}/6a1/ca-nam/ren-luyen-he"
HONOURS = f"/bang/{OPEN}/7a1/ca-nam/khen-thuong"
CHOICES = f"/bang/{OPEN}/11a1/ca-nam/lua-chon"
PUPIL = "7400000001"
HOSTILE = ["<img src=x onerror=alert(1)>", "{{7*7}}", "=1+8", "' OR 1=1", "\u202e5", "9" * 3000]


def cell(pupil: str, column: str) -> str:
    return f"tr[data-pupil='{pupil}'] input[name='{column}']"


def typed(page: Page, where: str, text: str) -> None:
    page.click(where)
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def kept(page: Page) -> None:
    page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()


def beside(page: Page, pupil: str) -> list[str]:
    return page.locator(f"tr[data-pupil='{pupil}'] [data-told]").all_inner_texts()


def signed(page: Page, reason: str) -> str:
    page.click("text=Xem lại, kí và gửi")
    page.fill("[name=li_do]", reason)
    page.click("button:has-text('Kí và gửi')")
    return page.text_content(".done code") or ""


def test_a_summer_from_the_june_lock_to_the_last(school: School, start: Start, browser: Browser) -> None:
    to_june(school)
    page = (desk := start(TEACHER)).enter(browser)
    due = page.locator("tr", has_text="Đánh giá lại Toán")
    expect(due).to_contain_text("0/1 em")
    expect(due).to_contain_text("1 chờ đánh giá lại")
    page.click("text=Đánh giá lại Toán")
    assert page.locator("tr[data-pupil]").count() == 1, "only who is entitled"
    first = beside(page, RETESTED)
    typed(page, cell(RETESTED, "ket_qua"), "5,5")
    typed(page, cell(RETESTED, "ngay"), "21/7/2025")
    kept(page)
    assert beside(page, RETESTED)[0] == f"{first[0]} → 5,5"
    typed(page, cell(RETESTED, "ket_qua"), "55")
    kept(page)
    assert page.get_attribute(cell(RETESTED, "ket_qua"), "title") == "ghi 55, ngoài thang điểm 0–10: có phải 5,5?"
    typed(page, cell(RETESTED, "ket_qua"), "5,5")
    kept(page)
    assert signed(page, "Đánh giá lại Toán") == f"pr/{TEACHER}/{CLOSED}-6a1-ca-nam-danh-gia-lai-toan"

    page = (desk := start(HOMEROOM)).enter(browser)
    page.click("text=Rèn luyện trong hè")
    typed(page, cell(TRAINED, "muc"), "đ")
    kept(page)
    assert beside(page, TRAINED) == ["Chưa đạt → Đạt", "Chờ rèn luyện hè → Lên lớp"]
    trained = signed(page, "Rèn luyện hè")
    page.goto(f"{desk.base}/bang/{CLOSED}/6a1/ca-nam/khen-thuong")
    assert "đã khoá, chỉ xem được" in page.inner_text("main"), "what June has locked stays so"
    retested = f"pr/{TEACHER}/{CLOSED}-6a1-ca-nam-danh-gia-lai-toan"
    school.does("hieu-truong", "approve", retested)
    for branch in (retested, trained):
        school.does(HEAD, "accept", branch)
    told = school.git("show", f"main:{MATHS}", where=school.server)
    assert f'"{RETESTED}": {{diem: 5.5, ngay: "2025-07-21"}}' in told
    assert f'"{TRAINED}": {{muc: dat}}' in school.git("show", f"main:{TRAINING}", where=school.server)
    assert f'"{TRAINED}": {{muc: chua_dat' in school.git("show", f"main:{CONDUCT}", where=school.server)
    for person in (TEACHER, HOMEROOM, HEAD):
        school.does("hieu-truong", "accept", school.does(person, "sign", "--year", CLOSED))
    school.does("quan-tri", "lock", CLOSED, "--he", "--decision", "53/QĐ-BM")
    school.does("hieu-truong", "lock", CLOSED)
    year = json.loads(school.run(HOMEROOM, "results", CLOSED, "6a1", "--json").stdout)["hoc_sinh"]
    ended = next(one for one in year if one["ma"] == TRAINED)["ca_nam"]
    assert (ended["ket_luan"], ended["ban_dau"]["ket_luan"]) == ("len_lop", "ren_luyen_he")
    assert next(one for one in year if one["ma"] == RETESTED)["mon"]["toan"]["danh_gia_lai"] == "5.5"
    assert school.verdict()["verdict"] == "valid"


def test_an_award_is_typed_pasted_down_and_sent(school: School, start: Start, browser: Browser) -> None:
    page = (desk := start(HOMEROOM)).enter(browser)
    page.goto(desk.base + HONOURS)
    page.click(cell(PUPIL, "khen_thuong.1.noi_dung"))
    page.keyboard.press("Alt+2")
    typed(page, cell(PUPIL, "khen_thuong.1.so"), "45/QĐ-BM")
    typed(page, cell(PUPIL, "khen_thuong.1.ngay"), "30/5/2026")
    typed(page, cell(PUPIL, "cuoc_thi.1.ket_qua"), "Giải Nhì")
    kept(page)
    assert (
        page.get_attribute(cell(PUPIL, "cuoc_thi.1.ket_qua"), "title") == "chưa ghi cuộc thi 1: ghi tên, hoặc xoá ô này"
    )
    page.goto(f"{desk.base}{HONOURS}?phan=cuoc_thi")
    assert page.locator("tr[data-pupil] >> nth=0 >> input").count() == 4
    typed(page, cell(PUPIL, "cuoc_thi.1.ten"), "Olympic Toán cấp trường")
    kept(page)
    branch = signed(page, "Khen thưởng cuối năm")
    text = school.git("show", f"{branch}:records/{OPEN}/7a1/ca-nam/khen-thuong.yaml", where=school.server)
    assert f'"{PUPIL}": {{khen_thuong: [{{noi_dung: Học sinh Giỏi, so: 45/QĐ-BM, ngay: "2026-05-30"}}]' in text
    assert "cuoc_thi: [{ten: Olympic Toán cấp trường, ket_qua: Giải Nhì}]" in text
    with page.expect_navigation():  # The form that stands there once another proposal was taken.
        page.evaluate(
            "way => Object.assign(document.forms[document.forms.length - 1], {action: way}).submit()",
            f"/de-xuat/{branch}/lam-lai",
        )
    page.goto(desk.base + HONOURS)
    assert page.input_value(cell(PUPIL, "khen_thuong.1.ngay")) == "30/05/2026"


def test_what_a_pupil_takes_is_the_registrars_and_nobody_elses(school: School, start: Start) -> None:
    with caller(start(REGISTRAR)) as office, caller(start(HOMEROOM)) as homeroom:
        pupil = "7400000007"
        cells = [(pupil, "lua_chon.hoa-hoc", "", "x"), (pupil, "lua_chon.am-nhac", "x", "")]
        for me in (office, homeroom):
            assert me.type(CHOICES, cells).json()["hang"][pupil]["ket_qua"] == ["4/4", "3/3"]
        refused = homeroom.send(CHOICES, "Đổi môn lựa chọn")
        assert refused.status_code == 409
        assert school.git("status", "--porcelain") == "", "nothing is left behind"
        sent = office.send(CHOICES, "Đổi môn lựa chọn")
        assert "Đã kí và gửi" in sent.text
        changed = school.git("diff", f"main...pr/{REGISTRAR}/{OPEN}-11a1-lop", where=school.server)
        added = [line for line in changed.splitlines() if line.startswith("+ ")]
        assert len(added) == 1
        assert "lua_chon: [am-nhac, sinh-hoc, tin-hoc, vat-li]" in added[0]
        details = f"/lop/{OPEN}/7a1/thong-tin"
        assert "Chưa ghi được" in office.post(details, ten="9" * 60, buoc="xem").text
        assert "<img" not in office.post(details, ten=HOSTILE[0], buoc="xem").text
        named = office.post(details, ten="7A1", ngoai_ngu_1="Tiếng Pháp", buoc="gui", li_do="Ngoại ngữ của lớp")
        assert "Đã kí và gửi" in named.text
        told = school.git("show", f"pr/{REGISTRAR}/{OPEN}-7a1-lop:records/{OPEN}/7a1/lop.yaml", where=school.server)
        assert "ngoai_ngu_1: Tiếng Pháp" in told


def test_hostile_text_is_only_text_in_every_new_cell(start: Start) -> None:
    with caller(start(HOMEROOM)) as me:
        for address, pupil in ((HONOURS, PUPIL), (CHOICES, "7400000007")):
            columns = [one for one in me.get(address).split('name="')[1:] if '"' in one]
            names = list(
                dict.fromkeys(one.partition('"')[0] for one in columns if "data-so" in one or "aria-label" in one)
            )
            for text in HOSTILE:
                answer = me.type(
                    address, [(pupil, name, text, "") for name in names if "." in name or name == "khuyet_tat"]
                )
                assert answer.status_code == 200, answer.text
                shown = me.client.get(address).text
                assert "<img src=x" not in shown
                assert "49" not in shown.partition("<tbody>")[2].partition("</tbody>")[0].replace(text, "")
            me.post(f"{address}/bo")


def test_a_decision_is_prepared_by_the_homeroom_teacher_and_the_principals_to_take(
    school: School, start: Start
) -> None:
    address = f"/lop/{OPEN}/7a1/quyet-dinh"
    asked: dict[str, str | list[str]] = {
        "ma": PUPIL,
        "so": "12/QĐ-BM",
        "ngay": "01/10/2025",
        "mon": ["toan", "gdtc"],
        "che_do": "giam_yeu_cau",
    }
    with caller(start(HOMEROOM)) as me:
        for field, words in (("che_do", "cần chọn"), ("mon", "cần chọn"), ("so", "cần điền")):
            assert words in me.post(f"{address}/che-do", **{**asked, field: ""}, buoc="xem").text
        seen = me.post(f"{address}/che-do", **asked, buoc="xem").text
        assert "Sẽ ghi vào hồ sơ" in seen
        assert school.git("status", "--porcelain") == "", "looking writes nothing"
        hostile = me.post(f"{address}/che-do", **{**asked, "so": HOSTILE[0]}, buoc="xem").text
        assert "<img src=x" not in hostile
        levels = {"ma": PUPIL, "so": "13/QĐ-BM", "ngay": "01/10/2025", "ki": "hk1", "hoc_tap": "kha"}
        refused = me.post(f"{address}/xep-muc", **levels, buoc="gui", li_do="Xếp mức")
        assert (refused.status_code, "HB218" in refused.text) == (422, True)
        sent = me.post(f"{address}/che-do", **asked, buoc="gui", li_do="Chế độ đánh giá theo môn")
        assert "Đã kí và gửi" in sent.text
        branch = f"pr/{HOMEROOM}/{OPEN}-7a1-quyet-dinh"
        assert school.run(HEAD, "accept", branch).exit_code == 4, "the principal's alone"
        school.does("hieu-truong", "accept", branch)
        assert "Giảm yêu cầu" in me.get(address)
        taken = me.post(f"{address}/bo", ma=PUPIL, thu="1", buoc="gui", li_do="Thôi chế độ")
        assert "Đã kí và gửi" in taken.text


def test_no_such_sheet_has_no_page(start: Start) -> None:
    with caller(start(HOMEROOM)) as me:
        for wrong in ("ca-nam/chu-nhiem", "hk1/khen-thuong", "ca_nam/toan", "ca-nam/khong-co"):
            assert me.client.get(f"/bang/{OPEN}/7a1/{wrong}").status_code == 400
