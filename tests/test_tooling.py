"""The scripts behind ``make``: what they refuse, and what they never delete."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

HOCBA_STAND_IN = """#!/bin/sh
mkdir -p "$2/truong" "$2/site" "$2/pdf" && touch "$2/goc-tin-cay.yaml" "$2/site/index.html"
"""


def script(name: str, *arguments: str, cwd: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run one of our scripts without a terminal."""
    return subprocess.run(
        [str(ROOT / ".ci" / name), *arguments],
        cwd=cwd,
        env={"PATH": path or os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder whose ``hocba demo`` is quick; the real one is tested where it is written."""
    program = tmp_path / ".venv/bin/hocba"
    program.parent.mkdir(parents=True)
    program.write_text(HOCBA_STAND_IN)
    program.chmod(0o755)
    return tmp_path


def test_demo_leaves_a_folder_with_somebodys_file_alone(place: Path) -> None:
    (place / "demo/truong").mkdir(parents=True)
    (place / "demo/luan-van.txt").write_text("của tôi")
    refused = script("demo", "demo", cwd=place)
    assert refused.returncode == 1
    assert "luan-van.txt" in refused.stderr
    assert (place / "demo/luan-van.txt").read_text() == "của tôi"


def test_demo_leaves_a_hidden_file_alone(place: Path) -> None:
    (place / "demo").mkdir()
    (place / "demo/.ghi-chu").write_text("của tôi")
    assert script("demo", "demo", cwd=place).returncode == 1
    assert (place / "demo/.ghi-chu").exists()


def test_demo_does_not_follow_a_link(place: Path) -> None:
    (place / "that").mkdir()
    (place / "that/truong").mkdir()
    (place / "demo").symlink_to("that")
    assert script("demo", "demo", cwd=place).returncode == 1
    assert (place / "that/truong").exists()


def test_demo_replaces_its_own_folder(place: Path) -> None:
    (place / "demo/site").mkdir(parents=True)
    (place / "demo/site/cu.html").write_text("cũ")
    made = script("demo", "demo", cwd=place)
    assert made.returncode == 0, made.stderr
    assert not (place / "demo/site/cu.html").exists()
    assert "demo/site/index.html" in made.stdout


def test_missing_system_packages_are_named_where_apt_is_not(tmp_path: Path) -> None:
    """Only the few tools the script itself needs are on PATH, so git, gpg and apt are missing."""
    for tool in ("env", "sh", "id", "grep"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    refused = script("system-packages", "test", "/nowhere/python", cwd=tmp_path, path=str(tmp_path))
    assert refused.returncode == 1
    assert {"python3-venv", "gnupg", "git", "poppler-utils", "chromium", "openssl"} <= set(refused.stderr.split())


def test_a_demo_does_not_ask_for_a_browser(tmp_path: Path) -> None:
    for tool in ("env", "sh", "id", "grep"):
        (tmp_path / tool).symlink_to(str(shutil.which(tool)))
    refused = script("system-packages", "demo", "/nowhere/python", cwd=tmp_path, path=str(tmp_path))
    assert "gnupg" in refused.stderr
    assert "chromium" not in refused.stderr


def test_a_python_new_enough_is_found(tmp_path: Path) -> None:
    found = script("python", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    asked = "import sys; print(sys.version_info >= (3, 11))"
    assert subprocess.run([found.stdout.strip(), "-c", asked], check=True, capture_output=True).stdout == b"True\n"


def test_no_python_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "sh").symlink_to(str(shutil.which("sh")))
    refused = script("python", cwd=tmp_path, path=str(tmp_path))
    assert refused.returncode == 1
    assert "3.11" in refused.stderr
