"""Who stands in for whom: a row of the year's assignments, in the work tree, ready for ``propose``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.school import Deputy
from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.codec.year import encode_deputy
from hocba_build.records.edits import Document, edited
from hocba_build.records.layout import Kind, path_for
from hocba_build.workflows.changes import Outcome, open_draft
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.pupils.seats import year_of
from hocba_build.workflows.state import state_folder


@dataclass(frozen=True, slots=True)
class Deputies:
    """The rows of a year, in the order of the file."""

    year: YearId
    rows: tuple[Deputy, ...]


def deputies(root: Path, year: str | None = None) -> Deputies:
    """The deputies of a year, the newest without one.

    Raises:
        HocbaError: no school or year.
    """
    held = year_of(open_school(root, state_folder(root)).records, year)
    return Deputies(held.year.id, tuple(held.assignments.deputies))


def deputize(root: Path, deputy: Deputy, year: str | None = None, *, dry_run: bool = False) -> Outcome:
    """Let a person stand in for another.

    Raises:
        RefusedError: the same person, or the row is there already.
    """
    if deputy.person == deputy.stands_in_for:
        raise RefusedError("Không ai dạy thay chính mình.", "Chọn người khác.")
    draft = open_draft(root)
    path = path_for(Kind.PHAN_CONG, year=year_of(draft.records, year).year.id)

    def add(document: Document) -> None:
        rows = document.setdefault("thay_the", [])
        row = encode_deputy(deputy)
        if row in rows:
            raise RefusedError("Bảng phân công đã ghi đúng như thế.", "Không cần ghi lại.")
        rows.append(row)

    draft.put(path, edited(path, draft.needed(path), add))
    return draft.settle(dry_run=dry_run)


def relieve(root: Path, person: PersonId, number: int, year: str | None = None, *, dry_run: bool = False) -> Outcome:
    """End a deputyship, by its number (from 1) of the person's: the right ends with the entry that takes the row away.

    Raises:
        RefusedError: there is no such row.
    """
    draft = open_draft(root)
    path = path_for(Kind.PHAN_CONG, year=year_of(draft.records, year).year.id)

    def take(document: Document) -> None:
        rows = document.get("thay_the", [])
        own = [row for row in rows if row["nguoi"] == person]
        if not 1 <= number <= len(own):
            raise RefusedError(f"{person} không có dòng dạy thay thứ {number}.", "Xem lại danh sách dạy thay.")
        rows.remove(own[number - 1])
        if not rows:
            del document["thay_the"]

    draft.put(path, edited(path, draft.needed(path), take))
    return draft.settle(dry_run=dry_run)
