"""``python -m tests.bench.run [ROW…]``: measure, print a table, write ``bench.json``."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.bench.checking import check_year_cold, check_year_warm
from tests.bench.desk import push_accepted, push_proposal, review_branch
from tests.bench.figures import stats_year
from tests.bench.ledger import verify_history, verify_incremental, verify_incremental_running
from tests.bench.machine import load, machine
from tests.bench.printing import print_after_one_change, print_chromium_batch, print_full_transcripts, print_school_cold
from tests.bench.report import table, write_docs
from tests.bench.rows import Row
from tests.bench.school import ROOT, Ground, Size
from tests.bench.sealing import seal_class
from tests.bench.sheets import sheet_import
from tests.bench.site import site_build

ROWS: Final[Mapping[str, Callable[[Ground], Row]]] = {
    "verify-history": verify_history,
    "verify-incremental": verify_incremental,
    "verify-incremental-running": verify_incremental_running,
    "review-branch": review_branch,
    "push-proposal": push_proposal,
    "push-accepted": push_accepted,
    "check-year-cold": check_year_cold,
    "check-year-warm": check_year_warm,
    "print-school-cold": print_school_cold,
    "print-chromium-batch": print_chromium_batch,
    "print-after-one-change": print_after_one_change,
    "print-full-transcripts": print_full_transcripts,
    "seal-class": seal_class,
    "site-build": site_build,
    "sheet-import": sheet_import,
    "stats-year": stats_year,
}
SCHEMA_VERSION: Final = 1


def measure(names: Sequence[str], size: Size) -> dict[str, Any]:
    """Measure rows in a folder of their own; the document of ``bench.json``."""
    before = load()
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="hocba-bench-") as folder:
        ground = Ground(Path(folder), size)
        for name in names:
            row = ROWS[name](ground).document
            print(table([row], head=not rows), flush=True)
            rows.append(row)
    busy = {"load_before": before, "load_after": load()}
    about = {**machine(), **busy, "classes": size.classes, "pupils_per_class": size.pupils_per_class}
    return {"schema_version": SCHEMA_VERSION, "machine": about, "rows": rows}


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, write."""
    asked = _parser().parse_args(arguments)
    unknown = [name for name in asked.rows if name not in ROWS]
    if unknown:
        _parser().error(f"không có dòng đo {', '.join(unknown)}; có: {', '.join(ROWS)}")
    document = measure(asked.rows or list(ROWS), Size(asked.classes, asked.pupils, asked.runs, asked.entries))
    asked.output.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if asked.write_docs:
        write_docs(document, ROOT / "docs/do-dac.md")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description="Đo tốc độ và bộ nhớ.")
    parser.add_argument("rows", nargs="*", metavar="DÒNG", help=f"mặc định là tất cả: {', '.join(ROWS)}")
    parser.add_argument("--classes", type=int, default=36, metavar="SỐ", help="số lớp (36)")
    parser.add_argument("--pupils", type=int, default=42, metavar="SỐ", help="số học sinh một lớp (42)")
    parser.add_argument("--runs", type=int, default=3, metavar="SỐ", help="số lần đo những gì nhanh (3)")
    parser.add_argument("--entries", type=int, default=10_000, metavar="SỐ", help="số mục của sổ được kiểm tra (10000)")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "bench.json", metavar="TỆP", help="tệp kết quả")
    parser.add_argument("--write-docs", action="store_true", help="ghi cả docs/do-dac.md")
    return parser


if __name__ == "__main__":
    main()
