"""``hocba check`` and ``hocba fmt`` as scripts meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from tests.records.samples import BASE, SCORES, scores


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the base example, with a state folder of its own."""
    root = tmp_path / "truong"
    shutil.copytree(BASE, root)
    monkeypatch.setenv("HOCBA_STATE", str(tmp_path / "state"))
    return root


def run(root: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["-C", str(root), *words], catch_exceptions=True)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_sound_school_says_nothing(school: Path) -> None:
    result = run(school, "check")
    assert (result.exit_code, result.output) == (0, "")


def test_a_fault_is_one_line_with_its_place(school: Path) -> None:
    (school / SCORES).write_bytes(scores("{gk: 85}"))
    result = run(school, "check")
    assert result.exit_code == 1
    assert result.stdout == f"{SCORES}:6: HB108 «gk» là 85, lớn nhất chỉ được 10: có phải 8.5?\n"


def test_json(school: Path) -> None:
    (school / SCORES).write_bytes(scores("{gk: 85}"))
    result = run(school, "check", "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert document["schema_version"] == 1
    assert document["files"] > 20
    (finding,) = document["findings"]
    assert finding.pop("message")
    assert finding == {
        "code": "HB108",
        "severity": "error",
        "path": SCORES,
        "line": 6,
        "pointer": "/diem/7400000001/gk",
    }


def test_github(school: Path) -> None:
    (school / SCORES).write_bytes(scores("{gk: 85}"))
    result = run(school, "check", "--format", "github")
    assert result.stdout.startswith(f"::error file={SCORES},line=6,title=HB108::")


def test_warnings_alone_are_fine(school: Path) -> None:
    page = school / "records" / "ho-so" / "7400000001.yaml"
    text = page.read_text("utf-8")
    example = BASE.parent / "invalid" / "HB211-so-dinh-danh-khong-khop" / "records" / "ho-so" / "7400000001.yaml"
    page.write_bytes(example.read_bytes())
    assert page.read_text("utf-8") != text
    result = run(school, "check")
    assert result.exit_code == 0
    assert "HB211 (lưu ý)" in result.stdout


def test_paths_narrow_what_is_told(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (school / SCORES).write_bytes(scores("{gk: 85}"))
    folder = "records/2025-2026/6a1"
    assert run(school, "check", "records/2025-2026/10a1").exit_code == 0
    assert run(school, "check", folder).exit_code == 1
    assert json.loads(run(school, "check", SCORES, "--json").stdout)["files"] == 1
    monkeypatch.chdir(school / folder)
    assert run(school, "check", "hk1").exit_code == 1
    result = run(school, "check", "khong-co")
    assert result.exit_code == 2
    assert "khong-co" in result.stderr
    assert run(school, "check", "/etc").exit_code == 2


def test_a_folder_without_records_is_wrong_usage(tmp_path: Path) -> None:
    for command in ("check", "fmt"):
        result = run(tmp_path, command)
        assert result.exit_code == 2
        assert "records/" in result.stderr


def test_names_of_files_cannot_command_a_terminal(school: Path) -> None:
    (school / "records" / "x\x1b[2Jy").write_bytes(b"")
    result = run(school, "check")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout


def test_fmt_writes_what_check_wants(school: Path) -> None:
    path = school / SCORES
    right = path.read_bytes()
    path.write_bytes(right.replace(b"gk: 7.5, ck: 8", b"ck: 8.0,  gk: 7.50").replace(b"\n", b"\r\n"))
    listed = run(school, "fmt", "--check")
    assert (listed.exit_code, listed.stdout) == (1, f"{SCORES}\n")
    written = run(school, "fmt")
    assert (written.exit_code, written.stdout) == (0, f"{SCORES}\n")
    assert path.read_bytes() == right
    again = run(school, "fmt", "--check")
    assert (again.exit_code, again.stdout) == (0, "")


def test_fmt_leaves_what_it_must_not_guess(school: Path) -> None:
    path = school / SCORES
    doubtful = scores("{gk: 8,5}")
    path.write_bytes(doubtful)
    result = run(school, "fmt", SCORES)
    assert result.exit_code == 1
    assert f"{SCORES}:6: HB103" in result.stdout
    assert path.read_bytes() == doubtful


@pytest.mark.parametrize("words", [("--help",), ("check", "--help"), ("fmt", "--help")])
def test_help_is_vietnamese(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0
    assert "hồ sơ" in result.stdout.lower() or "tệp" in result.stdout
