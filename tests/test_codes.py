"""Every code has a page, every page a code, and every fault of the records a failing example."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

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


def severity(page: str) -> str:
    """What a page says of its code's weight, without where it is met."""
    found = re.search(r"^\*\*Mức:\*\* (.*?)(?: \(.*\))?\.?$", page, re.MULTILINE)
    assert found, page[:40]
    return found[1]


def test_the_list_names_every_page_with_its_title_and_weight() -> None:
    listed = (PAGES / "README.md").read_text("utf-8").splitlines()
    rows = [line for line in listed if line.startswith("| [HB")]
    expected = []
    for path in sorted(PAGES.glob("HB*.md")):
        page = path.read_text("utf-8")
        title = page.partition("\n")[0].partition(" – ")[2]
        expected.append(f"| [{path.stem}]({path.name}) | {title} | {severity(page)} |")
    assert rows == expected


def test_examples_show_the_weight_that_pages_name() -> None:
    for folder in sorted(EXAMPLES.iterdir()):
        for row in parse_rows(folder):
            page = (PAGES / f"{row['code']}.md").read_text("utf-8")
            word = "cảnh báo" if row.get("severity") == "warning" else "lỗi"
            assert word in severity(page), folder.name


def parse_rows(folder: Path) -> list[dict[str, str]]:
    """The findings an example expects."""
    return list(yaml.safe_load((folder / "expected.yaml").read_text("utf-8"))["findings"])


def test_notices_in_results_have_law_cases() -> None:
    """What a pupil's results remark is shown by a law case that expects it."""
    cases = "".join(path.read_text("utf-8") for path in (ROOT / "tests/law").rglob("*.yaml"))
    assert {code for code in used() if code.startswith("HB25")} <= set(CODE.findall(cases))


def test_codes_of_files_have_failing_examples() -> None:
    shown = {path.name.partition("-")[0] for path in EXAMPLES.iterdir()}
    assert {code for code in used() if code.startswith(("HB1", "HB20", "HB21", "HB22"))} <= shown


def test_codes_of_score_sheets_are_tested() -> None:
    tested = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert {code for code in used() if code.startswith("HB4")} <= set(CODE.findall(tested))
