"""Every threat has its tests, and every test that is named for one exists; what no test can show is said by name."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.trust.threat import Threat
from tests.trust.threats import THREATS

TESTS = Path(__file__).parent.parent
IDS = [
    *("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12"),
    *("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10"),
    *("C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9"),
    *("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D13"),
    *("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10", "E11", "E12", "E13", "E14"),
    *("F1", "F2", "F3", "F4", "F5", "F6"),
    *("G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11", "G12", "G13", "G14", "G15", "G16", "G17"),
    *("H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10"),
]
UNTESTABLE = {"A12", "B10"}


@cache
def functions(file: str) -> frozenset[str]:
    """The functions at the top of a test module, read and not run."""
    body = ast.parse((TESTS / file).read_text("utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def exists(node: str) -> bool:
    """Whether ``file::function`` is there."""
    file, _, name = node.partition("::")
    return (TESTS / file).is_file() and name.startswith("test_") and name in functions(file)


def answered(threat: Threat) -> bool:
    """Whether a row says all that it must."""
    if threat.untestable:
        return not (threat.refused or threat.honest)
    return bool(threat.refused and threat.honest)


def test_every_threat_is_in_the_table() -> None:
    assert list(THREATS) == IDS


@pytest.mark.parametrize("threat", IDS)
def test_a_threat_has_a_refusal_and_a_twin_that_exist(threat: str) -> None:
    row = THREATS[threat]
    assert row.what
    assert answered(row)
    assert [node for node in (*row.refused, *row.honest) if not exists(node)] == []


def test_what_no_test_can_show_is_said_by_name() -> None:
    assert {name for name, row in THREATS.items() if row.untestable} == UNTESTABLE


def test_this_table_can_fail() -> None:
    assert exists("trust/test_threats.py::test_this_table_can_fail")
    assert not exists("trust/test_threats.py::test_that_nobody_wrote")
    assert not exists("trust/test_no_such_file.py::test_a")
    assert not answered(Threat("a refusal alone", refused=("a::b",)))
    assert not answered(Threat("nothing"))
