"""A difference names who stands behind our side of it, by the ledger."""

from __future__ import annotations

import json

import openpyxl

from tests.ledger.school import OPEN, School

TEACHER, HEAD = "gv-khang", "pho-hieu-truong"
SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"


def test_the_last_signer_and_reviewer_of_a_row_are_named(school: School) -> None:
    sheet = school.root / "toan.xlsx"
    school.does(TEACHER, "sheet", "export", OPEN, "7a1", "hk2", "toan", "--csdl", "-o", str(sheet))
    asked = ("--year", OPEN, "--term", "hk2", "--subject", "toan")
    assert school.run(TEACHER, "reconcile", str(sheet), *asked).exit_code == 0
    school.edit(SCORES, r"tx: \[(\d+)", "tx: [1")
    school.does(HEAD, "accept", school.does(TEACHER, "propose", "-m", "Sửa một điểm."))
    result = school.run(TEACHER, "reconcile", str(sheet), *asked, "--json")
    (one,) = json.loads(result.stdout)["khac"]
    assert (result.exit_code, one["ours"], one["path"]) == (1, "1,0", SCORES)
    assert one["nguoi_ghi"]["author"] == "Tô Quốc Khang"
    page, book = school.root / "khac.html", school.root / "khac.xlsx"
    for out in (page, book):
        assert school.run(TEACHER, "reconcile", str(sheet), *asked, "-o", str(out)).exit_code == 1
        assert out.stat().st_mode & 0o077 == 0
    text = page.read_text("utf-8")
    assert "Tô Quốc Khang" in text
    assert "hai bên khác nhau" in text
    assert "http" not in text.replace("http-equiv", "")
    said = [cell.value for cell in openpyxl.load_workbook(book).worksheets[0][2]]
    assert str(said[-1]).startswith("Tô Quốc Khang, ")
