"""Pupil lists taken in: what is known, what is new, and every row that cannot be believed, named by its cell."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import StudentId, Term
from hocba_build.exchange.birth_dates import BirthDates
from hocba_build.exchange.values import Wrong
from hocba_build.workflows.pupils.brought_again import Corrected, bring_again
from tests.pupils.school import BAO, CHAU, YEAR, Desk

CSDL = (
    "STT,Mã định danh Bộ GD&ĐT,Họ tên,Ngày sinh,Giới tính,Dân tộc,Trạng thái,SĐT liên hệ,Nơi sinh chi tiết,"
    "Tổ/thôn Hộ khẩu thường trú,Tỉnh thành quê quán,Phường Xã quê quán,Chỗ ở hiện nay,Số CMND,Ngày cấp,Nơi cấp,Tên cha,"
    "Nghề nghiệp cha,Năm sinh cha,Tên mẹ,Nghề nghiệp mẹ,Năm sinh mẹ,Lớp học,Khối học,Số định danh cá nhân"
).split(",")
"""The headings of the CSDL ngành's pupil list."""
PERSON = {"Họ tên": "Trần Văn An", "Ngày sinh": "03/05/2014", "Giới tính": "Nam", "Lớp học": "6A2"}
Row = Mapping[str, Any]


def at(year: int, month: int, day: int) -> datetime:
    """A day as a spreadsheet holds it: a moment without a zone."""
    return datetime.combine(date(year, month, day), time())


