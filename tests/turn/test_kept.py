"""Earlier years from summary books, on a small school in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from hocba_build.domain.values import StudentId, SubjectId, YearId
from hocba_build.interfaces.cli import main
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.sample import Plan, generate

NEWEST, EARLIER = "2025-2026", YearId("2023-2024")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school whose pupils have no earlier years yet."""
    root = tmp_path_factory.mktemp("nam-cu")
    records = generate(Plan(classes=3, pupils_per_class=4, years=1))
    files = {path: raw for path, raw in files_of(records).items() if "/nam-cu/" not in path}
    write_files(root, files, {})
    return root


@pytest.fixture
def school(origin: Path, tmp_path: Path) -> Path:
    root = tmp_path / "truong"
    write_files(root, {p.relative_to(origin).as_posix(): p.read_bytes() for p in origin.rglob("*.yaml")}, {})
    return root


def run(school: Path, *words: str) -> Result:
    env = {"HOCBA_STATE": str(school.parent / "s")}
    result = CliRunner().invoke(main, ["-C", str(school), "year", "kept", *words], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def filled(school: Path, changes: dict[tuple[str, str], object] | None = None) -> Path:
    """The template with every pupil's year in it; ``changes`` are by tab and heading, in the first row."""
    path = school.parent / "mau.xlsx"
    assert run(school, EARLIER, "--template", str(path)).exit_code == 0
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        heads = [str(cell.value) for cell in sheet[1]]
        for number in range(2, sheet.max_row + 1):
            for column, head in enumerate(heads, start=1):
                value = (changes or {}).get((sheet.title, head)) if number == 2 else None
                if column > 4:
                    sheet.cell(number, column).value = value or said(head)  # type: ignore[assignment]
    book.save(path)
    return path


def said(head: str) -> str | float:
    fixed: dict[str, str | float] = {
        "Lớp": "8A1",
        "Kết quả học tập": "Khá",
        "Kết quả rèn luyện": "Tốt",
        "Buổi nghỉ": 3,
        "Lên lớp": "Lên lớp",
        "Danh hiệu": "",
        "Nhận xét của GVCN": "Ngoan, chăm học.",
    }
    commented = ("thể chất", "Nghệ thuật", "địa phương", "trải nghiệm")
    return fixed.get(head, "Đ" if any(part in head for part in commented) else 7.5)


def test_a_year_is_kept_as_it_was_given(school: Path) -> None:
    path = filled(school, {("HK I", "Toán"): "8,4", ("Cả năm", "Danh hiệu"): "Học sinh Giỏi"})
    done = run(school, EARLIER, str(path), "--document", "Học bạ giấy", "--json")
    assert done.exit_code == 0, done.output
    said_: dict[str, Any] = json.loads(done.stdout)
    kept = open_school(school).records.legacy[EARLIER]
    assert said_["hoc_sinh"] == len(kept) == len(said_["tep"]) > 0
    page = kept[sorted(kept)[0]]
    assert (page.grade, page.class_name, page.form.value, page.document) == (8, "8A1", "tt22", "Học bạ giấy")
    maths = next(row for subject, row in page.subjects.items() if subject == "toan")
    assert [str(value) for value in (maths.hk1, maths.hk2, maths.year)] == ["8.4", "7.5", "7.5"]
    assert (page.half_days_absent, page.remark) == (3, "Ngoan, chăm học.")
    assert page.title is not None
    again = run(school, EARLIER, str(path))
    assert (again.exit_code, "HB413" in again.stdout) == (1, True), "a kept year is written once"


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (("HK I", "Toán"), 85, "HB235"),
        (("Cả năm", "Lên lớp"), "có lẽ", "HB235"),
        (("Cả năm", "Danh hiệu"), "Ngôi sao", "HB235"),
    ],
)
def test_a_cell_that_is_not_understood_is_told_and_nothing_is_written(
    school: Path, place: tuple[str, str], value: object, code: str
) -> None:
    path = filled(school, {place: value})
    sheet = openpyxl.load_workbook(path)[place[0]]
    cell = next(cell for cell in sheet[1] if cell.value == place[1])
    refused = run(school, EARLIER, str(path))
    assert refused.exit_code == 1
    assert f"{path} {place[0]} {cell.column_letter}2: {code} " in refused.stdout
    assert not (school / "records/nam-cu").exists()


def test_an_unknown_pupil_and_an_unnamed_term_are_told(school: Path) -> None:
    path = filled(school)
    book = openpyxl.load_workbook(path)
    book["HK I"]["B2"].value, book["HK I"]["C2"].value = "7499999999", "Người Lạ"
    book["HK II"].title = "Sheet2"
    book.save(path)
    refused = run(school, EARLIER, str(path))
    assert refused.exit_code == 1
    assert f"{path} HK I B2: HB412" in refused.stdout
    assert f"{path} Sheet2: HB235" in refused.stdout


def test_good_pupils_are_kept_and_the_rest_is_mended_and_kept_too(school: Path) -> None:
    path = filled(school, {("HK II", "Toán"): 85})
    known = openpyxl.load_workbook(path)["HK II"]
    pupil, everybody = str(known["B2"].value), known.max_row - 1
    done = run(school, EARLIER, str(path), "--accept-good", "--json")
    told = json.loads(done.stdout)
    rest = school.parent / "mau.con-lai.xlsx"
    assert (done.exit_code, told["hoc_sinh"], told["con_lai"]) == (1, everybody - 1, [str(rest)])
    assert [(one["code"], one["trang"]) for one in told["tu_choi"]] == [("HB235", "HK II")]
    assert pupil not in open_school(school).records.legacy[EARLIER]
    book = openpyxl.load_workbook(rest)
    rows = {sheet.title: [str(row[1].value) for row in sheet.iter_rows(min_row=2)] for sheet in book.worksheets}
    assert rows == {tab: [pupil] for tab in ("HK I", "HK II", "Cả năm")}, "the whole year goes with the wrong cell"
    heads = [str(cell.value) for cell in book["HK II"][1]]
    assert "HB235" in str(book["HK II"].cell(2, heads.index("Lí do từ chối") + 1).value)
    book["HK II"].cell(2, heads.index("Toán") + 1).value = 8.5
    book.save(rest)
    again = run(school, EARLIER, str(rest))
    assert again.exit_code == 0, again.output
    kept = open_school(school).records.legacy[EARLIER][StudentId(pupil)]
    assert str(kept.subjects[SubjectId("toan")].hk2) == "8.5"


def test_without_a_whole_sheet_nobody_is_good(school: Path) -> None:
    path = filled(school)
    book = openpyxl.load_workbook(path)
    book["HK II"].title = "Sheet2"
    book.save(path)
    done = run(school, EARLIER, str(path), "--accept-good", "--json")
    assert (done.exit_code, json.loads(done.stdout)["hoc_sinh"]) == (1, 0)
    assert not (school / "records/nam-cu").exists()


def test_a_preview_writes_nothing(school: Path) -> None:
    shown = run(school, EARLIER, str(filled(school)), "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert not (school / "records/nam-cu").exists()
    assert run(school, EARLIER).exit_code == 2
