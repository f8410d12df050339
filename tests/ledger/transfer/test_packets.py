"""A leaver's packet: it proves itself to a stranger, and holds nothing of anybody else."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import StudentId
from hocba_build.exchange.packet_zip import unpack
from hocba_build.trust.judge import Bench
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.packets import pages
from hocba_build.workflows.packets.maker import PacketMaker
from tests.ledger.school import CLOSED, OPEN, School
from tests.ledger.transfer.packets import PUPIL, run_verify, verify
from tests.trust.simulator import YEAR
from tests.trust.year_end import entered, state_of

LOCK = f"signatures/khoa-so/{CLOSED}/0003/khoa.yaml"


def test_a_stranger_finds_it_valid_without_a_repository(packet: bytes, root: tuple[str, str], desk: Path) -> None:
    status, said = verify(packet, desk, *root)
    assert (status, said["verdict"], said["anchored"], said["findings"]) == (0, "valid", True, [])
    assert (said["schema_version"], said["ma"]) == (1, PUPIL)
    verdicts = {name: check["verdict"] for name, check in said["checks"].items()}
    assert {name for name, verdict in verdicts.items() if verdict == "valid"} == {"content", "lock", "signer", "print"}
    assert said["chua_kiem"] == ["time", "superseded", "front"]
    (year,) = said["nam"]
    assert (year["nam_hoc"], year["khoa"], year["ban"]) == (CLOSED, True, 2)


def test_without_the_founding_sheet_nothing_is_decided(packet: bytes, desk: Path) -> None:
    status, said = verify(packet, desk)
    assert (status, said["verdict"], said["anchored"]) == (3, "undecided", False)
    assert [finding["code"] for finding in said["findings"]] == ["HB510"]


def test_a_sheet_of_another_school_makes_it_foreign(packet: bytes, lived: School, desk: Path) -> None:
    sheet = (lived.root / "goc-tin-cay.yaml").read_text("utf-8")
    other = desk / "goc-khac.yaml"
    other.write_text(re.sub(r"lap_so: [0-9a-f]{40}", f"lap_so: {'5' * 40}", sheet), "utf-8")
    status, said = verify(packet, desk, "--root", str(other))
    assert (status, said["verdict"], said["checks"]["lock"]["verdict"]) == (1, "invalid", "invalid")
    assert {finding["code"] for finding in said["findings"]} == {"HB507"}


def test_what_is_no_sheet_decides_nothing(packet: bytes, desk: Path) -> None:
    other = desk / "goc-khac.yaml"
    other.write_text("ma: 1\n")
    assert run_verify(packet, desk, "--root", str(other)).exit_code == 3


def test_the_same_ledger_gives_the_same_bytes(packet: bytes, lived: School, desk: Path) -> None:
    lived.does("hieu-truong", "transfer", "out", PUPIL, "-o", str(desk / "again.zip"))
    assert (desk / "again.zip").read_bytes() == packet


def test_without_the_offices_key_the_life_page_stays_out_and_that_is_said(
    packet: bytes, lived: School, desk: Path, root: tuple[str, str]
) -> None:
    page = f"records/ho-so/{PUPIL}.yaml"
    assert page in unpack(packet)
    made = lived.run("gv-khang", "transfer", "out", PUPIL, "-o", str(desk / "goi.zip"))
    assert (made.exit_code, "gói không có trang ấy" in made.stderr) == (0, True)
    held = (desk / "goi.zip").read_bytes()
    assert [path for path in unpack(held) if "ho-so" in path] == []
    assert verify(held, desk, *root)[1]["verdict"] == "valid"


def test_no_byte_is_about_another_pupil(packet: bytes, lived: School, desk: Path) -> None:
    files = unpack(packet)
    texts = [content.decode("utf-8", "ignore") for path, content in files.items() if not path.endswith(".pdf")]
    for path, content in files.items():
        if path.endswith(".pdf"):
            texts.append(
                subprocess.run(["pdftotext", "-", "-"], input=content, check=True, capture_output=True).stdout.decode()
            )
    everything = " ".join("\n".join(texts).split())
    others = [path for path in lived.desk.glob("records/hoc-sinh/*.yaml") if path.stem != PUPIL]
    assert len(others) > 8
    staff = (lived.desk / "signatures/can-bo.yaml").read_text("utf-8")
    for other in others:
        text = other.read_text("utf-8")
        assert other.stem not in everything
        assert all(code not in everything for code in re.findall(r'ma: "([0-9]{10})"', text))
        names = [name for name in re.findall(r"ho_ten: ([^,}]+)", text) if name not in staff]
        assert names
        assert [name for name in names if name in everything] == []
    own = {f"records/hoc-sinh/{PUPIL}.yaml", f"records/ho-so/{PUPIL}.yaml"}
    for record in lived.desk.glob("records/**/*.yaml"):
        content = record.read_bytes()
        if record.relative_to(lived.desk).as_posix() not in own:
            blob = b"blob %d\0" % len(content) + content
            assert hashlib.sha256(content).hexdigest() not in everything
            assert hashlib.sha256(blob).hexdigest() not in everything
            assert hashlib.sha1(blob).hexdigest() not in everything


def test_plain_tools_check_it_too(packet: bytes, desk: Path) -> None:
    for path, content in unpack(packet).items():
        (desk / path).parent.mkdir(parents=True, exist_ok=True)
        (desk / path).write_bytes(content)
    subprocess.run(["sha256sum", "-c", "--quiet", "sha256sum.txt"], cwd=desk, check=True, capture_output=True)
    home = ["gpg", "--homedir", str(desk / "k"), "--no-autostart"]
    (desk / "k").mkdir(mode=0o700)
    for certificate in desk.glob("signatures/keys/hieu-truong/*.asc"):
        subprocess.run([*home, "--import", certificate], check=True, capture_output=True)
    subprocess.run([*home, "--verify", f"{LOCK}.asc", LOCK], cwd=desk, check=True, capture_output=True)


def test_pages_of_another_release_are_told_apart(
    packet: bytes, root: tuple[str, str], desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "packet_edition", lambda: "0" * 64)
    status, said = verify(packet, desk, *root)
    assert (status, said["checks"]["print"]["verdict"]) == (0, "undecided")
    assert "print" in said["chua_kiem"]


def test_who_has_no_locked_year_gets_no_packet() -> None:
    school = entered()
    state = state_of(school)
    maker = PacketMaker(History(school.judge(), state.tip, state, Bench(school.trees)), StudentId(PUPIL))
    with pytest.raises(RefusedError, match="chưa có năm học nào đã khoá"):
        maker.make()
    assert list(maker.open_years()) == [YEAR]


@pytest.mark.parametrize(("pupil", "words"), [("7499999999", "Không có học sinh"), ("an", "không phải mã học sinh")])
def test_an_unknown_pupil_is_told(lived: School, desk: Path, pupil: str, words: str) -> None:
    refused = lived.run("van-thu", "transfer", "out", pupil, "-o", str(desk / "goi.zip"))
    assert (refused.exit_code, words in refused.stderr) == (2, True)


def test_a_year_that_is_open_for_a_correction_is_not_packed(school: School, desk: Path) -> None:
    opening = ("--scope", f"records/{CLOSED}/6a1/hk2/ngu-van.yaml", "--reason", "Vào nhầm điểm.")
    school.does("quan-tri", "unlock", CLOSED, *opening, "--decision", "51/QĐ-BM")
    school.does("hieu-truong", "unlock", CLOSED)
    refused = school.run("van-thu", "transfer", "out", PUPIL, "-o", str(desk / "goi.zip"))
    assert (refused.exit_code, f"{CLOSED} đang mở" in refused.stderr) == (4, True)


def test_the_open_year_is_named_as_left_out(lived: School, desk: Path) -> None:
    said = lived.run("van-thu", "transfer", "out", PUPIL, "-o", str(desk / "goi.zip")).stderr
    assert f"Năm học {OPEN} chưa khoá" in said
