"""Each thing a sheet is refused for, with its cell; and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hocba_build.domain.values import Term
from tests.exchange.school import (
    AN_JUNE,
    ANH,
    BAO,
    FOLDER,
    HEN,
    MATHS,
    ON,
    Desk,
    at,
    change,
    heading,
    places,
    put,
)

Edit = Callable[[Worksheet], object]


def typed(student: str, label: str, value: object, style: str | None = None) -> Edit:
    def edit(sheet: Worksheet) -> None:
        put(sheet, student, label, value)
        if style:
            at(sheet, student, label).number_format = style

    return edit


def swapped(sheet: Worksheet) -> None:
    """Somebody sorted the column of names and left the others where they were."""
    first, second = at(sheet, ANH, "Họ và tên"), at(sheet, BAO, "Họ và tên")
    first.value, second.value = second.value, first.value


def copied_row(sheet: Worksheet) -> None:
    for column in range(1, 11):
        sheet.cell(13, column).value = sheet.cell(7, column).value


def hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[9].hidden = True


def hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["G"].hidden = True


def merged(sheet: Worksheet) -> None:
    sheet.merge_cells("E8:F8")


def twice(sheet: Worksheet) -> None:
    sheet.cell(6, 16).value = "ĐĐGck"


def unlabelled(sheet: Worksheet) -> None:
    heading(sheet, "Mã học sinh").value = "?"
    heading(sheet, "Họ và tên").value = "?"


def nobody(sheet: Worksheet) -> None:
    sheet.cell(14, 5).value = 7


def two_namesakes(sheet: Worksheet) -> None:
    put(sheet, ON, "Họ và tên", "Trần Văn An")
    put(sheet, ON, "Ngày sinh", None)
    put(sheet, ON, "Mã học sinh", None)


CASES: list[tuple[str, Edit, list[tuple[str, str]]]] = [
    ("formula", typed(ANH, "ĐĐGtx1", "=1+8"), [("HB406", "E7")]),
    ("formula for an id", typed(ANH, "Mã học sinh", '="7400000001"'), [("HB406", "B7")]),
    ("formula as text", typed(ANH, "ĐĐGtx1", "'=1+8"), [("HB409", "E7")]),
    ("merged", merged, [("HB407", "E8"), ("HB407", "F8")]),
    ("hidden row", hidden_row, [("HB408", "A9")]),
    ("hidden column", hidden_column, [("HB408", "G")]),
    ("word", typed(ANH, "ĐĐGtx1", "giỏi"), [("HB409", "E7")]),
    ("date", typed(ANH, "ĐĐGtx1", datetime(2025, 5, 8)), [("HB409", "E7")]),  # noqa: DTZ001 - as a spreadsheet holds it
    ("truth value", typed(ANH, "ĐĐGtx1", True), [("HB409", "E7")]),
    ("percent", typed(ANH, "ĐĐGtx1", 0.5, "0%"), [("HB409", "E7")]),
    ("error value", typed(ANH, "ĐĐGtx1", "#REF!"), [("HB409", "E7")]),
    ("scientific text", typed(ANH, "ĐĐGtx1", "1e1"), [("HB409", "E7")]),
    ("two numbers", typed(ANH, "ĐĐGtx1", "8 9"), [("HB409", "E7")]),
    ("85 for 8,5", typed(ANH, "ĐĐGtx1", 85), [("HB410", "E7")]),
    ("negative", typed(ANH, "ĐĐGtx1", -1), [("HB410", "E7")]),
    ("above ten", typed(ANH, "ĐĐGtx1", "10,1"), [("HB410", "E7")]),
    ("two decimals", typed(ANH, "ĐĐGtx1", 8.05), [("HB411", "E7")]),
    ("stranger", typed(ANH, "Mã học sinh", "7499999999"), []),
    ("nobody", nobody, [("HB412", "B14")]),
    ("two namesakes", two_namesakes, [("HB412", "B9")]),
    ("two rows", copied_row, [("HB413", "A13"), ("HB413", "A7")]),
    ("names sorted alone", swapped, [("HB414", "B7"), ("HB414", "B8")]),
    ("other birth date", typed(ANH, "Ngày sinh", "17/05/2013"), [("HB414", "B7")]),
    ("M without a reason", typed(ANH, "ĐĐGtx1", "M"), [("HB416", "E7")]),
    ("score of an exempt pupil", typed(AN_JUNE, "ĐĐGgk", 8), [("HB416", "I11")]),
    ("long remark", typed(ANH, "Nhận xét", "a" * 501), [("HB417", "L7")]),
    ("hidden direction sign", typed(ANH, "Nhận xét", "tốt\u202e"), [("HB417", "L7")]),
    ("column twice", twice, [("HB418", "P6")]),
    ("no headings", unlabelled, [("HB418", "")]),
]


@pytest.mark.parametrize(("edit", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_refused_by_cell(desk: Desk, edit: Edit, expected: list[tuple[str, str]]) -> None:
    before = (desk.root / MATHS).read_bytes()

    def with_a_good_change(sheet: Worksheet) -> None:
        put(sheet, HEN, "ĐĐGtx1", 7)
        edit(sheet)

    plan = desk.take_in(desk.edited(with_a_good_change))
    assert places(plan.refusals) == expected
    assert ((desk.root / MATHS).read_bytes() == before) is bool(expected)


def test_a_refused_row_is_not_missing(desk: Desk) -> None:
    """A formula among the scores does not hide whose row it is; one in the id does."""
    plan = desk.plan(desk.edited(typed(ANH, "ĐĐGtx1", "=1+8")))
    assert [(one.student, one.cell) for one in plan.refusals] == [(ANH, "E7")]
    assert plan.sheets[0].omitted == ()
    plan = desk.plan(desk.edited(typed(ANH, "Mã học sinh", '="7400000001"')))
    assert [(one.student, one.cell) for one in plan.refusals] == [(None, "B7")]
    assert plan.sheets[0].omitted == (ANH,)


def test_a_stranger_with_nobodys_name(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, ANH, "Ngày sinh", "01/01/2010")
        put(sheet, ANH, "Mã học sinh", "7499999999")

    assert places(desk.plan(desk.edited(edit)).refusals) == [("HB412", "B7")]


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Rèn luyện", "giỏi", [("HB409", "E7")]),
        ("Rèn luyện", 8, [("HB409", "E7")]),
        ("09/2025 có phép", 32, [("HB410", "F7")]),
        ("09/2025 có phép", 1.5, [("HB409", "F7")]),
        ("09/2025 không phép", "ba", [("HB409", "G7")]),
    ],
)
def test_homeroom_values(desk: Desk, label: str, value: object, expected: list[tuple[str, str]]) -> None:
    assert places(desk.plan(desk.typed(ANH, label, value, "chu-nhiem")).refusals) == expected


def test_outcomes_are_no_scores(desk: Desk) -> None:
    assert places(desk.plan(desk.typed(ANH, "GK", 8, "gdtc")).refusals) == [("HB409", "G7")]


def test_a_decision_closes_the_cells(desk: Desk) -> None:
    decisions = desk.root / FOLDER / "quyet-dinh.yaml"
    decisions.write_text(
        'nam_hoc: "2025-2026"\nlop: 6a1\nquyet_dinh:\n'
        f'  "{HEN}": [{{so: 12/QĐ-BM, ngay: "2025-09-20", loai: che_do, mon: {{toan: mien}}}}]\n',
        "utf-8",
    )
    path = desk.export()
    change(path, lambda book: put(book.worksheets[0], HEN, "ĐĐGtx1", 7))
    plan = desk.plan(path)
    assert places(plan.refusals) == [("HB419", "E12")]
    assert "12/QĐ-BM" in plan.refusals[0].message
    assert plan.refusals[0].student == HEN


def test_a_colleagues_later_change_is_not_lost(desk: Desk) -> None:
    """Base 8, the sheet says 9, the records meanwhile 7: refused; cells only one side changed are merged."""
    path = desk.export()
    file = desk.root / MATHS
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("{tx: [8, 7.5, 9, 8], gk: 7.5, ck: 8}", "{tx: [8, 7.5, 9, 9], gk: 7.5, ck: 7}"), "utf-8"
    )
    change(path, lambda book: put(book.worksheets[0], ANH, "ĐĐGck", 9))
    plan = desk.take_in(path)
    assert places(plan.refusals) == [("HB415", "J7")]
    assert "bảng ghi 9 (lúc xuất 8) nhưng sổ nay đã là 7" in plan.refusals[0].message
    change(path, lambda book: put(book.worksheets[0], ANH, "ĐĐGck", 8))
    change(path, lambda book: put(book.worksheets[0], ANH, "ĐĐGgk", 8))
    assert desk.take_in(path).refusals == ()
    assert desk.row(ANH) == "{tx: [8, 7.5, 9, 9], gk: 8, ck: 7}"


def test_the_rest_of_a_conflict_shows_what_stands_now(desk: Desk) -> None:
    path = desk.export()
    file = desk.root / MATHS
    file.write_text(file.read_text("utf-8").replace("gk: 7.5, ck: 8}", "gk: 7.5, ck: 7}"), "utf-8")
    change(path, lambda book: put(book.worksheets[0], ANH, "ĐĐGck", 9))
    desk.take_in(path, accept_good=True)
    rest = path.with_name(f"{path.stem}.con-lai.xlsx")
    before = file.read_bytes()
    assert desk.take_in(rest).refusals == ()
    assert file.read_bytes() == before


def spoil(book: Workbook) -> None:
    book["_meta"]["C8"].value = "10"


def drop(book: Workbook) -> None:
    del book["_meta"]


def add_hidden(book: Workbook) -> None:
    book.create_sheet("thêm").sheet_state = "hidden"


def other_version(book: Workbook) -> None:
    """As an older program would have written it: another version, its own digest."""
    from hashlib import sha256

    sheet = book["_meta"]
    sheet["B2"].value = "0"
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    text = "\n".join("\t".join(row).rstrip("\t") for row in rows[:-1])
    sheet.cell(len(rows), 2).value = sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("edit", "code"),
    [(spoil, "HB404"), (drop, "HB404"), (add_hidden, "HB408"), (other_version, "HB405")],
    ids=["changed", "foreign", "hidden sheet", "old template"],
)
def test_templates_that_are_not_ours(desk: Desk, edit: Callable[[Workbook], None], code: str) -> None:
    plan = desk.plan(change(desk.typed(ANH, "ĐĐGck", 9), edit))
    assert [refusal.code for refusal in plan.refusals] == [code]
    assert plan.files == {}


def test_a_column_the_year_no_longer_uses(desk: Desk) -> None:
    """The subject has fewer periods now, and nobody has a fourth regular test."""
    path = desk.export(term=Term.HK2)
    year = desk.root / "records/2025-2026/nam-hoc.yaml"
    year.write_text(year.read_text("utf-8").replace("toan: 140", "toan: 70", 1), "utf-8")
    plan = desk.plan(path)
    assert [(one.code, one.sheet) for one in plan.refusals] == [("HB405", "6A1 Toán HK2")]
    assert "tx4" in plan.refusals[0].message


def test_a_sheet_of_a_class_that_is_gone(desk: Desk, tmp_path: Path) -> None:
    path = desk.export()
    for file in (desk.root / FOLDER).rglob("*.yaml"):
        file.unlink()
    assert [one.code for one in desk.plan(path).refusals] == ["HB405"]


def test_a_strange_sheet_and_a_strange_column_are_told(desk: Desk) -> None:
    def edit(book: Workbook) -> None:
        book.worksheets[0].cell(6, 16).value = "Điểm cộng"
        book.create_sheet("Nháp")["A1"].value = "Mã học sinh"

    plan = desk.plan(change(desk.export(), edit))
    assert [(one.code, one.sheet, one.cell) for one in plan.remarks] == [
        ("HB422", "6A1 Toán HK1", "P6"),
        ("HB422", "Nháp", ""),
    ]
