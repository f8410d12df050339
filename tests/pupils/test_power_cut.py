"""A pupil list is taken in whole or not at all, wherever the power goes; so is the file of its rest."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from hocba_build.records.writes import finish_interrupted
from hocba_build.workflows.pupils.importing import Wish, import_pupils
from tests.power_cut import cut_short
from tests.pupils.school import Desk

HEADS = ("Họ và tên", "Giới tính", "Ngày sinh", "Lớp", "Dân tộc")
ROWS = (
    ("Trần Văn An", "Nam", "03/05/2014", "6A2", "Kinh"),
    ("Lê Thị Ba", "?", "04/05/2014", "6A2", "Kinh"),
    ("Vũ Thị Chi", "Nữ", "05/06/2014", "6A1", "Tày"),
)


def back(desk: Desk, before: dict[str, bytes]) -> None:
    for path in desk.files().keys() - before.keys():
        (desk.root / path).unlink()
    for path, data in before.items():
        (desk.root / path).write_bytes(data)


def test_a_power_cut_leaves_a_list_whole_or_undone(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (HEADS, *ROWS):
        book.worksheets[0].append(row)
    path, rest = tmp_path / "ds.xlsx", tmp_path / "ds.con-lai.xlsx"
    book.save(path)

    def take() -> None:
        import_pupils(desk.root, Wish([path]), accept_good=True)

    before = desk.files()
    take()
    after = desk.files()
    assert len(after.keys() - before.keys()) == 4  # two pupils, each with a life page
    back(desk, before)
    rest.unlink()
    killed = 0
    for step in cut_short(take, every=13):
        found = desk.files()
        assert all(found[path] in (before.get(path), after[path]) for path in found), step
        finish_interrupted(desk.root)
        assert desk.files() in (before, after), step
        if rest.exists():
            assert openpyxl.load_workbook(rest).worksheets[0].max_row == 2, step
            rest.unlink()
        back(desk, before)
        killed += 1
    assert desk.files() == after
    assert killed >= 4
