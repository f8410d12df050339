"""What an audit shows of a judged ledger, and under which names; nothing is printed here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.names import Names
from hocba_build.publishing.audit.places import Places
from hocba_build.records.codec import decode
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import SCHOOL_PATH, Kind, parse_path, path_for
from hocba_build.trust.story.ledger_book import LedgerBook, Room
from hocba_build.workflows.ledger.history import History


@dataclass(frozen=True, slots=True)
class Scope:
    """Which classes a report shows; the verdict is on the whole ledger."""

    year: YearId | None = None
    class_id: ClassId | None = None

    @property
    def whole(self) -> bool:
        """Whether everything is shown."""
        return self.year is None and self.class_id is None


def inspection(history: History, places: Places, scope: Scope) -> Inspection:
    """An audit of a judged history.

    Raises:
        HocbaError: the ledger has no such year or class.
    """
    book = LedgerBook.read(history.chronicle())
    rooms = tuple(room for room in book.rooms() if _shown(room, scope))
    if not scope.whole and not rooms:
        known = ", ".join(f"{year}/{class_id}" for year, class_id in book.rooms()) or "chưa có"
        raise HocbaError("Sổ không có lớp hoặc năm học ấy.", f"Các lớp: {known}.")
    return Inspection(history.judged, book, names_of(history, rooms), places, rooms, not scope.whole)


def _shown(room: Room, scope: Scope) -> bool:
    return scope.year in (None, room[0]) and scope.class_id in (None, room[1])


def names_of(history: History, rooms: tuple[Room, ...]) -> Names:
    """Names as the last entry that stands has them."""
    persons = {person: member.full_name for person, member in history.policy.staff.items()}
    school = value_at(history, SCHOOL_PATH)

    @lru_cache(None)
    def pupil(student: StudentId) -> str:
        found = value_at(history, path_for(Kind.HOC_SINH, student=student))
        return found.identities[-1].full_name if found is not None else ""

    named = {}
    for year, class_id in rooms:
        listed = value_at(history, path_for(Kind.LOP, year=year, class_id=class_id))
        named[year, class_id] = listed.name if listed is not None else class_id
    return Names(school.names[-1][1] if school is not None else "", persons, pupil, named)


def value_at(history: History, path: str) -> Any:  # noqa: ANN401 - the type follows from the path
    """A file's value; ``None`` where it is not there."""
    place, blob = parse_path(path), history.trees.entry(history.tree, path)
    if place is None or blob is None:
        return None
    read = inspect(place, history.trees.content(blob))
    return None if read.findings else decode(place.kind, read.document)
