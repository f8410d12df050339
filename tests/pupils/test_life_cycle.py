"""What happens to pupils in a year: each act beside what it refuses, and what the files say afterwards."""

from __future__ import annotations

import json
from datetime import date

import pytest

from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.writes import FOLDER, finish_interrupted
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.year_end.locks import LOCKED, LockRecord
from hocba_build.workflows.changes import open_draft
from hocba_build.workflows.pupils.leaving import Grounds, move
from tests.power_cut import cut_short
from tests.pupils.school import ANH, BAO, CHAU, PHUC, YEAR, Desk

NEW = "7400000006"
AN = ("--name", "Trần Văn An", "--sex", "nam", "--born", "01/02/2014")


def test_a_late_pupil_stands_at_the_end_under_the_next_id(desk: Desk) -> None:
    before = desk.files()
    said = desk.does("pupil", "add", *AN, "--class", "6A1", "--since", "2025-10-01", "--residence", "Ấp 3, xã Phú An")
    assert said.splitlines()[0] == NEW
    paths = {f"records/hoc-sinh/{NEW}.yaml", f"records/ho-so/{NEW}.yaml", f"{YEAR}/6a1/lop.yaml"}
    assert desk.changes(before) == paths == set(said.splitlines()[1:])
    assert desk.listed("6a1")[-1] == (NEW, "2025-10-01", None)
    assert desk.events(NEW) == [{"ngay": "2025-10-01", "loai": "nhap_hoc", "nam_hoc": "2025-2026", "khoi": 6}]
    assert desk.is_sound()


def test_names_can_be_typed_where_no_shell_remembers_them(desk: Desk) -> None:
    desk.does("pupil", "add", "--class", "6a1", "--since", "2025-10-01", typed="Trần Văn An\nnam\n2014-02-01\n")
    assert "Trần Văn An" in (desk.root / f"records/hoc-sinh/{NEW}.yaml").read_text("utf-8")


def test_a_list_in_the_making_is_kept_in_vietnamese_order(desk: Desk) -> None:
    """Until something is entered for the class; then who comes stands at the end, also with the first day."""
    (desk.root / f"{YEAR}/6a2/hk1/toan.yaml").unlink()
    names = ["Hoàng Văn Đạt", "Lê Thị Ân", "Nguyễn Văn Dũng", "Phạm An", "Đỗ Thị Hậu", "Đỗ Thị Hà"]
    for number, name in enumerate(names):
        born = f"2014-03-0{number + 1}"
        desk.does("pupil", "add", "--name", name, "--sex", "nu", "--born", born, "--class", "6a2")
    found = [
        desk.read(f"records/hoc-sinh/{student}.yaml")["nhan_than"][0]["ho_ten"] for student, _, _ in desk.listed("6a2")
    ]
    order = ["Phạm An", "Lê Thị Ân", "Trần Minh Châu", "Nguyễn Văn Dũng", "Hoàng Văn Đạt", "Đỗ Thị Hà", "Đỗ Thị Hậu"]
    assert found == order
    desk.does("pupil", "add", *AN, "--class", "6a1")
    assert [row[0] for row in desk.listed("6a1")] == [ANH, BAO, "7400000012"]


def test_a_known_pupil_gets_no_second_id(desk: Desk) -> None:
    again = ("--name", "Lò Thị Ánh", "--sex", "nu", "--born", "2014-05-17", "--class", "6a2")
    said = desk.refused(4, "pupil", "add", *again)
    assert f"Học sinh {ANH} đã có họ tên và ngày sinh này." in said
    assert "--namesake" in said
    desk.does("pupil", "add", *again, "--namesake")
    code = desk.refused(4, "pupil", "add", *AN, "--class", "6a2", "--ministry-code", "7412345671")
    assert f"Học sinh {ANH} đã có mã định danh của Bộ này." in code


def test_an_id_named_anywhere_is_never_given_again(desk: Desk) -> None:
    (desk.root / "records/nam-cu/2024-2025/7400000123.yaml").write_bytes(
        (desk.root / f"records/nam-cu/2024-2025/{PHUC}.yaml").read_bytes().replace(PHUC.encode(), b"7400000123")
    )
    assert desk.asks("pupil", "add", *AN, "--class", "6a2", "--dry-run")["hoc_sinh"] == "7400000124"


