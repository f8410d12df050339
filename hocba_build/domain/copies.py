"""Official copies of transcripts: who got which, for what, and which copy stands in an older one's place.

Nguồn: NĐ 30/2020 (sổ đăng kí, cấp bản sao); quy chế của trường, Điều 13 khoản 1 (in học bạ từ phần mềm).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from hocba_build.domain.values import ClassId, PersonId, SchoolLevel, StudentId, YearId

FIRST_MONTH: Final = 9
"""A school year begins in September: what is done in summer belongs to the year that ended."""


class Purpose(Enum):
    """What a copy is made for."""

    LUU = "luu"
    HOC_SINH = "hoc_sinh"
    CHUYEN_TRUONG = "chuyen_truong"
    TUYEN_SINH = "tuyen_sinh"
    XAC_NHAN = "xac_nhan"


class Reason(Enum):
    """Why a copy no longer stands: another one in its place, or recalled because lost, damaged, wrong, or else."""

    THAY = "thay"
    MAT = "mat"
    HONG = "hong"
    SAI = "sai"
    KHAC = "khac"


@dataclass(frozen=True, slots=True, order=True)
class CopyId:
    """A copy's number: counted through the school year in which it is issued."""

    year: YearId
    number: int

    @property
    def text(self) -> str:
        """As files write it: ``2025-2026/0017``."""
        return f"{self.year}/{self.number:04d}"

    @property
    def shown(self) -> str:
        """As people read it: ``0017/2025-2026``."""
        return f"{self.number:04d}/{self.year}"

    @classmethod
    def read(cls, text: str) -> CopyId:
        """From either form.

        Raises:
            ValueError: it is neither.
        """
        left, _, right = text.partition("/")
        year, number = (left, right) if "-" in left else (right, left)
        if not (number.isascii() and number.isdigit() and len(number) <= 4 and int(number)):
            raise ValueError(text)
        return cls(YearId(year), int(number))


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy; ``edition`` counts the copies of one pupil for one purpose and receiver, ``years`` its locked years.

    Each year is named with the pupil's class, where the lock holds the results.
    """

    number: int
    pupil: StudentId
    level: SchoolLevel
    edition: int
    replaces: CopyId | None
    years: Mapping[YearId, ClassId]


@dataclass(frozen=True, slots=True)
class Batch:
    """Copies issued in one act: ``first`` is the number of the first one, ``whole`` says transcript or year's pages.

    ``locks`` names, for each year, the act of locking whose figures the copies show; ``leaves`` counts the pupils'
    years on all copies, and ``root`` (hex) is the Merkle root over them.
    """

    year: YearId
    number: int
    founding: str
    index: int
    day: date
    author: PersonId
    purpose: Purpose
    receiver: str
    decision: str | None
    whole: bool
    first: int
    locks: Mapping[YearId, int]
    leaves: int
    root: str
    copies: tuple[Copy, ...]

    @property
    def id(self) -> str:
        """As people and files name it: ``2025-2026/0001``."""
        return f"{self.year}/{self.number:04d}"

    def id_of(self, copy: Copy) -> CopyId:
        """A copy's number."""
        return CopyId(self.year, copy.number)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What a recall list says of a batch: enough to check a copy, nothing about a pupil."""

    first: int
    copies: int
    leaves: int
    root: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Why a copy no longer stands; ``by`` is the copy in its place."""

    reason: Reason
    by: CopyId | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    """What stood at one moment, for those who have no ledger: every batch, and every copy that no longer stands.

    ``versions`` is how often each year was locked, ``replaced`` the hashes (hex) of frozen results that a later lock
    changed.
    """

    year: YearId
    number: int
    founding: str
    index: int
    day: date
    principal: PersonId
    versions: Mapping[YearId, int]
    batches: Mapping[str, BatchRow]
    copies: Mapping[CopyId, Withdrawn]
    replaced: tuple[str, ...]

    def batch_of(self, copy: CopyId) -> str | None:
        """The batch that a copy's number falls into."""
        for name, row in self.batches.items():
            if name.startswith(f"{copy.year}/") and row.first <= copy.number < row.first + row.copies:
                return name
        return None


def school_year_of(day: date) -> YearId:
    """The school year in which something is issued."""
    start = day.year if day.month >= FIRST_MONTH else day.year - 1
    return YearId(f"{start}-{start + 1}")


def in_order(batches: Iterable[Batch]) -> list[Batch]:
    """Batches as they were issued."""
    return sorted(batches, key=lambda one: (one.year, one.number))


Series = tuple[StudentId, SchoolLevel, Purpose, str]


def newest(batches: Iterable[Batch]) -> dict[Series, tuple[CopyId, int]]:
    """For each pupil, level, purpose and receiver: the last copy's number and edition."""
    return {
        (copy.pupil, copy.level, batch.purpose, batch.receiver): (batch.id_of(copy), copy.edition)
        for batch in in_order(batches)
        for copy in batch.copies
    }


def next_number(batches: Iterable[Batch], year: YearId) -> int:
    """The number of the next copy in a school year."""
    return 1 + sum(len(batch.copies) for batch in batches if batch.year == year)


def replaced_copies(batches: Iterable[Batch]) -> dict[CopyId, Withdrawn]:
    """The copies in whose place a later one stands."""
    return {
        copy.replaces: Withdrawn(Reason.THAY, batch.id_of(copy))
        for batch in batches
        for copy in batch.copies
        if copy.replaces is not None
    }
