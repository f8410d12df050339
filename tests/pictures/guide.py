"""The pictures of the desk's guide: a class of 45, in which a few cells are typed and sent."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from hocba_build.workflows.sample import Plan
from tests.browser import chromium
from tests.desk.caller import caller
from tests.desk.conftest import running
from tests.ledger.school import CLOSED, OPEN, School, living

OUT = Path(__file__).resolve().parents[2] / "docs/huong-dan/hinh"
COLOURS = 96
CLASS = f"{OPEN}/7a1"
FIRST, THIRD = "7400000003", "7400000005"


def make() -> None:
    """Take them all."""
    OUT.mkdir(exist_ok=True)
    with living(Plan(classes=1, pupils_per_class=45)) as school, chromium() as browser:
        teacher(school, browser)
        homeroom(school, browser)
        leader(school, browser)


def teacher(school: School, browser: Browser) -> None:
    """A subject teacher's sheet, with a cell that cannot be taken; one proposal is sent."""
    with running(school, "gv-khang") as desk:
        page = desk.enter(browser)
        page.goto(f"{desk.base}/bang/{CLASS}/hk2/toan")
        for row, text in enumerate(("8,5", "7", "9", "85")):
            page.fill(f"tr[data-pupil] >> nth={row} >> input[name=tx3]", text)
            page.keyboard.press("Enter")
        page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()
        page.focus("tr[data-pupil] >> nth=3 >> input[name=tx3]")
        take(page, "ban-bang-diem")
        page.fill("tr[data-pupil] >> nth=3 >> input[name=tx3]", "8,5")
        page.keyboard.press("Enter")
        page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()
        page.click("[data-send]")
        page.fill("[name=li_do]", "Vào điểm thường xuyên lần 3")
        take(page, "ban-gui")
        page.click("button:has-text('Kí và gửi')")
        page.locator("p.done").wait_for()


def homeroom(school: School, browser: Browser) -> None:
    """The class's board, remarks with phrases, a transcript read through."""
    with running(school, "gv-kiet") as desk:
        page = desk.enter(browser)
        page.goto(f"{desk.base}/lop/{CLASS}")
        take(page, "ban-lop")
        page.goto(f"{desk.base}/bang/{CLASS}/hk1/chu-nhiem?phan=ren-luyen")
        page.click("summary:has-text('Mẫu nhận xét')")
        page.click("tr[data-pupil] >> nth=3 >> input[name=nhan_xet]")
        take(page, "ban-nhan-xet")
        page.goto(f"{desk.base}/hoc-ba/{CLASS}/{FIRST}")
        take(page, "ban-soat-hoc-ba")


def leader(school: School, browser: Browser) -> None:
    """Proposals together, the year with its decisions, a decision on paper, the trail of a pupil."""
    with running(school, "pho-hieu-truong") as desk:
        with caller(desk) as me:
            me.post("/lam-moi")
            again = me.client.cookies
        page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
        page.context.add_cookies([{"name": one.name, "value": str(one.value), "url": desk.base} for one in again.jar])
        page.goto(f"{desk.base}/de-xuat/pr/gv-khang/{OPEN}-7a1-hk2-toan")
        take(page, "ban-duyet")
        page.goto(f"{desk.base}/nam/{CLOSED}/quyet-dinh/2")
        take(page, "ban-quyet-dinh")
        page.goto(f"{desk.base}/kiem-tra/hoc-sinh/{OPEN}/{THIRD}.html")
        take(page, "ban-tra-cuu")


def take(page: Page, name: str) -> None:
    """One picture, small."""
    page.set_viewport_size({"width": 1280, "height": 860})
    path = OUT / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").resize((960, 645), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
