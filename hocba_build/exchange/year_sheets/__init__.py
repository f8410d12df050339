"""Sheets of the whole year: re-assessment, summer conduct, honours, completion of the level, what a pupil takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hocba_build.domain.people import Student
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import YearRecords
from hocba_build.domain.values import StudentId, Term
from hocba_build.exchange.columns import CHOICES, COMPLETIONS, HONOURS, SUMMER_CONDUCT, SheetKey
from hocba_build.exchange.roster import Member, member_of
from hocba_build.exchange.year_sheets import choices, completions, honours, reassessment, summer_conduct
from hocba_build.exchange.year_sheets.table import YearTable
from hocba_build.records.layout import RecordPath, path_for

_TABLES: Final[Mapping[str, YearTable]] = {
    "": reassessment.TABLE,
    SUMMER_CONDUCT: summer_conduct.TABLE,
    HONOURS: honours.TABLE,
    COMPLETIONS: completions.TABLE,
    CHOICES: choices.TABLE,
}


def table_of(key: SheetKey) -> YearTable:
    """The table behind a sheet of the whole year."""
    return _TABLES[key.table]


def key_at(place: RecordPath) -> SheetKey | None:
    """The whole-year sheet that shows everything of a file; ``None`` where there is none."""
    names = [name for name, table in _TABLES.items() if table.kind is place.kind and name != CHOICES]
    if not names or place.year is None or place.class_id is None:
        return None
    return SheetKey(place.year, place.class_id, Term.CA_NAM, place.subject, names[0])


def path_of(key: SheetKey) -> str:
    """The file of a sheet of the whole year."""
    return path_for(table_of(key).kind, year=key.year, class_id=key.class_id, subject=key.subject)


@dataclass(frozen=True, slots=True)
class _Listed:
    """One row of a class list with what the year comes to for the pupil."""

    member: Member
    result: StudentYear


def listed_members(year: YearRecords, students: Mapping[StudentId, Student], key: SheetKey) -> tuple[Member, ...]:
    """The pupils of a whole-year sheet in list order: those it is due for, and those it already holds."""
    table, held = table_of(key), year.classes[key.class_id]
    return tuple(
        replace(one.member, note="; ".join(filter(None, (one.member.note, table.note(one.result, key)))))
        for one in _listed(year, students, key)
        if table.lists(one.member, one.result, key) or table.words(held, key, one.member.student)
    )


def _listed(year: YearRecords, students: Mapping[StudentId, Student], key: SheetKey) -> Iterator[_Listed]:
    """The last row of every pupil of the class: somebody who came back has two."""
    rows = {row.student: row for row in year.classes[key.class_id].school_class.enrolments}
    results = evaluate_year(year, students, only=rows)
    for student, row in rows.items():
        yield _Listed(member_of(year, students, key, row), results[student])


__all__ = ["YearTable", "key_at", "listed_members", "path_of", "table_of"]
