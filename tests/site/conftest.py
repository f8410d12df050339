"""A small fictional school as a folder, and its site for the office."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba_build.domain.school import SchoolRecords
from hocba_build.publishing.site.scope import OFFICE
from hocba_build.records.writer import files_of
from hocba_build.records.writes import write_files
from hocba_build.workflows.build_site import build_site
from hocba_build.workflows.sample import Plan, generate

YEAR = "2024-2025"


@pytest.fixture(scope="session")
def records() -> SchoolRecords:
    """Two classes of eight pupils in two years."""
    return generate(Plan(classes=2, pupils_per_class=8, years=2))


@pytest.fixture(scope="session")
def school(records: SchoolRecords, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school's files."""
    root = tmp_path_factory.mktemp("school")
    write_files(root, files_of(records), {})
    return root


@pytest.fixture(scope="session")
def office(school: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's site."""
    out = tmp_path_factory.mktemp("office") / "site"
    build_site(school, out, OFFICE)
    return out


def pages_of(site: Path) -> list[Path]:
    """Every page of a site."""
    return sorted(site.rglob("*.html"))
