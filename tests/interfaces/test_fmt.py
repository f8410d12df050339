"""``hocba fmt`` writes whole files or nothing, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hocba_build.domain.findings import Finding
from hocba_build.interfaces.cli import main
from hocba_build.records.fmt import fmt
from hocba_build.records.layout import RecordPath

BASE = Path(__file__).resolve().parents[1] / "examples" / "base"
SCORES = "records/2025-2026/6a1/hk1/toan.yaml"
CONDUCT = "records/2025-2026/6a1/hk1/ren-luyen.yaml"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The base example with two files out of form: Windows line ends, spaces."""
    root = tmp_path / "truong"
    shutil.copytree(BASE, root)
    for path in (SCORES, CONDUCT):
        (root / path).write_bytes((root / path).read_bytes().replace(b"\n", b"\r\n").replace(b", ", b",  "))
    return root


def run(root: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["-C", str(root), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def content(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_it_writes_what_the_base_holds_and_then_rests(school: Path) -> None:
    (school / SCORES).chmod(0o640)
    first = run(school, "fmt")
    assert (first.exit_code, first.stdout.splitlines()) == (0, [CONDUCT, SCORES])
    assert content(school) == content(BASE)
    assert (school / SCORES).stat().st_mode & 0o777 == 0o640
    assert (run(school, "fmt").output, content(school)) == ("", content(BASE))


@pytest.mark.parametrize(("option", "status"), [("--check", 1), ("--dry-run", 0)])
def test_looking_writes_nothing(school: Path, option: str, status: int) -> None:
    before = content(school)
    result = run(school, "fmt", option)
    assert (result.exit_code, result.stdout.splitlines()) == (status, [CONDUCT, SCORES])
    assert content(school) == before


def test_a_file_changed_meanwhile_is_left_to_its_writer(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing at all is written, so that no one has to find out how far it went."""

    def slow(place: RecordPath, raw: bytes) -> bytes | Finding:
        if place.path == SCORES:
            (school / SCORES).write_bytes(raw + b" ")
        return fmt(place, raw)

    monkeypatch.setattr("hocba_build.workflows.format.fmt", slow)
    before = {**content(school), SCORES: (school / SCORES).read_bytes() + b" "}
    result = run(school, "fmt")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith(f"hocba: Tệp đã đổi từ lúc đọc: {SCORES}\n")
    assert content(school) == before


def test_a_write_cut_short_leaves_the_old_file(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = content(school)
    monkeypatch.setattr(os, "fsync", full)
    result = run(school, "fmt")
    assert result.exit_code == 3
    assert "đĩa hết chỗ" in result.stderr
    assert content(school) == before
