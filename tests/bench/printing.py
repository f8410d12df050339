"""Printing a year beside plain WeasyPrint and beside Chromium, both given the finished pages of the same pupils."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.measure import Measured, run
from tests.bench.rows import Row, Side, compare
from tests.bench.school import ROOT, YEAR, Ground, program
from tests.browser import NAMES, QUIET

PLAIN, BROWSER = "WeasyPrint", "Chromium"
SAMPLED_CLASSES: Final = 3
"""Of the peers only so many classes are printed: their rate does not depend on how many there are."""
_PLAIN_NOTE = (
    "hai trang của năm học cho {pupils} học sinh, từ YAML đến PDF, một tệp mỗi học sinh và mỗi lớp; bên kia nhận sẵn "
    "HTML của {sample} học sinh, in lần lượt trong một tiến trình, không đọc YAML, không tính kết quả"
)
_BROWSER_NOTE = (
    "cùng việc ấy; bên kia nhận sẵn một tệp HTML của {sample} học sinh và in một lần ra một PDF chung, không chia tệp"
)
_CHANGE_NOTE = (
    "in lại cả năm học sau khi sửa một điểm của một lớp: chỉ in lại học sinh có trang đổi; bên kia in lại tất cả "
    "({sample} học sinh đo được, cùng HTML), vì không biết trang nào đổi"
)


def print_school_cold(ground: Ground) -> Row:
    """Nothing is printed yet."""
    pupils, cost = ground.once("print-cold", lambda: _cold(ground))
    sample, peer = ground.once(PLAIN, lambda: _plain(ground))
    note = _PLAIN_NOTE.format(pupils=pupils, sample=sample)
    return compare("print-school-cold", "pupils/s", Side(pupils, cost), Side(sample, peer), PLAIN, note)


def print_chromium_batch(ground: Ground) -> Row:
    """The same, beside a browser that prints one long page."""
    pupils, cost = ground.once("print-cold", lambda: _cold(ground))
    sample, peer = ground.once(BROWSER, lambda: _browser(ground))
    note = _BROWSER_NOTE.format(sample=sample)
    return compare("print-chromium-batch", "pupils/s", Side(pupils, cost), Side(sample, peer), BROWSER, note)


def print_after_one_change(ground: Ground) -> Row:
    """One score changes after everything was printed."""
    pupils, _ = ground.once("print-cold", lambda: _cold(ground))
    scores = ground.school / f"records/{YEAR}/6a1/hk1/toan.yaml"
    before = scores.read_bytes()
    scores.write_bytes(_one_score_changed(before))
    try:
        cost = _print(ground)
    finally:
        scores.write_bytes(before)
    sample, peer = ground.once(PLAIN, lambda: _plain(ground))
    note = _CHANGE_NOTE.format(sample=sample)
    return compare("print-after-one-change", "pupils/s", Side(pupils, cost), Side(sample, peer), PLAIN, note)


def _one_score_changed(text: bytes) -> bytes:
    """The first midterm score that is not 5 becomes 5."""
    at = text.index(b"gk: ") + 4
    end = min(place for place in (text.find(b",", at), text.find(b"}", at)) if place > 0)
    return text[:at] + (b"6" if text[at:end] == b"5" else b"5") + text[end:]


def _cold(ground: Ground) -> tuple[int, Measured]:
    shutil.rmtree(ground.folder / "pdf", ignore_errors=True)
    cost = _print(ground)
    return len(list((ground.folder / "pdf" / YEAR).glob("*/*.pdf"))), cost


def _print(ground: Ground) -> Measured:
    out = ground.folder / "pdf"
    return run([program("hocba"), "-C", ground.school, "build", "pdf", "--year", YEAR, "--only-year", "-o", out])


def _pages(ground: Ground) -> Path:
    """The finished markup of the sampled classes: a file a pupil, and one of all."""

    def write() -> Path:
        folder = ground.folder / "html"
        asked = [str(ground.school), str(folder), str(SAMPLED_CLASSES)]
        subprocess.run([sys.executable, "-m", "tests.bench.pages", *asked], check=True, cwd=ROOT)
        return folder

    return ground.once("pages", write)


def _plain(ground: Ground) -> tuple[int, Measured]:
    files = sorted(_pages(ground).glob("[0-9]*.html"))
    asked: Sequence[str | Path] = [sys.executable, "-m", "tests.bench.plain_weasyprint", *files]
    return len(files), run(asked, cwd=ROOT)


def _browser(ground: Ground) -> tuple[int, Measured]:
    folder = _pages(ground)
    browser = next(found for name in NAMES if (found := shutil.which(name)))
    out = f"--print-to-pdf={folder / 'all.pdf'}"
    profile = f"--user-data-dir={ground.folder / 'profile'}"
    page = (folder / "all.html").as_uri()
    cost = run([browser, "--headless", *QUIET, profile, "--no-pdf-header-footer", out, page])
    return len(list(folder.glob("[0-9]*.html"))), cost
