"""What a teacher gets: locked headings, open cells, text that stays text, live results, paper."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import Term
from hocba_build.exchange.drawing import Drawing, Drawn, Formula, Look, Page
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.workflows.sheets.export import SheetRequest, export_sheets
from tests.exchange.school import AN_JUNE, ANH, BAO, CLASS, HEN, ON, YEAR, Desk, at, heading


def test_only_input_cells_are_open(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.export()).worksheets[0]
    assert sheet.protection.sheet
    open_columns = {
        heading(sheet, label).column
        for label in ("ĐĐGtx1", "ĐĐGtx2", "ĐĐGtx3", "ĐĐGtx4", "ĐĐGgk", "ĐĐGck", "Căn cứ miễn", "Nhận xét")
    }
    found = {cell.column for row in sheet.iter_rows(min_row=7) for cell in row if not cell.protection.locked}
    assert found == open_columns
    assert all(cell.protection.locked for row in sheet.iter_rows(max_row=6) for cell in row)


def test_the_header_stays_in_view_and_on_every_page(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.export()).worksheets[0]
    assert sheet.freeze_panes == "D7"
    assert sheet.print_title_rows == "$6:$6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area == "'6A1 Toán HK1'!$A$1:$N$12"


def test_ids_are_text_and_scores_are_numbers(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.export()).worksheets[0]
    assert at(sheet, ANH, "Mã học sinh").data_type == "s"
    assert at(sheet, ANH, "ĐĐGtx2").value == 7.5
    assert at(sheet, BAO, "ĐĐGtx3").value is None
    assert at(sheet, ON, "ĐĐGck").value == "KD"
    assert at(sheet, AN_JUNE, "ĐĐGtx1").value == "M"
    assert at(sheet, AN_JUNE, "Căn cứ miễn").value == "QĐ 12/2025"


def test_the_hidden_sheet_says_what_the_file_is(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.export())
    hidden = book["_meta"]
    assert hidden.sheet_state == "veryHidden"
    assert book.security.lockStructure
    rows = [[cell.value for cell in row if cell.value is not None] for row in hidden.iter_rows()]
    assert rows[0] == ["mau", "hocba-bang-diem"]
    assert ["trang", "6A1 Toán HK1", YEAR, CLASS, "hk1", "toan"] in rows
    assert ["hs", ANH, "8", "7.5", "9", "8", "7.5", "8"] in rows
    assert rows[-1][0] == "kiem"


def test_what_may_be_typed_is_said_to_the_spreadsheet(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.export()).worksheets[0]
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"custom", "textLength"}
    assert rules["custom"].formula1 == ('OR(AND(ISNUMBER(E7),E7>=0,E7<=10,ROUND(E7,1)=E7),E7="KD",E7="M",E7="xoá")')
    assert str(rules["custom"].sqref) == "E7:E12 F7:F12 G7:G12 H7:H12 I7:I12 J7:J12"


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    hostile = ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]
    cells = {(row, 1): Drawn(text, Look.REMARK) for row, text in enumerate(hostile, start=1)}
    cells[9, 1] = Drawn(Formula("=1+1"), Look.RESULT)
    page = Page("T", cells, {}, {}, (2, 2), 1, (9, 1), "a & b")
    path = tmp_path / "t.xlsx"
    path.write_bytes(write_xlsx(Drawing([page], "_meta", [["=1+1"]])))
    book = openpyxl.load_workbook(path)
    assert [book["T"].cell(row, 1).data_type for row in range(1, 7)] == ["s"] * 6
    assert book["T"].cell(9, 1).data_type == "f"
    assert book["_meta"].cell(1, 1).data_type == "s"
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<f>") == 1
    assert "a &amp;&amp; b" in sheet


def test_live_average_waits_for_every_test(desk: Desk) -> None:
    """The formula itself is what a spreadsheet will compute; its parts are those of Điều 9 khoản 1."""
    sheet = openpyxl.load_workbook(desk.export()).worksheets[0]
    cell = at(sheet, ANH, "ĐTBmhk")
    row = cell.row
    tests = f'COUNT(E{row}:H{row})+COUNTIF(E{row}:H{row},"KD")'
    given = [f'OR(ISNUMBER({column}{row}),{column}{row}="KD")' for column in "IJ"]
    points = f"SUM(E{row}:H{row})+2*N(I{row})+3*N(J{row})"
    average = f'IF(AND({tests}=4,{given[0]},{given[1]}),ROUND(({points})/({tests}+5),1),"")'
    assert cell.value == f'=IF(COUNTIF(E{row}:J{row},"M")>0,"M",{average})'


def test_second_semester_shows_the_first_result(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.export(term=Term.HK2)).worksheets[0]
    # (8 + 7,5 + 9 + 8 + 2 × 7,5 + 3 × 8) / 9 = 7,94…
    assert at(sheet, ANH, "ĐTB HK I").value == 7.9
    assert at(sheet, ANH, "ĐTBmcn").value == '=IF(AND(ISNUMBER(N7),ISNUMBER(M7)),ROUND((N7+2*M7)/3,1),"")'


def test_a_class_and_a_teacher_get_one_workbook(desk: Desk) -> None:
    whole = openpyxl.load_workbook(desk.export(None))
    assert whole.sheetnames == ["6A1 Toán HK1", "6A1 GDTC HK1", "6A1 NT HK1", "6A1 Chủ nhiệm HK1", "_meta"]
    deputy = openpyxl.load_workbook(desk.export(None, teacher="gv-mai"))
    assert "6A1 Toán HK1" in deputy.sheetnames
    own = openpyxl.load_workbook(desk.export(None, teacher="gv-lan"))
    assert own.sheetnames[-1] == "_meta"
    assert set(own.sheetnames[:-1]) < {
        f"{name} {what} HK1" for name in ("6A1", "6A2", "10A1") for what in ("Toán", "GDTC", "NT", "Chủ nhiệm")
    }


def test_homeroom_sheet_has_the_months_of_the_semester(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.export("chu-nhiem")).worksheets[0]
    labels = [cell.value for cell in sheet[6]]
    assert labels[4:8] == ["Rèn luyện", "09/2025 có phép", "09/2025 không phép", "10/2025 có phép"]
    assert labels[-4:] == ["Nhận xét học kì I", "Tổng có phép", "Tổng không phép", "Ghi chú"]
    assert at(sheet, ANH, "09/2025 có phép").value == 1
    assert at(sheet, HEN, "09/2025 có phép").value is None


def test_sheets_are_for_their_owner_only(desk: Desk) -> None:
    assert stat.S_IMODE(desk.export().stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (SheetRequest(YEAR, Term.HK1, CLASS, "vat-li"), "Lớp 6a1 không học môn vat-li."),
        (SheetRequest(YEAR, Term.HK1, None, "toan"), "Năm học 2025-2026 không có lớp None."),
    ],
)
def test_what_is_not_there_is_named(desk: Desk, request_: SheetRequest, words: str) -> None:
    with pytest.raises(HocbaError) as caught:
        export_sheets(desk.root, request_, desk.papers)
    assert caught.value.message == words


def test_a_faulty_file_is_not_exported(desk: Desk) -> None:
    (desk.root / "records/2025-2026/6a1/hk1/toan.yaml").write_text("x", "utf-8")
    with pytest.raises(HocbaError, match=r"toan\.yaml"):
        desk.export()
