"""From nothing to a verified ledger: five people make their keys, the principal founds, the sheet anchors."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from hocba_build.publishing.founding_sheet import Holder, PaperSheet, sheet_pdf
from hocba_build.publishing.qr import LARGEST
from hocba_build.trust.gpg import Keyring

PERSONS = ("hieu-truong", "hoi-dong", "so-gddt", "pho-hieu-truong", "quan-tri")
WISH = (
    "--code 79000123 --ward Phú-An --province Nam-Hà --level thcs --year 2026-2027 --principal An --council Bình "
    "--authority Châu --vice Dũng --admin Giang --name Trường-THCS-Bình-Minh"
).split()


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        rings = {person: Keyring(Path(folder) / "khoa" / person) for person in PERSONS}
        for person, ring in rings.items():
            fingerprint = ring.generate(person, f"{person}@truong.invalid")
            (Path(folder) / f"{person}.asc").write_bytes(ring.export(fingerprint))
        yield Path(folder)
        for ring in rings.values():
            ring.close()


def run(place: Path, person: str, *arguments: str) -> Result:
    env = {"GNUPGHOME": str(place / "khoa" / person), "HOCBA_PERSON": person, "HOCBA_STATE": str(place / "s")}
    return CliRunner().invoke(main, arguments, env=env)


def found(place: Path, person: str = "hieu-truong", without: str = "") -> Result:
    given = [f"--cert={one}={place / one}.asc" for one in PERSONS if one != without]
    return run(place, person, "init", str(place / "truong"), *WISH, *given)


def test_a_school_is_founded_and_grows(place: Path) -> None:
    assert found(place).exit_code == 0
    verify = ("verify", str(place / "truong"), "--root", str(place / "goc-tin-cay.yaml"), "--json")
    said = json.loads(run(place, "hieu-truong", *verify).stdout)
    assert (said["verdict"], said["anchored"], said["entries"]) == ("valid", True, 0)
    at = ("-C", str(place / "truong"))
    made = run(place, "quan-tri", *at, "staff", "add", "gv-lan", "--name", "Trần Thị Lan", "--role", "giao_vien")
    assert made.exit_code == 0, made.output
    assert run(place, "quan-tri", *at, "accept", made.stdout.strip()).exit_code == 4
    assert run(place, "hieu-truong", *at, "accept", made.stdout.strip()).exit_code == 0
    said = json.loads(run(place, "hieu-truong", *verify).stdout)
    assert (said["verdict"], said["entries"]) == ("valid", 1)
    assert run(place, "hieu-truong", *at, "check").output == ""


def test_the_sheet_on_paper_says_what_the_file_says(place: Path) -> None:
    """One page to sign; a telephone reads the whole file from it."""
    assert found(place).exit_code == 0
    sheet, paper = place / "goc-tin-cay.yaml", place / "goc-tin-cay.pdf"
    text = subprocess.run(["pdftotext", "-raw", str(paper), "-"], check=True, capture_output=True, text=True).stdout
    said = " ".join(text.split())
    assert text.count("\f") == 1
    document = yaml.safe_load(sheet.read_text("utf-8"))
    assert "TRƯỜNG-THCS-BÌNH-MINH" in said
    for one in document["nguoi"]:
        assert one["van_tay"].upper() in said.replace(" ", "")
        assert one["ho_ten"] in said
    assert document["lap_so"] in said.replace(" ", "")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", paper, place / "trang"], check=True)
    read = ["zbarimg", "--nodbus", "--raw", "--quiet", str(place / "trang.png")]
    scanned = subprocess.run(read, check=True, capture_output=True).stdout
    assert scanned.rstrip(b"\n") == sheet.read_bytes().rstrip(b"\n")
    assert (place / "truong/records/truong.yaml").is_file(), "the paper lies beside the repository, not in it"


def test_a_long_sheet_is_held_by_its_digest() -> None:
    file = b"x" * (LARGEST + 1)
    one = Holder("Hiệu trưởng", "An", "hieu-truong", "ab" * 20)
    made = sheet_pdf(PaperSheet(("1", "Trường"), ("c" * 40, "d" * 64), 2, [one], date(2026, 8, 3), file))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.pdf").write_bytes(made)
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "a.pdf", "a"], check=True, cwd=folder)
        read = ["zbarimg", "--nodbus", "--raw", "--quiet", "a.png"]
        scanned = subprocess.run(read, check=True, capture_output=True, cwd=folder).stdout.decode()
    assert f"sha256 {hashlib.sha256(file).hexdigest()}" in scanned
    assert f"hieu-truong {'ab' * 20}" in scanned


def test_only_the_principals_key_founds(place: Path) -> None:
    refused = found(place, person="quan-tri")
    assert (refused.exit_code, "Không có khoá bí mật" in refused.stderr) == (3, True), refused.output
    assert not (place / "goc-tin-cay.yaml").exists()


def test_a_missing_certificate_is_named(place: Path) -> None:
    refused = found(place, without="hoi-dong")
    assert (refused.exit_code, "Chưa có chứng thư khoá của hoi-dong" in refused.stderr) == (3, True)


def test_a_sheet_or_a_folder_is_never_overwritten(place: Path) -> None:
    assert found(place).exit_code == 0
    assert found(place).exit_code == 4
    other = run(
        place, "hieu-truong", "init", str(place / "khac"), *WISH, *[f"--cert={p}={place / p}.asc" for p in PERSONS]
    )
    assert (other.exit_code, "Đã có tệp goc-tin-cay.yaml" in other.stderr) == (4, True)


def test_a_clone_of_the_program_becomes_the_schools_own(place: Path) -> None:
    clone = place / "chuong-trinh"
    (clone / "records").mkdir(parents=True)
    (clone / "records/truong.yaml").write_text("hồ sơ mẫu")
    (clone / "program.py").write_text("pass")
    for line in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "có sẵn"]):
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", clone, *who, *line], check=True, capture_output=True)
    here = ("-C", str(clone), "init", "--here", *WISH, *[f"--cert={one}={place / one}.asc" for one in PERSONS])
    subprocess.run(["git", "-C", clone, "remote", "add", "origin", "https://example.invalid/a.git"], check=True)
    refused = run(place, "hieu-truong", *here)
    assert (refused.exit_code, "git remote remove origin" in refused.stderr) == (4, True)
    subprocess.run(["git", "-C", clone, "remote", "remove", "origin"], check=True)
    made = run(place, "hieu-truong", *here)
    assert made.exit_code == 0, made.output
    verify = run(place, "hieu-truong", "verify", str(clone), "--root", str(place / "goc-tin-cay.yaml"), "--json")
    assert json.loads(verify.stdout)["verdict"] == "valid"
    assert (clone / "program.py").is_file()
    assert "79000123" in (clone / "records/truong.yaml").read_text("utf-8")
    assert run(place, "hieu-truong", *here).exit_code == 4, "founded once"
