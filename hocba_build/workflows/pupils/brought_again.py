"""Results that a pupil brought from another school, corrected after the arrival: what is given replaces what stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import StudentId, Term
from hocba_build.records.codec.outside import encode_transfer
from hocba_build.records.edits import written
from hocba_build.records.layout import Kind, path_for
from hocba_build.workflows.changes import Outcome, open_draft
from hocba_build.workflows.pupils.results import brought_semesters
from hocba_build.workflows.pupils.seats import seats_of, student_of


@dataclass(frozen=True, slots=True)
class Corrected:
    """What is said anew; ``None`` and semesters without a sheet stay as they were."""

    school: str | None = None
    address: str | None = None
    document: str | None = None
    sheets: Mapping[Term, Path] = field(default_factory=dict)


def bring_again(root: Path, student: StudentId, said: Corrected, *, dry_run: bool = False) -> Outcome:
    """Correct what a pupil brought at the last arrival.

    Raises:
        RefusedError: the pupil brought nothing, or the year is locked.
        RefusedResultsError: a sheet of results holds what cannot be taken in.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    seats = [seat for seat in seats_of(draft.records, known.id) if known.id in seat.held.transfers]
    if not seats:
        raise RefusedError(
            f"Học sinh {student} không có kết quả mang theo.", "Tiếp nhận chuyển đến trước, hoặc chọn lại học sinh."
        )
    seat = seats[-1]
    held = seat.held.transfers[known.id]
    kept = replace(
        held,
        school=said.school or held.school,
        address=said.address or held.address,
        document=said.document or held.document,
        semesters={**held.semesters, **brought_semesters(said.sheets, seat.grade)},
    )
    year, class_id = seat.year.year.id, seat.class_id
    path = path_for(Kind.CHUYEN_DEN, year=year, class_id=class_id, student=known.id)
    draft.put(path, written(path, encode_transfer(year, class_id, known.id, kept)))
    return draft.settle(dry_run=dry_run)
