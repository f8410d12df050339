"""What the stories of the office share: filling a form, pressing a button, a window that types a passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from tests.desk.conftest import Desk
from tests.ledger.school import School

PATIENCE: Final = 20_000
"""Milliseconds for one step; a desk at a busy machine judges, signs and sends within a few."""
PINENTRY: Final = """#!/bin/sh
echo "OK"
while read -r line; do
  case "$line" in
    GETPIN*) {answer} ;;
    BYE*) echo "OK"; exit 0 ;;
    *) echo "OK" ;;
  esac
done
"""
CANCELLED: Final = 'echo "ERR 83886179 cancelled"'


def typing(passphrase: str) -> str:
    """A window whose owner types this."""
    return f'echo "D {passphrase}"; echo "OK"'


def window(school: School, person: str, answer: str) -> None:
    """Give a person's keys a window that answers so; it is asked anew each time."""
    home = school.root / "khoa" / person
    home.mkdir(mode=0o700, exist_ok=True)
    program = home / "pinentry"
    program.write_text(PINENTRY.format(answer=answer))
    program.chmod(0o700)
    conf = f"pinentry-program {program}\nmax-cache-ttl 0\ndefault-cache-ttl 0\n"
    (home / "gpg-agent.conf").write_text(conf)


def enter(desk: Desk, browser: Browser) -> Page:
    """A window at the desk that does not wait for ever."""
    page = desk.enter(browser)
    page.set_default_timeout(PATIENCE)
    return page


def examined(desk: Desk, browser: Browser) -> Page:
    """A window whose pages may be examined by axe."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(desk.entrance)
    return page


def fill(page: Page, **texts: str) -> None:
    """Fill fields by name; a choice by its value."""
    for name, text in texts.items():
        one = page.locator(f"[name={name}]:visible").first
        if one.evaluate("e => e.tagName") == "SELECT":
            one.select_option(text)
        else:
            one.fill(text)


def press(page: Page, text: str) -> None:
    """Press a button by a part of its words."""
    page.click(f"button:has-text('{text}')")


def main(page: Page) -> str:
    """What the page says."""
    return page.inner_text("main")


def saved(page: Page, link: str, folder: Path) -> Path:
    """A file that a link gives."""
    with page.expect_download() as waiting:
        page.click(link)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
