"""What the records hold of a pupil, and pupils found by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocba_build.domain.people import Family, Student
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId
from hocba_build.domain.vietnamese import fold
from hocba_build.records.codec import decode
from hocba_build.records.layout import Kind
from hocba_build.records.pupil_edits import student_path
from hocba_build.records.strict_yaml import parse
from hocba_build.workflows.changes import open_draft
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.pupils.life_pages import LifePages
from hocba_build.workflows.pupils.seats import Seat, order_of, seats_of, student_of
from hocba_build.workflows.sealing.office import Office
from hocba_build.workflows.state import state_folder


@dataclass(frozen=True, slots=True)
class Line:
    """One dated entry as it stands in the file: its number (from 1), and whether a later one voids it."""

    number: int
    entry: dict[str, Any]
    void: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A pupil with every class; ``family`` is ``None`` where there is no life page, or nobody asked for it."""

    student: Student
    identities: tuple[Line, ...]
    events: tuple[Line, ...]
    seats: tuple[Seat, ...]
    family: Family | None
    sealed: bool


def show(root: Path, student: str, *, life_page: bool = False) -> Shown:
    """Everything about one pupil; a sealed life page is opened only when it is asked for.

    Raises:
        KeyTroubleError: the page is sealed and no key for it is here.
    """
    draft = open_draft(root)
    known = student_of(draft.records, student)
    own: Any = parse(draft.needed(student_path(known.id)))
    raw = LifePages(draft, Office()).text(known.id) if life_page else None
    return Shown(
        known,
        _lines(own["nhan_than"]),
        _lines(own.get("su_kien", [])),
        tuple(seats_of(draft.records, known.id)),
        decode(Kind.HO_SO, parse(raw)) if raw is not None else None,
        known.id in draft.records.sealed_families,
    )


def _lines(entries: list[dict[str, Any]]) -> tuple[Line, ...]:
    void = {entry["huy"] for entry in entries if "huy" in entry}
    return tuple(Line(number, entry, number in void) for number, entry in enumerate(entries, start=1))


def find(root: Path, words: str) -> list[tuple[Student, str]]:
    """Pupils whose name, now or before, holds all of the words (with or without accents), with their last class."""
    records = open_school(root, state_folder(root)).records
    wanted = fold(words).lower().split()
    found = [student for student in records.students.values() if _is_called(student, wanted)]
    last = _last_classes(records)
    found.sort(key=lambda student: (order_of(student, student.identities[-1].since), student.id))
    return [(student, last.get(student.id, "")) for student in found]


def _is_called(student: Student, wanted: list[str]) -> bool:
    names = (fold(one.full_name).lower() for one in student.identities)
    return any(all(word in name.split() for word in wanted) for name in names)


def _last_classes(records: SchoolRecords) -> dict[StudentId, str]:
    return {
        row.student: f"{held.school_class.name} ({name})"
        for name, year in sorted(records.years.items())
        for held in year.classes.values()
        for row in sorted(held.school_class.enrolments, key=lambda row: row.since)
    }
