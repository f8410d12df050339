"""The desk most tests of this folder work at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.school import Desk, make_school


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A small school and an empty folder for sheets."""
    papers = tmp_path / "papers"
    papers.mkdir()
    return Desk(make_school(tmp_path / "school"), papers)
