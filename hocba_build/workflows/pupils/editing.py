"""Changes of who a pupil is: the old value stays with its time, the new one comes with the day and the document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.people import Family, Identity, Student
from hocba_build.domain.values import SchoolLevel
from hocba_build.records.pupil_edits import (
    add_identity,
    add_ministry_code,
    add_register_number,
    identity_at,
    student_path,
)
from hocba_build.workflows.changes import Outcome, open_draft
from hocba_build.workflows.pupils.life_pages import LifePages
from hocba_build.workflows.pupils.seats import student_of
from hocba_build.workflows.sealing.office import find_office


@dataclass(frozen=True, slots=True)
class Edit:
    """What changes from a day on; ``None`` stays as it is.

    ``corrects`` is the number (from 1) of an identity that was typed wrongly: it is void from the start.
    """

    since: date
    document: str | None = None
    corrects: int | None = None
    full_name: str | None = None
    given_name: str | None = None
    female: bool | None = None
    born_on: date | None = None
    ministry_code: str | None = None
    register_number: tuple[SchoolLevel, str] | None = None
    family: Family | None = None

    @property
    def of_identity(self) -> bool:
        """Whether name, sex or birth date change."""
        return any(one is not None for one in (self.full_name, self.given_name, self.female, self.born_on))


def edit(root: Path, student: str, change: Edit, *, dry_run: bool = False) -> Outcome:
    """Change a pupil's identity, codes or life page.

    Raises:
        HocbaError: nothing to change, or no document for a change of civil status.
        RefusedError: the value is the one that holds.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    path = student_path(known.id)
    raw = draft.needed(path)
    if change.of_identity:
        raw = add_identity(raw, known.id, _identity(known, raw, change), change.corrects)
    if change.ministry_code is not None:
        raw = add_ministry_code(raw, known.id, change.ministry_code, change.since)
    if change.register_number is not None:
        raw = add_register_number(raw, known.id, *change.register_number)
    if raw != draft.needed(path):
        draft.put(path, raw)
    if change.family is not None:
        LifePages(draft, find_office(root)).add(known.id, change.family, change.since, change.document)
    if not draft.changed:
        raise HocbaError("Chưa nêu điều gì đổi.", "Ví dụ: --name, --born, --ministry-code, --residence; xem --help.")
    return draft.settle(dry_run=dry_run)


def _identity(known: Student, raw: bytes, change: Edit) -> Identity:
    """The identity from the day of the change on; a correction takes the time of the entry it stands for.

    Raises:
        HocbaError: no document.
        RefusedError: nothing differs.
    """
    wrong = identity_at(raw, change.corrects) if change.corrects else None
    held = wrong or known.identities[-1]
    if not change.document:
        raise HocbaError(
            "Đổi họ tên, giới tính hay ngày sinh cần giấy tờ.", 'Thêm --document "Trích lục cải chính số 12/2026".'
        )
    new = replace(
        held,
        full_name=change.full_name or held.full_name,
        given_name=change.given_name if change.full_name or change.given_name else held.given_name,
        female=held.female if change.female is None else change.female,
        born_on=change.born_on or held.born_on,
    )
    if new == held:
        raise RefusedError(f"Hồ sơ học sinh {known.id} đã ghi đúng như thế.", "Không cần ghi lại.")
    return replace(new, since=wrong.since if wrong else change.since, document=change.document)


__all__ = ["Edit", "edit"]
