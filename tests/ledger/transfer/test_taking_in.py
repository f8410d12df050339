"""A packet taken in by another school: figures as they were frozen, the act in the ledger, a letter back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hocba_build.exchange.packet_zip import unpack
from hocba_build.records.strict_yaml import parse
from hocba_build.workflows.sample import Plan
from tests.ledger.school import CLOSED, OPEN, School, living
from tests.ledger.transfer.packets import altered

NEWCOMER = "7400000013"
"""Beyond the ids, and so the Ministry's codes, of the smaller school."""
LEAF = f"la/{CLOSED}.json"


@pytest.fixture(scope="module")
def other() -> Iterator[School]:
    """The receiving school."""
    with living(Plan(classes=2, pupils_per_class=4, seed=9)) as school:
        yield school


@pytest.fixture(scope="module")
def brought(lived: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("goi") / "goi.zip"
    lived.does("van-thu", "transfer", "out", NEWCOMER, "-o", str(path))
    return path


def take(school: School, packet: Path, desk: Path, *more: str) -> tuple[int, str, str]:
    where = ("--class", "7a1", "--since", "2026-03-02", "-o", str(desk / "bao.pdf"))
    result = school.run("van-thu", "transfer", "in", str(packet), *where, *more)
    return result.exit_code, result.stdout, result.stderr


PARTS = ("hk1", "hk2", "ca_nam", "danh_gia_lai")


def exact(figure: str | None) -> Decimal | str | None:
    """A figure of a leaf as a record holds it."""
    return Decimal(figure) if figure and figure[0].isdigit() else figure


def untouched(school: School, desk: Path) -> bool:
    waiting = school.git("branch", "--list", "pr/*tiep-nhan*", where=school.server)
    return (school.git("status", "--porcelain"), waiting, (desk / "bao.pdf").exists()) == ("", "", False)


def test_an_altered_packet_changes_nothing(other: School, brought: Path, root: tuple[str, str], desk: Path) -> None:
    raw = brought.read_bytes()
    forged = desk / "gia.zip"
    forged.write_bytes(altered(raw, {LEAF: unpack(raw)[LEAF].replace(b'"hk1":"', b'"hk1":"1', 1)}))
    status, _, said = take(other, forged, desk, *root)
    assert (status, "HB504" in said, untouched(other, desk)) == (1, True, True)


def test_without_the_senders_sheet_nothing_is_decided(other: School, brought: Path, desk: Path) -> None:
    status, _, said = take(other, brought, desk)
    assert (status, "HB510" in said, untouched(other, desk)) == (3, True, True)


def test_a_dry_run_writes_nothing(other: School, brought: Path, root: tuple[str, str], desk: Path) -> None:
    status, _, _ = take(other, brought, desk, *root, "--dry-run")
    assert (status, untouched(other, desk)) == (0, True)


def test_the_whole_way(other: School, brought: Path, root: tuple[str, str], desk: Path) -> None:
    status, said, _ = take(other, brought, desk, *root)
    pupil, branch = said.split()
    assert (status, branch) == (0, "pr/van-thu/tiep-nhan-0001")
    leaf = json.loads(unpack(brought.read_bytes())[LEAF])
    kept: Any = parse((other.desk / f"records/nam-cu/{CLOSED}/{pupil}.yaml").read_bytes())
    assert {subject: [row.get(part) for part in PARTS] for subject, row in kept["mon"].items()} == {
        subject: [exact(row[part]) for part in PARTS] for subject, row in leaf["mon"].items()
    }
    record = (other.desk / f"records/nam-cu/{CLOSED}/{pupil}.yaml").read_text("utf-8")
    assert "nguon: goi" in record
    assert (other.desk / f"records/{OPEN}/7a1/chuyen-den/{pupil}.yaml").exists()
    shown = subprocess.run(["pdftotext", str(desk / "bao.pdf"), "-"], check=True, capture_output=True).stdout.decode()
    assert ("BÁO TIẾP NHẬN" in shown, NEWCOMER in shown, pupil in shown) == (True, True, True)
    proposal = other.does("van-thu", "propose", "-m", "Nhận học sinh chuyển đến.")
    other.does("pho-hieu-truong", "accept", branch, proposal)
    assert other.verdict()["verdict"] == "valid"
    paper = (other.desk / "signatures/tiep-nhan/0001.yaml").read_text("utf-8")
    assert (f'ma: "{pupil}"' in paper, "chua_kiem: [time, superseded, front]" in paper) == (True, True)
    status, _, said = take(other, brought, desk, *root)
    assert (status, f"Học sinh {pupil} đã có" in said) == (4, True)
