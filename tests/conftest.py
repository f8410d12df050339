"""What several kinds of tests share: a school with its whole signed life, made once a worker."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hocba_build.workflows.sample import Plan
from tests.browser import chromium
from tests.ledger.school import School, living

# Hooks, desks and printers are processes of their own, hundreds of them: what one compiles, the next one need not.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.fixture(scope="session")
def lived() -> Iterator[School]:
    """A school of one class, made once."""
    with living(Plan(classes=2, pupils_per_class=6)) as made:
        assert [*(made.root / "khoa").glob("*/S.*")] == []  # All agents were ended: no socket is left.
        yield made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the tests of a file; a longer life it does not bear."""
    with chromium() as started:
        yield started


@pytest.fixture
def school_copy(lived: School) -> Iterator[School]:
    """A copy of one's own."""
    with tempfile.TemporaryDirectory(prefix="hb") as folder:
        copied = lived.copy(Path(folder) / "t")
        yield copied
        copied.end_agents()
