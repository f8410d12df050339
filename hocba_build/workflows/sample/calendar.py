"""The calendar of the sample's school years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hocba_build.domain.school import Period
from hocba_build.domain.values import Term, YearId

FRIDAY: Final = 4
MONTHS: Final = {Term.HK1: (9, 10, 11, 12, 1), Term.HK2: (2, 3, 4, 5)}


def year_id(year: int) -> YearId:
    """``2025-2026`` for 2025."""
    return YearId(f"{year}-{year + 1}")


def first_day(year: int) -> date:
    """The first day of school."""
    return date(year, 9, 5)


def _friday_until(day: date) -> date:
    return day - timedelta(days=(day.weekday() - FRIDAY) % 7)


def semesters(year: int) -> dict[Term, Period]:
    """Both semesters: the first until a Friday in the middle of January, the second until the last one of May."""
    middle = _friday_until(date(year + 1, 1, 21))
    return {
        Term.HK1: Period(first_day(year), middle),
        Term.HK2: Period(middle + timedelta(days=3), _friday_until(date(year + 1, 5, 31))),
    }


def last_day(year: int) -> date:
    """The last day of the second semester."""
    return semesters(year)[Term.HK2].last


def summer(year: int) -> Period:
    """The summer in which re-assessments are held."""
    return Period(last_day(year) + timedelta(days=3), date(year + 1, 8, 20))


def months(year: int, term: Term) -> tuple[str, ...]:
    """The months of a semester as they stand in the absence book."""
    return tuple(f"{year + (month < 9)}-{month:02d}" for month in MONTHS[term])
