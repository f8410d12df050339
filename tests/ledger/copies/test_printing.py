"""Printed copies: the number on every page, a code that proves in each year's place, still a file that lasts."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from hocba_build.interfaces.cli import main
from tests.ledger.copies.test_codes import ask
from tests.ledger.copies.years import YEAR
from tests.ledger.school import CLOSED, School
from tests.publishing.lasting import faults
from tests.seals.issuer import PASSPHRASE, new_issuer

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


def test_a_copy_that_was_withdrawn_after_printing_is_not_sealed(issued: School, folder: Path, tmp_path: Path) -> None:
    """Its file still lies there; the same file is sealed as long as its number stands."""
    place = tmp_path / "ban" / BATCH / CLOSED / "6a1"
    shutil.copytree(folder / "6a1", place)
    shutil.copy(place / "7400000004.pdf", place / "7400000001.pdf")  # As one that was printed before it was replaced.
    (key := new_issuer(tmp_path)).issue("hieu-truong", "Nguyễn Thị Minh Hoa")

    def seal(school: School, file: Path, out: str) -> tuple[int, list[tuple[str, str]], list[str]]:
        command = ["-C", str(school.desk), "seal", "--p12", str(key.folder / "hieu-truong.p12"), "--as", "hieu-truong"]
        arguments = [*command, "--level", "B-B", str(file), "-o", str(tmp_path / out), "--json"]
        done = CliRunner().invoke(main, arguments, input=f"{PASSPHRASE}\n", env={"HOCBA_STATE": str(school.root / "s")})
        found = [(Path(one["path"]).name, one["code"]) for one in json.loads(done.stdout)["findings"]]
        return done.exit_code, found, sorted(one.stem for one in (tmp_path / out).rglob("*.pdf"))

    third = place / "7400000003.pdf"
    assert seal(issued, third, "truoc") == (0, [], ["7400000003"])
    later = issued.copy(tmp_path / "t")
    later.does("van-thu", "issue", "recall", f"0003/{YEAR}", "--reason", "wrong")
    later.does("hieu-truong", "issue", "recall")
    later.end_agents()
    gone = [("7400000001.pdf", "HB568"), ("7400000003.pdf", "HB568")]
    standing = sorted({one.stem for one in place.glob("*.pdf")} - {"7400000001", "7400000003"})
    assert seal(later, place.parent, "sau") == (1, gone, standing)
    assert seal(later, third, "mot") == (1, gone[1:], [])
