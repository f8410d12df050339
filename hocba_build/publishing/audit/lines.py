"""The lines that pages of an audit are made of: a deed, a part, a sign-off, a lock, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hocba_build.domain.moments import moment_text
from hocba_build.domain.values import PersonId, StudentId, Term
from hocba_build.domain.words import date_text
from hocba_build.publishing.audit.names import Names
from hocba_build.publishing.audit.places import Places
from hocba_build.publishing.site.cells import Chip, Link
from hocba_build.records.cell_words import column_words, place_words, value_words
from hocba_build.records.layout import Kind, RecordPath
from hocba_build.trust.story.deeds import Deed, Part
from hocba_build.trust.story.trail import CellChange, LockAct, Statement
from hocba_build.trust.year_end.scopes import HOMEROOM, LEADER, SUBJECT

CELLS_A_PAGE: Final = 300
ROLES: Final = {SUBJECT: "Giáo viên bộ môn", HOMEROOM: "Giáo viên chủ nhiệm", LEADER: "Lãnh đạo"}


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell: whose, which, what stood there and what stands there."""

    pupil: Link | None
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """Who took part, in which capacity."""

    link: Link
    capacity: str


@dataclass(frozen=True, slots=True)
class DeedLine:
    """What an entry did to one file."""

    entry: Link
    when: str
    what: str
    cells: tuple[CellLine, ...]
    author: PartLine
    approvals: tuple[PartLine, ...]
    merger: PartLine
    reason: str
    chips: tuple[Chip, ...]
    decision: str
    commit: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """A lock or an unlock."""

    entry: Link
    what: Chip
    decision: str
    day: str
    person: Link
    reason: str
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A sign-off."""

    entry: Link
    when: str
    person: Link
    instead_of: str
    role: str
    scopes: str
    state: Chip


@dataclass(frozen=True, slots=True)
class Lines:
    """Makes lines with the names and ways of one audit."""

    names: Names
    places: Places

    def deed(self, deed: Deed, *, room: bool = True, pupils: bool = True) -> DeedLine:
        """A deed; the class and the pupils are left out where the page is theirs."""
        place = deed.place
        where = f", lớp {self.names.room(place.year, place.class_id)}" if room and place.class_id and place.year else ""
        return DeedLine(
            entry=self.entry(deed.account.index),
            when=moment_text(deed.author.hand.at),
            what=f"{place_words(place)}{where}",
            cells=tuple(self._cell(change, pupils=pupils) for change in deed.changes),
            author=self._part(deed.author, place),
            approvals=tuple(self._part(part, place) for part in deed.approvals),
            merger=self._part(deed.merger, place),
            reason=deed.account.reason,
            chips=tuple(_chips(deed)),
            decision=_decision(deed.amends),
            commit=deed.author.hand.commit,
        )

    def entry(self, index: int) -> Link:
        """The way to an entry."""
        return Link(str(index), self.places.entry(index))

    def person(self, person: PersonId) -> Link:
        """The way to a member of staff."""
        return Link(self.names.person(person), self.places.person(person))

    def act(self, act: LockAct) -> ActLine:
        """A lock or an unlock."""
        record = act.record
        what = Chip(f"Khoá, bản {record.version}", "tot") if act.locks else Chip("Mở để sửa", "flag")
        day = date_text(date.fromisoformat(record.day))
        person = self.person(record.person)
        return ActLine(self.entry(act.entry), what, record.decision, day, person, record.reason or "", record.scope)

    def statement(self, one: Statement, *, fresh: bool) -> StatementLine:
        """A sign-off and whether it still holds."""
        said = one.sign_off
        instead = self.names.person(said.instead_of) if said.instead_of else ""
        state = Chip("Còn hiệu lực", "tot") if fresh else Chip("Đã cũ")
        when, scopes = moment_text(one.hand.at), ", ".join(said.scopes)
        person = self.person(said.person)
        return StatementLine(self.entry(one.entry), when, person, instead, ROLES[said.role], scopes, state)

    def _part(self, part: Part, place: RecordPath) -> PartLine:
        capacity = part.capacity
        if place.year is not None and place.class_id is not None:
            shown = self.names.room(place.year, place.class_id)
            capacity = capacity.replace(f"lớp {place.class_id}", f"lớp {shown}")
        return PartLine(Link(part.name, self.places.person(part.person)), capacity)

    def _cell(self, change: CellChange, *, pupils: bool) -> CellLine:
        cell, year = change.cell, change.file.place.year
        pupil = None
        if pupils and cell.pupil:
            student = StudentId(cell.pupil)
            way = self.places.pupil(year, student) if year is not None and change.file.place.class_id else ""
            pupil = Link(self.names.pupil(student) or student, way)
        return CellLine(pupil, column_words(cell.column), value_words(cell.old), value_words(cell.new))


def _chips(deed: Deed) -> Iterable[Chip]:
    if deed.amends is not None:
        yield Chip("Sau khi khoá sổ", "flag")
    elif deed.signed and not deed.first:
        yield Chip("Sau khi kí xác nhận", "part")


def _decision(act: LockAct | None) -> str:
    if act is None:
        return ""
    return f"Quyết định {act.record.decision} ngày {date_text(date.fromisoformat(act.record.day))}"


def in_order(place: RecordPath) -> tuple[int, str]:
    """A sort key: the class's list, the first semester, the second, the whole year, the pupil's own files."""
    if place.class_id is None or place.kind is Kind.LOP:
        return (4 if place.class_id is None else 0, place.path)
    terms = {Term.HK1: 1, Term.HK2: 2}
    return (terms.get(place.term, 3) if place.term else 3, place.path)


def in_pages(deeds: Sequence[Deed], limit: int = CELLS_A_PAGE) -> list[list[Deed]]:
    """Deeds by page, none too long to read; a deed stays whole. There is always a first page."""
    pages: list[list[Deed]] = [[]]
    room = limit
    for deed in deeds:
        if pages[-1] and len(deed.changes) > room:
            pages.append([])
            room = limit
        pages[-1].append(deed)
        room -= len(deed.changes)
    return pages
