"""A short, seeded run of every target; ``make fuzz`` goes on for as long as one likes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
RUNS = {"paper": 800, "statement": 1500}
"""These parse YAML or are slow to refuse; the others take this many in a second."""
DEFAULT = 4000

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="libFuzzer's wheel is for Linux")


def fuzz(target: str, runs: int, keep: Path) -> subprocess.CompletedProcess[str]:
    """One target in a process of its own."""
    command = [sys.executable, "-m", "tests.fuzz", target, "--runs", str(runs), "--seed", "7", "--keep", str(keep)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, errors="replace")


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_makes_a_parser_fall_over(target: str, tmp_path: Path) -> None:
    runs = RUNS.get(target, DEFAULT)
    done = fuzz(target, runs, tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"Done {runs} runs" in done.stderr
    assert [*tmp_path.glob(f"{target}/loi-*")] == []


def test_a_planted_fault_is_found(tmp_path: Path) -> None:
    done = fuzz("planted", 2000, tmp_path)
    assert (done.returncode != 0, "AssertionError: planted" in done.stdout + done.stderr) == (True, True)
    assert len([*tmp_path.glob("planted/loi-*")]) == 1
