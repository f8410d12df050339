"""The grid under the hand, as a spreadsheet: keys, blocks, and what Excel puts on the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.desk.conftest import Desk
from tests.desk.test_story import PASTE
from tests.ledger.school import OPEN

pytestmark = pytest.mark.browser
SCORES, ARTS = f"/bang/{OPEN}/7a1/hk2/toan", f"/bang/{OPEN}/7a1/hk2/gdtc"
COLUMNS = ["tx1", "tx2", "tx3", "tx4", "gk", "ck"]


@pytest.fixture(scope="module")
def page(desk: Desk, browser: Browser) -> Iterator[Page]:
    yield desk.enter(browser)


def opened(page: Page, desk: Desk, address: str = SCORES) -> None:
    """The sheet without a draft, the first cell chosen."""
    page.goto(desk.base + address)
    cleared(page)
    page.focus(cell(0, "tx1"))


def cleared(page: Page) -> None:
    """Without a draft again."""
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.click("text=Bỏ bản nháp")


def cell(row: int, column: str) -> str:
    return f"tr[data-pupil] >> nth={row} >> input[name='{column}']"


def here(page: Page) -> tuple[int, str]:
    """Row and column of the chosen cell."""
    row, column = page.evaluate("() => [document.activeElement.place[0], document.activeElement.name]")
    return row, column


def press(page: Page, *keys: str) -> tuple[int, str]:
    for key in keys:
        page.keyboard.press(key)
    return here(page)


def values(page: Page, row: int, columns: list[str] = COLUMNS) -> list[str]:
    return [page.input_value(cell(row, column)) for column in columns]


def paste(page: Page, row: int, column: str, text: str) -> None:
    page.evaluate(PASTE, [page.query_selector(cell(row, column)), text])


def kept(page: Page) -> None:
    page.locator("[data-saved]", has_text="Bản nháp đã lưu").wait_for()


def test_keys_go_where_a_spreadsheets_go(page: Page, desk: Desk) -> None:
    opened(page, desk)
    assert press(page, "ArrowDown", "ArrowRight") == (1, "tx2")
    assert press(page, "Enter") == (2, "tx2")
    assert press(page, "Shift+Enter") == (1, "tx2")
    assert press(page, "Tab", "Tab") == (1, "tx4")
    assert press(page, "Enter") == (2, "tx2"), "back to where Tab set out"
    assert press(page, "Shift+Tab") == (2, "tx1")
    assert press(page, "End")[1] == "nhan_xet"
    assert press(page, "Home") == (2, "tx1")
    last = page.locator("tr[data-pupil]").count() - 1
    assert press(page, "Control+End")[0] == last
    assert press(page, "Control+Home") == (0, "tx1")
    assert press(page, "PageDown") == (min(10, last), "tx1")
    assert press(page, "Control+ArrowUp") == (0, "tx1")


def test_a_number_is_typed_and_the_arrow_goes_on(page: Page, desk: Desk) -> None:
    opened(page, desk)
    before = values(page, 0)
    page.keyboard.type("8,5")
    assert press(page, "ArrowRight") == (0, "tx2")
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    assert values(page, 0) == ["8,5", *before[1:]], "Escape takes back what is being typed"
    press(page, "Home", "F2", "Backspace")
    page.keyboard.type("2")
    assert press(page, "ArrowLeft") == (0, "tx1"), "after F2 the arrows move within the text"
    press(page, "Enter")
    assert page.input_value(cell(0, "tx1")) == "8,2"
    press(page, "Control+z")
    assert page.input_value(cell(0, "tx1")) == "8,5"
    press(page, "Control+z", "Control+y", "Control+Shift+z")
    kept(page)
    assert page.input_value(cell(0, "tx1")) == "8,2"


def test_a_block_is_chosen_emptied_filled_and_copied(page: Page, desk: Desk) -> None:
    opened(page, desk)
    before = [values(page, row) for row in range(3)]
    press(page, "Shift+ArrowDown", "Shift+ArrowRight")
    assert page.locator("[data-in]").count() == 4
    press(page, "Delete")
    assert [values(page, row)[:3] for row in range(3)] == [
        ["", "", before[0][2]],
        ["", "", before[1][2]],
        before[2][:3],
    ]
    press(page, "Control+z")
    assert [values(page, row) for row in range(3)] == before, "one step takes the whole block back"
    page.focus(cell(0, "tx1"))
    press(page, "Shift+ArrowDown", "Shift+ArrowDown")
    paste(page, 2, "tx1", "9")
    assert [page.input_value(cell(row, "tx1")) for row in range(3)] == ["9", "9", "9"], "one value fills a block"
    page.focus(cell(0, "tx2"))
    page.keyboard.type("4")
    press(page, "Enter", "Control+d")
    assert page.input_value(cell(1, "tx2")) == "4"
    copied = page.evaluate(
        """() => {
          const data = new DataTransfer();
          document.activeElement.dispatchEvent(
            new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
          return data.getData('text');
        }"""
    )
    assert copied == "", "one cell is copied as its text, by the browser"


def test_what_excel_puts_on_the_clipboard(page: Page, desk: Desk) -> None:
    opened(page, desk)
    before = values(page, 1)
    paste(page, 0, "tx1", '8,5\t\t7.5\t"9"\t10\tKD\r\n\t6\t5\t4\t3\tmiễn\r\n')
    kept(page)
    assert values(page, 0) == ["8,5", "", "7.5", "9", "10", "KD"]
    assert values(page, 1) == ["", "6", "5", "4", "3", "miễn"], before
    assert "Căn cứ miễn" in (page.get_attribute(cell(1, "ck"), "title") or "")
    assert page.get_attribute(cell(0, "ck"), "aria-invalid") is None
    opened(page, desk, ARTS)
    paste(page, 0, "tx1", "Đ\tCĐ\tđ\tchưa đạt\r\nMG\tCD\t\tĐạt")
    kept(page)
    assert values(page, 0, ["tx1", "tx2", "gk", "ck"]) == ["Đ", "CĐ", "đ", "chưa đạt"]
    assert page.locator("tr[data-pupil] >> nth=0 >> [aria-invalid]").count() == 0
    opened(page, desk)
    paste(page, 0, "nhan_xet", '"Tiến bộ,\nnói ""rõ"""\r\nChăm\r\n')
    kept(page)
    assert [page.input_value(cell(row, "nhan_xet")) for row in (0, 1)] == ['Tiến bộ, nói "rõ"', "Chăm"]
    cleared(page)


def test_a_block_that_is_too_wide_says_so(page: Page, desk: Desk) -> None:
    opened(page, desk)
    paste(page, 0, "ck", "1\t2\t3\t4\t5")
    assert page.text_content("[data-sentence]") == "2 ô dán ra ngoài bảng, không nhận."
    kept(page)
    cleared(page)
