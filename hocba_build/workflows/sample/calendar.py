"""The calendar of the sample's school years."""

from __future__ import annotations

from datetime import date
from typing import Final

from hocba_build.domain.curriculum import usual_semesters
from hocba_build.domain.values import Term, YearId

MONTHS: Final = {Term.HK1: (9, 10, 11, 12, 1), Term.HK2: (2, 3, 4, 5)}


def year_id(year: int) -> YearId:
    """``2025-2026`` for 2025."""
    return YearId(f"{year}-{year + 1}")


def first_day(year: int) -> date:
    """The first day of school."""
    return date(year, 9, 5)


def last_day(year: int) -> date:
    """The last day of the second semester."""
    return usual_semesters(year)[Term.HK2].last


def months(year: int, term: Term) -> tuple[str, ...]:
    """The months of a semester as they stand in the absence book."""
    return tuple(f"{year + (month < 9)}-{month:02d}" for month in MONTHS[term])
