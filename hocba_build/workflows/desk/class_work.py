"""A class at a glance for whoever leads it: what is entered, what is missing, whose turn it is, what can be signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hocba_build.domain.completeness import ClassCompleteness, Tally, class_completeness
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.facts import ClassFacts, YearFacts, year_facts
from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import SEMESTERS, ClassId, PersonId, SubjectId, Term, YearId
from hocba_build.exchange.columns import HOMEROOM, SheetKey, subject_name
from hocba_build.publishing.site.view_gaps import ClassGaps, class_gaps
from hocba_build.trust.policy import Staffing
from hocba_build.workflows.audit.inspecting import names_of
from hocba_build.workflows.desk.my_work import open_years
from hocba_build.workflows.desk.year_dues import YearDue, class_dues, summer_years
from hocba_build.workflows.ledger.board import ClassBoard, board_of
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.sign_off import Due, year_end
from hocba_build.workflows.ledger.unfinished import unfinished
from hocba_build.workflows.sheets.whole_year import OpenYear

Persons = frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class SheetWork:
    """One line of the board: a subject or the homeroom sheet, how far each semester is, who enters, who signs yet."""

    what: str
    """As in the sheet's address."""
    name: str
    tallies: Mapping[Term, Tally]
    persons: Persons
    unsigned: Persons


@dataclass(frozen=True, slots=True)
class ClassWork:
    """Everything about one class's work in one year."""

    year: YearId
    class_id: ClassId
    name: str
    sheets: tuple[SheetWork, ...]
    register: Mapping[Term, bool]
    """Whether the register of absences exists."""
    remarks: Tally
    """The homeroom teacher's remarks on the year, which the transcript prints."""
    year_sheets: tuple[YearDue, ...]
    """What is due once a year: re-assessments, summer conduct, honours, completion."""
    grade: int
    gaps: ClassGaps
    board: ClassBoard
    mine: tuple[Due, ...]
    """What the reader may sign here."""
    unfinished: Mapping[str, str]
    """What is not entered yet of it, by scope."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the reader can sign now."""
        return tuple(scope for one in self.mine if not one.waits_for for scope in one.scopes)

    @property
    def waits_for(self) -> Mapping[str, Persons]:
        """Whose signatures come before the reader's."""
        return {scope: persons for one in self.mine for scope, persons in one.waits_for.items()}


def class_work(ledger: Ledger, opened: OpenYear, class_id: ClassId, me: PersonId | None) -> ClassWork:
    """The board of a class.

    Raises:
        HocbaError: the ledger has no such class yet.
    """
    facts = year_facts(opened.records, opened.year)
    held = facts.classes[class_id]
    boards = {one.class_id: one for one in board_of(ledger, opened.year).classes}
    if class_id not in boards:
        raise HocbaError(f"Lớp {class_id} chưa có trong sổ.", "Gửi danh sách lớp thành đề xuất trước.")
    done = {term: class_completeness(facts, held, term) for term in SEMESTERS}
    staffing = ledger.bench.policies.staffing(ledger.tree, opened.year)
    mine = tuple(_due(ledger, opened.year, class_id, me)) if me else ()
    return ClassWork(
        opened.year,
        class_id,
        held.name,
        tuple(_sheets(facts, held, done, staffing, boards[class_id])),
        {term: one.register for term, one in done.items()},
        _remarks(held),
        tuple(class_dues(opened.year, held)),
        held.grade,
        class_gaps(facts, held),
        boards[class_id],
        mine,
        unfinished(ledger, opened.year, [one for one in mine if not one.waits_for]),
    )


def _sheets(
    facts: YearFacts,
    held: ClassFacts,
    done: Mapping[Term, ClassCompleteness],
    staffing: Staffing,
    board: ClassBoard,
) -> Iterator[SheetWork]:
    for subject in sorted(facts.records.year.periods.get(held.grade, {}), key=ORDER.__getitem__):
        tallies = {term: one.subjects.get(subject, Tally()) for term, one in done.items()}
        unsigned = board.subjects.get(f"{held.id}/{subject}", frozenset())
        yield SheetWork(
            subject, subject_name(held.records, subject), tallies, _teachers(staffing, held.id, subject), unsigned
        )
    conduct = {term: one.conduct for term, one in done.items()}
    yield SheetWork(HOMEROOM, "Rèn luyện, nhận xét, nghỉ", conduct, staffing.homeroom(held.id), board.homeroom)


def _remarks(held: ClassFacts) -> Tally:
    there = [pupil for pupil in held.pupils if pupil.counted]
    return Tally(sum(pupil.person.id in held.records.remarks for pupil in there), len(there))


def _teachers(staffing: Staffing, class_id: ClassId, subject: SubjectId) -> Persons:
    return frozenset().union(*(staffing.teachers(class_id, subject, term) for term in SEMESTERS))


def others(ledger: Ledger, key: SheetKey, me: PersonId) -> Persons:
    """Who is assigned to fill a semester's sheet where the person is not; of the whole year, sending tells."""
    if key.term not in SEMESTERS:
        return frozenset()
    staffing = ledger.bench.policies.staffing(ledger.tree, key.year)
    subject = key.subject
    named = staffing.teachers(key.class_id, subject, key.term) if subject else staffing.homeroom(key.class_id)
    return frozenset() if me in named else named


def _due(ledger: Ledger, year: YearId, class_id: ClassId, me: PersonId) -> Iterator[Due]:
    for one in year_end(ledger, year).due(me):
        scopes = tuple(scope for scope in one.scopes if scope.partition("/")[0] == class_id)
        waits = {scope: who for scope, who in one.waits_for.items() if scope.partition("/")[0] == class_id}
        if scopes:
            yield replace(one, scopes=scopes, waits_for=waits)


@dataclass(frozen=True, slots=True)
class ClassLink:
    """A class in a list: the reader leads it, teaches in it, or only may look."""

    year: YearId
    class_id: ClassId
    name: str
    leads: bool
    teaches: bool


def classes_of(ledger: Ledger, me: PersonId | None) -> list[ClassLink]:
    """The classes of the open years, and of those whose summer is open; the reader's own first."""
    rooms = [(year, room) for year in [*open_years(ledger), *summer_years(ledger)] for room in _rooms(ledger, year)]
    names = names_of(ledger.history, tuple(rooms))
    links = []
    for year, room in rooms:
        staffing = ledger.bench.policies.staffing(ledger.tree, year)
        teaches = any(
            me in staffing.teachers(room, subject, term)
            for class_id, subject, term in staffing.assignments.teaching
            if class_id == room
        )
        links.append(ClassLink(year, room, names.room(year, room), me in staffing.homeroom(room), teaches))
    return sorted(links, key=lambda one: (not one.leads, not one.teaches))


def _rooms(ledger: Ledger, year: YearId) -> tuple[ClassId, ...]:
    return year_end(ledger, year).classes()
