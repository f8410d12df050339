"""``make docs``: build the sample school's site and transcripts, photograph them, write the page of pictures."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from hocba_build.domain.values import StudentId, YearId
from hocba_build.publishing.site.scope import OFFICE
from hocba_build.workflows.build_site import build_site
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.pdfs import Means, Selection, print_pdfs
from hocba_build.workflows.sample import Plan
from tests.browser import chromium
from tests.desk.conftest import running
from tests.ledger.school import living
from tests.pictures import guide
from tests.pictures.shots import DESK_PAGES, PAPERS, SCREENS, YEAR, Paper, Screen

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs/hinh"
PAGE = ROOT / "docs/hinh-anh.md"
PAPER_DPI = 84
COLOURS = 160
"""Pages are mostly two colours and their shades: a palette makes the files a quarter as large."""


def main() -> None:
    """Make every picture and their page anew."""
    make(PICTURES)
    guide.make()
    PAGE.write_text(page(), encoding="utf-8")


def make(out: Path) -> None:
    """Every picture, and none that is no longer wanted."""
    with tempfile.TemporaryDirectory() as folder:
        papers(Path(folder))
        screens(Path(folder))
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        desks(Path(folder))
        for shot in (*PAPERS, *SCREENS, *DESK_PAGES):
            keep(Path(folder) / f"{shot.name}.png", out)


def papers(folder: Path) -> None:
    """The pages of transcripts, as large pictures."""
    pupils = frozenset(StudentId(paper.pupil) for paper in PAPERS)
    print_pdfs(open_school(ROOT).records, Selection(YearId(YEAR), pupils=pupils), folder / "pdf", means=Means(jobs=1))
    for paper in PAPERS:
        (file,) = (folder / "pdf").rglob(f"{paper.pupil}.pdf")
        photograph(paper, file, folder)


def photograph(paper: Paper, file: Path, folder: Path) -> None:
    """One page of a PDF as a picture."""
    shown = subprocess.run(["pdfinfo", str(file)], check=True, capture_output=True, text=True).stdout
    count = int(next(line.split()[1] for line in shown.splitlines() if line.startswith("Pages:")))
    number = str(paper.page if paper.page > 0 else count + 1 + paper.page)
    out = folder / paper.name
    asked = ["pdftoppm", "-r", str(PAPER_DPI), "-f", number, "-l", number, "-singlefile", "-png", str(file), str(out)]
    subprocess.run(asked, check=True)


def screens(folder: Path) -> None:
    """The pages of the site, as large pictures."""
    build_site(ROOT, folder / "site", OFFICE)
    with chromium() as browser:
        for screen in SCREENS:
            shoot(browser, screen, folder)


def shoot(browser: Browser, screen: Screen, folder: Path) -> None:
    """One page of the site as a picture."""
    shown = browser.new_page(
        viewport={"width": screen.width, "height": screen.height}, color_scheme="dark" if screen.dark else "light"
    )
    shown.goto((folder / "site" / screen.page).as_uri())
    if screen.opened:
        shown.locator("details.why").nth(0).evaluate("part => { part.open = true }")
        shown.locator("details.why").last.evaluate("part => { part.open = true }")
        shown.locator("h2", has_text="Vì sao").evaluate("head => head.scrollIntoView()")
    shown.screenshot(path=folder / f"{screen.name}.png")
    shown.close()


def desks(folder: Path) -> None:
    """Pages of desks, each its person's own, at a small school with its whole signed life."""
    with living(Plan(classes=2, pupils_per_class=6)) as school, chromium() as browser:
        for shot in DESK_PAGES:
            with running(school, shot.person) as desk:
                page = desk.enter(browser)
                page.set_viewport_size({"width": 1180, "height": shot.height})
                page.goto(desk.base + shot.page)
                page.screenshot(path=folder / f"{shot.name}.png")
                page.context.close()


def keep(made: Path, out: Path) -> None:
    """Put a picture in its place, small."""
    with Image.open(made) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out / made.name, optimize=True)


def page() -> str:
    """The page of pictures."""
    lines = [
        "# Hình ảnh",
        "",
        "Trang này và các hình do `make docs` làm từ trường mẫu trong kho; mọi người trong hình đều hư cấu.",
    ]
    for title, shots in (
        ("Học bạ in", PAPERS),
        ("Trang tĩnh riêng của trường", SCREENS),
        ("Bàn làm việc", DESK_PAGES),
    ):
        lines += ["", f"## {title}"]
        for shot in shots:
            lines += ["", shot.caption, "", f"![{shot.caption}](hinh/{shot.name}.png)"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
