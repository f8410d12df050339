"""While a file cannot be read, the rules across files go on, and say nothing that follows only from its absence."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba_build.domain.findings import Severity
from hocba_build.records.source import disk_source
from hocba_build.workflows.check import check_source

ROOT = Path(__file__).resolve().parents[2]
BROKEN = b"x: {\n"
ODD_SCORES = "records/2024-2025/7a1/hk1/toan.yaml"


LEFT_OUT = ("records/2025-2026/", "records/nam-cu/")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The files of one sound year of the sample school."""
    source = disk_source(ROOT)
    return {path: source[path] for path in source if not path.startswith(LEFT_OUT)}


def found(files: dict[str, bytes], **other: bytes) -> list[tuple[str, str]]:
    findings = check_source({**files, **other}).findings
    return [(finding.code, finding.path) for finding in findings if finding.severity is Severity.ERROR]


def in_years(files: dict[str, bytes], end: str) -> list[str]:
    return [path for path in files if path.endswith(end) and path.startswith("records/20")]


@pytest.mark.parametrize(
    "path",
    [
        "records/2024-2025/9a1/hk2/toan.yaml",
        "records/2024-2025/9a1/hk1/ren-luyen.yaml",
        "records/2024-2025/9a1/hk2/chuyen-can.yaml",
        "records/2024-2025/9a1/lop.yaml",
        "records/2024-2025/9a1/ca-nam/danh-gia-lai/toan.yaml",
        "records/2024-2025/nam-hoc.yaml",
        "records/2024-2025/phan-cong.yaml",
        "records/hoc-sinh/7400000016.yaml",
        "signatures/can-bo.yaml",
    ],
)
def test_one_broken_file_is_one_finding(files: dict[str, bytes], path: str) -> None:
    assert path in files
    assert found(files, **{path: BROKEN}) == [("HB103", path)]


def test_decisions_are_needed_to_judge(files: dict[str, bytes]) -> None:
    """A class's decisions change how many tests a pupil needs and what the year gives."""
    for path in in_years(files, "/quyet-dinh.yaml") + in_years(files, "/ca-nam/ren-luyen-he.yaml"):
        assert found(files, **{path: BROKEN}) == [("HB103", path)]


def test_other_classes_are_still_judged(files: dict[str, bytes]) -> None:
    """A slip in one class does not hide a wrong number of tests in another."""
    fewer = files[ODD_SCORES].replace(b"tx: [", b"tx: [7, ", 1)
    alone = found(files, **{ODD_SCORES: fewer})
    assert alone == [("HB204", ODD_SCORES)]
    for broken in ("records/2024-2025/9a1/hk2/toan.yaml", "records/hoc-sinh/7400000016.yaml", "signatures/can-bo.yaml"):
        assert found(files, **{ODD_SCORES: fewer, broken: BROKEN}) == sorted([("HB103", broken), *alone], key=by_path)


def by_path(place: tuple[str, str]) -> str:
    return place[1]
