"""The offline page in a real browser: pictures, pasted text and the camera; no network, and never one word only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from hocba_build.trust.papers import base45
from hocba_build.trust.papers.copies import PREFIX
from tests.browser import barriers, chromium
from tests.ledger.copies.codes import Codes, photograph, picture
from tests.ledger.copies.years import YEAR
from tests.ledger.school import CLOSED, School

pytestmark = pytest.mark.browser
JSQR = Path(__file__).resolve().parents[3] / "site_templates/verify/jsqr/jsQR.js"


@pytest.fixture(scope="module")
def video(codes: Codes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees: a hand that holds the copy into it."""
    path = tmp_path_factory.mktemp("phim") / "may-anh.mjpeg"
    frame = Image.new("RGB", (1280, 720), (225, 225, 220))
    frame.paste(picture(codes[3]).convert("RGB").resize((520, 520), Image.Resampling.LANCZOS), (380, 100))
    with path.open("wb") as file:
        for _ in range(2):
            frame.save(file, "JPEG", quality=85)
    return path


@pytest.fixture(scope="module")
def browser(video: Path) -> Iterator[Browser]:
    switches = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
    with chromium(*switches, f"--use-file-for-fake-video-capture={video}") as started:
        yield started


@pytest.fixture
def page(browser: Browser, recall: Path) -> Iterator[Page]:
    """The page from its file, as from a USB stick; whatever it asks of a network, or complains of, fails the test."""
    context = browser.new_context(offline=True)
    made = context.new_page()
    wrong: list[str] = []
    made.on("request", lambda one: None if one.url.startswith(("file:", "blob:")) else wrong.append(one.url))
    made.on("pageerror", lambda one: wrong.append(str(one)))
    made.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    made.goto((recall.parent / "kiem-tra-hoc-ba.html").as_uri())
    yield made
    context.close()
    assert wrong == []


def paste(page: Page, text: str) -> tuple[str | None, str]:
    """The word on a pasted code, and all that is shown."""
    if not page.locator("#van-ban").is_visible():
        page.get_by_text("Dán văn bản của mã").click()
    page.fill("#van-ban", text)
    page.evaluate("document.getElementById('ket-qua').replaceChildren()")
    page.click("#kiem")
    return word(page)


def word(page: Page) -> tuple[str | None, str]:
    page.locator("[data-word]").wait_for(timeout=60_000)
    return page.locator("[data-word]").get_attribute("data-word"), page.inner_text("#ket-qua")


def changed(code: str, at: int, by: int = 1) -> str:
    raw = bytearray(base45.decode(code.removeprefix(PREFIX)))
    raw[at] = (raw[at] + by) % 256
    return PREFIX + base45.encode(bytes(raw))


def test_a_picture_shows_whose_copy_it_is_and_its_figures(
    page: Page, issued: School, codes: Codes, tmp_path: Path
) -> None:
    page.set_input_files("#anh", photograph(codes[3], tmp_path / "anh.jpg"))
    said, shown = word(page)
    assert said == "valid", shown
    assert f"Bản số 0003/{YEAR}. Năm học {CLOSED}" in shown
    row = page.locator("tbody tr").filter(has_text="Ngữ văn").first.locator("td").all_inner_texts()
    results = issued.run(
        "gv-khang", "verify-qr", str(tmp_path / "anh.jpg"), "--root", str(issued.root / "goc-tin-cay.yaml")
    )
    line = next(line for line in results.stdout.splitlines() if "Ngữ văn" in line).split()
    assert row[1:4] == line[2:5]
    assert "So từng số dưới đây với bản giấy" in shown


def test_the_camera_reads_a_copy(page: Page) -> None:
    page.click("#may-anh")
    said, shown = word(page)
    assert (said, f"Bản số 0003/{YEAR}" in shown) == ("valid", True)
    assert page.locator("#hinh").is_hidden(), "the camera is off again"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, f"Bản số 0001/{YEAR} đã có bản khác thay: bản số 0014/{YEAR}."),
        (2, f"Bản số 0002/{YEAR} đã thu hồi: báo mất."),
    ],
)
def test_a_copy_that_no_longer_stands(page: Page, codes: Codes, number: int, words: str) -> None:
    said, shown = paste(page, codes[number])
    assert (said, words in shown, "KHÔNG CÒN GIÁ TRỊ" in shown) == ("superseded", True, True)


def test_every_genuine_code_leads_to_its_group(page: Page, codes: Codes) -> None:
    assert [paste(page, codes[number])[0] for number in sorted(codes)] == ["superseded"] * 2 + ["valid"] * 12


def test_an_altered_code_is_not_the_schools(page: Page, codes: Codes) -> None:
    """A figure (the last hash of the way stands behind it), a hash of the way, the pupil's id."""
    raw = base45.decode(codes[3].removeprefix(PREFIX))
    for at in (len(raw) - 4 * 32 - 2, len(raw) - 1, 18):
        said, shown = paste(page, changed(codes[3], at))
        assert said == "invalid", at
        assert "bản giả hoặc đã bị sửa" in shown or "mã không đúng dạng" in shown
    assert "trường chưa xác nhận" in paste(page, changed(codes[3], len(raw) - 1))[1]


def test_what_the_page_cannot_decide(page: Page, codes: Codes) -> None:
    raw = base45.decode(codes[3].removeprefix(PREFIX))
    later = PREFIX + base45.encode(raw[:6] + (999).to_bytes(2, "big") + raw[8:])
    said, shown = paste(page, later)
    assert (said, "chưa có bản số 0999" in shown) == ("undecided", True)


def test_a_code_of_another_school_and_none_at_all(page: Page, codes: Codes) -> None:
    assert "Mã của trường khác" in paste(page, changed(codes[3], 1))[1]
    for text in ("", "HB1:", "HB1:%%%", "HB1:BB8BB8", "https://truong.example"):
        assert paste(page, text)[0] == "invalid", text


def test_nothing_is_in_the_way_of_a_reader_who_cannot_see(page: Page, codes: Codes) -> None:
    """Before and after a code was read: names, contrast, order (the usual program's rules)."""
    assert barriers(page) == []
    paste(page, codes[1])
    assert barriers(page) == []


def test_a_picture_without_a_code(page: Page, tmp_path: Path) -> None:
    Image.new("L", (300, 200), 240).save(tmp_path / "trang.png")
    page.set_input_files("#anh", tmp_path / "trang.png")
    said, shown = word(page)
    assert (said, "Không thấy mã QR nào" in shown) == ("undecided", True)


def test_the_page_holds_no_pupil_and_its_reader_is_the_one_that_was_published(lived: School, recall: Path) -> None:
    text = (recall.parent / "kiem-tra-hoc-ba.html").read_text("utf-8")
    assert "74000000" not in text
    for path in lived.desk.glob("records/hoc-sinh/*.yaml"):
        assert path.read_text("utf-8").partition("ho_ten: ")[2].partition(",")[0] not in text
    digest = hashlib.sha256(JSQR.read_bytes()).hexdigest()
    assert digest == "bc40c8a15196236b2314db0856f72ca0b49980cd5413b8c852a7349f5fee0859", "jsQR 1.4.0, dist/jsQR.js"
    assert "Apache License" in text
