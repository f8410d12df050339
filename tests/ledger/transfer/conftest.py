"""The packet of one pupil of the living school."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.school import School
from tests.ledger.transfer.packets import PUPIL


@pytest.fixture(scope="session")
def packet(lived: School, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two years, one of them locked twice after a correction."""
    path = tmp_path_factory.mktemp("goi") / "goi.zip"
    lived.does("van-thu", "transfer", "out", PUPIL, "-o", str(path))
    return path.read_bytes()


@pytest.fixture(scope="session")
def root(lived: School) -> tuple[str, str]:
    """The founding sheet as an option."""
    return "--root", str(lived.root / "goc-tin-cay.yaml")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty folder: no repository, nothing."""
    return tmp_path
