"""Safe edits of a register of absences: some pupils' months get a count, all others stay as they were written."""

from __future__ import annotations

from collections.abc import Mapping

from hocba_build.domain.entries import Absences
from hocba_build.domain.values import ClassId, StudentId, Term, YearId
from hocba_build.records.codec import encode_table
from hocba_build.records.codec.rows import counts_of
from hocba_build.records.edits import Document, edited, place_at, written
from hocba_build.records.layout import Kind, path_for

Counts = Mapping[StudentId, Mapping[str, Absences]]
"""Half-days absent by pupil and month (``2025-10``)."""


def register_path(year: YearId, class_id: ClassId, term: Term) -> str:
    """The register of a class in a semester."""
    return path_for(Kind.CHUYEN_CAN, year=year, class_id=class_id, term=term)


def with_absences(raw: bytes | None, path: str, counts: Counts) -> bytes:
    """The register with the counts of some pupils' months; a new one where there was none."""
    if raw is None:
        return written(path, encode_table(place_at(path), counts))

    def edit(document: Document) -> None:
        table = document["buoi_nghi"]
        for student, months in counts.items():
            row = table.setdefault(student, {})
            row.update({month: counts_of(count) for month, count in months.items()})

    return edited(path, raw, edit)
