"""``make docs`` makes every picture that the documentation shows, and what is committed is what it would show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.pictures.__main__ import PAGE, PICTURES, ROOT, make, page
from tests.pictures.shots import DESK_PAGES, PAPERS, SCREENS

ENOUGH_BYTES = 1_500_000
READMES = (ROOT / "README.md", ROOT / "README.vi.md")


def size(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


@pytest.mark.browser
@pytest.mark.slow
def test_every_picture_is_made_as_large_as_the_one_shown(tmp_path: Path) -> None:
    make(tmp_path / "hinh")
    made = {path.name: size(path) for path in (tmp_path / "hinh").iterdir()}
    assert made == {path.name: size(path) for path in PICTURES.iterdir()}
    assert len(made) == len(PAPERS) + len(SCREENS) + len(DESK_PAGES)


def test_no_picture_is_blank() -> None:
    for path in PICTURES.iterdir():
        with Image.open(path) as picture:
            assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 10, path.name


def test_the_page_of_pictures_is_what_the_command_writes() -> None:
    assert PAGE.read_text("utf-8") == page()


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_shows_pictures_that_are_there(readme: Path) -> None:
    shown = re.findall(r"!\[[^]]*\]\((docs/hinh/[^)]+)\)", readme.read_text("utf-8"))
    assert len(shown) >= 2
    assert [name for name in shown if not (ROOT / name).is_file()] == []


def test_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < ENOUGH_BYTES
