"""Months as people say them, the semester each belongs to, and who was in a class then."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolYear
from hocba_build.domain.values import SEMESTERS, Term

_ISO: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_PRINTED: Final = re.compile(r"(0?[1-9]|1[0-2])/(20[0-9]{2})")
TERM_WORDS: Final = {Term.HK1: "HK I", Term.HK2: "HK II"}


@dataclass(frozen=True, slots=True)
class Month:
    """A month in the semester whose register holds it."""

    name: str
    """As in the files: ``2025-10``."""
    term: Term

    @property
    def spoken(self) -> str:
        """As people write it: ``10/2025``."""
        return f"{self.name[5:]}/{self.name[:4]}"

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        year, number = int(self.name[:4]), int(self.name[5:])
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def month_of(year: SchoolYear, said: str, term: Term | None = None) -> Month:
    """The month that ``2025-10`` or ``10/2025`` says, in its semester.

    Raises:
        HocbaError: no month, none of the year's semesters, or of both and ``term`` does not say of which.
    """
    name = _named(said)
    found = [one for one in SEMESTERS if _holds(year, one, name)]
    if not found:
        raise HocbaError(f"Tháng {said} không thuộc học kì nào của năm học {year.id}.", "Xem lịch trong nam-hoc.yaml.")
    if term is not None and term not in found:
        raise HocbaError(f"Tháng {said} không thuộc {TERM_WORDS[term]}.", "Bỏ --term, hoặc nêu học kì kia.")
    if term is None and len(found) > 1:
        raise HocbaError(f"Tháng {said} nằm trong cả hai học kì.", "Nêu học kì: --term hk1 hoặc --term hk2.")
    return Month(name, term or found[0])


def _named(said: str) -> str:
    if _ISO.fullmatch(said):
        return said
    if printed := _PRINTED.fullmatch(said):
        return f"{printed[2]}-{int(printed[1]):02d}"
    raise HocbaError(f"«{said}» không phải một tháng.", "Ghi như 2025-10 hoặc 10/2025.")


def _holds(year: SchoolYear, term: Term, name: str) -> bool:
    span = year.semesters[term]
    return f"{span.first:%Y-%m}" <= name <= f"{span.last:%Y-%m}"


def months_of(year: SchoolYear) -> tuple[Month, ...]:
    """Every month of the year's registers in order; one that both semesters share stands twice."""
    found = []
    for term in SEMESTERS:
        first, last = year.semesters[term].first, year.semesters[term].last
        count = (last.year - first.year) * 12 + last.month - first.month
        for step in range(count + 1):
            number = first.month - 1 + step
            found.append(Month(f"{first.year + number // 12}-{number % 12 + 1:02d}", term))
    return tuple(found)


def present_in(held: ClassRecords, month: Month) -> tuple[Enrolment, ...]:
    """The rows of a class list that cover a day of the month, in list order."""
    first, last = month.days
    rows = held.school_class.enrolments
    return tuple(row for row in rows if row.since <= last and (row.until is None or row.until >= first))
