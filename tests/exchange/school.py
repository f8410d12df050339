"""A small school in a folder, its sheets, and hands that edit them as people do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from hocba_build.domain.values import ClassId, PersonId, Term, YearId
from hocba_build.exchange.refusals import Refusal
from hocba_build.workflows.sheets.export import SheetRequest, export_sheets
from hocba_build.workflows.sheets.import_sheets import ImportPlan, carry_out, plan_import

BASE = Path(__file__).resolve().parents[1] / "examples" / "base"
YEAR, CLASS = YearId("2025-2026"), ClassId("6a1")
FOLDER = "records/2025-2026/6a1"
MATHS = f"{FOLDER}/hk1/toan.yaml"
ANH, BAO, ON, AN_JANUARY, AN_JUNE, HEN = (f"74000000{number}" for number in ("01", "02", "11", "12", "13", "14"))

PUPILS = {
    ON: ("Đặng Thị Ơn", "nu", "2014-05-17"),
    AN_JANUARY: ("Trần Văn An", "nam", "2014-01-01"),
    AN_JUNE: ("Trần Văn An", "nam", "2014-06-02"),
    HEN: ("H'Hen Niê", "nu", "2014-09-30"),
}
"""Who joins the two pupils of the base school: a given name twice, a name of one community more."""

SCORES = f"""nam_hoc: "2025-2026"
lop: 6a1
hoc_ki: hk1
mon: toan
diem:
  "{ANH}": {{tx: [8, 7.5, 9, 8], gk: 7.5, ck: 8}}
  "{BAO}": {{tx: [6, 7, null, 7], gk: 6, nhan_xet: Tiến bộ rõ ở hình học.}}
  "{ON}": {{tx: [5, 5, 5, 5], gk: 4.5, ck: 0, khong_du: [ck]}}
  "{AN_JANUARY}": {{tx: [9, 9, 9, 10], gk: 8.8, ck: 9}}
  "{AN_JUNE}": {{mien: QĐ 12/2025}}
"""


def make_school(root: Path) -> Path:
    """The base school of the examples with four pupils more in class 6a1."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    rows = [f'  - {{ma: "{pupil}", tu_ngay: "2025-09-05"}}\n' for pupil in PUPILS]
    listing = root / FOLDER / "lop.yaml"
    listing.write_text(listing.read_text("utf-8") + "".join(rows), "utf-8")
    for pupil, (name, sex, born) in PUPILS.items():
        text = (
            f'ma: "{pupil}"\nnhan_than:\n'
            f'  - {{tu_ngay: "2025-08-15", ho_ten: {name}, gioi_tinh: {sex}, ngay_sinh: "{born}"}}\n'
            f'su_kien:\n  - {{ngay: "2025-09-05", loai: nhap_hoc, nam_hoc: "2025-2026", khoi: 6}}\n'
        )
        (root / f"records/hoc-sinh/{pupil}.yaml").write_text(text, "utf-8")
    (root / MATHS).write_text(SCORES, "utf-8")
    return root


@dataclass(frozen=True)
class Desk:
    """A teacher's desk: the school, and a folder for sheets."""

    root: Path
    papers: Path

    def export(self, what: str | None = "toan", term: Term = Term.HK1, *, teacher: str | None = None) -> Path:
        """A fresh sheet."""
        class_id = None if teacher else CLASS
        request = SheetRequest(YEAR, term, class_id, what, PersonId(teacher) if teacher else None)
        return export_sheets(self.root, request, self.papers)

    def edited(self, edit: Callable[[Worksheet], object], what: str | None = "toan") -> Path:
        """A fresh sheet after somebody worked in its first page."""
        path = self.export(what)
        return change(path, lambda book: edit(book.worksheets[0]))

    def typed(self, student: str, label: str, value: object, what: str = "toan") -> Path:
        """A fresh sheet with one cell typed."""
        return self.edited(lambda sheet: put(sheet, student, label, value), what)

    def plan(self, *paths: Path) -> ImportPlan:
        """What importing would do."""
        return plan_import(self.root, paths)

    def take_in(self, *paths: Path, accept_good: bool = False) -> ImportPlan:
        """Import."""
        plan = self.plan(*paths)
        carry_out(self.root, plan, accept_good=accept_good)
        return plan

    def row(self, student: str, path: str = MATHS) -> str | None:
        """A pupil's row in a record file, as it is written."""
        file = self.root / path
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        return next((line.partition(": ")[2] for line in lines if line.startswith(f'  "{student}"')), None)


def change(path: Path, edit: Callable[[Workbook], object]) -> Path:
    """Open a workbook, work in it, save it."""
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def heading(sheet: Worksheet, label: str) -> Cell:
    """The heading of a column."""
    return next(
        cell for row in sheet.iter_rows(max_row=10) for cell in row if isinstance(cell, Cell) and cell.value == label
    )


def at(sheet: Worksheet, student: str, label: str) -> Cell:
    """A pupil's cell in a column."""
    ids = heading(sheet, "Mã học sinh").column
    row = next(number for number in range(1, sheet.max_row + 1) if sheet.cell(number, ids).value == student)
    found = sheet.cell(row, heading(sheet, label).column)
    assert isinstance(found, Cell)
    return found


def put(sheet: Worksheet, student: str, label: str, value: object) -> str:
    """Type in a pupil's cell; its address."""
    cell = at(sheet, student, label)
    cell.value = value  # type: ignore[assignment]
    return cell.coordinate


def places(refusals: tuple[Refusal, ...]) -> list[tuple[str, str]]:
    """Code and cell of every refusal."""
    return sorted((refusal.code, refusal.cell) for refusal in refusals)
