"""A remembered tip: kept and read back; what was changed in between is not believed, and never a traceback."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba_build.trust.checkpoint import pack, unpack
from hocba_build.trust.founding import Sheet
from hocba_build.trust.state import LedgerState
from tests.trust.simulator import SchoolSimulator
from tests.trust.year_end import locked


@pytest.fixture(scope="module")
def school() -> SchoolSimulator:
    return locked()


@pytest.fixture(scope="module")
def state(school: SchoolSimulator) -> LedgerState:
    found = school.judge().state
    assert found is not None
    return found


def test_what_is_kept_is_read_back(school: SchoolSimulator, state: LedgerState) -> None:
    assert unpack(pack(state, school.sheet), school.sheet) == state


def test_it_counts_for_the_sheet_that_it_was_held_against(school: SchoolSimulator, state: LedgerState) -> None:
    other: Sheet = replace(school.sheet, digest="0" * 64)
    assert unpack(pack(state, school.sheet), other) is None


@given(st.integers(0, 10**6), st.integers(0, 7), st.sampled_from(["flip", "cut", "drop"]))
def test_a_damaged_one_is_not_believed(
    school: SchoolSimulator, state: LedgerState, at: int, bit: int, how: str
) -> None:
    raw = pack(state, school.sheet)
    place = at % len(raw)
    changed = {
        "flip": raw[:place] + bytes([raw[place] ^ (1 << bit)]) + raw[place + 1 :],
        "cut": raw[:place],
        "drop": raw[:place] + raw[place + 1 :],
    }[how]
    assert unpack(changed, school.sheet) is None


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"[" * 100_000, b"{}", b"\xff" * 70])
def test_anything_else_is_none(school: SchoolSimulator, raw: bytes) -> None:
    assert unpack(raw, school.sheet) is None
