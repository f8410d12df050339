"""The school that the scenarios change."""

from __future__ import annotations

import pytest

from tests.ledger.school import School


@pytest.fixture
def school(school_copy: School) -> School:
    """A copy of one's own."""
    return school_copy
