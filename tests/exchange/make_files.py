"""Make the .ods and .xls files of this folder anew with LibreOffice: ``python -m tests.exchange.make_files``.

They are kept because the machines that run the tests have no LibreOffice.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.exchange.school import ANH, BAO, Desk, make_school, put

FILES = Path(__file__).parent / "files"
FILTERS = {"ods": "ods", "xls": "xls:MS Excel 97"}


def typed(sheet: Worksheet) -> None:
    """A final score as text with a comma, a regular one as a number."""
    put(sheet, BAO, "ĐĐGck", "8,5")
    put(sheet, BAO, "ĐĐGtx3", 6.4)


def unseen(sheet: Worksheet) -> None:
    """A formula, a hidden row, a merged cell."""
    put(sheet, ANH, "ĐĐGtx1", "=1+8")
    sheet.row_dimensions[9].hidden = True
    sheet.merge_cells("F8:G8")


def column(sheet: Worksheet) -> None:
    """A hidden column."""
    sheet.column_dimensions["G"].hidden = True


def link(sheet: Worksheet) -> None:
    """A link to a page of the net."""
    sheet["C7"].hyperlink = "https://example.invalid/"


EDITS: dict[str, Callable[[Worksheet], None]] = {"nhap": typed, "an": unseen, "cot": column, "lien-ket": link}


def main() -> None:
    """Export, edit, convert."""
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers"
        papers.mkdir()
        desk = Desk(make_school(Path(folder) / "school"), papers)
        for name, edit in EDITS.items():
            path = desk.edited(edit).rename(papers / f"{name}.xlsx")
            for kind in FILTERS.values():
                command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(FILES), str(path)]
                subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