def workbook(path: Path, rows: Sequence[Row], heads: Sequence[str] = CSDL) -> Path:
    """A list as the CSDL ngành writes it: two lines of titles, headings, pupils."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["SỞ GIÁO DỤC VÀ ĐÀO TẠO"])
    sheet.append(["DANH SÁCH HỌC SINH"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append([row.get(head) for head in heads])
    book.save(path)
    return path


def listed(desk: Desk, rows: Sequence[Row], *words: str, heads: Sequence[str] = CSDL) -> tuple[int, Any]:
    """Import a list; status and what was said."""
    path = workbook(desk.root.parent / "ds.xlsx", rows, heads)
    result = desk.run("pupil", "import", str(path), *words, "--json")
    return result.exit_code, json.loads(result.stdout)


def faults(desk: Desk, *rows: Row, heads: Sequence[str] = CSDL) -> list[tuple[str, str]]:
    """Code and cell of every refusal; nothing is written."""
    before = desk.files()
    status, said = listed(desk, rows, heads=heads)
    assert (status, said["da_ghi"], desk.files()) == (1, False, before)
    return [(one["code"], one["o"]) for one in said["tu_choi"]]


def test_a_list_of_the_ministrys_database_is_taken_in(desk: Desk) -> None:
    (desk.root / f"{YEAR}/6a2/hk1/toan.yaml").unlink()
    rows = [
        {**PERSON, "Mã định danh Bộ GD&ĐT": "7412345690", "Dân tộc": "Kinh", "Trạng thái": "Đang học"}
        | {"SĐT liên hệ": "0909000001", "Nơi sinh chi tiết": "Xã Phú An", "Chỗ ở hiện nay": "Ấp 2, xã Phú An"}
        | {"Tên cha": "Trần Văn Ba", "Nghề nghiệp cha": "Nông dân", "Số định danh cá nhân": "074214000044"},
        {**PERSON, "Họ tên": "Ðặng Thị  Ân", "Ngày sinh": "17/05/2014", "Giới tính": "Nữ"},
        {**PERSON, "Họ tên": "Lê Văn Ba", "Trạng thái": "Chuyển trường"},
    ]
    status, said = listed(desk, rows)
    assert (status, said["da_ghi"], said["findings"]) == (0, True, [])
    an, dang = said["hoc_sinh"]
    assert (an["ma"], an["lop"], an["moi"], dang["ma"]) == ("7400000006", "6a2", True, "7400000007")
    order = [row[0] for row in desk.listed("6a2")]
    assert order == ["7400000006", dang["ma"], CHAU]  # An, Ân, Châu
    own = desk.read("records/hoc-sinh/7400000007.yaml")["nhan_than"][0]
    assert own["ho_ten"] == "Đặng Thị Ân"  # Ð (U+00D0) and a double space are slips of typing
    page = desk.read("records/ho-so/7400000006.yaml")["ho_so"][0]
    assert page == {
        "tu_ngay": "2025-09-05",
        "noi_sinh": "Xã Phú An",
        "dan_toc": "Kinh",
        "cho_o": "Ấp 2, xã Phú An",
        "so_dinh_danh": "074214000044",
        "cha": {"ho_ten": "Trần Văn Ba", "nghe_nghiep": "Nông dân"},
    }
    assert b"0909000001" not in b"".join(desk.files().values())
    remarks = {(one["code"], one["o"]) for one in said["luu_y"]}
    assert {("HB426", "H3"), ("HB426", "N3"), ("HB427", "C6")} <= remarks
    assert desk.is_sound()


def test_the_same_list_again_changes_nothing(desk: Desk) -> None:
    rows = [{**PERSON, "Mã định danh Bộ GD&ĐT": "7412345690"}]
    assert listed(desk, rows)[0] == 0
    before = desk.files()
    status, said = listed(desk, rows)
    assert (status, said["tep"], desk.files()) == (0, [], before)
    assert [(one["moi"], one["vao_lop"]) for one in said["hoc_sinh"]] == [(False, False)]


def test_who_is_known_is_seated_and_gets_a_missing_code(desk: Desk) -> None:
    """A class list at the beginning of a year: by code, or by name and birth date."""
    text = (desk.root / f"{YEAR}/6a2/lop.yaml").read_text("utf-8")
    (desk.root / f"{YEAR}/6a2/lop.yaml").write_text(text.partition("hoc_sinh:")[0] + "hoc_sinh: []\n", "utf-8")
    (desk.root / f"{YEAR}/6a2/hk1/toan.yaml").unlink()
    own = desk.root / f"records/hoc-sinh/{CHAU}.yaml"
    code = 'ma_bo:\n  - {tu_ngay: "2025-08-15", ma: "7412345673"}\n'
    assert code in own.read_text("utf-8")
    own.write_text(own.read_text("utf-8").replace(code, ""), "utf-8")
    row = {**PERSON, "Họ tên": "Trần Minh Châu", "Ngày sinh": "30/11/2014", "Giới tính": "Nữ"}
    status, said = listed(desk, [{**row, "Mã định danh Bộ GD&ĐT": "7412345699", "Dân tộc": "Kinh"}])
    assert (status, [one["ma"] for one in said["hoc_sinh"]]) == (0, [CHAU])
    assert desk.listed("6a2") == [(CHAU, "2025-09-05", None)]
    assert desk.read(f"records/hoc-sinh/{CHAU}.yaml")["ma_bo"] == [{"tu_ngay": "2025-09-05", "ma": "7412345699"}]
    assert "HB427" in {one["code"] for one in said["luu_y"]}  # the page that is there stays as it is


CONTRADICTIONS = [
    ({"Mã định danh Bộ GD&ĐT": "7412345671", "Ngày sinh": "18/05/2014"}, "HB424"),
    ({"Mã định danh Bộ GD&ĐT": "7412345671", "Giới tính": "Nam"}, "HB424"),
    ({"Mã định danh Bộ GD&ĐT": "7412345600"}, "HB424"),
    ({"Lớp học": "6A2"}, "HB425"),
]


@pytest.mark.parametrize(("other", "code"), CONTRADICTIONS)
def test_a_row_that_contradicts_the_records_is_refused(desk: Desk, other: Row, code: str) -> None:
    anh = {"Họ tên": "Lò Thị Ánh", "Ngày sinh": "17/05/2014", "Giới tính": "Nữ", "Lớp học": "6A1"}
    assert listed(desk, [anh])[0] == 0
    assert faults(desk, {**anh, **other}) == [(code, "C4")]


def test_who_left_is_not_seated_by_a_list(desk: Desk) -> None:
    desk.does("pupil", "leave", BAO, "--date", "2025-12-01", "--reason", "Bỏ học")
    who = desk.read(f"records/hoc-sinh/{BAO}.yaml")["nhan_than"][0]
    born = date.fromisoformat(who["ngay_sinh"]).strftime("%d/%m/%Y")
    row = {**PERSON, "Họ tên": who["ho_ten"], "Ngày sinh": born, "Giới tính": "Nam"}
    path = workbook(desk.root.parent / "ds.xlsx", [row])
    said = desk.run("pupil", "import", str(path), "--since", "2026-01-05")
    assert (said.exit_code, "đã rời trường: ghi trở lại bằng hocba pupil return" in said.stdout) == (1, True)


BAD = [
    ({"Họ tên": None}, "HB428", "C4"),
    ({"Họ tên": "Trần V4n An"}, "HB428", "C4"),
    ({"Ngày sinh": None}, "HB428", "D4"),
    ({"Ngày sinh": "31/02/2014"}, "HB428", "D4"),
    ({"Ngày sinh": "5/3/14"}, "HB428", "D4"),
    ({"Ngày sinh": 41776}, "HB420", "D4"),
    ({"Giới tính": "x"}, "HB428", "E4"),
    ({"Giới tính": None}, "HB428", "E4"),
    ({"Mã định danh Bộ GD&ĐT": "74123"}, "HB428", "B4"),
    ({"Số định danh cá nhân": "07421400004"}, "HB428", "Y4"),
    ({"Chỗ ở hiện nay": "Ấp 2\u200b\u202e"}, "HB428", "M4"),
    ({"Nơi sinh chi tiết": "x" * 161}, "HB428", "I4"),
    ({"Dân tộc": at(2014, 5, 3)}, "HB428", "F4"),
    ({"Lớp học": "9A9"}, "HB425", "C4"),
    ({"Lớp học": None}, "HB425", "W4"),
    ({"Tên cha": "=A1"}, "HB406", "Q4"),
]


@pytest.mark.parametrize(("other", "code", "cell"), BAD)
def test_a_bad_cell_is_refused_by_its_place(desk: Desk, other: Row, code: str, cell: str) -> None:
    good = {**PERSON, "Họ tên": "Lê Văn Tốt"}
    found = faults(desk, {**PERSON, **other}, good)
    assert (code, cell) in found
    assert all(place.endswith("4") for _, place in found)  # the honest row beside it is not blamed
    assert listed(desk, [good])[0] == 0


def test_numbers_of_a_spreadsheet_get_their_zeros_back(desk: Desk) -> None:
    row = {**PERSON, "Mã định danh Bộ GD&ĐT": 7412345690, "Số định danh cá nhân": 74214000044}
    assert listed(desk, [row])[0] == 0
    assert desk.read("records/ho-so/7400000006.yaml")["ho_so"][0]["so_dinh_danh"] == "074214000044"


def test_a_date_that_could_be_two_days_is_not_guessed_at(desk: Desk) -> None:
    """A spreadsheet of another country has turned what it could into dates, months first, and left the rest as text."""
    text = {**PERSON, "Họ tên": "Lê Văn Tốt", "Ngày sinh": "17/05/2014"}
    swapped = {**PERSON, "Ngày sinh": at(2014, 5, 3)}
    assert faults(desk, text, swapped) == [("HB420", "D5")]
    assert listed(desk, [{**swapped, "Ngày sinh": at(2014, 5, 25)}, text])[0] == 0
    months_first = {**text, "Ngày sinh": "05/17/2014"}
    assert faults(desk, months_first, {**PERSON, "Ngày sinh": "03/05/2014"}) == [("HB428", "D4"), ("HB420", "D5")]
    twin = [{**PERSON, "Họ tên": "Trần Văn Bình", "Ngày sinh": "05/05/2014"}]
    assert listed(desk, twin)[0] == 0


def test_a_column_of_real_dates_is_believed() -> None:
    cells = [at(2014, 3, 5), date(2014, 11, 30)]
    dates = BirthDates.of(cells)
    assert [dates.read(one) for one in cells] == [date(2014, 3, 5), date(2014, 11, 30)]
    assert BirthDates.of(["5-3-2014"]).read("5-3-2014") == date(2014, 3, 5)
    assert BirthDates.of([]).read("2014-03-05") == date(2014, 3, 5)
    assert isinstance(BirthDates.of([]).read(True), Wrong)


def test_one_pupil_in_two_rows_is_refused(desk: Desk) -> None:
    assert faults(desk, PERSON, PERSON) == [("HB413", "C5")]
    both = {**PERSON, "Mã định danh Bộ GD&ĐT": "7412345671", "Số định danh cá nhân": "074214000002"}
    code = faults(desk, both)[0][0]
    assert code in ("HB414", "HB424")


def test_a_hidden_row_is_not_taken_in_unseen(desk: Desk) -> None:
    path = workbook(desk.root.parent / "ds.xlsx", [PERSON])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].row_dimensions[4].hidden = True
    book.save(path)
    said = json.loads(desk.run("pupil", "import", str(path), "--json").stdout)
    assert [one["code"] for one in said["tu_choi"]] == ["HB408"]


def test_what_is_no_list_is_told(desk: Desk, tmp_path: Path) -> None:
    nothing = workbook(tmp_path / "a.xlsx", [], heads=["Môn", "Điểm"])
    said = desk.run("pupil", "import", str(nothing))
    assert (said.exit_code, "HB423" in said.stdout, "hocba pupil template" in said.stdout) == (1, True, True)
    (tmp_path / "b.csv").write_bytes("Họ tên,Ngày sinh,Giới tính\n".encode("utf-16-le"))
    assert "HB401" in desk.run("pupil", "import", str(tmp_path / "b.csv")).stdout
    gone = desk.run("pupil", "import", str(tmp_path / "khong-co.xlsx"))
    assert (gone.exit_code, "Không đọc được" in gone.stderr) == (2, True)


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Lop">'
)

MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"/>'
)


def ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A small OpenDocument workbook of texts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("".join(cell.format(escape(text)) for text in row) for row in rows)
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        end = "</table:table></office:spreadsheet></office:body></office:document-content>"
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", ODS_HEAD + body + end)
    return path


@pytest.mark.parametrize("kind", ["csv", "tsv.txt", "ods"])
def test_other_kinds_of_tables(desk: Desk, tmp_path: Path, kind: str) -> None:
    rows = [["Họ và tên", "Nữ", "Ngày sinh", "Lớp"], ["Trần Văn An", "", "03/05/2014", "6A2"]]
    rows.append(["Lê Thị Bình", "x", "2014-12-31", "6a2"])
    path = tmp_path / f"ds.{kind}"
    if kind == "ods":
        ods(path, rows)
    else:
        sign = "," if kind == "csv" else "\t"
        path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(sign.join(row) for row in rows).encode())
    said = desk.asks("pupil", "import", str(path))
    assert [one["ma"] for one in said["hoc_sinh"]] == ["7400000006", "7400000007"]
    assert desk.read("records/hoc-sinh/7400000007.yaml")["nhan_than"][0]["gioi_tinh"] == "nu"


def test_the_template_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    desk.does("pupil", "template", "list", "-o", str(path))
    empty = desk.asks("pupil", "import", str(path))
    assert (empty["hoc_sinh"], empty["da_ghi"]) == ([], False)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    told = {"Họ và tên": "Y Wen Êban", "Tên gọi (nếu không là từ cuối)": "Y Wen", "Giới tính": "Nam"}
    told |= {"Ngày sinh": "03/05/2014", "Lớp": "6a1", "Số đăng bộ": "301", "Họ tên người giám hộ": "H'Lan Êban"}
    for head, text in told.items():
        sheet.cell(2, heads[head], text)
    book.save(path)
    student = desk.asks("pupil", "import", str(path))["hoc_sinh"][0]["ma"]
    own = desk.read(f"records/hoc-sinh/{student}.yaml")
    assert (own["nhan_than"][0]["ten"], own["dang_bo"]) == ("Y Wen", [{"cap": "thcs", "so": "301"}])
    assert desk.read(f"records/ho-so/{student}.yaml")["ho_so"][0]["giam_ho"] == {"ho_ten": "H'Lan Êban"}
    sheet.cell(2, heads["Mã học sinh"], "7400009999")
    book.save(path)
    said = desk.run("pupil", "import", str(path))
    assert "HB412 không có học sinh 7400009999" in said.stdout


def test_results_are_brought_along_by_sheet(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "kq.xlsx"
    desk.does("pupil", "template", "results", "-o", str(path))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1)}
    heads = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    put = [("Toán", "Kết quả", "8,3"), ("Toán", "Nhận xét", "Chăm học."), ("Giáo dục thể chất", "Kết quả", "Đ")]
    put += [
        ("Kết quả học tập", "Kết quả", "Khá"),
        ("Kết quả rèn luyện", "Kết quả", "Tốt"),
        ("Nghỉ có phép", "Kết quả", "2"),
    ]
    for name, head, value in put:
        sheet.cell(rows[name], heads[head], value)
    book.save(path)
    words = ("--from-school", "Trường A", "--document", "Bảng 7", "--since", "2026-01-19", "--class", "6a1")
    who = ("--name", "Trần Văn An", "--sex", "nam", "--born", "2014-02-01")
    student = desk.asks("pupil", "transfer-in", *who, *words, "--hk1", str(path))["hoc_sinh"]
    kept = desk.read(f"{YEAR}/6a1/chuyen-den/{student}.yaml")["hk1"]
    assert {subject: str(row["ket_qua"]) for subject, row in kept["mon"].items()} == {"gdtc": "dat", "toan": "8.3"}
    assert (kept["hoc_tap"], kept["ren_luyen"], kept["buoi_nghi"]) == ("kha", "tot", {"phep": 2, "khong_phep": 0})
    assert desk.is_sound()
    sheet.cell(rows["Toán"], heads["Kết quả"], "7,9")
    book.save(path)
    said = Corrected(document="Bảng 7 đính chính", sheets={Term.HK1: path})
    assert bring_again(desk.root, StudentId(student), said, dry_run=True).written is False
    assert bring_again(desk.root, StudentId(student), said).written
    again = desk.read(f"{YEAR}/6a1/chuyen-den/{student}.yaml")
    assert (str(again["hk1"]["mon"]["toan"]["ket_qua"]), again["chung_tu"]) == ("7.9", "Bảng 7 đính chính")
    assert (again["truong"], again["hk1"]["ren_luyen"]) == ({"ten": "Trường A"}, "tot"), "the rest stays"
    with pytest.raises(RefusedError, match="không có kết quả mang theo"):
        bring_again(desk.root, StudentId(BAO), said)
    sheet.cell(rows["Ngữ văn"], heads["Kết quả"], 85)
    sheet.cell(rows["Tin học"], heads["TX1"], "M")
    book.save(path)
    other = ("--name", "Trần Văn Bo", "--sex", "nam", "--born", "2014-02-01")
    told = desk.refused(1, "pupil", "transfer-in", *other, *words, "--hk1", str(path))
    assert f"kq.xlsx, Học kì, J{rows['Ngữ văn']}: HB410" in told
    assert "(và 1 chỗ nữa)" in told


def test_the_good_rows_are_taken_and_the_rest_comes_back_with_reasons(desk: Desk) -> None:
    bad = {**PERSON, "Họ tên": "Lê Thị Ba", "Ngày sinh": "31/02/2014", "Giới tính": "?", "SĐT liên hệ": "0909000001"}
    nowhere = {**PERSON, "Họ tên": "Lê Văn Tư", "Lớp học": "6A9"}
    status, said = listed(desk, [PERSON, bad, nowhere], "--accept-good")
    assert (status, said["da_ghi"], [one["ma"] for one in said["hoc_sinh"]]) == (1, True, ["7400000006"])
    (rest,) = said["con_lai"]
    assert Path(rest).name == "ds.con-lai.xlsx"
    assert Path(rest).stat().st_mode & 0o077 == 0
    rows = list(openpyxl.load_workbook(rest).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows] == ["Họ tên", "Lê Thị Ba", "Lê Văn Tư"]
    assert "0909000001" not in str(rows)
    assert rows[1][-1] is not None
    assert [line.partition(":")[0] for line in str(rows[1][-1]).splitlines()] == ["D5 HB428", "E5 HB428"]
    assert str(rows[2][-1]).startswith("C6 HB425: ")


def test_the_rest_is_mended_and_taken_in(desk: Desk) -> None:
    _, said = listed(desk, [PERSON, {**PERSON, "Họ tên": "Lê Thị Ba", "Giới tính": "?"}], "--accept-good")
    (rest,) = said["con_lai"]
    book = openpyxl.load_workbook(rest)
    sheet = book.worksheets[0]
    sex = next(cell for cell in sheet[1] if cell.value == "Giới tính")
    sheet.cell(2, sex.column).value = "Nữ"
    book.save(rest)
    again = desk.run("pupil", "import", rest, "--json")
    assert (again.exit_code, [one["ma"] for one in json.loads(again.stdout)["hoc_sinh"]]) == (0, ["7400000007"])


def test_a_preview_of_the_good_rows_writes_no_rest(desk: Desk) -> None:
    before = desk.files()
    status, said = listed(desk, [PERSON, {**PERSON, "Giới tính": "?"}], "--accept-good", "--dry-run")
    assert (status, said["da_ghi"], said["con_lai"], desk.files()) == (1, False, [], before)
