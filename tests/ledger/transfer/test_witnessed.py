"""A packet with a witness: a stranger who believes the authority learns when the lock stood, without the repository."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hocba_build.exchange.packet_zip import unpack
from tests.authority import Authority, listening, new_authority
from tests.ledger.school import CLOSED, School
from tests.ledger.transfer.packets import PUPIL, altered, verify

TOKEN, COMMIT, WAY = (f"moc/{CLOSED}.{ending}" for ending in ("tsr", "commit", "json"))


@dataclass(frozen=True)
class Witnessed:
    """A packet of a school with a witness, its authority, and the founding sheet."""

    raw: bytes
    tsa: Authority
    chain: Path
    root: tuple[str, str]

    def time(self, desk: Path, changes: dict[str, bytes | None] | None = None, *more: str) -> tuple[int, Any, Any]:
        """Exit, the answer on time, and the codes with their places."""
        exit_code, said = verify(altered(self.raw, changes or {}), desk, *self.root, *more)
        found = [(finding["code"], finding["path"]) for finding in said["findings"]]
        return exit_code, said["checks"]["time"], found


@pytest.fixture(scope="module")
def witnessed(lived: School) -> Iterator[Witnessed]:
    """Two root persons accept the authority, the registrar brings a token."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder, new_authority() as tsa, listening(tsa):
        school = lived.copy(Path(folder) / "t")
        chain = school.root / "tsa.pem"
        chain.write_bytes(tsa.root)
        school.does("so-gddt", "accept", school.does("hoi-dong", "root", "tsa", "thu", str(chain)))
        with (school.desk / "records/truong.yaml").open("a", encoding="utf-8") as file:
            file.write(f'moc_thoi_gian:\n  - {{noi: thu, dia_chi: "{tsa.address}"}}\n')
        school.does("hieu-truong", "accept", school.does("quan-tri", "propose", "-m", "Nơi cấp mốc."))
        school.does("van-thu", "accept", school.does("van-thu", "witness"))
        school.does("van-thu", "transfer", "out", PUPIL, "-o", str(school.root / "goi.zip"))
        raw = (school.root / "goi.zip").read_bytes()
        yield Witnessed(raw, tsa, chain, ("--root", str(school.root / "goc-tin-cay.yaml")))
        school.end_agents()


def test_who_believes_the_authority_learns_the_time(witnessed: Witnessed, desk: Path) -> None:
    status, time, found = witnessed.time(desk, {}, "--tsa", str(witnessed.chain))
    assert (status, time["verdict"], found) == (0, "valid", [])
    assert "«thu» chứng nhận bản khoá đã có lúc" in time["message"]


def test_the_packet_does_not_vouch_for_its_authority(witnessed: Witnessed, desk: Path) -> None:
    """Without the chain, or with that of a stranger, nothing is decided, and the packet stays valid."""
    status, time, found = witnessed.time(desk)
    assert (status, time["verdict"], found) == (0, "undecided", [])
    assert "--tsa" in time["message"]
    with new_authority() as other:
        chain = desk / "khac.pem"
        chain.write_bytes(other.root)
        assert witnessed.time(desk, {}, "--tsa", str(chain))[1]["verdict"] == "undecided"


def test_a_token_over_something_else_is_named(witnessed: Witnessed, desk: Path) -> None:
    forged = witnessed.tsa.stamp(b"another entry")
    status, time, found = witnessed.time(desk, {TOKEN: forged}, "--tsa", str(witnessed.chain))
    assert (status, time["verdict"], found) == (1, "invalid", [("HB515", TOKEN)])


def test_an_entry_that_does_not_hold_the_lock_is_named(witnessed: Witnessed, desk: Path) -> None:
    """Even with an honest token over it."""
    files = unpack(witnessed.raw)
    other = files[COMMIT].replace(b"Tree-SHA256: ", b"Tree-SHA256: 0", 1)
    changes: dict[str, bytes | None] = {COMMIT: other, TOKEN: witnessed.tsa.stamp(other)}
    status, time, found = witnessed.time(desk, changes, "--tsa", str(witnessed.chain))
    assert (status, time["verdict"], found) == (1, "invalid", [("HB515", WAY)])


@pytest.mark.parametrize("text", [b"", b"[]", b'{"cay":[],"noi":"thu"}\n', b'{"cay":["A"],"noi":"thu"}\n'])
def test_a_way_that_is_none_is_named(witnessed: Witnessed, desk: Path, text: bytes) -> None:
    status, _, found = witnessed.time(desk, {WAY: text}, "--tsa", str(witnessed.chain))
    assert (status, found) == (1, [("HB515", WAY)])


def test_a_witness_that_is_torn_apart_is_no_packet(witnessed: Witnessed, desk: Path) -> None:
    exit_code, said = verify(altered(witnessed.raw, {COMMIT: None}), desk, *witnessed.root)
    assert (exit_code, said["findings"][0]["code"], said["findings"][0]["path"]) == (1, "HB503", COMMIT)


def test_the_trees_on_the_way_name_no_pupil(witnessed: Witnessed) -> None:
    files = unpack(witnessed.raw)
    shown = b"".join(files[path] for path in (COMMIT, WAY)).decode("utf-8", "replace")
    assert "7400000002" not in shown
    assert PUPIL not in files[WAY].decode()


def test_openssl_checks_the_token_of_an_unpacked_packet(witnessed: Witnessed, desk: Path) -> None:
    for path in (TOKEN, COMMIT):
        (desk / path).parent.mkdir(exist_ok=True)
        (desk / path).write_bytes(unpack(witnessed.raw)[path])
    proof = ("-data", COMMIT, "-in", TOKEN, "-CAfile", str(witnessed.chain))
    done = subprocess.run(["openssl", "ts", "-verify", *proof], cwd=desk, check=True, capture_output=True)
    assert b"Verification: OK" in done.stdout + done.stderr
