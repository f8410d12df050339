"""Every code has a page, every page a code, and every code of a file's own faults a failing example."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"\bHB[0-9]{3}\b")
PAGES = ROOT / "docs" / "ma-loi"
EXAMPLES = ROOT / "tests" / "examples" / "invalid"


def used() -> set[str]:
    """The codes that stand in the program's strings and comments."""
    return {code for path in (ROOT / "hocba_build").rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}


def test_codes_and_pages_are_in_step() -> None:
    assert used() == {path.stem for path in PAGES.glob("HB*.md")}


def test_pages_name_their_code_and_say_what_to_do() -> None:
    for path in PAGES.glob("HB*.md"):
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.stem} – "), path.name
        assert "**Cách sửa:**" in text, path.name


def test_codes_of_single_files_have_examples() -> None:
    shown = {path.name.partition("-")[0] for path in EXAMPLES.iterdir()}
    assert {code for code in used() if code.startswith("HB1")} | {"HB212"} <= shown
