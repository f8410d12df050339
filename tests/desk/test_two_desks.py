"""Two persons at one class, and records that change underneath: nothing is written over, both values are shown."""

from __future__ import annotations

import html
import re
from pathlib import Path

import httpx
from playwright.sync_api import Browser

from tests.desk.caller import caller
from tests.desk.conftest import TEACHER, Start
from tests.desk.forms import Form, forms_of
from tests.ledger.school import OPEN, School

FIRST = "7400000001"
MATHS = f"/bang/{OPEN}/7a1/hk2/toan"
SCIENCE = f"/bang/{OPEN}/7a1/hk2/khtn"
SCIENCE_FILE = f"records/{OPEN}/7a1/hk2/khtn.yaml"
SECOND = "7400000004"
MONTH = f"/buoi-nghi/{OPEN}/7a1/hk2/2026-03"
ABSENCES = f"records/{OPEN}/7a1/hk2/chuyen-can.yaml"
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


def both_sides(answer: httpx.Response) -> list[list[str]]:
    """What a page tells of records that moved: whose, which cell, as it was, as it stands, as it would be."""
    told = re.search(r"<section[^>]*data-both>.*?<tbody>(.*?)</tbody>", answer.text, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", told[1], re.DOTALL) if told else []
    cells = (re.findall("<t[hd].*?</t[hd]>", row) for row in rows)
    return [[html.unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in cells]


def again(answer: httpx.Response, action: str) -> Form:
    """The form of the page that asks whether it is meant in spite of that."""
    assert "Vẫn kí và gửi" in answer.text
    return next(one for one in forms_of(action, answer.text) if one.action == action)


def taken_elsewhere(school: School, author: str, merger: str, *command: str) -> None:
    """A change made at another desk, proposed and accepted there."""
    elsewhere = school.root / "ban-hai"
    if not elsewhere.exists():
        school.copy_desk(elsewhere)
    printed = school.does(author, *command, desk=elsewhere)
    branch = printed if command[0] == "staff" else school.does(author, "propose", "-m", "Việc khác", desk=elsewhere)
    school.does(merger, "accept", branch, desk=elsewhere)


def test_a_pupil_who_was_changed_elsewhere_is_not_written_over(school: School, start: Start) -> None:
    """Her form stands open, a colleague's change of the same pupil is taken, and she brings it to this machine."""
    edit, beside = f"/hoc-sinh/{FIRST}/sua", f"/hoc-sinh/{SECOND}/sua"
    typed = {"ngay": "03/03/2026", "ho_ten": "Lò Thị Ánh", "chung_tu": "Trích lục 12", "li_do": "Cải chính"}
    with caller(start("van-thu")) as me:
        mine, honest = me.opened(edit), me.opened(beside)
        words = ("--since", "2026-03-02", "--name", "Lò Thị Ngọc Anh", "--document", "Trích lục 11")
        taken_elsewhere(school, "van-thu", "pho-hieu-truong", "pupil", "edit", FIRST, *words)
        me.post("/lam-moi")
        before = school.proposals()
        seen = me.post(edit, **mine.sent(**typed, buoc="xem"))
        refused = me.post(edit, **mine.sent(**typed, buoc="gui"))
        assert (seen.status_code, refused.status_code, "chưa ghi gì" in refused.text) == (200, 409, True)
        for answer in (seen, refused):
            rows = [row[2:] for row in both_sides(answer)]
            assert ["–", "Lò Thị Ngọc Anh", "giữ như bây giờ"] in rows
            assert ["–", "–", "Lò Thị Ánh"] in rows
        assert (school.git("status", "--porcelain"), school.proposals()) == ("", before)
        sent = me.post(edit, **again(refused, edit).sent(buoc="gui"))
        assert "Đã kí và gửi" in sent.text
        sent = me.post(beside, **honest.sent(**typed, buoc="gui"))
        assert (both_sides(sent), "Đã kí và gửi" in sent.text) == ([], True)


def test_a_month_that_was_changed_underneath_is_told_and_kept(school: School, start: Start) -> None:
    """A command writes the month at this machine while the page is open."""
    with caller(start("van-thu")) as me:
        mine = me.opened(MONTH)
        school.does("van-thu", "absence", "set", OPEN, "7a1", "2026-03", f"{FIRST}=1+0")
        first = school.desk.joinpath(ABSENCES).read_bytes()
        typed = {f"p-{FIRST}": "3", "buoc": "gui", "li_do": "Buổi nghỉ tháng 3"}
        stranger = me.post(MONTH, **mine.sent(**typed, da_thay="0" * 64))
        assert (stranger.status_code, "Trang đã cũ" in stranger.text) == (409, True)
        refused = me.post(MONTH, **mine.sent(**typed))
        assert (refused.status_code, school.desk.joinpath(ABSENCES).read_bytes() == first) == (409, True)
        assert ["–", "1", "3"] in [row[2:] for row in both_sides(refused)]
        waiting = me.opened("/chua-gui", "/chua-gui/bo")
        school.does("van-thu", "absence", "set", OPEN, "7a1", "2026-03", f"{FIRST}=2+0")
        second = school.desk.joinpath(ABSENCES).read_bytes()
        dropped = me.post("/chua-gui/bo", **waiting.sent())
        assert (dropped.status_code, school.desk.joinpath(ABSENCES).read_bytes() == second) == (409, True)
        once_more = me.post(MONTH, **again(refused, MONTH).sent(buoc="gui"))
        assert once_more.status_code == 409
        assert ["1", "2", "3"] in [row[2:] for row in both_sides(once_more)]
        assert "Đã kí và gửi" in me.post(MONTH, **again(once_more, MONTH).sent(buoc="gui")).text
        assert school.git("status", "--porcelain") == ""


def test_a_list_of_staff_that_was_changed_elsewhere_is_not_written_over(school: School, start: Start) -> None:
    """The act reads the server: what the page showed is held against what it finds there."""
    give = f"/can-bo/{TEACHER}/giao"
    with caller(start("quan-tri")) as me:
        mine = me.opened(give)
        taken_elsewhere(school, "quan-tri", "hieu-truong", "staff", "assign", TEACHER, "to_truong_van_phong")
        before = school.proposals()
        refused = me.post(give, **mine.sent(vai_tro="van_thu", ngay="02/03/2026", buoc="gui"))
        assert (refused.status_code, school.proposals()) == (409, before)
        rows = [row[2:] for row in both_sides(refused)]
        assert [row[0] for row in rows] == ["–"] * len(rows)
        assert any(row[1] != "–" and row[2] == "giữ như bây giờ" for row in rows)
        assert any(row[1] == "–" and row[2] not in ("–", "giữ như bây giờ") for row in rows)
        sent = me.post(give, **again(refused, give).sent(buoc="gui"))
        assert "pr/quan-tri/" in str(sent.url)
