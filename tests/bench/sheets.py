"""Importing every score sheet of a semester beside plain openpyxl, which only reads the same workbooks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from hocba_build.domain.values import SubjectId, Term, YearId
from hocba_build.exchange.book import Writer
from hocba_build.exchange.columns import SheetKey
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.workflows.sheets.whole_year import open_year
from tests.bench.measure import run
from tests.bench.rows import Row, Side, compare
from tests.bench.school import ROOT, YEAR, Ground, program

PEER: Final = "openpyxl"
_NOTE: Final = (
    "{files} bảng .xlsx của một học kì, mỗi lớp mỗi môn một tệp, nhập một lần với --dry-run: soi gói nén, đọc, "
    "khớp học sinh, so ba bên với hồ sơ của cả năm; bên kia chỉ mở từng tệp và đọc các ô, một tiến trình"
)
_READ: Final = """
import sys, openpyxl
for name in sys.argv[1:]:
    for sheet in openpyxl.load_workbook(name):
        for row in sheet.iter_rows(values_only=True):
            pass
"""


def sheet_import(ground: Ground) -> Row:
    """All sheets of the first semester, as they were exported."""
    files = sheet_files(ground)
    ours = run([program("hocba"), "-C", ground.school, "sheet", "import", "--dry-run", *files])
    peer = run([sys.executable, "-c", _READ, *files])
    note = _NOTE.format(files=len(files))
    return compare("sheet-import", "files/s", Side(len(files), ours), Side(len(files), peer), PEER, note)


def sheet_files(ground: Ground) -> list[Path]:
    """The workbooks, written by the first row that needs them."""
    folder = ground.folder / "bang"
    ground.once("bang", lambda: run([sys.executable, "-m", "tests.bench.sheets", ground.school, folder], cwd=ROOT))
    return sorted(folder.glob("*.xlsx"))


def write_sheets(school: Path, folder: Path) -> None:
    """One workbook a class and subject."""
    folder.mkdir()
    opened = open_year(school, YearId(YEAR))
    writer = Writer(opened.records, opened.year)
    for class_id, held in opened.entered.classes.items():
        for subject in sorted(opened.entered.year.periods[held.school_class.grade]):
            key = SheetKey(opened.year, class_id, Term.HK1, SubjectId(subject))
            (folder / f"{class_id}-{subject}.xlsx").write_bytes(write_xlsx(writer.draw([key])))


if __name__ == "__main__":
    write_sheets(Path(sys.argv[1]), Path(sys.argv[2]))
