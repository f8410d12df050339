"""A sheet comes back: only what was typed changes, everything else is kept, and the effect is told first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.worksheet.worksheet import Worksheet

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import Term
from hocba_build.interfaces.cli import main
from hocba_build.workflows.check import check
from hocba_build.workflows.sheets.import_sheets import carry_out
from tests.exchange.school import (
    AN_JANUARY,
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


def run(desk: Desk, *words: str) -> Result:
    """The command as a person calls it."""
    return CliRunner().invoke(main, ["-C", str(desk.root), *words], catch_exceptions=False)


def records(desk: Desk) -> dict[str, bytes]:
    """Every record file."""
    return {str(path): path.read_bytes() for path in (desk.root / "records").rglob("*.yaml")}


def test_an_untouched_sheet_changes_nothing(desk: Desk) -> None:
    before = records(desk)
    plan = desk.take_in(desk.export(None))
    assert (plan.files, plan.refusals, plan.remarks, plan.effects) == ({}, (), (), ())
    assert records(desk) == before


@pytest.mark.parametrize(
    ("label", "typed", "row"),
    [
        ("ĐĐGck", 8.5, "{tx: [6, 7, null, 7], gk: 6, ck: 8.5, nhan_xet: Tiến bộ rõ ở hình học.}"),
        ("ĐĐGck", "8,5", "{tx: [6, 7, null, 7], gk: 6, ck: 8.5, nhan_xet: Tiến bộ rõ ở hình học.}"),
        ("ĐĐGck", " 8.5\u00a0", "{tx: [6, 7, null, 7], gk: 6, ck: 8.5, nhan_xet: Tiến bộ rõ ở hình học.}"),
        ("ĐĐGtx3", 0, "{tx: [6, 7, 0, 7], gk: 6, nhan_xet: Tiến bộ rõ ở hình học.}"),
        ("ĐĐGtx3", "KD", "{tx: [6, 7, 0, 7], gk: 6, khong_du: [tx3], nhan_xet: Tiến bộ rõ ở hình học.}"),
        ("ĐĐGgk", "xoá", "{tx: [6, 7, null, 7], nhan_xet: Tiến bộ rõ ở hình học.}"),
        ("Nhận xét", "xóa", "{tx: [6, 7, null, 7], gk: 6}"),
        ("Nhận xét", "=1+1 là 2\n rồi ", '{tx: [6, 7, null, 7], gk: 6, nhan_xet: "=1+1 là 2 rồi"}'),
        ("ĐĐGgk", None, "{tx: [6, 7, null, 7], gk: 6, nhan_xet: Tiến bộ rõ ở hình học.}"),
        ("ĐĐGgk", "-", "{tx: [6, 7, null, 7], gk: 6, nhan_xet: Tiến bộ rõ ở hình học.}"),
    ],
)
def test_what_is_typed_is_what_is_written(desk: Desk, label: str, typed: object, row: str) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, BAO, label, typed)
        if isinstance(typed, str):
            at(sheet, BAO, label).data_type = "s"

    plan = desk.take_in(desk.edited(edit))
    assert plan.refusals == ()
    assert desk.row(BAO) == row
    # With a final the missing fourth regular test is told; the text itself is sound.
    assert {finding.code for finding in check(desk.root).findings} <= {"HB204"}


def test_a_pupil_without_a_row_gets_one_and_one_without_values_loses_it(desk: Desk) -> None:
    desk.take_in(desk.typed(HEN, "ĐĐGtx2", 7))
    assert desk.row(HEN) == "{tx: [null, 7]}"
    desk.take_in(desk.typed(HEN, "ĐĐGtx2", "xoá"))
    assert desk.row(HEN) is None


def test_an_exemption_needs_its_reason_and_can_end(desk: Desk) -> None:
    def exempt(sheet: Worksheet) -> None:
        put(sheet, HEN, "Căn cứ miễn", "QĐ 15/2025")
        put(sheet, HEN, "ĐĐGtx1", "m")

    desk.take_in(desk.edited(exempt))
    assert desk.row(HEN) == "{mien: QĐ 15/2025}"

    def end(sheet: Worksheet) -> None:
        put(sheet, AN_JUNE, "Căn cứ miễn", "xoá")
        for number, label in enumerate(("ĐĐGtx1", "ĐĐGtx2", "ĐĐGtx3", "ĐĐGtx4", "ĐĐGgk", "ĐĐGck"), start=4):
            put(sheet, AN_JUNE, label, number)

    plan = desk.take_in(desk.edited(end))
    assert plan.refusals == ()
    assert desk.row(AN_JUNE) == "{tx: [4, 5, 6, 7], gk: 8, ck: 9}"


def test_outcomes_of_both_contents_of_arts(desk: Desk) -> None:
    path = f"{FOLDER}/hk1/nghe-thuat.yaml"
    desk.take_in(desk.typed(ANH, "Mĩ thuật CK", "cđ", "nghe-thuat"))
    row = "{am_nhac: {tx: [dat, dat], gk: dat, ck: dat}, mi_thuat: {tx: [dat, dat], gk: dat, ck: chua_dat}}"
    assert desk.row(ANH, path) == row
    desk.take_in(desk.typed(HEN, "Âm nhạc TX1", "Đạt", "nghe-thuat"))
    assert desk.row(HEN, path) == "{am_nhac: {tx: [dat]}}"


def test_homeroom_sheet_fills_three_files(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, HEN, "Rèn luyện", "khá")
        put(sheet, HEN, "Nhận xét học kì I", "Hoà đồng.")
        put(sheet, HEN, "10/2025 không phép", 2)
        put(sheet, ANH, "09/2025 có phép", 3)

    plan = desk.take_in(desk.edited(edit, "chu-nhiem"))
    assert list(plan.files) == [f"{FOLDER}/hk1/ren-luyen.yaml", f"{FOLDER}/hk1/chuyen-can.yaml"]
    assert desk.row(HEN, f"{FOLDER}/hk1/ren-luyen.yaml") == "{muc: kha, nhan_xet: Hoà đồng.}"
    assert desk.row(HEN, f"{FOLDER}/hk1/chuyen-can.yaml") == '{"2025-10": {phep: 0, khong_phep: 2}}'
    absences = '{"2025-09": {phep: 3, khong_phep: 0}, "2026-01": {phep: 0, khong_phep: 1}}'
    assert desk.row(ANH, f"{FOLDER}/hk1/chuyen-can.yaml") == absences
    path = change(
        desk.export("chu-nhiem", Term.HK2), lambda book: put(book.worksheets[0], ON, "Nhận xét cả năm", "Tiến bộ.")
    )
    assert list(desk.take_in(path).files) == [f"{FOLDER}/ca-nam/nhan-xet.yaml"]
    assert desk.row(ON, f"{FOLDER}/ca-nam/nhan-xet.yaml") == "Tiến bộ."


def test_columns_may_move_and_rows_may_be_sorted(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, BAO, "ĐĐGck", 9)
        rows = [[cell.value for cell in row[:13]] for row in sheet.iter_rows(min_row=7, max_row=12)]
        for number, row in enumerate(reversed(rows), start=7):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value
        column = heading(sheet, "ĐĐGck").column
        for number in range(6, 13):
            sheet.cell(number, 20).value = sheet.cell(number, column).value
            sheet.cell(number, column).value = None

    plan = desk.take_in(desk.edited(edit))
    assert (plan.refusals, plan.remarks) == ((), ())
    assert [(change_.cell, change_.new) for sheet in plan.sheets for change_ in sheet.changes] == [("T11", "9")]
    assert "ck: 9" in str(desk.row(BAO))


def test_deleted_rows_and_columns_are_kept_in_the_records(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.delete_rows(at(sheet, ON, "ĐĐGck").row)
        sheet.delete_cols(heading(sheet, "Nhận xét").column)

    before = records(desk)
    plan = desk.take_in(desk.edited(edit))
    assert plan.sheets[0].omitted == (ON,)
    assert [(remark.code, remark.message.partition(":")[0]) for remark in plan.remarks] == [
        ("HB422", "thiếu cột «Nhận xét»")
    ]
    assert records(desk) == before


@pytest.mark.parametrize("typed_id", [7400000012, 7400000012.0, " 7400000012 ", "7400 000 012"])
def test_an_id_that_became_a_number_is_still_the_id(desk: Desk, typed_id: object) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, AN_JANUARY, "ĐĐGtx1", 7)
        put(sheet, AN_JANUARY, "Mã học sinh", typed_id)

    plan = desk.take_in(desk.edited(edit))
    assert (plan.refusals, plan.remarks) == ((), ())
    assert desk.row(AN_JANUARY) == "{tx: [7, 9, 9, 10], gk: 8.8, ck: 9}"


def test_a_lost_id_is_found_by_name_and_birth_date_with_a_warning(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, AN_JANUARY, "ĐĐGtx1", 7)
        put(sheet, AN_JANUARY, "Mã học sinh", None)

    plan = desk.take_in(desk.edited(edit))
    assert [(remark.code, remark.cell) for remark in plan.remarks] == [("HB421", "B10")]
    assert desk.row(AN_JANUARY) == "{tx: [7, 9, 9, 10], gk: 8.8, ck: 9}"


def test_effect_on_results_is_told(desk: Desk) -> None:
    plan = desk.plan(desk.typed(AN_JANUARY, "ĐĐGtx4", 9))
    # TX 9 9 9 9, GK 8,8, CK 9: 80,6 / 9 = 8,96; with 10 it was 81,6 / 9 = 9,07.
    assert [(effect.pupil, effect.figure, effect.old, effect.new) for effect in plan.effects] == [
        (AN_JANUARY, "mon.toan.hk1", "9.1", "9.0")
    ]


def test_what_check_will_say_is_told(desk: Desk) -> None:
    plan = desk.plan(desk.typed(BAO, "ĐĐGck", 7))
    assert [(finding.code, finding.pointer) for finding in plan.findings] == [("HB204", f"/diem/{BAO}/tx")]
    desk.take_in(desk.typed(BAO, "ĐĐGck", 7))
    assert [(finding.code, finding.pointer) for finding in check(desk.root).findings] == [("HB204", f"/diem/{BAO}/tx")]


def test_one_refusal_stops_everything_and_good_rows_can_be_taken(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(sheet, BAO, "ĐĐGck", 85)
        put(sheet, BAO, "ĐĐGtx3", 7)
        put(sheet, ANH, "ĐĐGck", 9)
        put(sheet, HEN, "Họ và tên", "Người Lạ")
        put(sheet, HEN, "Mã học sinh", "7499999999")

    before = records(desk)
    path = desk.edited(edit)
    plan = desk.take_in(path)
    assert places(plan.refusals) == [("HB410", "J8"), ("HB412", "B12")]
    assert records(desk) == before
    plan = desk.take_in(path, accept_good=True)
    assert desk.row(ANH) == "{tx: [8, 7.5, 9, 8], gk: 7.5, ck: 9}"
    assert desk.row(BAO) == "{tx: [6, 7, null, 7], gk: 6, nhan_xet: Tiến bộ rõ ở hình học.}"

    rest = path.with_name("bang-diem-2025-2026-6a1-hk1-toan.con-lai.xlsx")
    sheet = openpyxl.load_workbook(rest).worksheets[0]
    assert [cell.value for cell in sheet["B"][6:]] == [BAO, "7499999999"]
    wrong = at(sheet, BAO, "ĐĐGck")
    assert (wrong.value, wrong.protection.locked) == ("85", False)
    assert wrong.comment is not None and wrong.comment.text.startswith("HB410: ghi 85")
    assert at(sheet, BAO, "ĐĐGtx3").value == 7

    def mend(sheet: Worksheet) -> None:
        put(sheet, BAO, "ĐĐGck", 8.5)
        sheet.delete_rows(8)

    desk.take_in(change(rest, lambda book: mend(book.worksheets[0])))
    assert desk.row(BAO) == "{tx: [6, 7, 7, 7], gk: 6, ck: 8.5, nhan_xet: Tiến bộ rõ ở hình học.}"


def test_a_file_that_changed_since_it_was_read_is_not_overwritten(desk: Desk) -> None:
    plan = desk.plan(desk.typed(BAO, "ĐĐGck", 8))
    file = desk.root / MATHS
    raced = file.read_bytes().replace(b"ck: 8}", b"ck: 7}")
    file.write_bytes(raced)
    with pytest.raises(RefusedError, match=MATHS):
        carry_out(desk.root, plan, accept_good=False)
    assert file.read_bytes() == raced


def test_several_files_at_once(desk: Desk, tmp_path: Path) -> None:
    first = desk.typed(BAO, "ĐĐGck", 8).rename(tmp_path / "a.xlsx")
    second = desk.typed(ANH, "ĐĐGck", 9).rename(tmp_path / "b.xlsx")
    third = desk.typed(ANH, "CK", "CĐ", "gdtc")
    plan = desk.take_in(first, second, third)
    assert list(plan.files) == [f"{FOLDER}/hk1/gdtc.yaml", MATHS]
    assert "ck: 8" in str(desk.row(BAO)) and "ck: 9" in str(desk.row(ANH))


def document(desk: Desk, *words: str) -> Any:
    return json.loads(run(desk, *words, "--json").stdout)


def test_the_command_previews_and_writes(desk: Desk) -> None:
    path = desk.typed(ANH, "ĐĐGck", 9)
    before = records(desk)
    dry = run(desk, "sheet", "import", str(path), "--dry-run")
    assert dry.exit_code == 0
    assert dry.stdout.splitlines()[1] == f"  J7    {ANH} Lò Thị Ánh  ĐĐGck: 8 → 9"
    assert f"  {ANH} Lò Thị Ánh: Toán, học kì I: 7,9 → 8,3" in dry.stdout.splitlines()
    assert records(desk) == before
    found = document(desk, "sheet", "import", str(path), "--dry-run")
    assert found["schema_version"] == 1
    assert found["o_thay_doi"] == [
        {"tep": str(path), "trang": "6A1 Toán HK1", "o": "J7", "ma": ANH, "cot": "ck", "cu": "8", "moi": "9"}
    ]
    assert (found["tu_choi"], found["da_ghi"]) == ([], [])
    wet = run(desk, "sheet", "import", str(path))
    assert (wet.exit_code, wet.stderr.splitlines()[0]) == (0, f"Đã ghi {MATHS}")
    assert desk.row(ANH) == "{tx: [8, 7.5, 9, 8], gk: 7.5, ck: 9}"


def test_the_command_refuses_with_its_status(desk: Desk) -> None:
    path = desk.typed(ANH, "ĐĐGck", 85)
    refused = run(desk, "sheet", "import", str(path))
    assert refused.exit_code == 1
    assert f"{path} 6A1 Toán HK1 J7: HB410 ghi 85, ngoài thang điểm 0–10: có phải 8,5?" in refused.stdout
    assert [one["o"] for one in document(desk, "sheet", "import", str(path))["tu_choi"]] == ["J7"]
    assert run(desk, "sheet", "import", "khong-co.xlsx").exit_code == 2
    assert run(desk, "sheet", "export", "2025-2026", "6a1").exit_code == 2
    out = desk.papers / "x.xlsx"
    exported = run(desk, "sheet", "export", "2025-2026", "6a1", "hk1", "toan", "-o", str(out))
    assert (exported.exit_code, exported.stdout) == (0, f"{out}\n")
