"""A leaver in the middle of a year: registrar and principal sign what stands so far; it says that it is not locked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hocba_build.exchange.packet_zip import unpack
from tests.ledger.school import CLOSED, OPEN, School
from tests.ledger.transfer.packets import PUPIL, altered, verify

STATEMENT = f"signatures/cap-ban/{OPEN}/do-dang.0001.txt"
TABLE = "hoc-ba/bang-tong-hop.pdf"


def out(school: School, person: str, to: Path, *more: str) -> tuple[int, str, str]:
    result = school.run(person, "transfer", "out", PUPIL, "-o", str(to), "--partial", *more)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def left(lived: School, tmp_path_factory: pytest.TempPathFactory) -> tuple[School, bytes]:
    """A school in which the principal has decided, and the packet."""
    folder = tmp_path_factory.mktemp("hb")
    school = lived.copy(folder / "t")
    to = folder / "goi.zip"
    status, branch, _ = out(school, "van-thu", to, "--decision", "12/QĐ-BM")
    assert (status, branch, to.exists()) == (0, f"pr/van-thu/chuyen-truong-{PUPIL}\n", False)
    status, _, said = out(school, "hieu-truong", to)
    assert (status, f"Năm học {OPEN} chưa khoá: kết quả do văn thư và hiệu trưởng kí" in said) == (0, True)
    school.end_agents()
    return school, to.read_bytes()


def test_the_ledger_with_the_statement_is_valid(left: tuple[School, bytes]) -> None:
    assert left[0].verdict()["verdict"] == "valid"


def test_a_stranger_is_told_that_the_year_is_not_locked(
    left: tuple[School, bytes], root: tuple[str, str], desk: Path
) -> None:
    status, said = verify(left[1], desk, *root)
    assert (status, said["verdict"], said["findings"]) == (0, "valid", [])
    assert [(year["nam_hoc"], year["khoa"]) for year in said["nam"]] == [(CLOSED, True), (OPEN, False)]
    check = said["checks"]["partial"]
    assert (check["verdict"], f"năm học {OPEN} CHƯA KHOÁ" in check["message"]) == ("valid", True)
    assert "CHƯA KHOÁ" in unpack(left[1])["tom-tat.html"].decode()
    shown = subprocess.run(["pdftotext", "-", "-"], input=unpack(left[1])[TABLE], check=True, capture_output=True)
    assert "CHƯA KHOÁ SỔ" in shown.stdout.decode()


def test_afterwards_anybody_of_the_office_makes_it_again(left: tuple[School, bytes], desk: Path) -> None:
    status, _, _ = out(left[0], "truong-van-phong", desk / "again.zip")
    assert (status, (desk / "again.zip").read_bytes()) == (0, left[1])


def test_without_a_decision_nothing_is_prepared(lived: School, desk: Path) -> None:
    status, _, said = out(lived, "van-thu", desk / "goi.zip")
    assert (status, "Chưa có số quyết định" in said) == (4, True)
    status, _, said = out(lived, "hieu-truong", desk / "goi.zip")
    assert (status, "Chưa ai chuẩn bị" in said) == (4, True)
    status, _, said = out(lived, "gv-khang", desk / "goi.zip", "--decision", "12/QĐ-BM")
    assert (status, "gv-khang" in said) == (4, True)
    assert lived.git("branch", "--list", "pr/*chuyen-truong*", where=lived.server) == ""


@pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        (STATEMENT, b"tx: [9", b"tx: [8", STATEMENT + ".hieu-truong.asc"),
        (STATEMENT, b"ho-ten: ", b"ho-ten: X", STATEMENT + ".hieu-truong.asc"),
        (STATEMENT, b"hocba-partial/v1", b"hocba-partial/v2", STATEMENT),
        (STATEMENT, PUPIL.encode(), b"7400000002", STATEMENT),
        (STATEMENT + ".van-thu.asc", b"-----BEGIN PGP SIGNATURE-----\n", b"", STATEMENT + ".van-thu.asc"),
        (STATEMENT + ".hieu-truong.asc", b"-----BEGIN PGP SIGNATURE-----\n", b"", STATEMENT + ".hieu-truong.asc"),
    ],
)
def test_what_was_altered_is_named(
    left: tuple[School, bytes], root: tuple[str, str], desk: Path, path: str, old: bytes, new: bytes, place: str
) -> None:
    content = unpack(left[1])[path]
    assert old in content
    status, said = verify(altered(left[1], {path: content.replace(old, new)}), desk, *root)
    assert (status, said["verdict"], said["checks"]["partial"]["verdict"]) == (1, "invalid", "invalid")
    assert ("HB513", place) in [(finding["code"], finding["path"]) for finding in said["findings"]]


def test_the_table_is_printed_again_and_compared(left: tuple[School, bytes], root: tuple[str, str], desk: Path) -> None:
    status, said = verify(altered(left[1], {TABLE: unpack(left[1])[TABLE] + b"\n"}), desk, *root)
    assert (status, [(one["code"], one["path"]) for one in said["findings"]]) == (1, [("HB509", TABLE)])


def test_without_its_statement_the_packet_is_incomplete(
    left: tuple[School, bytes], root: tuple[str, str], desk: Path
) -> None:
    status, said = verify(altered(left[1], {STATEMENT: None}), desk, *root)
    assert (status, [(one["code"], one["path"]) for one in said["findings"]]) == (1, [("HB503", STATEMENT)])


def test_a_packet_of_the_running_year_alone_is_not_locked(
    left: tuple[School, bytes], root: tuple[str, str], desk: Path
) -> None:
    """What the statement proves is right, and still nothing is locked: never plainly valid."""
    files = unpack(left[1])
    gone = {path: None for path in files if path.startswith((f"la/{CLOSED}", f"signatures/khoa-so/{CLOSED}"))}
    text = files["goi.yaml"].decode()
    start = text.index("nam:\n")
    end = text.index("nam_cu:")
    manifest = text[:start] + "nam: {}\n" + text[end:].replace("[thcs]", "[]")
    gone |= {"hoc-ba/thcs.pdf": None, "hoc-ba/thcs.json": None}
    status, said = verify(altered(left[1], {**gone, "goi.yaml": manifest.encode()}), desk, *root)
    verdicts = {name: check["verdict"] for name, check in said["checks"].items()}
    assert (verdicts["content"], verdicts["signer"], verdicts["partial"]) == ("valid", "valid", "valid")
    assert (verdicts["lock"], "lock" in said["chua_kiem"]) == ("undecided", True)
    assert status in (1, 3), "the page on top is another packet's"
