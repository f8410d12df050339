"""The report in a real browser: nothing is asked for, everybody can read it, a phone shows it whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import barriers
from tests.ledger.school import CLOSED
from tests.site.test_browser import DESKTOP, PHONE, opened

pytestmark = pytest.mark.browser
KINDS = {
    "overview": "index.html",
    "late": "sua-sau/index.html",
    "classes": "lop/index.html",
    "class": f"lop/{CLOSED}/6a1/index.html",
    "pupil": f"hoc-sinh/{CLOSED}/*.html",
    "persons": "nguoi/index.html",
    "person": "nguoi/gv-khang/index.html",
    "year": f"nam/{CLOSED}.html",
    "keys": "khoa.html",
    "doubts": "nghi-ngo.html",
    "entries": "muc/index.html",
}


def page_of(report: Path, kind: str) -> Path:
    return sorted(report.glob(KINDS[kind]))[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_for_nothing_and_breaks_nothing(browser: Browser, report: Path, kind: str) -> None:
    shown, requests, faults = opened(browser, page_of(report, kind), viewport=DESKTOP)
    assert (requests, faults) == ([], [])
    assert shown.locator("h1").count() == 1
    shown.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible(browser: Browser, report: Path, kind: str, scheme: str) -> None:
    shown, _, _ = opened(browser, page_of(report, kind), viewport=DESKTOP, color_scheme=scheme, bypass_csp=True)
    assert barriers(shown) == []
    shown.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_a_phone(browser: Browser, report: Path, kind: str) -> None:
    shown, _, _ = opened(browser, page_of(report, kind), viewport=PHONE)
    assert shown.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    shown.close()


def test_an_auditor_reaches_a_changed_cell_by_clicking(browser: Browser, report: Path) -> None:
    shown, requests, faults = opened(browser, report / "index.html", viewport=DESKTOP)
    shown.get_by_role("link", name="Theo lớp").first.click()
    shown.locator("table").get_by_role("link", name="6A1").last.click()
    shown.locator(".cells a.name").first.click()
    assert shown.locator(".was").count() == 1
    shown.get_by_role("row").filter(has=shown.locator(".was")).get_by_role("rowheader").get_by_role("link").click()
    assert "#muc-" in shown.url
    assert (requests, faults) == ([], [])
    shown.close()
