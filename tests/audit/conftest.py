"""A report on the real school, made once, and the way to ask for another."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hocba_build.interfaces.cli import main
from tests.ledger.school import School


def audited(place: Path, out: Path, *words: str, sheet: Path | None = None) -> Result:
    """``hocba audit`` of a repository or bundle."""
    root = ("--root", str(sheet)) if sheet is not None else ()
    return CliRunner().invoke(main, ["audit", str(place), "-o", str(out), *words, *root])


def sheet_of(school: School) -> Path:
    """The founding sheet."""
    return school.root / "goc-tin-cay.yaml"


@pytest.fixture(scope="session")
def report(lived: School, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole report of the honest school."""
    out = tmp_path_factory.mktemp("kiem-toan") / "bao-cao"
    result = audited(lived.desk, out, sheet=sheet_of(lived))
    assert result.exit_code == 0, result.output
    return out
