"""Two persons at one class, and records that change underneath: nothing is written over, both values are shown."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser

from tests.desk.caller import caller
from tests.desk.conftest import TEACHER, Start
from tests.ledger.school import OPEN, School

FIRST = "7400000001"
MATHS = f"/bang/{OPEN}/7a1/hk2/toan"
SCIENCE = f"/bang/{OPEN}/7a1/hk2/khtn"
SCIENCE_FILE = f"records/{OPEN}/7a1/hk2/khtn.yaml"
SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"


def score(school: School, place: str) -> str:
    """The first pupil's first score in the records."""
    found = re.search(rf'"{FIRST}": {{tx: \[([^,\]]+)', school.git("show", place))
    assert found is not None
    return found[1]


def test_the_person_sees_both_values_and_chooses(school: School, start: Start, browser: Browser) -> None:
    page = (desk := start(TEACHER)).enter(browser)
    page.goto(desk.base + MATHS)
    first = f"tr[data-pupil='{FIRST}']"
    before = page.input_value(f"{first} input[name=tx1]")
    page.fill(f"{first} input[name=tx1]", "3")
    page.fill(f"{first} input[name=tx2]", "4")
    page.keyboard.press("Enter")
    page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()
    school.edit(SCORES, rf'("{FIRST}": {{tx: \[)[^\]]+', r"\g<1>2, 1")
    page.reload()
    rows = [row.split("\t") for row in page.locator("[data-clashes] tbody tr").all_inner_texts()]
    assert [(row[1], row[3], row[4]) for row in rows] == [("ĐĐGtx1", "3", "2"), ("ĐĐGtx2", "4", "1")]
    assert rows[0][2] == before
    page.check(f"[name='chon:{FIRST}:tx1'][value=toi]")
    page.check(f"[name='chon:{FIRST}:tx2'][value=so]")
    page.click("text=Giữ như đã chọn")
    assert page.locator("[data-clashes]").count() == 0
    assert [page.input_value(f"{first} input[name={name}]") for name in ("tx1", "tx2")] == ["3", "1"]
    assert page.text_content("[data-changes]") == "1"


def test_a_page_left_open_does_not_write_over_what_came_meanwhile(school: School, start: Start) -> None:
    """The page showed 9; the records say 2 by the time 8 is typed over the 9."""
    with caller(start(TEACHER)) as me:
        shown = re.search(rf'data-pupil="{FIRST}".*?name="tx1"[^>]*data-so="([^"]+)"', me.get(MATHS), re.DOTALL)
        assert shown is not None
        school.edit(SCORES, rf'("{FIRST}": {{tx: \[)[^,]+', r"\g<1>2")
        answer = me.type(MATHS, [(FIRST, "tx1", "8", shown[1])]).json()
        assert answer["hang"][FIRST]["khac"] == 1
        assert f"khi sổ ghi {shown[1]}, nay sổ là 2" in answer["hang"][FIRST]["sai"]["tx1"]
        assert "HB415" in me.get(MATHS + "/gui")


def test_another_window_of_the_same_person_is_taken_along(start: Start, browser: Browser) -> None:
    desk = start(TEACHER)
    page = desk.enter(browser)
    page.goto(desk.base + MATHS)
    second = page.context.new_page()
    second.goto(desk.base + MATHS)
    second.fill(f"tr[data-pupil='{FIRST}'] input[name=tx3]", "7,5")
    second.keyboard.press("Enter")
    second.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()
    page.fill(f"tr[data-pupil='{FIRST}'] input[name=tx4]", "6")
    page.keyboard.press("Enter")
    page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()
    assert page.input_value(f"tr[data-pupil='{FIRST}'] input[name=tx3]") == "7,5"
    assert page.text_content("[data-changes]") == "2"


def test_what_is_signed_is_what_was_looked_at(school: School, start: Start) -> None:
    with caller(start(TEACHER)) as me:
        me.type(MATHS, [(FIRST, "tx3", "8", "")])
        seen = me.seal(MATHS)
        me.type(MATHS, [(FIRST, "tx4", "1", "")])
        answer = me.post(MATHS + "/gui", li_do="Vào điểm thường xuyên", da_xem=seen)
        assert (answer.status_code, "đã đổi sau lần xem lại" in answer.text) == (409, True)
        assert school.git("status", "--porcelain") == ""
        assert "Đã kí và gửi" in me.send(MATHS, "Vào điểm thường xuyên").text


