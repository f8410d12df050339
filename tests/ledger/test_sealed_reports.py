"""Statistics by people and the class's book where life pages are sealed: only with the office's key."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.ledger.school import CLOSED, School


def peoples(school: School, person: str, *words: str) -> list[str]:
    term = json.loads(school.run(person, "stats", CLOSED, "--json", *words).stdout)["ki"]["ca_nam"]
    return [one["nhan"] for one in term["theo"].get("dan_toc", [])]


def families(school: School, person: str, out: Path) -> set[object]:
    school.does(person, "build", "class-book", CLOSED, "6a1", "--family", "--form", "xlsx", "-o", str(out))
    sheet = openpyxl.load_workbook(out / f"so-lop-{CLOSED}-6a1.xlsx")["Danh sách"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(row for row in rows if "Dân tộc" in row)
    return {row[head.index("Dân tộc")] for row in rows if isinstance(row[0], int)}


def test_sealed_pages_are_counted_and_printed_with_the_offices_key_only(school: School, tmp_path: Path) -> None:
    assert peoples(school, "van-thu") == [], "nobody is asked for a key unless it was wanted"
    assert "Kinh" in peoples(school, "van-thu", "--people")
    assert peoples(school, "gv-khang", "--people") == []
    assert "Kinh" in families(school, "van-thu", tmp_path / "a")
    told = school.run(
        "gv-khang", "build", "class-book", CLOSED, "6a1", "--family", "--form", "xlsx", "-o", str(tmp_path)
    )
    assert (told.exit_code, "đã mã hoá, máy này không có khoá mở" in told.stderr) == (0, True)
    assert families(school, "gv-khang", tmp_path / "b") <= {None, ""}
