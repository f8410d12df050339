"""``verify-qr``: whose copy it is, which one, its figures, and whether it stands; everything altered is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hocba_build.exchange.packet_zip import pack, unpack
from hocba_build.exchange.recall_file import GROUPS
from hocba_build.interfaces.cli import main
from hocba_build.trust.papers import base45
from hocba_build.trust.papers.copies import PREFIX
from tests.ledger.copies.codes import Codes, photograph, picture, scan
from tests.ledger.copies.years import YEAR
from tests.ledger.school import CLOSED, School

LIST = f"signatures/cap-ban/{YEAR}/thu-hoi.0001.yaml"


def ask(file: Path, where: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit and document of ``verify-qr``."""
    result = CliRunner().invoke(main, ["-C", str(where), "verify-qr", str(file), "--json", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout)


def as_text(code: str, folder: Path) -> Path:
    path = folder / "ma.txt"
    path.write_text(code)
    return path


def told(said: Mapping[str, Any]) -> list[str]:
    return [finding["code"] for one in said["ma"] for finding in one["findings"]]


def test_a_copy_that_stands_shows_its_figures(
    issued: School, codes: Codes, recall: Path, sheet: Path, tmp_path: Path
) -> None:
    """By the list alone, without any repository; the figures are those of ``results``."""
    file = as_text(codes[3], tmp_path)
    status, said = ask(file, tmp_path, "--root", str(sheet), "--recall", str(recall))
    assert (status, said["verdict"], told(said)) == (0, "valid", [])
    copy = said["ma"][0]["ban"]
    results = json.loads(issued.does_all("gv-khang", "results", CLOSED, "--json"))
    row = next(one for held in results["lop"] for one in held["hoc_sinh"] if one["ma"] == copy["ma"])
    assert (copy["so"], copy["nam_hoc"], copy["ho_ten"]) == (f"{YEAR}/0003", CLOSED, row["ho_ten"])
    assert copy["mon"] == row["mon"]
    assert (copy["hk1"], copy["hk2"]) == (row["hk1"], row["hk2"])
    assert copy["ca_nam"]["ket_luan"] == row["ca_nam"]["ket_luan"]
    assert copy["ca_nam"]["buoi_nghi"] == row["ca_nam"]["buoi_nghi"]


def test_people_read_figures_not_one_word(codes: Codes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    where = ["-C", str(tmp_path), "verify-qr", str(as_text(codes[3], tmp_path))]
    result = CliRunner().invoke(main, [*where, "--root", str(sheet), "--recall", str(recall)])
    assert f"Bản số 0003/{YEAR} – " in result.stdout
    assert "  Toán" in result.stdout
    assert "so từng số dưới đây với bản giấy" in result.stderr


def test_the_schools_own_desk_needs_no_list(issued: School, codes: Codes, sheet: Path, tmp_path: Path) -> None:
    status, said = ask(as_text(codes[3], tmp_path), issued.desk, "--root", str(sheet))
    assert (status, said["verdict"], said["ma"][0]["dot"]) == (0, "valid", f"{YEAR}/0001")


@pytest.mark.parametrize("make", [photograph, scan])
def test_a_photograph_and_a_scan_are_read(make: Any, codes: Codes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    file = make(codes[3], tmp_path / "trang")
    status, said = ask(file, tmp_path, "--root", str(sheet), "--recall", str(recall))
    assert (status, said["verdict"], said["ma"][0]["ban"]["so"]) == (0, "valid", f"{YEAR}/0003")


@pytest.mark.parametrize("gone", [(1, "thay", f"{YEAR}/0014"), (2, "mat", None)])
def test_a_copy_that_no_longer_stands(
    issued: School, codes: Codes, recall: Path, sheet: Path, tmp_path: Path, gone: tuple[int, str, str | None]
) -> None:
    number, reason, by = gone
    file = as_text(codes[number], tmp_path)
    for where, more in ((tmp_path, ("--recall", str(recall))), (issued.desk, ())):
        status, said = ask(file, where, "--root", str(sheet), *more)
        assert (status, said["verdict"], told(said)) == (1, "superseded", ["HB533"])
        assert (said["ma"][0]["ly_do"], said["ma"][0]["boi"]) == (reason, by)


def test_an_altered_figure_is_named(issued: School, codes: Codes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    """A forger writes a better score into the code and keeps the rest."""
    raw = base45.decode(codes[3].removeprefix(PREFIX))
    at = len(raw) - 4 * 32 - 2
    forged = raw[:at] + bytes([100 if raw[at] != 100 else 99]) + raw[at + 1 :]
    file = as_text(PREFIX + base45.encode(forged), tmp_path)
    for where, more in ((tmp_path, ("--recall", str(recall))), (issued.desk, ())):
        status, said = ask(file, where, "--root", str(sheet), *more)
        assert (status, said["verdict"], told(said)) == (1, "invalid", ["HB532"])


def test_one_bad_code_on_a_page_is_enough(codes: Codes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    file = as_text(f"{codes[3]}\n{codes[2]}\n", tmp_path)
    status, said = ask(file, tmp_path, "--root", str(sheet), "--recall", str(recall))
    assert (status, said["verdict"], [one["verdict"] for one in said["ma"]]) == (
        1, "superseded", ["valid", "superseded"]
    )  # fmt: skip


def test_nothing_to_hold_it_against(codes: Codes, sheet: Path, tmp_path: Path) -> None:
    """What the code says is shown, and that nobody could check it."""
    status, said = ask(as_text(codes[3], tmp_path), tmp_path, "--root", str(sheet))
    assert (status, said["verdict"], told(said)) == (3, "undecided", ["HB535"])
    assert said["ma"][0]["ban"]["so"] == f"{YEAR}/0003"


def test_without_the_sheet_nothing_is_decided(issued: School, codes: Codes, recall: Path, tmp_path: Path) -> None:
    for where, more in ((tmp_path, ("--recall", str(recall))), (issued.desk, ())):
        status, said = ask(as_text(codes[3], tmp_path), where, *more)
        assert (status, said["verdict"], told(said)) == (3, "undecided", ["HB535"])


def test_a_copy_that_is_newer_than_the_list(
    issued: School, codes: Codes, recall: Path, sheet: Path, tmp_path: Path
) -> None:
    raw = base45.decode(codes[3].removeprefix(PREFIX))
    later = raw[:6] + (999).to_bytes(2, "big") + raw[8:]
    file = as_text(PREFIX + base45.encode(later), tmp_path)
    status, said = ask(file, tmp_path, "--root", str(sheet), "--recall", str(recall))
    assert (status, said["verdict"], told(said)) == (3, "undecided", ["HB536"])
    status, said = ask(file, issued.desk, "--root", str(sheet))
    assert (status, said["verdict"], told(said)) == (1, "invalid", ["HB532"])


def test_a_code_of_another_school(codes: Codes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    raw = base45.decode(codes[3].removeprefix(PREFIX))
    other = raw[:1] + bytes([raw[1] ^ 1]) + raw[2:]
    file = as_text(PREFIX + base45.encode(other), tmp_path)
    status, said = ask(file, tmp_path, "--root", str(sheet), "--recall", str(recall))
    assert (status, said["verdict"], told(said)) == (1, "invalid", ["HB531"])


def test_a_list_with_a_copy_struck_out(codes: Codes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    """Whoever takes a recall out of the list breaks the principal's signature: nothing is decided, never valid."""
    files = unpack(recall.read_bytes())
    line = next(row for row in files[LIST].splitlines(keepends=True) if b"ly_do: mat" in row)
    altered = tmp_path / "thu-hoi.zip"
    altered.write_bytes(pack({**files, LIST: files[LIST].replace(line, b"")}))
    status, said = ask(as_text(codes[2], tmp_path), tmp_path, "--root", str(sheet), "--recall", str(altered))
    assert (status, said["verdict"], told(said)) == (3, "undecided", ["HB534"])


def test_hashes_that_do_not_lead_to_the_root(codes: Codes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    files = unpack(recall.read_bytes())
    altered = tmp_path / "thu-hoi.zip"
    altered.write_bytes(pack({**files, GROUPS: files[GROUPS].replace(b'["', b'["00', 1)}))
    where = ["-C", str(tmp_path), "verify-qr", str(as_text(codes[3], tmp_path)), "--root", str(sheet)]
    result = CliRunner().invoke(main, [*where, "--recall", str(altered)])
    assert (result.exit_code, "HB534" in result.stderr) == (2, True)


@pytest.mark.parametrize("content", [b"", b"HB1:", b"HB1:%%%", b"HB1:BB8BB8"])
def test_what_is_no_code(content: bytes, recall: Path, sheet: Path, tmp_path: Path) -> None:
    file = tmp_path / "ma"
    file.write_bytes(content or b"HB\n")
    status, said = ask(file, tmp_path, "--root", str(sheet), "--recall", str(recall))
    assert (status, said["verdict"], told(said)) == (1, "invalid", ["HB530"])


@pytest.mark.parametrize("content", [b"x", b"%PDF-1.7\nnot", b"\x89PNG\r\n\x1a\nnot", b"\xff\xd8\xff\xe0"])
def test_a_file_that_cannot_be_read(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "ma"
    file.write_bytes(content)
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "verify-qr", str(file)])
    assert (result.exit_code, "không phải" in result.stderr) == (2, True), result.output


def test_a_picture_without_a_code(codes: Codes, tmp_path: Path) -> None:
    empty = picture(codes[3]).crop((0, 0, 200, 200))
    empty.save(tmp_path / "anh.png")
    status, said = ask(tmp_path / "anh.png", tmp_path)
    assert (status, told(said)) == (1, ["HB530"])


def test_the_list_holds_no_pupil(lived: School, recall: Path) -> None:
    raw = recall.read_bytes()
    names = [line for path in lived.desk.glob("records/hoc-sinh/*.yaml") for line in path.read_text().splitlines()]
    for line in names:
        name = line.partition("ho_ten: ")[2].partition(",")[0]
        assert not name or name.encode() not in raw
    assert b"74000000" not in raw