def test_two_teachers_of_one_sheet_and_neither_loses_a_cell(school: School, start: Start) -> None:
    """Both send; the first is taken; the second takes hers back into a draft and is asked about the common cell."""
    with caller(start("gv-trang")) as one:
        one.type(SCIENCE, [(FIRST, "tx3", "8", ""), (FIRST, "gk", "7", "")])
        assert "Đã kí và gửi" in one.send(SCIENCE, "Vào điểm phần Sinh học").text
    desk = school.root / "ban-hai"
    school.copy_desk(desk)
    with caller(start("gv-dung", desk)) as other, caller(start("pho-hieu-truong")) as head:
        other.type(SCIENCE, [(FIRST, "tx3", "5", ""), (FIRST, "tx4", "6", "")])
        assert "Đã kí và gửi" in other.send(SCIENCE, "Vào điểm phần Hoá học").text
        mine, theirs = (f"pr/{name}/{OPEN}-7a1-hk2-khtn" for name in ("gv-trang", "gv-dung"))
        head.post("/lam-moi")
        assert "Đã nhận 1 đề xuất" in head.post("/de-xuat/nhan", nhanh=mine).text
        assert "Tác giả phải làm lại trên bản mới" in head.get(f"/de-xuat/{theirs}")
        refused = head.post("/de-xuat/nhan", nhanh=theirs)
        assert (refused.status_code, "vừa được một đề xuất khác sửa" in refused.text) == (409, True)
        other.post("/lam-moi")
        assert "Lấy lại thành bản nháp" in other.get(f"/de-xuat/{theirs}")
        back = other.post(f"/de-xuat/{theirs}/lam-lai")
        assert f"nay:{FIRST}:tx3" in back.text
        assert f"nay:{FIRST}:tx4" not in back.text
        assert re.search(r'name="tx4" value="6"', back.text)
        other.post(f"{SCIENCE}/chon", **{f"chon:{FIRST}:tx3": "so", f"nay:{FIRST}:tx3": "8"})
        assert "Đã kí và gửi" in other.send(SCIENCE, "Vào điểm phần Hoá học").text
        head.post("/lam-moi")
        assert "Đã nhận 1 đề xuất" in head.post("/de-xuat/nhan", nhanh=theirs).text
    row = next(
        one for one in school.git("show", f"main:{SCIENCE_FILE}", where=school.server).splitlines() if FIRST in one
    )
    assert ("8, 6]" in row, "gk: 7" in row) == (True, True)
    assert school.verdict()["verdict"] == "valid"


def test_only_the_author_takes_a_proposal_back(school: School, start: Start) -> None:
    branch = f"pr/gv-kiet/ren-luyen-hk2-{OPEN}-7a1"
    with caller(start("pho-hieu-truong")) as head, caller(start("gv-kiet")) as author:
        refused = head.post(f"/de-xuat/{branch}/lam-lai")
        assert (refused.status_code, "không phải đề xuất của pho-hieu-truong" in refused.text) == (409, True)
        assert "Nghỉ tháng" in author.post(f"/de-xuat/{branch}/lam-lai").text
        assert branch not in school.git("for-each-ref", "refs/heads/pr", where=school.server)


def test_an_author_who_moves_a_proposal_is_looked_at_again(school: School, start: Start) -> None:
    with caller(start(TEACHER)) as me, caller(start("pho-hieu-truong")) as head:
        me.type(MATHS, [(FIRST, "tx3", "8", "")])
        me.send(MATHS, "Vào điểm thường xuyên")
        branch = f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan"
        head.post("/lam-moi")
        shown = re.search(rf"{branch}@[0-9a-f]{{40}}", head.get(f"/de-xuat/{branch}"))
        assert shown is not None
        me.post(f"/de-xuat/{branch}/rut-lai")
        school.edit(SCORES, r", 8\]", ", 10]")
        assert "Đã kí và gửi" in me.post("/gui", li_do="Vào lại điểm", tep=SCORES).text
        refused = head.post("/de-xuat/nhan", nhanh=shown[0])
        assert (refused.status_code, "vừa được tác giả đổi" in refused.text) == (409, True)


def test_a_second_proposal_on_one_class_list_is_warned_of(school: School, start: Start, tmp_path: Path) -> None:
    (listed := tmp_path / "ds.csv").write_text("Họ và tên,Giới tính,Ngày sinh\nĐinh Thị Mơ,Nữ,03/04/2013\n", "utf-8")
    with caller(start("van-thu")) as registrar:
        fields = {"ngay": "01/03/2026", "ly_do": "Gia đình chuyển nơi ở"}
        first = registrar.post(f"/hoc-sinh/{FIRST}/thoi-hoc", **fields)
        assert "đề xuất khác chờ duyệt" not in first.text
        sent = registrar.post(f"/hoc-sinh/{FIRST}/thoi-hoc", **fields, buoc="gui", li_do="Một em thôi học")
        assert "Đã kí và gửi" in sent.text
        second = registrar.post("/hoc-sinh/7400000004/thoi-hoc", **fields)
        assert "Đang có đề xuất khác chờ duyệt trên cùng tệp" in second.text
        assert "Một em thôi học" in second.text
        lists = [registrar.post("/nhap-hoc-sinh", tep=listed, lop=room).text for room in ("7a1", "11a1")]
        assert ["1 em mới" in text for text in lists] == [True, True]
        assert ["Một em thôi học" in text for text in lists] == [True, False]
        assert "Đang có đề xuất khác chờ duyệt trên cùng tệp" in lists[0]
