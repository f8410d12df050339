"""The system's Chromium, as the tests and the makers of pictures start it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these it asks its maker's servers for things of its own: nothing of that belongs to the page under test.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A headless browser for the time of the block; ``more`` are switches of its own."""
    program = next(found for name in NAMES if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *more])
        yield browser
        browser.close()


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What on a page is out of somebody's reach: the rule of axe, and the first elements that break it."""
    # All rules are tried either way; without the option every element that keeps one comes back too, megabytes a page.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]][:2]) for one in found]
