"""``hocba demo``: a stranger's first command leaves a checked school, its site and its transcripts."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from hocba_build.interfaces.cli import main

SMALL = ("--classes", "1", "--pupils", "6", "--years", "2")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration, made once."""
    folder = tmp_path_factory.mktemp("demo") / "truong-mau"
    result = CliRunner().invoke(main, ["demo", str(folder), *SMALL])
    assert result.exit_code == 0, result.output
    return folder


def test_the_school_is_sound(made: Path) -> None:
    result = CliRunner().invoke(main, ["-C", str(made / "truong"), "check", "--no-cache"])
    assert (result.exit_code, result.output) == (0, "")


def test_the_repository_is_clean_and_ours(made: Path) -> None:
    shown = subprocess.run(
        ["git", "-C", str(made / "truong"), "status", "--porcelain", "--branch"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert shown.splitlines() == ["## main"]


def test_every_pupil_of_the_closed_year_has_a_transcript(made: Path) -> None:
    listed = (made / "truong/records/2024-2025/6a1/lop.yaml").read_text("utf-8").count("{ma: ")
    printed = sorted((made / "pdf/2024-2025/6a1").glob("*.pdf"))
    assert len(printed) == listed > 0
    assert (made / "pdf/2024-2025/6a1.pdf").read_bytes().startswith(b"%PDF-")
    assert not (made / "pdf/that-bai.json").exists()


def test_the_site_opens_at_its_first_page(made: Path) -> None:
    page = (made / "site/index.html").read_text("utf-8")
    assert "Trường THCS và THPT" in page
    assert (made / "site/.hocba-site").is_file()


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "cua-toi.txt").write_text("giữ lại", "utf-8")
    result = CliRunner().invoke(main, ["demo", str(tmp_path), *SMALL])
    assert result.exit_code == 4
    assert [path.name for path in tmp_path.iterdir()] == ["cua-toi.txt"]


def test_the_same_seed_gives_the_same_commit(made: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["demo", str(tmp_path / "lai"), *SMALL])
    assert result.exit_code == 0
    heads = [(folder / "truong/.git/refs/heads/main").read_text() for folder in (made, tmp_path / "lai")]
    assert heads[0] == heads[1]
    assert digest(made / "pdf") == digest(tmp_path / "lai/pdf")
    shutil.rmtree(tmp_path / "lai")


def digest(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
