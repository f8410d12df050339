"""From which school year each grade is assessed under Thông tư 22/2021; before it, TT 58/2011 (and TT 26/2020)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocba_build.domain.values import YearId

FIRST_YEAR: Final[Mapping[int, int]] = {6: 2021, 7: 2022, 10: 2022, 8: 2023, 11: 2023, 9: 2024, 12: 2024}
"""The calendar year in which the grade's first TT 22 school year began."""


def start_year(year: YearId) -> int:
    """The calendar year in which a school year begins: 2025 for ``2025-2026``."""
    return int(year[:4])


def under_tt22(grade: int, year: YearId) -> bool:
    """Whether the grade is assessed under TT 22/2021 in that school year.

    Nguồn: TT 22/2021, Điều 21.
    """
    return start_year(year) >= FIRST_YEAR[grade]
