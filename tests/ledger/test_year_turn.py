"""The year's turn by the command line: three proposals in order, each by the person entitled; sheets out and in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.ledger.school import CLOSED, OPEN, School


def rewound(school: School, to: str) -> School:
    """The school as it was at an entry: later ones and waiting proposals are gone."""
    names = school.git("for-each-ref", "--format=%(refname)", "refs/heads/pr", where=school.server).splitlines()
    for name in names:
        school.git("update-ref", "-d", name, where=school.server)
    school.git("update-ref", "refs/heads/main", to, where=school.server)
    school.git("fetch", "--quiet", "--prune", "origin", "+refs/heads/*:refs/remotes/origin/*")
    school.git("reset", "--quiet", "--hard", "origin/main")
    school.git("clean", "-fdq")
    return school


@pytest.fixture
def ended(school: School) -> School:
    """The old year is locked, the new one not thought of yet."""
    return rewound(school, f"locked/{CLOSED}")


@pytest.fixture
def founded(school: School) -> School:
    """A school that has its staff and nothing else."""
    entries = school.git("rev-list", "--first-parent", "--reverse", "main", where=school.server).splitlines()
    return rewound(school, entries[1])


def preview(school: School, year: str, *words: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(school.does_all("quan-tri", "year", "open", year, "--dry-run", "--json", *words))
    return said


def status(school: School, year: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(school.does_all("gv-kiet", "year", "status", year, "--json"))
    return said


def found_by_check(school: School) -> list[tuple[str, str]]:
    """Codes with the class named in the message."""
    rows = json.loads(school.run("quan-tri", "check", "--json").stdout)["findings"]
    return [(row["code"], row["message"].split()[1]) for row in rows if row["severity"] == "error"]


def accepted(school: School, merger: str, person: str, *words: str) -> str:
    branch = school.does(person, "year", "open", *words)
    school.does(merger, "accept", branch)
    return branch


def test_a_year_is_opened_by_three_persons_in_order(ended: School) -> None:
    shown = preview(ended, OPEN)
    assert (shown["buoc"], shown["chua_xong"]) == ("nam_hoc", [])
    assert shown["den_luot"]["hoc_sinh"] == ["van-thu"]
    assert accepted(ended, "hieu-truong", "quan-tri", OPEN) == f"pr/quan-tri/mo-nam-hoc-{OPEN}"
    assert status(ended, OPEN)["buoc"] == {"nam_hoc": True, "hoc_sinh": False, "phan_cong": False}
    assert accepted(ended, "pho-hieu-truong", "van-thu", OPEN) == f"pr/van-thu/lop-hoc-sinh-{OPEN}"
    assert accepted(ended, "hieu-truong", "pho-hieu-truong", OPEN) == f"pr/pho-hieu-truong/phan-cong-{OPEN}"
    now = status(ended, OPEN)
    assert (now["tiep_theo"], now["thieu_giang_day"], now["khoa"]) == ("nhap_hoc_ki_1", [], None)
    assert now["thieu_chu_nhiem"] == ["6a1", "10a1"], "whoever led a class goes up with it"
    assert found_by_check(ended) == [("HB206", "6a1"), ("HB206", "10a1")], "what the draft leaves open, nothing else"
    assert ended.verdict()["verdict"] == "valid"
    lists = {one["lop"]: one["hoc_sinh"] for one in shown["lop"]}
    written = (ended.desk / f"records/{OPEN}/7a1/lop.yaml").read_text("utf-8")
    assert [line.split('"')[1] for line in written.splitlines() if "ma:" in line] == lists["7a1"]
    assert {"6a1", "7a1", "10a1", "11a1"} == set(lists)
    again = ended.run("quan-tri", "year", "open", OPEN)
    assert (again.exit_code, f"Năm học {OPEN} đã mở xong." in again.stderr) == (4, True)


def test_nobody_makes_anothers_step_and_a_waiting_one_is_not_made_twice(ended: School) -> None:
    refused = ended.run("van-thu", "year", "open", OPEN)
    assert (refused.exit_code, "Đến lượt: quan-tri." in refused.stderr) == (4, True)
    branch = ended.does("quan-tri", "year", "open", OPEN)
    twice = ended.run("quan-tri", "year", "open", OPEN)
    assert (twice.exit_code, f"đề xuất {branch} đang chờ duyệt" in twice.stderr) == (4, True)
    assert status(ended, OPEN)["cho_duyet"] == [branch]


def test_the_old_year_must_be_closed_unless_a_reason_is_given(school: School) -> None:
    """The open year has no second semester yet."""
    after = "2026-2027"
    shown = preview(school, after)
    unlocked, *lacking = shown["chua_xong"]
    assert unlocked.startswith(f"HB230 năm học {OPEN} chưa khoá sổ")
    assert [one.partition(":")[0] for one in lacking] == ["HB231 lớp 7a1", "HB231 lớp 11a1"]
    assert "5 học sinh chưa có kết luận" in lacking[0]
    refused = school.run("quan-tri", "year", "open", after)
    assert (refused.exit_code, "HB231 lớp 7a1" in refused.stderr, "--despite" in refused.stderr) == (4, True, True)
    branch = school.does("quan-tri", "year", "open", after, "--despite", "Khai giảng trước khi khoá sổ")
    message = school.git("log", "-1", "--format=%B", f"refs/heads/{branch}", where=school.server)
    assert "Hocba-Reason: Khai giảng trước khi khoá sổ" in message
    named = next(iter((school.desk / "records/hoc-sinh").glob("*.yaml"))).read_text("utf-8")
    name = named.split("ho_ten: ")[1].split(",")[0]
    told = school.run("quan-tri", "year", "open", after, "--despite", f"Vì em {name}")
    assert told.exit_code == 4, "one waits already, and a reason never names a pupil"


def test_pupils_without_a_result_are_held_back_and_seated_when_it_comes(ended: School) -> None:
    """A pupil of the old year has lost a score file; who waits is told, and nobody sits in a class by chance."""
    accepted(ended, "hieu-truong", "quan-tri", OPEN)
    seated = [pupil for one in preview(ended, OPEN)["lop"] for pupil in one["hoc_sinh"]]
    left_out = seated[0]

    def blank(book: Workbook) -> None:
        sheet = book["Phân lớp"]
        row = next(row for row in sheet.iter_rows() if row[1].value == left_out)
        row[7].value = None

    path = changed(ended, "pupils", blank)
    accepted(ended, "pho-hieu-truong", "van-thu", OPEN, "--list", str(path))
    accepted(ended, "hieu-truong", "quan-tri", OPEN)
    branch = accepted(ended, "pho-hieu-truong", "van-thu", OPEN)
    assert branch == f"pr/van-thu/xep-lop-sau-he-{OPEN}"
    lists = [path.read_text("utf-8") for path in (ended.desk / f"records/{OPEN}").glob("*/lop.yaml")]
    assert sum(left_out in text for text in lists) == 1
    assert ended.verdict()["verdict"] == "valid"


def changed(school: School, what: str, edit: Callable[[Workbook], object]) -> Path:
    """A fresh sheet after somebody worked in it."""
    path = school.root / f"{what}.xlsx"
    school.does("van-thu", "year", "sheet", OPEN, what, "-o", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def add(sheet: Worksheet, **values: object) -> None:
    """A row under the headings named (a space is written ``_``)."""
    heads = [cell.value for cell in sheet[1]]
    row = sheet.max_row + 1
    for head, value in values.items():
        sheet.cell(row, heads.index(head.replace("_", " ")) + 1).value = value  # type: ignore[assignment]


NEW = {"Họ_và_tên": "Trần Thị Ơn", "Ngày_sinh": "17/05/2014", "Giới_tính": "Nữ", "Lớp_mới": "6A2", "Dân_tộc": "Kinh"}


def test_a_sheet_moves_pupils_makes_classes_and_enrols_new_ones(ended: School) -> None:
    accepted(ended, "hieu-truong", "quan-tri", OPEN)

    def edit(book: Workbook) -> None:
        add(book["Học sinh mới"], **NEW)
        add(book["Học sinh mới"], **{**NEW, "Họ_và_tên": "Lê Văn An", "Ngày_sinh": "01/02/2014", "Giới_tính": "nam"})

    path = changed(ended, "pupils", edit)
    before = set((ended.desk / "records/hoc-sinh").iterdir())
    accepted(ended, "pho-hieu-truong", "van-thu", OPEN, "--list", str(path))
    fresh = sorted(path.stem for path in set((ended.desk / "records/hoc-sinh").iterdir()) - before)
    assert len(fresh) == 2
    text = (ended.desk / f"records/{OPEN}/6a2/lop.yaml").read_text("utf-8")
    rows = [line.split('"')[1] for line in text.splitlines() if "ma:" in line]
    names = [(ended.desk / f"records/hoc-sinh/{pupil}.yaml").read_text("utf-8") for pupil in rows]
    assert ["Lê Văn An" in names[0], "Trần Thị Ơn" in names[1]] == [True, True], "by given name"
    assert all("loai: nhap_hoc" in text and "cap: thcs" in text for text in names)
    pages = [next((ended.desk / "records/ho-so").glob(f"{pupil}.yaml*")) for pupil in fresh]
    assert {page.suffix for page in pages} == {".asc"}, "a school with office keys keeps no life page in the open"
    assert ended.verdict()["verdict"] == "valid"


@pytest.mark.parametrize(
    ("values", "code", "heading"),
    [
        ({**NEW, "Lớp_mới": "A6"}, "HB232", "Lớp mới"),
        ({**NEW, "Lớp_mới": ""}, "HB232", "Lớp mới"),
        ({**NEW, "Ngày_sinh": "tháng 5"}, "HB233", "Ngày sinh"),
        ({**NEW, "Giới_tính": "?"}, "HB233", "Giới tính"),
        ({**NEW, "Họ_và_tên": "Đặng Ơn 2"}, "HB233", "Họ và tên"),
        ({**NEW, "Số_định_danh_cá_nhân": "123"}, "HB233", "Số định danh cá nhân"),
        ({**NEW, "Môn_lựa_chọn": "Bơi"}, "HB233", "Môn lựa chọn"),
    ],
)
def test_a_wrong_row_is_told_by_its_cell_and_nothing_is_made(
    ended: School, values: dict[str, str], code: str, heading: str
) -> None:
    accepted(ended, "hieu-truong", "quan-tri", OPEN)
    path = changed(ended, "pupils", lambda book: add(book["Học sinh mới"], **values))
    refused = ended.run("van-thu", "year", "open", OPEN, "--list", str(path))
    sheet = openpyxl.load_workbook(path)["Học sinh mới"]
    cell = next(cell for cell in sheet[1] if cell.value == heading)
    assert refused.exit_code == 1
    assert f"{path} Học sinh mới {cell.column_letter}2: {code} " in refused.stdout
    assert status(ended, OPEN)["cho_duyet"] == []


def test_a_class_against_last_years_result_is_refused(ended: School) -> None:
    accepted(ended, "hieu-truong", "quan-tri", OPEN)

    def edit(book: Workbook) -> None:
        sheet = book["Phân lớp"]
        row = next(row for row in sheet.iter_rows(min_row=2) if row[6].value == "lên lớp" and row[5].value == "6A1")
        row[7].value = "6A1"

    refused = ended.run("van-thu", "year", "open", OPEN, "--list", str(changed(ended, "pupils", edit)))
    assert (refused.exit_code, "HB232" in refused.stdout, "vào khối 7" in refused.stdout) == (1, True, True)


def test_a_pupil_named_twice_is_refused(ended: School) -> None:
    accepted(ended, "hieu-truong", "quan-tri", OPEN)

    def edit(book: Workbook) -> None:
        for _ in range(2):
            add(book["Học sinh mới"], **NEW)

    refused = ended.run("van-thu", "year", "open", OPEN, "--list", str(changed(ended, "pupils", edit)))
    assert (refused.exit_code, "B3: HB413" in refused.stdout) == (1, True)


def test_assignments_come_from_a_sheet_and_unknown_people_are_told(ended: School) -> None:
    accepted(ended, "hieu-truong", "quan-tri", OPEN)
    accepted(ended, "pho-hieu-truong", "van-thu", OPEN)

    def wrong(book: Workbook) -> None:
        book["Phân công"]["C2"].value = "thầy Nam"

    refused = ended.run("quan-tri", "year", "open", OPEN, "--list", str(changed(ended, "people", wrong)))
    assert (refused.exit_code, "Phân công C2: HB234" in refused.stdout) == (1, True)

    def named(book: Workbook) -> None:
        book["Phân công"]["C2"].value = f"gv-kiet, {book['Cán bộ']['B2'].value}"
        book["Phân công"]["B2"].value, book["Phân công"]["B4"].value = "gv-khang", "gv-tam"

    accepted(ended, "hieu-truong", "quan-tri", OPEN, "--list", str(changed(ended, "people", named)))
    text = (ended.desk / f"records/{OPEN}/phan-cong.yaml").read_text("utf-8")
    first = next(line for line in text.splitlines() if "mon: ngu-van" in line and "lop: 6a1" in line)
    assert "hk1: [gv-kiet, hieu-truong]" in first
    assert found_by_check(ended) == []


def test_a_draft_lies_in_the_work_tree_to_be_edited(ended: School) -> None:
    result = ended.run("quan-tri", "year", "open", OPEN, "--to-edit", "--hk1", "07/09/2025..18/01/2026")
    assert (result.exit_code, result.stdout) == (0, "")
    path = f"records/{OPEN}/nam-hoc.yaml"
    assert '{tu_ngay: "2025-09-07", den_ngay: "2026-01-18"}' in (ended.desk / path).read_text("utf-8")
    ended.edit(path, r"toan: 140", "toan: 141")
    ended.does("hieu-truong", "accept", ended.does("quan-tri", "propose", "-m", "Mở năm học."))
    assert "toan: 141" in (ended.desk / path).read_text("utf-8")


@pytest.mark.parametrize("words", [("2025",), (OPEN, "--hk1", "07/09/2025"), (OPEN, "--hk1", "a..b")])
def test_a_wrong_call_is_told(ended: School, words: tuple[str, ...]) -> None:
    result = ended.run("quan-tri", "year", "open", *words)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_school_begins_with_pupils_in_several_grades(founded: School) -> None:
    """The first year of all: the year, then a list of everybody, then assignments made from nothing."""
    accepted(founded, "hieu-truong", "quan-tri", CLOSED)
    refused = founded.run("van-thu", "year", "open", CLOSED)
    assert (refused.exit_code, "Chưa có lớp nào để lập." in refused.stderr) == (4, True)
    path = founded.root / "hs.xlsx"
    founded.does("van-thu", "year", "sheet", CLOSED, "pupils", "-o", str(path))
    book = openpyxl.load_workbook(path)
    for name, born, class_name in (("Bùi An", "01/01/2013", "6A1"), ("Bùi Bình", "02/01/2012", "7A1")):
        add(book["Học sinh mới"], **{**NEW, "Họ_và_tên": name, "Ngày_sinh": born, "Lớp_mới": class_name})
    ten = {**NEW, "Họ_và_tên": "Bùi Chi", "Ngày_sinh": "03/01/2009", "Lớp_mới": "10A1"}
    add(book["Học sinh mới"], **ten)
    add(book["Lớp"], Lớp="10A1", Khối=10, Ngoại_ngữ_1="Tiếng Anh", Môn_lựa_chọn="Địa lí, Vật lí, Hoá học, Tin học",
        Chuyên_đề="Toán, Vật lí, Hoá học")  # fmt: skip
    book.save(path)
    accepted(founded, "pho-hieu-truong", "van-thu", CLOSED, "--list", str(path))
    people = founded.root / "pc.xlsx"
    founded.does("quan-tri", "year", "sheet", CLOSED, "people", "-o", str(people))
    book = openpyxl.load_workbook(people)
    for row in book["Phân công"].iter_rows(min_row=2):
        for cell in row[1:]:
            if cell.value != "x":
                cell.value = "gv-kiet" if cell.column == 2 and row[0].value == "6A1" else "gv-khang"
    groups = ["Toán", "Ngữ văn; Ngoại ngữ 1; Giáo dục công dân", "Hoạt động trải nghiệm, hướng nghiệp; Tin học"]
    for number, subjects in enumerate(groups):
        add(
            book["Tổ chuyên môn"], Mã_tổ=f"to-{number}", Tên_tổ=f"Tổ {number}", Tổ_trưởng="gv-kiet", Môn_của_tổ=subjects
        )
    book.save(people)
    accepted(founded, "hieu-truong", "quan-tri", CLOSED, "--list", str(people))
    assert founded.run("quan-tri", "check").exit_code == 0
    now = status(founded, CLOSED)
    assert (now["lop"], now["hoc_sinh"], now["thieu_giang_day"], now["tiep_theo"]) == (3, 3, [], "nhap_hoc_ki_1")
    kept = founded.root / "nam-cu.xlsx"
    founded.does("van-thu", "year", "kept", "2023-2024", "--template", str(kept))
    book = openpyxl.load_workbook(kept)
    for sheet in book.worksheets:
        heads = [str(cell.value) for cell in sheet[1]]
        assert [sheet.max_row, sheet.cell(2, 3).value] == [2, "Bùi Bình"], "who begins a level has no year to keep"
        for column, head in enumerate(heads[4:], start=5):
            sheet.cell(2, column).value = {"Lớp": "6A1", "Toán": 8.5, "Lên lớp": "Được lên lớp"}.get(head)  # type: ignore[assignment]
    book.save(kept)
    founded.does("van-thu", "year", "kept", "2023-2024", str(kept), "--school", "Trường THCS Hoà An")
    branch = founded.does("van-thu", "propose", "-m", "Kết quả năm trước khi dùng sổ.")
    founded.does("pho-hieu-truong", "accept", branch)
    assert len(list((founded.desk / "records/nam-cu/2023-2024").iterdir())) == 1
    assert founded.verdict()["verdict"] == "valid"
