"""A living school that has issued copies, and the codes that they bear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.copies.codes import Codes, codes_of
from tests.ledger.copies.years import YEAR
from tests.ledger.school import CLOSED, School


@pytest.fixture(scope="session")
def issued(lived: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A batch for everybody, one copy lost, one issued again; the principal has signed the list."""
    school = lived.copy(tmp_path_factory.mktemp("hb") / "t")
    branch = school.does("van-thu", "issue", CLOSED)
    assert branch == "pr/van-thu/cap-ban-0001"
    school.does("pho-hieu-truong", "accept", branch)
    again = school.does("van-thu", "issue", CLOSED, "--pupil", "7400000001")
    school.does("hieu-truong", "accept", again)
    listed = school.does("van-thu", "issue", "recall", f"0002/{YEAR}", "--reason", "lost")
    assert listed == "pr/van-thu/thu-hoi-0001"
    school.does("hieu-truong", "issue", "recall")
    yield school
    school.end_agents()


@pytest.fixture(scope="session")
def sheet(lived: School) -> Path:
    """The founding sheet."""
    return lived.root / "goc-tin-cay.yaml"


@pytest.fixture(scope="session")
def recall(issued: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recall list as one file."""
    folder = tmp_path_factory.mktemp("ds")
    issued.does("gv-khang", "issue", "publish", "-o", str(folder))
    return folder / "thu-hoi.zip"


@pytest.fixture(scope="session")
def codes(issued: School) -> Codes:
    """The codes by the copy's number."""
    return codes_of(issued)
