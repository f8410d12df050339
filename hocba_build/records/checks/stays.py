"""A pupil's classes of a year, and where a row of his or hers stands."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.results.join import Stay, StudentStays, stays_by_student
from hocba_build.domain.school import SchoolYear, YearRecords
from hocba_build.domain.values import SubjectId, Term
from hocba_build.records.layout import subject_path


def all_stays(year: YearRecords) -> Iterator[StudentStays]:
    """Every pupil's classes; a class that the pupil left and came back to holds one row, so it stands once."""
    for student, stays in stays_by_student(year.classes.values()).items():
        once = {id(stay.records): stay for stay in stays.stays}
        yield StudentStays(student, tuple(once.values()))


def row_path(year: SchoolYear, stay: Stay, where: tuple[Term, SubjectId]) -> str:
    """The subject's file in the class of a stay."""
    return subject_path(year.id, stay.records.school_class.id, *where)
