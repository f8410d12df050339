"""How fast a sheet answers in a browser: ``python -m tests.desk.measure THƯ_MỤC_DEMO`` prints a table for the guide.

Beside it what a script of the school would do with the same sheet as a workbook: openpyxl opens it, changes a cell and
saves. It computes nothing; a spreadsheet program is not at hand where this is measured.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Page

from tests.browser import chromium
from tests.desk.conftest import running
from tests.ledger.school import OPEN, School

ROUNDS = 15
WATCH = """() => {
  window.moved = 0;
  window.long = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { window.moved += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
  const longest = one => { window.long = Math.max(window.long, one.duration); };
  new PerformanceObserver(list => list.getEntries().forEach(longest)).observe({type: 'longtask', buffered: true});
}"""
TIMES = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {
    server: page.responseEnd - page.requestStart,
    usable: page.domContentLoadedEventEnd,
    afterAnswer: page.domContentLoadedEventEnd - page.responseEnd,
    paint: paint ? paint.startTime : 0,
  };
}"""
TYPE = """text => new Promise(done => {
  const input = document.querySelector("tr[data-pupil] input[name='tx3']");
  const saved = document.querySelector('[data-saved]');
  const start = performance.now();
  let shown = 0;
  new MutationObserver((_, watcher) => {
    if (!saved.textContent.startsWith('Bản nháp đã lưu')) { return; }
    watcher.disconnect();
    done([shown, performance.now() - start]);
  }).observe(saved, {childList: true, characterData: true, subtree: true});
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event('change', {bubbles: true}));
  requestAnimationFrame(() => { shown = performance.now() - start; });
})"""


def main(folder: Path) -> None:
    """Measure and print."""
    school = School(folder)
    with running(school, "gv-khang") as desk, chromium() as browser:
        page = desk.enter(browser)
        address = f"{desk.base}/bang/{OPEN}/7a1/hk2/toan"
        rounds = [_open(page, address) for _ in range(ROUNDS)]
        rows, cells = (page.locator(one).count() for one in ("[data-pupil]", "[data-pupil] input"))
        page.evaluate(WATCH)
        typed = [page.evaluate(TYPE, f"{5 + n % 5},5") for n in range(ROUNDS)]
        moved, longest = page.evaluate("() => [window.moved, window.long]")
    opened, saved = zip(*_workbook(school), strict=True)
    _tell("mở trang đến khi gõ được (DOMContentLoaded)", [one["usable"] for one in rounds])
    _tell("trong đó máy chủ trả lời", [one["server"] for one in rounds])
    _tell("từ khi nhận xong trang đến khi gõ được", [one["afterAnswer"] for one in rounds])
    _tell("nét vẽ đầu tiên", [one["paint"] for one in rounds])
    _tell("gõ một ô đến khi ô hiện", [one[0] for one in typed])
    _tell("gõ một ô đến khi bản nháp đã ghi đĩa và kết quả hiện", [one[1] for one in typed])
    _tell("openpyxl mở bảng ấy ở dạng .xlsx", list(opened))
    _tell("openpyxl mở, sửa một ô, ghi lại", list(saved))
    _say(f"mở: {_times(opened, [one['usable'] for one in rounds])}; sửa: {_times(saved, [one[1] for one in typed])}")
    _say(f"{rows} học sinh, {cells} ô; việc dài nhất của trình duyệt {longest:.0f} ms; xê dịch {moved:.4f}")


def _workbook(school: School) -> list[tuple[float, float]]:
    """Milliseconds to open the class's workbook, and to have it back on the disk with one cell changed; each time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "toan.xlsx"
        school.does("gv-khang", "sheet", "export", OPEN, "7a1", "hk2", "toan", "-o", str(path))
        return [_changed(path) for _ in range(ROUNDS)]


def _changed(path: Path) -> tuple[float, float]:
    start = time.perf_counter()
    book = load_workbook(path)
    opened = time.perf_counter()
    cells = [one for row in book.worksheets[0].iter_rows() for one in row if not one.protection.locked]
    cells[0].value = "8,5"
    book.save(path)
    return (opened - start) * 1000, (time.perf_counter() - start) * 1000


def _times(peer: Sequence[float], ours: Sequence[float]) -> str:
    return f"bên kia lâu gấp {median(peer) / median(ours):.1f}".replace(".", ",")


def _open(page: Page, address: str) -> dict[str, Any]:
    page.goto(address)
    found: dict[str, Any] = page.evaluate(TIMES)
    return found


def _tell(what: str, times: list[float]) -> None:
    _say(f"| {what} | {median(times):.0f} | {max(times):.0f} |")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
