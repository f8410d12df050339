"""The site in a real browser: no request leaves the machine, people with a phone or a screen reader are served."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import barriers
from tests.site.conftest import YEAR, pages_of

pytestmark = pytest.mark.browser
PHONE, DESKTOP = {"width": 375, "height": 800}, {"width": 1280, "height": 900}


def kinds_of(office: Path) -> dict[str, Path]:
    """One page of each kind."""
    pupil = sorted((office / f"nam/{YEAR}/hoc-sinh").glob("7*.html"))[0]
    return {
        "school": office / "index.html",
        "about": office / "gioi-thieu.html",
        "year": office / f"nam/{YEAR}/index.html",
        "list": office / f"nam/{YEAR}/hoc-sinh/index.html",
        "statistics": office / f"nam/{YEAR}/thong-ke-ca-nam.html",
        "lists": office / f"nam/{YEAR}/danh-sach-xet.html",
        "class-lists": office / f"nam/{YEAR}/lop/6a1/danh-sach-xet.html",
        "completeness": office / f"nam/{YEAR}/day-du.html",
        "class": office / f"nam/{YEAR}/lop/6a1/index.html",
        "pupil": office / "hoc-sinh" / pupil.name,
        "pupil-year": pupil,
    }


KINDS = (
    "school",
    "about",
    "year",
    "list",
    "statistics",
    "lists",
    "class-lists",
    "completeness",
    "class",
    "pupil",
    "pupil-year",
)


def opened(browser: Browser, page: Path, **options: object) -> tuple[Page, list[str], list[str]]:
    """A page with the requests that were not for files, and what went wrong in it."""
    shown = browser.new_page(**options)  # type: ignore[arg-type] # named by each test
    requests: list[str] = []
    faults: list[str] = []
    shown.on("request", lambda request: None if request.url.startswith("file:") else requests.append(request.url))
    shown.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.goto(page.as_uri())
    return shown, requests, faults


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_for_nothing_and_breaks_nothing(browser: Browser, office: Path, kind: str) -> None:
    shown, requests, faults = opened(browser, kinds_of(office)[kind], viewport=DESKTOP)
    assert (requests, faults) == ([], [])
    assert shown.locator("h1").count() == 1
    assert shown.evaluate("document.documentElement.lang") == "vi"
    shown.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible(browser: Browser, office: Path, kind: str, scheme: str) -> None:
    shown, _, _ = opened(browser, kinds_of(office)[kind], viewport=DESKTOP, color_scheme=scheme, bypass_csp=True)
    assert barriers(shown) == []
    shown.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_a_phone(browser: Browser, office: Path, kind: str) -> None:
    shown, _, _ = opened(browser, kinds_of(office)[kind], viewport=PHONE)
    assert shown.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    shown.close()


@pytest.mark.parametrize("kind", ["class", "pupil-year"])
def test_on_paper_there_is_no_navigation_and_nothing_is_cut(browser: Browser, office: Path, kind: str) -> None:
    shown, _, _ = opened(browser, kinds_of(office)[kind], viewport=DESKTOP)
    shown.emulate_media(media="print")
    assert not shown.locator(".top nav").is_visible()
    cut = "[...document.querySelectorAll('.box')].filter(box => getComputedStyle(box).overflowX !== 'visible').length"
    assert shown.evaluate(cut) == 0
    shown.close()


def test_a_class_fits_a_common_screen_with_its_conclusions(browser: Browser, office: Path) -> None:
    shown, _, _ = opened(browser, kinds_of(office)["class"], viewport=DESKTOP)
    wider = "(box => box.scrollWidth - box.clientWidth)(document.querySelector('.box.tall'))"
    assert shown.evaluate(wider) == 0
    shown.close()


def test_names_can_be_hidden_while_others_look_on(browser: Browser, office: Path) -> None:
    shown, _, _ = opened(browser, kinds_of(office)["class"], viewport=DESKTOP)
    blurred = "getComputedStyle(document.querySelector('.name')).filter"
    assert shown.evaluate(blurred) == "none"
    shown.get_by_role("button", name="Che tên học sinh").click()
    assert shown.evaluate(blurred) != "none"
    shown.close()


def test_a_reader_reaches_a_pupil_by_clicking(browser: Browser, office: Path) -> None:
    shown, requests, faults = opened(browser, office / "index.html", viewport=DESKTOP)
    shown.get_by_role("link", name=f"Năm học {YEAR}").click()
    shown.get_by_role("link", name="Lớp 6A1").click()
    shown.locator("table a.name, table .name a").first.click()
    assert shown.locator("text=Vì sao có kết quả này").count() == 1
    assert (requests, faults) == ([], [])
    shown.close()


def test_every_page_was_thought_of(office: Path) -> None:
    """A new kind of page must be added to the kinds looked at here."""
    seen = {kind(page.relative_to(office)) for page in kinds_of(office).values()}
    assert {kind(page.relative_to(office)) for page in pages_of(office)} == seen


def kind(page: Path) -> str:
    """A page's path with its variable parts taken out; the statistics of a semester look like those of the year."""
    parts = ["*" if part[0].isdigit() else part for part in page.parts]
    name = "thong-ke.html" if parts[-1].startswith("thong-ke") else parts[-1]
    return "thong-ke.html" if name == "thong-ke.html" else "/".join([*parts[:-1], name])


def test_a_page_with_a_barrier_would_be_seen(browser: Browser) -> None:
    shown = browser.new_page()
    shown.set_content('<html lang="vi"><title>Thử</title><main><h1>Thử</h1><img src="data:,"></main></html>')
    assert barriers(shown) == [("image-alt", ['<img src="data:,">'])]
    shown.close()
