"""``hocba build pdf`` at the command line: selections, exit statuses, the list of failures, progress on a terminal."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hocba_build.domain.errors import Exit
from hocba_build.interfaces.cli import main
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.sample import Plan, generate

YEAR, OPEN_YEAR = "2024-2025", "2025-2026"
PUPILS = 3


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two small classes, two years."""
    folder = tmp_path_factory.mktemp("truong")
    write_files(folder, files_of(generate(Plan(classes=2, pupils_per_class=PUPILS, years=2))), {})
    return folder


def build(school: Path, out: Path, *arguments: str) -> Result:
    asked = ["-C", str(school), "build", "pdf", "--only-year", "--jobs", "1", "-o", str(out), *arguments]
    return CliRunner().invoke(main, asked)


def names(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*.pdf"))


def listed(school: Path, class_id: str) -> list[str]:
    text = (school / f"records/{YEAR}/{class_id}/lop.yaml").read_text("utf-8")
    return [line.split('"')[1] for line in text.splitlines() if "{ma: " in line]


def test_a_class_gives_its_pupils_and_itself(school: Path, tmp_path: Path) -> None:
    result = build(school, tmp_path, "--year", YEAR, "--class", "6a1")
    pupils = listed(school, "6a1")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"Đã in {len(pupils)}, giữ nguyên 0, lỗi 0." in result.stderr
    assert names(tmp_path) == sorted([f"{YEAR}/6a1.pdf", *(f"{YEAR}/6a1/{pupil}.pdf" for pupil in pupils)])


def test_one_pupil_is_one_file(school: Path, tmp_path: Path) -> None:
    pupil = listed(school, "6a1")[1]
    assert build(school, tmp_path, "--year", YEAR, "--pupil", pupil).exit_code == 0
    assert names(tmp_path) == [f"{YEAR}/6a1/{pupil}.pdf"]


def test_a_school_is_every_class_of_its_latest_year(school: Path, tmp_path: Path) -> None:
    assert build(school, tmp_path).exit_code == 0
    classes = {path.parent.name for path in (school / f"records/{OPEN_YEAR}").glob("*/lop.yaml")}
    assert {path.stem for path in (tmp_path / OPEN_YEAR).glob("*.pdf")} == classes
    assert not (tmp_path / YEAR).exists()


def test_a_second_run_prints_nothing_again(school: Path, tmp_path: Path) -> None:
    build(school, tmp_path, "--year", YEAR, "--class", "6a1")
    result = build(school, tmp_path, "--year", YEAR, "--class", "6a1")
    assert f"Đã in 0, giữ nguyên {len(listed(school, '6a1'))}, lỗi 0." in result.stderr


def test_printed_files_are_no_files_of_the_repository_around_them(school: Path, tmp_path: Path) -> None:
    shutil.copytree(school, tmp_path / "truong")
    for words in (("init", "-q"), ("add", ".")):
        subprocess.run(["git", "-C", tmp_path / "truong", *words], check=True)
    before = git_status(tmp_path / "truong")
    assert build(school, tmp_path / "truong/pdf", "--year", YEAR, "--class", "6a1").exit_code == 0
    assert names(tmp_path / "truong/pdf")
    assert git_status(tmp_path / "truong") == before


def git_status(root: Path) -> str:
    return subprocess.run(["git", "-C", root, "status", "--short"], check=True, capture_output=True, text=True).stdout


def test_a_pupil_who_cannot_be_printed_is_told_and_the_others_are_there(school: Path, tmp_path: Path) -> None:
    pupils = listed(school, "6a1")
    remarks = school / f"records/{YEAR}/6a1/ca-nam/nhan-xet.yaml"
    before = remarks.read_text("utf-8")
    at = before.index(f'"{pupils[0]}": ')
    end = before.index("\n", at)
    remarks.write_text(f'{before[:at]}"{pupils[0]}": Rất tốt ⴰ{before[end:]}', "utf-8")
    try:
        result = build(school, tmp_path, "--year", YEAR, "--class", "6a1")
    finally:
        remarks.write_text(before, "utf-8")
    assert result.exit_code == Exit.FINDINGS
    assert f"6a1/{pupils[0]}: Phông Liberation Serif không có chữ «ⴰ» (U+2D30)." in result.stderr
    assert names(tmp_path) == sorted(f"{YEAR}/6a1/{pupil}.pdf" for pupil in pupils[1:])
    told = json.loads((tmp_path / "that-bai.json").read_text("utf-8"))
    assert [(one["nam_hoc"], one["lop"], one["ma"]) for one in told["that_bai"]] == [(YEAR, "6a1", pupils[0])]


def test_files_that_cannot_be_read_are_told_and_the_rest_is_printed(school: Path, tmp_path: Path) -> None:
    name = f"records/{YEAR}/6a1/hk1/toan.yaml"
    before = (school / name).read_bytes()
    (school / name).write_bytes(before + b"gk: [\n")
    try:
        result = build(school, tmp_path, "--year", YEAR, "--class", "6A1")
    finally:
        (school / name).write_bytes(before)
    assert result.exit_code == Exit.FINDINGS
    assert f"1 tệp có lỗi nên không được đọc, kết quả thiếu phần của chúng:\n  {name}\n" in result.stderr
    assert len(names(tmp_path)) == len(listed(school, "6a1")) + 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("--year", "1999-2000"), "Không có năm học 1999-2000."),
        (("--year", YEAR, "--class", "9a9"), f"Năm học {YEAR} không có lớp 9a9."),
        (("--year", YEAR, "--pupil", "7499999999"), f"Năm học {YEAR} không có học sinh 7499999999."),
        (("--jobs", "0"), "--jobs"),
    ],
)
def test_what_is_not_there_is_wrong_usage(school: Path, tmp_path: Path, asked: tuple[str, ...], sentence: str) -> None:
    result = build(school, tmp_path, *asked)
    assert result.exit_code == Exit.USAGE
    assert sentence in result.stderr
    assert names(tmp_path) == []


def test_a_terminal_sees_how_far_it_is(school: Path, tmp_path: Path) -> None:
    """A terminal gets a bar; what is no terminal gets one line (as all other tests here show)."""
    command = [sys.executable, "-c", "from hocba_build.interfaces.cli import main; main()"]
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [*command, "-C", str(school), "build", "pdf", "--year", YEAR, "--only-year", "-o", str(tmp_path)],
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
    )
    os.close(theirs)
    shown = _read_all(ours)
    assert run.wait() == 0
    assert "In học bạ" in shown
    assert "%" in shown


def _read_all(terminal: int) -> str:
    parts = []
    try:
        while part := os.read(terminal, 4096):
            parts.append(part)
    except OSError:
        """Linux says so when the other side has closed."""
    finally:
        os.close(terminal)
    return b"".join(parts).decode(errors="replace")
