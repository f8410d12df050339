"""The year end of a small school: everybody signs, several reviewers accept at once, nobody does anything twice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peak.play import YearEnd
from tests.peak.school import make_apart


@pytest.fixture
def played() -> Iterator[YearEnd]:
    with tempfile.TemporaryDirectory(prefix="hbp") as folder:
        make_apart(Path(folder), 1, 3)
        end = YearEnd(Path(folder), at_once=4)
        try:
            yield end
        finally:
            end.end_agents()


@pytest.mark.slow
def test_a_year_ends_with_several_reviewers_at_once(played: YearEnd) -> None:
    played.play()
    assert [one for one in played.done if one.status != 0] == []
    board = played.board()
    assert [row for row in board.values() if row["mon"] or row["chu_nhiem"] or row["lanh_dao"]] == []
    counts = played.counts()
    assert counts["merges"] == counts["statements"] + 1, "each statement came in once, and the lock"
    assert counts["pins"] == counts["persons"], "one PIN a person: the agent remembers it for the sitting"
    assert counts["pushes"] <= counts["statements"], "several branches in one push"
    assert played.verdict() == "valid"
