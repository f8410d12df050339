"""Small schools with a fault, each beside an honest twin: what the check says of them, to the line.

A folder holds only the files that differ from ``tests/examples/base``. Its ``expected.yaml`` lists the findings, and
may say ``remove: [path, …]`` (files of the base to leave out) or ``base: false`` (the folder is the whole school).
Adding a folder adds a test.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from hocba_build.domain.findings import Finding, Severity
from hocba_build.records.reader import disk_source, read_records
from hocba_build.records.strict_yaml import parse
from hocba_build.workflows.check import check
from hocba_build.workflows.results import year_results

EXAMPLES = Path(__file__).resolve().parent / "examples"
BASE = EXAMPLES / "base"
EXPECTED = "expected.yaml"
INVALID = sorted(path for path in (EXAMPLES / "invalid").iterdir() if path.is_dir())
VALID = sorted(path for path in (EXAMPLES / "valid").iterdir() if path.is_dir())
Place = tuple[str, str, int | None, Severity]


def name(folder: Path) -> str:
    return folder.name


def expectation(folder: Path) -> Mapping[str, Any]:
    file = folder / EXPECTED
    return cast("Mapping[str, Any]", parse(file.read_bytes())) if file.exists() else {}


def school(folder: Path, root: Path) -> Path:
    """The base with the folder laid over it."""
    said = expectation(folder)
    if said.get("base", True):
        shutil.copytree(BASE, root, dirs_exist_ok=True)
    for path in said.get("remove", ()):
        (root / path).unlink()
    ignored = shutil.ignore_patterns(EXPECTED)
    shutil.copytree(folder, root, dirs_exist_ok=True, symlinks=True, ignore=ignored)
    return root


def found(folder: Path, root: Path) -> list[Place]:
    return sorted(map(place, check(school(folder, root)).findings), key=str)


def place(finding: Finding) -> Place:
    return finding.code, finding.path, finding.line, finding.severity


def listed(row: Mapping[str, Any]) -> Place:
    return row["code"], row["path"], row.get("line"), Severity(row.get("severity", "error"))


def test_the_base_is_sound(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    assert check(tmp_path).findings == ()


@pytest.mark.parametrize("folder", INVALID, ids=name)
def test_every_fault_is_found_in_its_place(folder: Path, tmp_path: Path) -> None:
    expected = sorted(map(listed, expectation(folder)["findings"]), key=str)
    assert expected
    assert found(folder, tmp_path) == expected
    assert folder.name.partition("-")[0] in {row[0] for row in expected}


@pytest.mark.parametrize("folder", INVALID, ids=name)
def test_no_fault_stops_the_results(folder: Path, tmp_path: Path) -> None:
    """Whatever is wrong, what can be computed is, with its reasons; nothing ends in an exception."""
    records = read_records(disk_source(school(folder, tmp_path))).records
    if records is None:
        assert not (tmp_path / "records" / "truong.yaml").exists()
        return
    for year in records.years:
        assert year_results(records, year, why=True).document["nam_hoc"] == year


@pytest.mark.parametrize("folder", VALID, ids=name)
def test_honest_twins_are_left_alone(folder: Path, tmp_path: Path) -> None:
    assert found(folder, tmp_path) == []


def test_every_rule_across_files_has_an_honest_twin() -> None:
    """A rule that refuses is worth little if nothing shows what it lets through."""
    refused, passed = ({path.name.partition("-")[0] for path in folders} for folders in (INVALID, VALID))
    assert {code for code in refused if code.startswith("HB2")} - passed <= {"HB212"}
