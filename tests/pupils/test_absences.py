"""Absences by month: typed, taken in from a sheet, summed up; each refusal by its cell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.pupils.school import ANH, BAO, CHAU, YEAR, Desk

FIRST, SECOND = (f"{YEAR}/6a1/hk{number}/chuyen-can.yaml" for number in (1, 2))


def rows(desk: Desk, path: str = FIRST) -> Any:
    return desk.read(path)["buoi_nghi"]


def test_absences_are_typed_by_id_or_by_number(desk: Desk) -> None:
    before = desk.files()
    desk.does("absence", "set", "2025-2026", "6A1", "10/2025", f"{ANH}=2+1", "2=0+3")
    assert desk.changes(before) == {FIRST}
    assert rows(desk)[ANH] == {
        "2025-09": {"phep": 1, "khong_phep": 0},
        "2025-10": {"phep": 2, "khong_phep": 1},
        "2026-01": {"phep": 0, "khong_phep": 1},
    }
    assert rows(desk)[BAO] == {"2025-10": {"phep": 0, "khong_phep": 3}}
    assert desk.is_sound()
    desk.does("absence", "set", "2025-2026", "6a2", "2025-10", f"{CHAU}=1+0")  # the first of its class
    assert rows(desk, f"{YEAR}/6a2/hk1/chuyen-can.yaml") == {CHAU: {"2025-10": {"phep": 1, "khong_phep": 0}}}


WRONG = [
    (("6a1", "10/2025", "7400000003=1+0"), 4, "Tháng 10/2025 học sinh 7400000003 không ở lớp 6a1.", "nêu đúng lớp"),
    (("6a1", "10/2025", "9=1+0"), 4, "Lớp 6a1 không có STT 9.", "Danh sách có 2 dòng."),
    (("6a1", "10/2025", "1=1+0", f"{ANH}=2+0"), 4, f"Học sinh {ANH} được nêu hai lần.", "Bỏ một lần."),
    (("6a1", "10/2025", "1=-1+0"), 2, "Không hiểu «1=-1+0».", "7400000001=2+1"),
    (("6a1", "07/2025", "1=1+0"), 2, "Tháng 07/2025 không thuộc học kì nào", "nam-hoc.yaml"),
    (("6a1", "13/2025", "1=1+0"), 2, "«13/2025» không phải một tháng.", "10/2025"),
    (("6a1", "01/2026", "1=1+0"), 2, "Tháng 01/2026 nằm trong cả hai học kì.", "--term hk1 hoặc --term hk2"),
    (("6a1", "10/2025", "1=1+0", "--term", "hk2"), 2, "Tháng 10/2025 không thuộc HK II.", "Bỏ --term"),
]


@pytest.mark.parametrize(("words", "status", "sentence", "remedy"), WRONG)
def test_what_cannot_be_is_refused(desk: Desk, words: tuple[str, ...], status: int, sentence: str, remedy: str) -> None:
    said = desk.refused(status, "absence", "set", "2025-2026", *words)
    assert sentence in said
    assert remedy in said


def test_more_half_days_than_the_month_has_are_not_kept(desk: Desk) -> None:
    said = desk.refused(1, "absence", "set", "2025-2026", "6a1", "10/2025", "1=20+20")
    assert f"{FIRST}:5: HB209 Buổi nghỉ tháng 2025-10 của học sinh {ANH} là 40" in said


def test_a_month_of_both_semesters_is_told_apart(desk: Desk) -> None:
    desk.does("absence", "set", "2025-2026", "6a1", "01/2026", f"{ANH}=1+0", "--term", "hk2")
    assert rows(desk, SECOND) == {ANH: {"2026-01": {"phep": 1, "khong_phep": 0}}}
    assert rows(desk)[ANH]["2026-01"] == {"phep": 0, "khong_phep": 1}


def exported(desk: Desk, path: Path, *words: str) -> Any:
    desk.does("absence", "export", "2025-2026", *words, "-o", str(path))
    return openpyxl.load_workbook(path)


def test_a_sheet_goes_out_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "nghi.xlsx"
    book = exported(desk, path, "10/2025")
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][-2:] == ["10/2025 có phép", "10/2025 không phép"]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)][:3] == [ANH, BAO, CHAU]
    assert path.stat().st_mode & 0o077 == 0
    assert desk.asks("absence", "import", "2025-2026", str(path))["da_ghi"] is False  # nothing was filled in
    sheet.cell(2, 5, 2)
    sheet.cell(4, 6, "3")
    book.save(path)
    said = desk.asks("absence", "import", "2025-2026", str(path))
    assert said["thay_doi"] == [
        {
            "lop": "6a1",
            "ma": ANH,
            "thang": "2025-10",
            "hoc_ki": "hk1",
            "cu": None,
            "moi": {"phep": 2, "khong_phep": 0},
        },
        {
            "lop": "6a2",
            "ma": CHAU,
            "thang": "2025-10",
            "hoc_ki": "hk1",
            "cu": None,
            "moi": {"phep": 0, "khong_phep": 3},
        },
    ]
    assert set(said["tep"]) == {FIRST, f"{YEAR}/6a2/hk1/chuyen-can.yaml"}
    assert desk.is_sound()
    assert desk.asks("absence", "import", "2025-2026", str(path))["thay_doi"] == []


def test_january_says_its_semester_in_the_heading(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "nghi.xlsx"
    book = exported(desk, path, "2026-01", "--term", "hk2", "--class", "6a1")
    assert book.worksheets[0].cell(1, 5).value == "01/2026 HK II có phép"
    book.worksheets[0].cell(2, 5, 4)
    book.save(path)
    desk.does("absence", "import", "2025-2026", str(path))
    assert rows(desk, SECOND)[ANH] == {"2026-01": {"phep": 4, "khong_phep": 0}}


def sheet(path: Path, lines: Sequence[Sequence[object]]) -> str:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(list(line))
    book.save(path)
    return str(path)


def test_an_offices_own_sheet_is_read_by_name(desk: Desk, tmp_path: Path) -> None:
    lines = [("Lớp 6A1",), ("TT", "Họ và tên", "P", "K"), (1, "LÒ THỊ ÁNH", 1, None), (2, "Nguyễn Gia Bảo", None, 2)]
    path = sheet(tmp_path / "a.xlsx", lines)
    needs = desk.run("absence", "import", "2025-2026", path)
    assert (needs.exit_code, "HB418 tiêu đề không ghi tháng: nêu --month" in needs.stdout) == (1, True)
    desk.does("absence", "import", "2025-2026", path, "--month", "11/2025", "--class", "6a1")
    assert rows(desk)[ANH]["2025-11"] == {"phep": 1, "khong_phep": 0}
    assert rows(desk)[BAO] == {"2025-11": {"phep": 0, "khong_phep": 2}}


BAD = [
    ((1, "6A1", ANH, "", "x"), "HB409", "E2"),
    ((1, "6A1", ANH, "", 45), "HB410", "E2"),
    ((1, "6A1", ANH, "", "=1+1"), "HB406", "E2"),
    ((1, "6A2", ANH, "", 1), "HB412", "E2"),
    ((1, "", "", "Trần Văn Không", 1), "HB412", "E2"),
]


@pytest.mark.parametrize(("line", "code", "cell"), BAD)
def test_a_bad_cell_is_refused_by_its_place(
    desk: Desk, tmp_path: Path, line: Sequence[object], code: str, cell: str
) -> None:
    heads = ("STT", "Lớp", "Mã học sinh", "Họ và tên", "10/2025 có phép")
    before = desk.files()
    path = sheet(tmp_path / "a.xlsx", [heads, line, (2, "6A1", BAO, "", 1)])
    result = desk.run("absence", "import", "2025-2026", path, "--json")
    said = json.loads(result.stdout)
    assert [(one["code"], one["o"]) for one in said["tu_choi"]] == [(code, cell)]
    assert (result.exit_code, desk.files()) == (1, before)


def test_one_pupil_in_two_rows_is_refused(desk: Desk, tmp_path: Path) -> None:
    heads = ("Mã học sinh", "10/2025 có phép")
    path = sheet(tmp_path / "a.xlsx", [heads, (ANH, 1), (ANH, 2)])
    said = json.loads(desk.run("absence", "import", "2025-2026", path, "--json").stdout)
    assert [(one["code"], one["o"]) for one in said["tu_choi"]] == [("HB413", "B3")]
    nothing = desk.run("absence", "import", "2025-2026", sheet(tmp_path / "b.xlsx", [("Môn", "Điểm")]))
    assert (nothing.exit_code, "HB423" in nothing.stdout) == (1, True)


def test_the_summary_names_who_is_near_the_limit(desk: Desk) -> None:
    for month in ("09/2025", "10/2025", "11/2025"):
        desk.does("absence", "set", "2025-2026", "6a1", month, f"{ANH}=7+5", f"{BAO}=1+0")
    desk.does("absence", "set", "2025-2026", "6a1", "12/2025", f"{ANH}=8+0")
    said = desk.asks("absence", "summary", "2025-2026", "6a1")
    assert (said["gioi_han"], [(one["ma"], one["tong"]) for one in said["gan_gioi_han"]]) == (45, [(ANH, 45)])
    (of_class,) = said["lop"]
    assert of_class["tong"] == {"phep": 32, "khong_phep": 16}
    months = {(one["thang"], one["hoc_ki"]): one["buoi_nghi"] for one in of_class["thang"]}
    assert (months["2025-12", "hk1"], months["2026-02", "hk2"]) == ({"phep": 8, "khong_phep": 0}, None)
    assert "quá mức" not in desk.does("absence", "summary", "2025-2026")
    desk.does("absence", "set", "2025-2026", "6a1", "02/2026", f"{ANH}=1+0")
    shown = desk.does("absence", "summary", "2025-2026")
    assert "   46  7400000001  Lò Thị Ánh  6a1  quá mức" in shown.splitlines()[-1]


def test_absences_stay_in_the_class_where_they_were_taken(desk: Desk) -> None:
    desk.does("absence", "set", "2025-2026", "6a1", "10/2025", f"{ANH}=2+0")
    desk.does("pupil", "move", ANH, "--to", "6a2", "--date", "2025-11-03")
    desk.does("absence", "set", "2025-2026", "6a2", "11/2025", f"{ANH}=1+0")
    said = desk.asks("absence", "summary", "2025-2026", "6a2")
    assert {one["ma"]: one["tong"] for one in said["hoc_sinh"]}[ANH] == 5
    assert said["lop"][0]["tong"] == {"phep": 1, "khong_phep": 0}


def test_the_good_rows_are_taken_and_the_rest_comes_back_with_reasons(desk: Desk, tmp_path: Path) -> None:
    """A row with one refused cell is not taken by halves."""
    path = tmp_path / "nghi.xlsx"
    book = exported(desk, path, "10/2025")
    sheet = book.worksheets[0]
    sheet.cell(2, 5, 2)
    sheet.cell(3, 5, 1)
    sheet.cell(3, 6, "nhiều")
    book.save(path)
    result = desk.run("absence", "import", "2025-2026", str(path), "--accept-good", "--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, said["da_ghi"], [one["ma"] for one in said["thay_doi"]]) == (1, True, [ANH])
    assert BAO not in rows(desk)
    (rest,) = said["con_lai"]
    held = openpyxl.load_workbook(rest)
    (row,) = list(held.worksheets[0].iter_rows(min_row=2))
    assert (row[1].value, row[-2].value) == (BAO, "nhiều")
    assert str(row[-1].value).startswith("F3 HB4")
    row[-2].value = "3"
    held.save(rest)
    desk.does("absence", "import", "2025-2026", rest)
    assert rows(desk)[BAO] == {"2025-10": {"phep": 1, "khong_phep": 3}}
