"""Every row of ``make bench`` runs, on a school small enough for a test; its figures are never asserted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.report import TITLES, page
from tests.bench.run import ROWS, main

SIDE = {"seconds", "seconds_taken", "cpu_seconds", "peak_memory_mb"}
SHAPE = {"name", "ours", "peer", "peer_name", "unit", "ratio", "note", "aim", *SIDE, *(f"peer_{key}" for key in SIDE)}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Any:
    out = tmp_path_factory.mktemp("bench") / "bench.json"
    main(["--classes", "2", "--pupils", "3", "--runs", "1", "--entries", "20", "-o", str(out)])
    return json.loads(out.read_text("utf-8"))


def test_every_row_is_measured(document: Any) -> None:
    assert document["schema_version"] == 1
    assert [row["name"] for row in document["rows"]] == list(ROWS)
    for row in document["rows"]:
        assert set(row) == SHAPE
        assert row["ours"] > 0
        assert row["peer"] > 0
        assert row["ratio"] == pytest.approx(row["ours"] / row["peer"], rel=0.01)
        for side in ("", "peer_"):
            taken = row[f"{side}seconds_taken"]
            assert taken == sorted(taken)
            assert taken[0] <= row[f"{side}seconds"] <= taken[-1]
            # What ends within a few looks at it may not have been seen at its size.
            assert row[f"{side}peak_memory_mb"] > 0 or taken[-1] < 0.5


def test_the_page_names_every_row_and_says_what_was_reached(document: Any) -> None:
    one, other, third, *rest = document["rows"]
    aims = [{**one, "aim": one["ratio"] / 2}, {**other, "aim": other["ratio"] * 2}, {**third, "aim": None}]
    shown = page({**document, "rows": [*aims, *rest]}, "20/11/2026").splitlines()
    told = {line.split(" | ")[0]: line.split(" | ")[-1] for line in shown if line.count(" | ") == 5}
    assert [told[f"| {TITLES[row['name']]}"] for row in (one, other, third)] == ["đạt |", "**chưa đạt** |", "– |"]
    assert [line.split("`")[1] for line in shown if line.startswith("- ") and "(`" in line] == list(ROWS)


def test_no_path_or_host_is_written(document: Any) -> None:
    assert str(Path.home()) not in json.dumps(document)


def test_an_unknown_row_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["khong-co"])
    assert "không có dòng đo khong-co" in capsys.readouterr().err
