"""The same figures as JSON, workbook and print; names only where they were asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.worksheet.worksheet import Worksheet

from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import YearId
from hocba_build.interfaces.cli import main
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.sample import Plan, generate
from tests.publishing.conftest import page_count, text_of

YEAR = "2024-2025"


@pytest.fixture(scope="module")
def records() -> SchoolRecords:
    return generate(Plan(classes=2, pupils_per_class=8, years=2))


@pytest.fixture(scope="module")
def school(records: SchoolRecords, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("thong-ke")
    write_files(root, files_of(records), {})
    return root


def run(school: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["-C", str(school), "stats", *words], env={"HOCBA_STATE": str(school / ".state")})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def document(school: Path, *words: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run(school, YEAR, "--json", *words).stdout)
    return said


def names(records: SchoolRecords) -> set[str]:
    return {held.full_name for student in records.students.values() for held in student.identities}


def sheets(path: Path) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets}


def texts(path: Path) -> Iterator[str]:
    for sheet in sheets(path).values():
        for row in sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


def test_the_three_forms_tell_the_same(school: Path, tmp_path: Path) -> None:
    shown = run(school, YEAR, "-o", str(tmp_path / "ra"))
    book, print_ = tmp_path / f"ra/thong-ke-{YEAR}.xlsx", tmp_path / f"ra/thong-ke-{YEAR}.pdf"
    assert shown.stdout.splitlines() == [str(book), str(print_)]
    assert {path.stat().st_mode & 0o777 for path in (book, print_)} == {0o600}
    whole = document(school)["ki"]["ca_nam"]["toan_truong"]
    counts = [whole["hoc_tap"][level] for level in ("tot", "kha", "dat", "chua_dat")]
    row = next(row for row in sheets(book)["Cả năm"].iter_rows(values_only=True) if row[0] == "Toàn trường")
    assert [row[column] for column in (1, 2, 4, 6, 8)] == [whole["hoc_sinh"], *counts]
    known = sum(counts)
    assert [row[column] for column in (3, 5, 7, 9)] == pytest.approx([count / known for count in counts])
    assert f"Toàn trường {whole['hoc_sinh']} {counts[0]} " in text_of(print_.read_bytes())
    assert page_count(print_.read_bytes()) >= 4


def test_no_pupil_is_named_unless_asked(school: Path, records: SchoolRecords, tmp_path: Path) -> None:
    staff = {member.full_name for member in records.staff.values()}
    pupils = names(records) - staff
    for words, named in (((), False), (("--lists",), True)):
        out = tmp_path / f"ra{len(words)}"
        run(school, YEAR, *words, "-o", str(out))
        said = [json.dumps(document(school, *words), ensure_ascii=False)]
        said += [" ".join(texts(out / f"thong-ke-{YEAR}.xlsx")), text_of((out / f"thong-ke-{YEAR}.pdf").read_bytes())]
        for text in said:
            assert any(name in text for name in pupils) is named


def test_print_is_the_same_bytes_each_time(school: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for path in (first, second):
        run(school, YEAR, "-o", str(path))
    assert first.read_bytes() == second.read_bytes()


def test_a_print_says_whose_it_is_and_who_signs(school: Path, records: SchoolRecords, tmp_path: Path) -> None:
    run(school, YEAR, "-o", str(tmp_path / "a.pdf"))
    text = text_of((tmp_path / "a.pdf").read_bytes())
    year = records.years[YearId(YEAR)].year
    assert records.school.name_on(year.last_day).upper() in text
    assert "THỐNG KÊ KẾT QUẢ RÈN LUYỆN VÀ HỌC TẬP" in text
    assert "HIỆU TRƯỞNG" in text
    assert "chưa gắn với bản ghi nào của sổ" in text


def test_the_terminal_shows_each_term_with_its_sum(school: Path) -> None:
    lines = run(school, YEAR).stdout.splitlines()
    assert lines[0].startswith(f"Năm học {YEAR}: ")
    assert [line for line in lines if line in ("Học kì I", "Học kì II", "Cả năm")] == [
        "Học kì I",
        "Học kì II",
        "Cả năm",
    ]
    assert sum(line.startswith("Toàn trường") for line in lines) == 3
    assert "Được lên lớp: " in lines[-1]


def test_peoples_are_counted_where_life_pages_are_readable(
    school: Path, records: SchoolRecords, tmp_path: Path
) -> None:
    groups = document(school)["ki"]["ca_nam"]["theo"]["dan_toc"]
    assert {one["nhan"] for one in groups} <= {"Kinh", "Dân tộc thiểu số", "– trong đó nữ", "Chưa rõ"}
    bare = tmp_path / "truong"
    files = {path: raw for path, raw in files_of(records).items() if "/ho-so/" not in path}
    write_files(bare, files, {})
    assert "dan_toc" not in document(bare)["ki"]["ca_nam"]["theo"]


def test_a_broken_file_is_told_and_stands_on_the_print(records: SchoolRecords, tmp_path: Path) -> None:
    root = tmp_path / "truong"
    write_files(root, files_of(records), {})
    broken = f"records/{YEAR}/6a1/hk1/toan.yaml"
    (root / broken).write_text("diem: [", "utf-8")
    shown = run(root, YEAR, "-o", str(tmp_path / "a.pdf"))
    assert (shown.exit_code, broken in shown.stderr) == (0, True)
    assert "1 tệp có lỗi không được đọc" in text_of((tmp_path / "a.pdf").read_bytes())


def test_an_unknown_year_is_told(school: Path) -> None:
    result = run(school, "1999-2000")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Không có năm học 1999-2000 trong hồ sơ." in result.stderr
