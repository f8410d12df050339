"""The statistics of a large year beside a script over its Excel books, as schools count without a system."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from tests.bench.measure import Measured, middle, run
from tests.bench.rows import Row, Side, compare, thousands
from tests.bench.school import YEAR, Ground, program
from tests.bench.sheets import sheet_files

PEER: Final = "openpyxl"
_NOTE: Final = (
    "thống kê một năm học ({pupils} học sinh) ra JSON từ YAML, không nhớ gì từ trước: đọc, xét lược đồ, tính kết quả "
    "cả năm của mọi học sinh, đếm theo khối, lớp, giới tính; bên kia mở {files} bảng .xlsx của chỉ một học kì, cộng "
    "điểm cuối kì từng môn, không xét mức nào"
)
_COUNT: Final = """
import collections, sys, openpyxl
sums = collections.defaultdict(list)
for name in sys.argv[1:]:
    sheet = openpyxl.load_workbook(name).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(row for row in rows if "STT" in row)
    place = next((i for i, text in enumerate(head) if text in ("ĐĐGck", "CK", "Âm nhạc CK")), 0)
    scores = [row[place] for row in rows if isinstance(row[place], (int, float))]
    sums[sheet.title].extend(scores)
print({title: sum(scores) / len(scores) for title, scores in sums.items() if scores})
"""


def stats_year(ground: Ground) -> Row:
    """Figures of the complete year, from nothing."""
    state = ground.folder / "state-stats"

    def measure() -> Measured:
        shutil.rmtree(state, ignore_errors=True)
        words: list[str | Path] = [program("hocba"), "-C", ground.school, "stats", YEAR, "--json"]
        return run(words, env={"HOCBA_STATE": str(state)})

    ours = middle(measure, ground.size.runs)
    files = sheet_files(ground)
    counting = [sys.executable, "-c", _COUNT, *(str(path) for path in files)]
    peer = middle(lambda: run(counting), ground.size.runs)
    pupils = sum("/hoc-sinh/" in path for path in ground.files)
    note = _NOTE.format(pupils=thousands(pupils), files=len(files))
    return compare("stats-year", "pupils/s", Side(pupils, ours), Side(pupils, peer), PEER, note, aim=1)
