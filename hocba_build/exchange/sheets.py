"""What any score sheet is made of, whether of a semester or of the whole year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hocba_build.domain.people import Student
from hocba_build.domain.school import ClassRecords, YearRecords
from hocba_build.domain.values import StudentId, Term
from hocba_build.exchange.columns import Column, SheetKey, semester_columns
from hocba_build.exchange.merging import MergedRow, exemption_faults, merge
from hocba_build.exchange.roster import Member, semester_members
from hocba_build.exchange.tokens import Tokens, semester_tokens, with_semester_rows
from hocba_build.exchange.year_sheets import listed_members, table_of


def columns_of(year: YearRecords, held: ClassRecords, key: SheetKey) -> tuple[Column, ...]:
    """The columns of a sheet as the year's curriculum and what is already entered ask for them."""
    if key.term is Term.CA_NAM:
        return table_of(key).columns(year, held, key)
    return semester_columns(year, held, key)


def members_of(year: YearRecords, students: Mapping[StudentId, Student], key: SheetKey) -> tuple[Member, ...]:
    """The pupils of a sheet in list order."""
    if key.term is Term.CA_NAM:
        return listed_members(year, students, key)
    return semester_members(year, students, key)


def tokens_of(held: ClassRecords, key: SheetKey, columns: Sequence[Column], student: StudentId) -> dict[str, str]:
    """What the records hold for a pupil, as the sheet's cells show it."""
    if key.term is Term.CA_NAM:
        return table_of(key).words(held, key, student)
    return semester_tokens(held, key, columns, student)


def with_rows(
    held: ClassRecords, key: SheetKey, columns: Sequence[Column], rows: Mapping[StudentId, Tokens]
) -> ClassRecords:
    """The class with the pupils' rows as the words say; a row without words is taken away."""
    if not rows:
        return held
    if key.term is Term.CA_NAM:
        return table_of(key).placed(held, key, rows)
    return with_semester_rows(held, key, columns, rows)


def merged_row(
    key: SheetKey, columns: Sequence[Column], typed: Mapping[str, str | None], sides: tuple[Tokens, Tokens]
) -> MergedRow:
    """A row of a sheet merged; ``sides`` are what was exported and what the records hold now."""
    base, current = sides
    if key.term is not Term.CA_NAM:
        return merge(columns, typed, base, current, lambda words: exemption_faults(columns, words))
    return merge(columns, typed, base, current, table_of(key).faults)


__all__ = ["columns_of", "members_of", "merged_row", "tokens_of", "with_rows"]
