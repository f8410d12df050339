"""Both sides of what moved underneath, in the words of the school; and what each form carries to notice it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.values import StudentId
from hocba_build.records.cell_words import column_words, place_words, value_words
from hocba_build.records.layout import is_student_id, parse_path
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.as_seen import Moved
from hocba_build.workflows.desk.both_sides import clashes
from hocba_build.workflows.desk.pupil_names import names_of


@dataclass(frozen=True, slots=True)
class Mark:
    """What each form of a page carries: the desk's secret, as which it prints, and the name of what the page showed."""

    secret: str
    field: str = ""
    seen: str = ""
    moved: bool = False
    """Whether the page tells of both sides: what is sent from it is sent in spite of that."""

    def __str__(self) -> str:
        """The secret."""
        return self.secret


@dataclass(frozen=True, slots=True)
class Row:
    """One cell: of which file and pupil, then as the page showed it, as it stands, as it would be."""

    title: str
    who: str
    column: str
    was: str
    now: str
    mine: str
    kept: bool
    """Whether the act leaves it as it stands."""


def rows_of(root: Path, moved: Iterable[Moved]) -> list[Row]:
    """Both sides of files that moved."""
    found = [(one, *whose(one.pupil, one.column)) for one in clashes(moved)]
    names = names_of(root, {pupil for _, pupil, _ in found}, today())
    return [
        Row(
            title_of(one.path),
            names.get(StudentId(pupil), pupil),
            column_words(column),
            value_words(one.was),
            value_words(one.now),
            value_words(one.mine),
            one.kept,
        )
        for one, pupil, column in found
    ]


def title_of(path: str) -> str:
    """What a file is called."""
    place = parse_path(path)
    title = place_words(place) if place else path
    return f"{title}, lớp {place.class_id}" if place is not None and place.class_id is not None else title


def whose(pupil: str, column: str) -> tuple[str, str]:
    """The pupil whom a cell is about, also in a list of a class, and its column without that pupil."""
    found = pupil or next((part for part in column.split(".") if is_student_id(part)), "")
    return found, ".".join(part for part in column.split(".") if part != found)
