"""Printing a year beside plain WeasyPrint and beside Chromium, both given the finished pages of the same pupils."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.bench.measure import Measured, middle, run
from tests.bench.pages import PUPIL
from tests.bench.rows import Row, Side, compare, thousands
from tests.bench.school import ROOT, YEAR, YEARS, Ground, program
from tests.browser import NAMES, QUIET

PLAIN, BROWSER = "WeasyPrint", "Chromium"
SAMPLED_CLASSES: Final = 3
"""Plain WeasyPrint prints only so many classes: one pupil after another, its rate does not depend on how many."""
BATCHED_CLASSES: Final = 12
"""So many the browser gets as one document: it slows down with their number, and may not end at all."""
_PLAIN_NOTE = (
    "hai trang của năm học cho {pupils} học sinh, từ YAML đến PDF, một tệp mỗi học sinh và mỗi lớp; bên kia nhận sẵn "
    "HTML của {sample} học sinh, in lần lượt trong một tiến trình, không đọc YAML, không tính kết quả"
)
_BROWSER_NOTE = (
    "cùng việc ấy; bên kia nhận sẵn một tệp HTML của {batch} học sinh và in một mẻ ra một PDF chung {pages} trang, "
    "không chia tệp"
)
FULL_CLASS: Final = "9a1"
_FULL_NOTE = (
    "cả quyển học bạ bốn năm của {pupils} học sinh lớp 9: bìa, hướng dẫn, lí lịch, bốn năm học, một tệp mỗi học sinh "
    "và một tệp lớp; tờ của bốn năm đã in từ cuối mỗi năm được giữ lại nên chỉ đóng lại, các trang đầu in mới; tính cả "
    "đọc YAML bốn năm; bên kia nhận sẵn HTML của {sample} học sinh, in lần lượt trong một tiến trình"
)
_CHANGE_NOTE = (
    "in lại cả năm học sau khi sửa một điểm của một lớp: chỉ in lại học sinh có trang đổi; bên kia in lại tất cả "
    "({sample} học sinh đo được, cùng HTML), vì không biết trang nào đổi"
)


def print_school_cold(ground: Ground) -> Row:
    """Nothing is printed yet."""
    pupils, cost = ground.once("print-cold", lambda: _cold(ground))
    sample, peer = ground.once(PLAIN, lambda: _plain(ground))
    note = _PLAIN_NOTE.format(pupils=thousands(pupils), sample=sample)
    return compare("print-school-cold", "pupils/s", Side(pupils, cost), Side(sample, peer), PLAIN, note, aim=2)


def print_chromium_batch(ground: Ground) -> Row:
    """The same, beside a browser that prints many classes as one document."""
    pupils, cost = ground.once("print-cold", lambda: _cold(ground))
    batch, pages, peer = _browser(ground)
    note = _BROWSER_NOTE.format(batch=batch, pages=thousands(pages))
    return compare("print-chromium-batch", "pupils/s", Side(pupils, cost), Side(batch, peer), BROWSER, note, aim=1)


def print_after_one_change(ground: Ground) -> Row:
    """One score changes after everything was printed."""
    pupils, _ = ground.once("print-cold", lambda: _cold(ground))
    scores = ground.school / f"records/{YEAR}/6a1/hk1/toan.yaml"
    before = scores.read_bytes()

    def measure() -> Measured:
        scores.write_bytes(_one_score_changed(scores.read_bytes()))
        return _print(ground)

    try:
        cost = middle(measure, ground.size.runs)
    finally:
        scores.write_bytes(before)
    sample, peer = ground.once(PLAIN, lambda: _plain(ground))
    note = _CHANGE_NOTE.format(sample=sample)
    return compare("print-after-one-change", "pupils/s", Side(pupils, cost), Side(sample, peer), PLAIN, note, aim=50)


def print_full_transcripts(ground: Ground) -> Row:
    """The whole transcripts of a class that leaves after four years, whose year's pages were printed every summer."""
    cost = middle(lambda: _full(ground), ground.size.runs)
    pupils = len(list((ground.folder / "pdf-full" / YEAR).glob("*/*.pdf")))
    html = ground.folder / "html-full"
    wanted = [str(ground.long_school), str(html), FULL_CLASS, "0"]
    subprocess.run([sys.executable, "-m", "tests.bench.pages", *wanted], check=True, cwd=ROOT)
    files = sorted(html.glob("[0-9]*.html"))
    plain: Sequence[str | Path] = [sys.executable, "-m", "tests.bench.plain_weasyprint", *files]
    peer = middle(lambda: run(plain, cwd=ROOT), ground.size.runs)
    note = _FULL_NOTE.format(pupils=pupils, sample=len(files))
    return compare("print-full-transcripts", "pupils/s", Side(pupils, cost), Side(len(files), peer), PLAIN, note, aim=6)