def test_a_dry_run_writes_nothing_and_says_what_it_would(desk: Desk) -> None:
    before = desk.files()
    said = desk.asks("pupil", "add", *AN, "--class", "6a2", "--dry-run")
    assert (said["hoc_sinh"], said["da_ghi"], said["findings"]) == (NEW, False, [])
    assert said["tep"] == [f"records/hoc-sinh/{NEW}.yaml", f"{YEAR}/6a2/lop.yaml"]
    assert desk.files() == before


def test_a_change_that_would_make_the_records_wrong_is_not_kept(desk: Desk) -> None:
    before = desk.files()
    result = desk.run("pupil", "add", *AN, "--class", "6a1", "--since", "2026-06-15", "--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, said["da_ghi"], desk.files()) == (1, False, before)
    (finding,) = said["findings"]
    assert (finding["code"], finding["path"], finding["pointer"]) == ("HB220", f"{YEAR}/6a1/lop.yaml", "/hoc_sinh/2")
    name = desk.refused(1, "pupil", "add", "--name", "Ðỗ An", "--sex", "nu", "--born", "2014-01-01", "--class", "6a1")
    assert f"records/hoc-sinh/{NEW}.yaml:3: HB106" in name


def test_a_personal_id_that_contradicts_is_remarked(desk: Desk) -> None:
    said = desk.asks("pupil", "add", *AN, "--class", "6a1", "--personal-id", "074314000009")
    assert [(one["code"], one["severity"], one["path"]) for one in said["findings"]] == [
        ("HB211", "warning", f"records/ho-so/{NEW}.yaml")
    ]
    assert said["da_ghi"]
    honest = desk.asks("pupil", "edit", NEW, "--since", "2025-10-01", "--personal-id", "074214000009")
    assert honest["findings"] == []


def test_a_move_is_two_lists_and_an_event_and_no_score(desk: Desk) -> None:
    before = desk.files()
    desk.does("pupil", "move", ANH, "--to", "6a2", "--date", "2025-11-03", "--document", "Quyết định số 5/QĐ-BM")
    assert desk.changes(before) == {f"{YEAR}/6a1/lop.yaml", f"{YEAR}/6a2/lop.yaml", f"records/hoc-sinh/{ANH}.yaml"}
    assert desk.listed("6a1") == [(ANH, "2025-09-05", "2025-11-02"), (BAO, "2025-09-05", None)]
    assert desk.listed("6a2")[-1] == (ANH, "2025-11-03", None)
    assert desk.events(ANH)[-1] == {
        "ngay": "2025-11-03",
        "loai": "chuyen_lop",
        "nam_hoc": "2025-2026",
        "tu_lop": "6a1",
        "den_lop": "6a2",
        "chung_tu": "Quyết định số 5/QĐ-BM",
    }
    assert desk.is_sound()


@pytest.mark.parametrize(
    ("words", "sentence", "remedy"),
    [
        ((ANH, "--to", "6a1"), f"Học sinh {ANH} đang ở lớp 6a1.", "Chọn lớp khác"),
        ((ANH, "--to", "10a1"), f"Lớp 10a1 là khối 10, học sinh {ANH} đang học khối 6.", "hocba pupil skip"),
        (("7400009999", "--to", "6a2"), "Không có học sinh 7400009999 trong hồ sơ.", "hocba pupil find"),
        ((ANH, "--to", "6a9"), "Năm học 2025-2026 không có lớp 6a9.", "Các lớp: 6a1, 6a2, 10a1."),
        ((ANH, "--to", "6a2", "--date", "2024-11-03"), "Ngày 03/11/2024 không thuộc năm học nào", "2025-2026"),
    ],
)
def test_a_wrong_move_is_refused(desk: Desk, words: tuple[str, ...], sentence: str, remedy: str) -> None:
    said = desk.run("pupil", "move", "--date", "2025-11-03", *words)
    assert said.exit_code in (2, 4)
    assert sentence in said.stderr
    assert remedy in said.stderr


def test_before_the_first_day_a_move_only_changes_the_lists(desk: Desk) -> None:
    desk.does("pupil", "add", *AN, "--class", "6a1", "--since", "2025-10-01")
    before = desk.files()
    desk.does("pupil", "move", NEW, "--to", "6a2", "--date", "2025-09-20")
    assert desk.changes(before) == {f"{YEAR}/6a1/lop.yaml", f"{YEAR}/6a2/lop.yaml"}
    assert desk.listed("6a2")[-1] == (NEW, "2025-10-01", None)
    said = desk.refused(4, "pupil", "move", CHAU, "--to", "6a1", "--date", "2025-08-20")
    assert "ở đó đã có điểm" in said


def test_electives_go_along_in_a_move(desk: Desk) -> None:
    other = desk.root / f"{YEAR}/10a2/lop.yaml"
    other.parent.mkdir()
    text = (desk.root / f"{YEAR}/10a1/lop.yaml").read_text("utf-8")
    head = text.partition("hoc_sinh:")[0].replace("10a1", "10a2").replace("10A1", "10A2")
    head = head.replace("[dia-li, gdktpl, tin-hoc, vat-li]", "[am-nhac, gdktpl, tin-hoc, vat-li]")
    other.write_text(f"{head}hoc_sinh: []\n", "utf-8")
    desk.does("pupil", "move", PHUC, "--to", "10a2", "--date", "2025-11-03")
    assert desk.read(f"{YEAR}/10a2/lop.yaml")["hoc_sinh"] == [
        {"ma": PHUC, "tu_ngay": "2025-11-03", "lua_chon": ["dia-li", "gdktpl", "tin-hoc", "vat-li"]}
    ]


LEAVINGS = [
    (("leave", "--reason", "Theo gia đình đi làm xa"), {"loai": "thoi_hoc", "ly_do": "Theo gia đình đi làm xa"}),
    (
        ("transfer-out", "--to-school", "Trường THCS Hoà An", "--document", "Giấy số 4/2025"),
        {"loai": "chuyen_di", "truong": "Trường THCS Hoà An", "chung_tu": "Giấy số 4/2025"},
    ),
    (("reserve", "--document", "Quyết định số 41/QĐ-BM"), {"loai": "bao_luu", "chung_tu": "Quyết định số 41/QĐ-BM"}),
]


@pytest.mark.parametrize(("words", "event"), LEAVINGS, ids=lambda one: one[0] if isinstance(one, tuple) else "")
def test_who_leaves_ends_on_the_list_and_may_come_back(
    desk: Desk, words: tuple[str, ...], event: dict[str, str]
) -> None:
    desk.does("pupil", *words, BAO, "--date", "2025-12-01")
    assert desk.listed("6a1")[1] == (BAO, "2025-09-05", "2025-11-30")
    assert desk.events(BAO)[-1] == {"ngay": "2025-12-01", "nam_hoc": "2025-2026", **event}
    assert desk.is_sound()
    again = desk.refused(4, "pupil", *words, BAO, "--date", "2025-12-08")
    assert f"Học sinh {BAO} đã rời trường." in again
    assert "hocba pupil return" in again
    desk.does("pupil", "return", BAO, "--to", "6a1", "--date", "2026-02-02", "--document", "Đơn ngày 28/1/2026")
    assert desk.listed("6a1")[1:] == [(BAO, "2025-09-05", "2025-11-30"), (BAO, "2026-02-02", None)]
    assert desk.events(BAO)[-1]["loai"] == "tro_lai"
    assert desk.is_sound()


def test_who_has_not_left_does_not_come_back(desk: Desk) -> None:
    said = desk.refused(4, "pupil", "return", BAO, "--to", "6a1", "--date", "2026-02-02")
    assert f"Học sinh {BAO} chưa rời trường." in said
    assert "hocba pupil move" in said


def test_leaving_in_summer_keeps_the_finished_years_list(desk: Desk) -> None:
    before = desk.files()
    words = ("--to-school", "Trường THCS Hoà An", "--document", "Giấy số 9/2026")
    desk.does("pupil", "transfer-out", BAO, *words, "--date", "2026-07-15")
    assert desk.changes(before) == {f"records/hoc-sinh/{BAO}.yaml"}
    assert desk.is_sound()


def test_a_slip_is_voided_and_stays_readable(desk: Desk) -> None:
    desk.does("pupil", "leave", BAO, "--date", "2025-12-01", "--reason", "Bỏ học")
    desk.does("pupil", "cancel", BAO, "2", "--date", "2025-12-02", "--reason", "Ghi nhầm học sinh")
    assert desk.listed("6a1")[1] == (BAO, "2025-09-05", None)
    assert desk.events(BAO)[1:] == [
        {"ngay": "2025-12-01", "loai": "thoi_hoc", "nam_hoc": "2025-2026", "ly_do": "Bỏ học"},
        {"ngay": "2025-12-02", "loai": "huy", "ly_do": "Ghi nhầm học sinh", "huy": 2},
    ]
    assert desk.is_sound()
    assert "(đã huỷ)" in desk.does("pupil", "show", BAO)
    again = desk.refused(4, "pupil", "cancel", BAO, "2", "--date", "2025-12-02", "--reason", "Ghi nhầm")
    assert "Mục thứ 2 trong «su_kien» đã được huỷ." in again
    unknown = desk.refused(4, "pupil", "cancel", BAO, "7", "--date", "2025-12-02", "--reason", "Ghi nhầm")
    assert "Không có mục thứ 7" in unknown


def test_a_move_taken_back_leaves_no_trace_on_the_lists(desk: Desk) -> None:
    lists = desk.listed("6a1"), desk.listed("6a2")
    desk.does("pupil", "move", ANH, "--to", "6a2", "--date", "2025-11-03")
    desk.does("pupil", "cancel", ANH, "2", "--date", "2025-11-03", "--reason", "Nhầm em")
    assert (desk.listed("6a1"), desk.listed("6a2")) == lists
    assert desk.is_sound()


def test_a_transfer_keeps_its_source(desk: Desk) -> None:
    words = ("--from-school", "Trường THCS Vĩnh Lạc", "--from-address", "Xã Vĩnh Lạc", "--document", "Bảng số 7/2026")
    said = desk.asks("pupil", "transfer-in", *AN, "--class", "6a1", "--since", "2026-01-19", *words)
    path = f"{YEAR}/6a1/chuyen-den/{NEW}.yaml"
    assert (said["hoc_sinh"], path in said["tep"]) == (NEW, True)
    kept = desk.read(path)
    assert kept["truong"] == {"ten": "Trường THCS Vĩnh Lạc", "dia_chi": "Xã Vĩnh Lạc"}
    assert (kept["chung_tu"], kept["ngay"]) == ("Bảng số 7/2026", "2026-01-19")
    assert desk.events(NEW)[0]["loai"] == "chuyen_den"
    assert desk.is_sound()


def test_a_former_pupil_comes_from_elsewhere_under_the_old_id(desk: Desk) -> None:
    back = ("transfer-in", "--pupil", BAO, "--class", "6a2", "--since", "2026-02-02", "--from-school", "Trường A")
    said = desk.refused(4, "pupil", *back, "--document", "Giấy số 1")
    assert "chưa rời trường" in said
    desk.does("pupil", "transfer-out", BAO, "--to-school", "Trường A", "--document", "Giấy 1", "--date", "2025-12-01")
    desk.does("pupil", *back, "--document", "Giấy số 1")
    assert [event["loai"] for event in desk.events(BAO)] == ["nhap_hoc", "chuyen_di", "chuyen_den"]
    assert desk.listed("6a2")[-1] == (BAO, "2026-02-02", None)
    assert desk.is_sound()


def test_a_new_name_comes_with_its_day_and_paper_and_the_old_one_stays(desk: Desk) -> None:
    said = desk.refused(2, "pupil", "edit", ANH, "--since", "2026-03-02", "--name", "Lò Thị Ngọc Ánh")
    assert "cần giấy tờ" in said
    assert "--document" in said
    words = ("--name", "Lò Thị Ngọc Ánh", "--document", "Trích lục cải chính số 12/2026")
    desk.does("pupil", "edit", ANH, "--since", "02/03/2026", *words)
    old, new = desk.read(f"records/hoc-sinh/{ANH}.yaml")["nhan_than"]
    assert (old["ho_ten"], new["ho_ten"], new["tu_ngay"]) == ("Lò Thị Ánh", "Lò Thị Ngọc Ánh", "2026-03-02")
    assert (new["chung_tu"], new["ngay_sinh"]) == ("Trích lục cải chính số 12/2026", old["ngay_sinh"])
    assert desk.is_sound()
    again = desk.refused(4, "pupil", "edit", ANH, "--since", "2026-03-02", *words)
    assert "đã ghi đúng như thế" in again
    nothing = desk.refused(2, "pupil", "edit", ANH, "--since", "2026-03-02")
    assert "Chưa nêu điều gì đổi." in nothing


def test_a_slip_in_an_identity_is_void_from_the_start(desk: Desk) -> None:
    words = ("--born", "2014-05-16", "--document", "Giấy khai sinh", "--corrects", "1")
    desk.does("pupil", "edit", ANH, "--since", "2026-03-02", *words)
    wrong, right = desk.read(f"records/hoc-sinh/{ANH}.yaml")["nhan_than"]
    assert (right["tu_ngay"], right["ngay_sinh"], right["huy"]) == (wrong["tu_ngay"], "2014-05-16", 1)
    assert desk.is_sound()


def test_codes_are_dated_and_a_page_grows(desk: Desk) -> None:
    words = ("--ministry-code", "7412345699", "--register", "300", "--level", "thcs", "--residence", "Ấp 9")
    desk.does("pupil", "edit", ANH, "--since", "2026-03-02", *words)
    own = desk.read(f"records/hoc-sinh/{ANH}.yaml")
    assert own["ma_bo"][-1] == {"tu_ngay": "2026-03-02", "ma": "7412345699"}
    assert own["dang_bo"][-1] == {"cap": "thcs", "so": "300"}
    pages = desk.read(f"records/ho-so/{ANH}.yaml")["ho_so"]
    assert (len(pages), pages[-1]) == (2, {"tu_ngay": "2026-03-02", "cho_o": "Ấp 9"})
    assert desk.is_sound()
    shown = desk.asks("pupil", "show", ANH, "--life")
    assert (shown["li_lich"]["cho_o"], shown["li_lich"]["noi_sinh"]) == ("Ấp 9", "Xã Phú An")
    taken = desk.run("pupil", "edit", BAO, "--since", "2026-03-02", "--ministry-code", "7412345699", "--json")
    assert [one["code"] for one in json.loads(taken.stdout)["findings"]] == ["HB210"]
    assert taken.exit_code == 1


def test_pupils_are_found_with_or_without_accents(desk: Desk) -> None:
    assert desk.does("pupil", "find", "anh").startswith(f"{ANH}  Lò Thị Ánh  17/05/2014  6A1 (2025-2026)")
    assert desk.asks("pupil", "find", "Châu", "Trần")["hoc_sinh"][0]["ma"] == CHAU
    assert desk.does("pupil", "find", "Ẩn") == ""


def test_a_locked_year_is_not_touched(desk: Desk) -> None:
    lock = desk.root / "signatures/khoa-so/2025-2026/0001/khoa.yaml"
    lock.parent.mkdir(parents=True)
    kept = LockRecord(
        YearId("2025-2026"),
        1,
        LOCKED,
        Oid("a" * 40),
        9,
        "1",
        "2026-06-01",
        PersonId("quan-tri"),
        1,
        summer_closed=False,
    )
    lock.write_bytes(kept.text())
    said = desk.refused(4, "pupil", "move", ANH, "--to", "6a2", "--date", "2025-11-03")
    assert f"{YEAR}/6a1/lop.yaml: năm học 2025-2026 đã khoá" in said
    desk.does("pupil", "edit", ANH, "--since", "2026-07-02", "--residence", "Ấp 9")


def test_a_file_that_changed_meanwhile_is_not_written_over(desk: Desk) -> None:
    draft = open_draft(desk.root)
    path = f"records/hoc-sinh/{ANH}.yaml"
    draft.put(path, draft.needed(path) + b"")
    draft.put(f"{YEAR}/6a1/lop.yaml", draft.needed(f"{YEAR}/6a1/lop.yaml").replace(b"6A1", b"6A"))
    (desk.root / f"{YEAR}/6a1/lop.yaml").write_bytes(b"nam_hoc: x\n")
    with pytest.raises(Exception, match="Tệp đã đổi từ lúc đọc"):
        draft.settle()


def test_a_power_cut_leaves_a_move_whole_or_undone(desk: Desk) -> None:
    before = desk.files()
    move(desk.root, ANH, "6a2", Grounds(date(2025, 11, 3)))
    after = desk.files()

    def back() -> None:
        for path, data in before.items():
            (desk.root / path).write_bytes(data)

    back()
    for step in cut_short(lambda: move(desk.root, ANH, "6a2", Grounds(date(2025, 11, 3))), every=5):
        for path, data in desk.files().items():
            assert data in (before[path], after[path]), (step, path)
        finish_interrupted(desk.root)
        assert desk.files() in (before, after), step
        assert not (desk.root / FOLDER).exists()
        back()
    assert desk.files() == after
