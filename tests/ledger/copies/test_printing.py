"""Printed copies: the number on every page, a code that proves in each year's place, still a file that lasts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.ledger.copies.test_codes import ask
from tests.ledger.copies.years import YEAR
from tests.ledger.school import CLOSED, School
from tests.publishing.lasting import faults

BATCH = f"{YEAR}/0001"


def printed(school: School, sheet: Path, out: Path, *more: str) -> tuple[int, str]:
    result = school.run("van-thu", "issue", "print", *more, "--root", str(sheet), "--jobs", "1", "-o", str(out))
    return result.exit_code, result.stderr


@pytest.fixture(scope="module")
def folder(issued: School, sheet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One class of the first batch; two of its copies no longer stand."""
    out = tmp_path_factory.mktemp("ban")
    status, said = printed(issued, sheet, out, BATCH, "--class", "6a1")
    assert status == 0, said
    return out / BATCH / CLOSED


def text(file: Path) -> str:
    shown = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    return shown.stdout


def test_copies_that_stand_are_printed_and_no_others(folder: Path) -> None:
    files = sorted(path.name for path in folder.rglob("*.pdf"))
    assert "7400000001.pdf" not in files
    assert "7400000002.pdf" not in files
    assert files[0] == "6a1.pdf"
    assert len(files) == 6


def test_the_number_stands_on_every_page(folder: Path) -> None:
    pages = text(folder / "6a1/7400000003.pdf").split("\f")[:-1]
    assert [f"Bản số 0003/{YEAR}" in page for page in pages] == [True] * len(pages)
    strip = pages[-1].partition("Nơi nhận:")[2]
    assert [word in strip for word in ("Học", "sinh", "gia đình.", "verify-qr")] == [True] * 4
    assert "BẢN NHÁP" not in " ".join(pages)


def test_a_printed_copy_still_lasts(folder: Path) -> None:
    assert faults((folder / "6a1/7400000003.pdf").read_bytes()) == []


def test_the_code_is_read_from_the_printed_page(folder: Path, recall: Path, sheet: Path, tmp_path: Path) -> None:
    """From the file, and from a page that went through a printer and a scanner at 200 dpi."""
    file = folder / "6a1/7400000003.pdf"
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-png", str(file), str(tmp_path / "trang")], check=True)
    last = max(tmp_path.glob("trang*.png"))
    for given in (file, last):
        status, said = ask(given, tmp_path, "--root", str(sheet), "--recall", str(recall))
        assert (status, said["verdict"]) == (0, "valid")
        assert [one["ban"]["ma"] for one in said["ma"]] == ["7400000003"]


def test_printing_again_changes_nothing(issued: School, sheet: Path, folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.pdf")}
    status, said = printed(issued, sheet, folder.parents[2], BATCH, "--class", "6a1")
    assert (status, "Đã in 0, giữ nguyên 5" in said) == (0, True), said
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.pdf")} == before


def test_what_is_not_printed(issued: School, sheet: Path, tmp_path: Path) -> None:
    status, said = printed(issued, sheet, tmp_path, f"{YEAR}/0009")
    assert (status, f"Không có đợt {YEAR}/0009 trong sổ." in said) == (4, True)
    status, said = printed(issued, sheet, tmp_path, BATCH, "--class", "9z")
    assert (status, "không có bản nào của lớp 9z" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_changed_files_are_not_printed_as_copies(issued: School, sheet: Path, tmp_path: Path) -> None:
    copied = issued.copy(tmp_path / "t")
    path = next(copied.desk.glob(f"records/{CLOSED}/6a1/hk1/toan.yaml"))
    path.write_bytes(path.read_bytes().replace(b"gk: ", b"gk:  ", 1))
    status, said = printed(copied, sheet, tmp_path / "o", BATCH)
    assert (status, "khác với sổ đã kiểm tra" in said) == (4, True), said
