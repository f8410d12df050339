"""``hocba demo``: a stranger's first command leaves a checked school, its site and its transcripts."""

from __future__ import annotations

import json
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
    assert shown.splitlines() == ["## main...origin/main"]


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


def test_the_history_proves_itself(made: Path) -> None:
    result = CliRunner().invoke(
        main, ["verify", str(made / "truong"), "--root", str(made / "goc-tin-cay.yaml"), "--no-cache", "--json"]
    )
    judged = json.loads(result.stdout)
    assert (result.exit_code, judged["verdict"], judged["anchored"], judged["findings"]) == (0, "valid", True, [])
    assert judged["entries"] > 10
    assert judged["tip"] == git(made / "truong", "rev-parse", "main")


def test_a_locked_year_is_printed_without_the_mark_of_a_draft(made: Path) -> None:
    pdf = next((made / "pdf/2024-2025/6a1").glob("*.pdf"))
    shown = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert "HỌC BẠ" in shown
    assert "NHÁP" not in "".join(shown.split())


@pytest.mark.parametrize("with_sheet", [True, False])
def test_the_mark_of_a_draft_goes_only_with_a_verified_lock(made: Path, tmp_path: Path, with_sheet: bool) -> None:
    pupil = next((made / "pdf/2024-2025/6a1").glob("*.pdf")).stem
    sheet = ("--root", str(made / "goc-tin-cay.yaml")) if with_sheet else ()
    asked = ("build", "pdf", "--year", "2024-2025", "--pupil", pupil, "-o", str(tmp_path), *sheet)
    result = CliRunner().invoke(main, ["-C", str(made / "truong"), *asked])
    assert result.exit_code == 0, result.output
    pdf = tmp_path / f"2024-2025/6a1/{pupil}.pdf"
    shown = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert ("NHÁP" in "".join(shown.split())) is not with_sheet


def test_the_site_says_that_its_history_was_verified(made: Path) -> None:
    assert "lịch sử có chữ kí hợp lệ" in (made / "site/index.html").read_text("utf-8")


def test_the_server_has_its_hook_and_the_same_main(made: Path) -> None:
    server = made / "may-chu/truong.git"
    assert (server / "hooks/pre-receive").stat().st_mode & 0o111
    assert git(server, "rev-parse", "main") == git(made / "truong", "rev-parse", "main")
    waiting = git(server, "for-each-ref", "--format=%(refname)", "refs/heads/pr")
    assert len(waiting.splitlines()) > 0


def test_no_client_hook_no_signing_and_no_agent_is_left(made: Path) -> None:
    assert not [path for path in (made / "truong/.git/hooks").glob("*") if path.suffix != ".sample"]
    assert git(made / "truong", "config", "commit.gpgsign") == "false"
    assert not list((made / "khoa").rglob("S.gpg-agent*"))


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout.strip()