def _full(ground: Ground) -> Measured:
    """Bind the transcripts; what the last run kept of them is forgotten first."""
    kept, state, out = ground.once("kept", lambda: _kept(ground)), ground.folder / "nho", ground.folder / "pdf-full"
    for folder in (state, out):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, state)
    asked: list[str | Path] = ["build", "pdf", "--year", YEAR, "--class", FULL_CLASS, "-o", out]
    return run([program("hocba"), "-C", ground.long_school, *asked], env={"HOCBA_STATE": str(state)})


def _kept(ground: Ground) -> Path:
    """What printing the year's pages at the end of each of four years leaves behind."""
    kept = ground.folder / "nho-bon-nam"
    out = ground.folder / "pdf-nam"
    for grade, year in enumerate(YEARS, start=6):
        asked: list[str | Path] = ["build", "pdf", "--year", year, "--class", f"{grade}a1", "--only-year", "-o", out]
        run([program("hocba"), "-C", ground.long_school, *asked], env={"HOCBA_STATE": str(kept)})
    return kept


def _one_score_changed(text: bytes) -> bytes:
    """The first midterm score becomes 5, or 6 where it was 5."""
    at = text.index(b"gk: ") + 4
    end = min(place for place in (text.find(b",", at), text.find(b"}", at)) if place > 0)
    return text[:at] + (b"6" if text[at:end] == b"5" else b"5") + text[end:]


def _cold(ground: Ground) -> tuple[int, Measured]:
    def measure() -> Measured:
        for folder in (ground.folder / "pdf", ground.folder / "nho-in"):
            shutil.rmtree(folder, ignore_errors=True)
        return _print(ground)

    cost = middle(measure, ground.size.runs)
    return len(list((ground.folder / "pdf" / YEAR).glob("*/*.pdf"))), cost


def _print(ground: Ground) -> Measured:
    out = ground.folder / "pdf"
    asked: list[str | Path] = ["build", "pdf", "--year", YEAR, "--only-year", "-o", out]
    return run([program("hocba"), "-C", ground.school, *asked], env={"HOCBA_STATE": str(ground.folder / "nho-in")})


def _pages(ground: Ground) -> Path:
    """The finished markup: a file a pupil of the sampled classes, and one of the browser's batch."""

    def write() -> Path:
        folder = ground.folder / "html"
        asked = [str(ground.school), str(folder), str(SAMPLED_CLASSES), str(BATCHED_CLASSES)]
        subprocess.run([sys.executable, "-m", "tests.bench.pages", *asked], check=True, cwd=ROOT)
        return folder

    return ground.once("pages", write)


def _plain(ground: Ground) -> tuple[int, Measured]:
    files = sorted(_pages(ground).glob("[0-9]*.html"))
    asked: Sequence[str | Path] = [sys.executable, "-m", "tests.bench.plain_weasyprint", *files]
    return len(files), middle(lambda: run(asked, cwd=ROOT), ground.size.runs)


def _browser(ground: Ground) -> tuple[int, int, Measured]:
    """How many pupils the browser was given, how many pages it made of them, and at what cost."""
    folder = _pages(ground)
    browser = next(found for name in NAMES if (found := shutil.which(name)))
    out = folder / "all.pdf"
    profile = f"--user-data-dir={ground.folder / 'profile'}"
    quiet = [*QUIET, "--no-pdf-header-footer", f"--print-to-pdf={out}"]
    page = (folder / "all.html").as_uri()

    def measure() -> Measured:
        out.unlink(missing_ok=True)
        return run([browser, "--headless", *quiet, profile, page])

    cost = middle(measure, ground.size.runs)
    shown = subprocess.run(["pdfinfo", str(out)], check=True, capture_output=True, text=True).stdout
    pages = int(next(line.split()[1] for line in shown.splitlines() if line.startswith("Pages:")))
    return (folder / "all.html").read_text("utf-8").count(PUPIL), pages, cost
