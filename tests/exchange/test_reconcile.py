"""The records beside files of other systems, in the layouts those systems are known to write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import SubjectId, Term, YearId
from hocba_build.exchange.csdl import as_listed
from hocba_build.interfaces.cli import main
from hocba_build.workflows.sheets.reconcile import Asked, Verdict, reconcile
from tests.exchange.school import ANH, BAO, HEN, ON, Desk

TITLE = "BẢNG TỔNG HỢP KẾT QUẢ GIÁO DỤC HỌC KỲ 1, NĂM HỌC 2025 - 2026"
HEAD: list[str | None] = [
    "STT",
    "Mã học sinh",
    "Số định danh cá nhân",
    "Họ và tên",
    "Ngày sinh",
    "Toán",
    "GDTC",
    "Nghệ thuật",
]
HEAD += ["Kết quả học tập", "Kết quả rèn luyện", "Buổi nghỉ", None, None, "Ghi chú"]
UNDER = [
    None,
    None,
    None,
    None,
    None,
    "(HS 1)",
    "(N.xét)",
    "(N.xét)",
    "(Học kỳ 1)",
    "(Học kỳ 1)",
    "P",
    "K",
    "Tổng",
    None,
]


def saved(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook with one sheet of these rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "6a1"
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def vnedu(desk: Desk, *rows: Sequence[object]) -> Path:
    """A vnEdu summary of a grade: title at the right, class in the second line, headings in the sixth and seventh."""
    top = [[None] * 7 + [TITLE], [None] * 7 + ["Khối 6 - Lớp 6A1 - (Học kỳ 1)"], [], [], []]
    top[2] = top[3] = top[4] = [" "]
    return saved(desk.papers / "so_diem_tong_ket_khoi_6.xlsx", [*top, HEAD, UNDER, *rows])


def found(desk: Desk, path: Path, asked: Asked | None = None) -> list[tuple[str, str, str, str, str, Verdict]]:
    """Every difference."""
    result = reconcile(desk.root, path, asked or Asked())
    return [(d.cell, d.student, d.figure, d.ours, d.theirs, d.verdict) for d in result.differences]


def test_a_summary_that_agrees(desk: Desk) -> None:
    row = [1, "7412345671", "", "Lò Thị Ánh", "17/05/2014", "7,9", "Đ", "Đ", "-", "Tốt", 1, 1, 2, ""]
    result = reconcile(desk.root, vnedu(desk, row), Asked())
    assert (result.year, result.equal, result.differences, result.strange) == ("2025-2026", 6, (), ())


def test_every_kind_of_difference(desk: Desk) -> None:
    path = vnedu(
        desk,
        [1, "7412345671", "", "Lò Thị Ánh", "17/05/2014", 8.1, "CĐ", "-", "Khá", "tốt", 1, 1, 3, ""],
        [2, "7499999998", "", "Đặng Thị Ơn", "17/05/2014", 3.2, "x", "", "", "", "", "", "", ""],
        [3, "7499999999", "", "Người Không Có", "01/01/2014", 5, "Đ", "Đ", "", "", "", "", "", ""],
    )
    assert found(desk, path) == [
        ("F8", ANH, "mon.toan.hk1", "7,9", "8,1", Verdict.KHAC),
        ("G8", ANH, "mon.gdtc.hk1", "Đạt", "Chưa đạt", Verdict.KHAC),
        ("H8", ANH, "mon.nghe-thuat.hk1", "Đạt", "", Verdict.BEN_KIA_THIEU),
        ("I8", ANH, "hk1.hoc_tap", "", "Khá", Verdict.SO_THIEU),
        ("M8", ANH, "hk1.buoi_nghi", "2", "3", Verdict.KHAC),
        (
            "G9",
            ON,
            "mon.gdtc.hk1",
            "",
            "ghi «x»: chỉ nhận Đ, CĐ, KD (không dự) hoặc M (miễn)",
            Verdict.KHONG_DOC_DUOC,
        ),
        ("M9", ON, "hk1.buoi_nghi", "0", "", Verdict.BEN_KIA_THIEU),
        ("B10", "7499999999", "", "", "", Verdict.KHONG_CO_HOC_SINH),
    ]


CSDL = ["STT", "Lớp", "Mã định danh Bộ GD&ĐT", "Họ và tên", "Ngày sinh"]
CSDL += [*(f"ĐĐGtx{number}" for number in range(1, 6)), "ĐĐGgk", "ĐĐGck", "Nhận xét"]
MATHS = Asked(YearId("2025-2026"), Term.HK1, SubjectId("toan"))


def test_a_score_list_of_the_ministrys_database(desk: Desk) -> None:
    path = saved(
        desk.papers / "csdl.xlsx",
        [
            CSDL,
            [1, "6A1", "7412345671", "Lò Thị Ánh", "17/05/2014", 8, "7,5", 9, 8, None, 7.5, 8, None],
            [2, "6A1", "7412345672", "Nguyễn Gia Bảo", "03/02/2014", 6, 7, 5, 7, None, 6, None, "Tiến bộ."],
            [3, "6A1", "", "H'Hen Niê", "30/09/2014", 5, None, None, None, None, None, None, None],
            [None, None, None, "Người lập bảng", None, None, None, None, None, None, None, None, None],
        ],
    )
    assert found(desk, path, MATHS) == [
        ("H3", BAO, "tx3", "", "5,0", Verdict.SO_THIEU),
        ("M3", BAO, "nhan_xet", "Tiến bộ rõ ở hình học.", "Tiến bộ.", Verdict.KHAC),
        ("F4", HEN, "tx1", "", "5,0", Verdict.SO_THIEU),  # no code: found by name and birth date
    ]


def test_scores_joined_in_one_cell_and_the_average(desk: Desk) -> None:
    head = [*CSDL[:5], "ĐĐGtx", "ĐĐGgk", "ĐĐGck", "ĐTBmhk", "Mã nhận xét", "Nội dung nhận xét", "Cột mới"]
    row = [1, "6A1", "7412345671", "Lò Thị Ánh", "17/05/2014", "8 7,5 9 7", 7.5, 8, 7.9, "A1", None, None]
    path = saved(desk.papers / "csdl2.xlsx", [head, row])
    assert found(desk, path, MATHS) == [("F2", ANH, "tx4", "8,0", "7,0", Verdict.KHAC)]
    assert reconcile(desk.root, path, MATHS).strange == ("Cột mới",)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(), "năm học"),
        (Asked(YearId("2025-2026")), "môn nào"),
        (Asked(YearId("2025-2026"), subject=SubjectId("toan")), "học kì nào"),
    ],
)
def test_what_a_file_does_not_say_is_asked_for(desk: Desk, asked: Asked, words: str) -> None:
    path = saved(desk.papers / "csdl.xlsx", [CSDL, [1, "6A1", "7412345671", "Lò Thị Ánh", "17/05/2014", 8]])
    with pytest.raises(HocbaError, match=words):
        reconcile(desk.root, path, asked)


def test_unknown_layouts_and_hostile_files_are_refused(desk: Desk) -> None:
    with pytest.raises(HocbaError, match="Không nhận ra"):
        reconcile(desk.root, saved(desk.papers / "x.xlsx", [["a", "b"], [1, 2]]), Asked())
    path = desk.papers / "y.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(HocbaError, match="HB401"):
        reconcile(desk.root, path, Asked())


def run(desk: Desk, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(desk.root), "reconcile", *words], catch_exceptions=False)


def test_a_pupil_without_a_row_is_told(desk: Desk) -> None:
    """A file that agrees in every cell and leaves somebody out does not agree."""
    good = [1, "", "", "Lò Thị Ánh", "17/05/2014", "7,9", "Đ", "Đ", "-", "Tốt", 1, 1, 2, ""]
    path = vnedu(desk, good)
    result = run(desk, str(path))
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0]) == (
        1,
        "Năm học 2025-2026: 6 ô khớp, không ô nào khác nhau. Tệp thiếu 5 học sinh của các lớp ấy.",
    )
    assert f"  6A1: {BAO} Nguyễn Gia Bảo" in lines
    told = json.loads(run(desk, str(path), "--json").stdout)
    assert {one["ma"] for one in told["thieu_hoc_sinh"]} >= {BAO, ON, HEN}
    out = desk.papers / "khac.html"
    run(desk, str(path), "-o", str(out))
    assert "tệp không có học sinh này" in out.read_text("utf-8")


def test_a_file_that_is_not_there_is_told_in_vietnamese(desk: Desk) -> None:
    result = run(desk, str(desk.papers / "khong-co.xlsx"))
    assert (result.exit_code, "khong-co.xlsx: không có tệp này." in result.stderr) == (2, True)


def test_nothing_to_compare_is_not_agreement(desk: Desk) -> None:
    result = run(desk, str(vnedu(desk)))
    assert (result.exit_code, "Không có ô nào để đối chiếu" in result.stderr) == (3, True)


def alone(desk: Desk, student: str) -> None:
    """A class of one pupil."""
    place = desk.root / "records/2025-2026/6a1/lop.yaml"
    lines = place.read_text("utf-8").splitlines(keepends=True)
    place.write_text("".join(line for line in lines if 'ma: "' not in line or student in line), "utf-8")


def test_the_command(desk: Desk) -> None:
    alone(desk, ANH)
    good = [1, "7412345671", "", "Lò Thị Ánh", "17/05/2014", "7,9", "Đ", "Đ", "-", "Tốt", 1, 1, 2, ""]
    path = vnedu(desk, good)
    fine = run(desk, str(path))
    assert (fine.exit_code, fine.stdout) == (0, "Năm học 2025-2026: Sổ và tệp khớp hoàn toàn: 6 ô giống nhau.\n")
    vnedu(desk, [*good[:5], 8.1, *good[6:]])
    wrong = run(desk, str(path))
    assert (wrong.exit_code, wrong.stdout.splitlines()) == (
        1,
        [
            (
                "Năm học 2025-2026: 5 ô khớp, 1 ô không khớp (hai bên khác nhau: 1). Những ô hai bên khác nhau: "
                "hỏi người ghi sổ, bên nào sai thì bên ấy sửa theo quy trình."
            ),
            "hai bên khác nhau: 1",
            f"  6a1 F8: {ANH} Lò Thị Ánh: Toán, học kì I: sổ 7,9, tệp 8,1",
        ],
    )
    out = desk.papers / "khac.xlsx"
    document: Any = json.loads(run(desk, str(path), "--json", "-o", str(out)).stdout)
    line = [cell.value for cell in openpyxl.load_workbook(out).worksheets[0][2]]
    assert line == ["6a1", "F8", ANH, "Lò Thị Ánh", "Toán, học kì I", "7,9", "8,1", "hai bên khác nhau", None]
    assert (document["khop"], [one["verdict"] for one in document["khac"]]) == (5, ["khac"])


@pytest.mark.parametrize("subject", ["toan", "gdtc", "nghe-thuat"])
def test_our_own_list_for_the_ministrys_database_agrees_with_us(desk: Desk, subject: str) -> None:
    out = desk.papers / "nhap.xlsx"
    words = ["-C", str(desk.root), "sheet", "export", "2025-2026", "6a1", "hk1", subject, "--csdl", "-o", str(out)]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    asked = Asked(YearId("2025-2026"), Term.HK1, SubjectId(subject))
    differences = [one for one in found(desk, out, asked) if one[1] in (ANH, BAO)]
    assert [one for one in differences if one[5] is not Verdict.BEN_KIA_THIEU] == []
    sheet = openpyxl.load_workbook(out).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ([*CSDL] if subject == "toan" else [*CSDL[:1], *CSDL[2:5], "Đánh giá", "Nội dung nhận xét"])
    assert sheet.cell(2, heads.index("Mã định danh Bộ GD&ĐT") + 1).value == "7412345671"
    assert not sheet.protection.sheet


def test_a_study_topic_takes_the_next_column_and_a_missed_test_is_nought() -> None:
    assert as_listed({"tx1": "8", "tx2": "KD", "chuyen_de": "9", "gk": "7"}) == {
        "tx1": "8",
        "tx2": "0",
        "tx3": "9",
        "gk": "7",
    }
    assert as_listed({"tx1": "M", "mien": "QĐ 1"}) == {"mien": "QĐ 1"}
