"""Every guide is tried: what it asks its reader to type does what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click
import pytest

from hocba_build.interfaces.cli import main
from tests.guides.guide import Run, steps
from tests.guides.stage import Stage
from tests.ledger.school import School

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "docs/huong-dan"
ELSEWHERE: Final[Mapping[str, str]] = {
    "ban-lam-viec.md": "tests/desk",
    "ban-van-phong.md": "tests/desk",
    "ki-so.md": "tests/seals",
    "may-chu.md": "tests/ledger/test_servers.py",
    "README.md": "tests/interfaces/test_demo.py",
}
"""Guides whose commands do not return, take long, or need a server or a card, and the tests that try them."""
TRIED: Final = sorted(page.name for page in FOLDER.glob("*.md") if page.name not in ELSEWHERE)
ROLES: Final = (
    "giao-vien-bo-mon.md",
    "giao-vien-chu-nhiem.md",
    "to-truong.md",
    "van-thu.md",
    "quan-tri.md",
    "hieu-truong.md",
    "thanh-tra.md",
)
PAGES: Final = sorted({ROOT / "README.md", ROOT / "README.vi.md", *(ROOT / "docs").rglob("*.md")})


@pytest.mark.parametrize("name", TRIED)
def test_a_guide_does_what_it_says(name: str, school_copy: School) -> None:
    Stage(school_copy, name).play(steps(FOLDER / name))


@pytest.mark.parametrize("name", TRIED)
def test_no_command_of_a_guide_stays_untried(name: str) -> None:
    runs = [step for step in steps(FOLDER / name) if isinstance(step, Run)]
    assert [f"{name}:{run.line}" for run in runs if not run.person] == []


@pytest.mark.parametrize("name", ROLES)
def test_a_guide_of_a_role_shows_pictures_that_are_there(name: str) -> None:
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (FOLDER / name).read_text("utf-8"))
    assert shown
    assert [picture for picture in shown if not (FOLDER / picture).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_command_in_running_text_exists(page: Path) -> None:
    wrong = [f"{words}: {fault}" for words in _inline(page) if (fault := _fault(words.split()[1:]))]
    assert wrong == []


def _inline(page: Path) -> Iterator[str]:
    text = re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return (found[1] for found in re.finditer(r"`(hocba [^`]+)`", text.replace("\n", " ")))


def _fault(words: list[str]) -> str | None:
    """What of a command is not known; words in capitals or Vietnamese are the reader's own."""
    command: click.Command = main
    while isinstance(command, click.Group):
        while words and words[0] == "-C":
            words = words[2:]
        name = words.pop(0) if words else ""
        if not name.isascii() or not name.islower() or "/" in name:
            return None
        found = command.get_command(click.Context(command), name)
        if found is None:
            return f"no command {name}"
        command = found
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help"}
    return next(
        (f"no option {word}" for word in words if re.fullmatch(r"--?[a-z-]+", word) and word not in known), None
    )


def test_a_command_that_does_not_exist_would_be_seen() -> None:
    assert _fault(["chek"]) == "no command chek"
    assert _fault(["sheet", "import", "TỆP.xlsx", "--dry"]) == "no option --dry"
    assert _fault(["sheet", "import", "TỆP.xlsx", "--dry-run"]) is None
