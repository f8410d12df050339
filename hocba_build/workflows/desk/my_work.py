"""What waits for one person: sheets to fill, proposals to review, statements to sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from hocba_build.domain.completeness import ClassCompleteness, Tally, class_completeness
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.facts import YearFacts, year_facts
from hocba_build.domain.people import Role
from hocba_build.domain.values import SEMESTERS, ClassId, PersonId, SubjectId, Term, YearId
from hocba_build.exchange.columns import HONOURS, SUMMER_CONDUCT, SheetKey, subject_name
from hocba_build.workflows.desk.year_dues import class_dues, summer_years
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.ask_back import Question, questions
from hocba_build.workflows.ledger.board import years_of
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.proposals import Proposal, waiting
from hocba_build.workflows.ledger.sign_off import year_end
from hocba_build.workflows.sheets.whole_year import open_classes

YEAR_END: Final = timedelta(days=30)
"""How long before its last day a year's sign-offs are called for (Điều 7, 8 of the school's regulation)."""
OVERVIEW: Final = (
    Role.HIEU_TRUONG, Role.PHO_HIEU_TRUONG, Role.QUAN_TRI, Role.VAN_THU, Role.TO_TRUONG_VAN_PHONG, Role.HOI_DONG,
    Role.SO_GDDT,
)  # fmt: skip
"""Whose work is the whole school's."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who sits at the desk; ``trouble`` says why nothing can be signed here."""

    person: PersonId | None
    name: str
    roles: frozenset[Role]
    trouble: str = ""
    colleagues: Mapping[str, str] = field(default_factory=dict)
    """Everybody's name by id."""
    heads: bool = False
    """Whether the person heads a department in an open year."""

    def holds(self, *roles: Role) -> bool:
        """Whether the person holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def overviews(self) -> bool:
        """Whether every class is the person's business."""
        return self.heads or self.holds(*OVERVIEW)


@dataclass(frozen=True, slots=True)
class SheetDue:
    """One sheet that is the person's to fill, and how far it is."""

    key: SheetKey
    class_name: str
    what: str
    tally: Tally
    outcome: str = ""
    """What becomes of its pupils so far, of a sheet that is due after the year."""


@dataclass(frozen=True, slots=True)
class MyWork:
    """Everything that waits for one person in the open years."""

    me: Me
    sheets: tuple[SheetDue, ...]
    mine: tuple[Proposal, ...]
    """The person's own proposals that wait for somebody else."""
    asked: tuple[Question, ...]
    """Questions on them."""
    to_review: tuple[Proposal, ...]
    to_sign: Mapping[YearId, int]
    """How many scopes can be signed off now, by year."""
    unsent: tuple[str, ...]
    """Files changed in the work tree that no proposal holds."""


def whoami(ledger: Ledger) -> Me:
    """The person at the desk, or why there is none."""
    names = {str(person): member.full_name for person, member in ledger.policy.staff.items()}
    try:
        person = acting_person(ledger.policy).person
    except HocbaError as error:
        return Me(None, "", frozenset(), f"{error.message} {error.hint}".strip(), names)
    roles = frozenset(role for role in Role if person in ledger.policy.holding(role))
    heads = any(person in ledger.bench.policies.staffing(ledger.tree, year).heads() for year in open_years(ledger))
    return Me(person, names[person], roles, colleagues=names, heads=heads)


def my_work(root: Path, today: date) -> MyWork:
    """Everything that waits for the person at the desk.

    Raises:
        HocbaError: there is no ledger here, or it has faults.
    """
    desk = open_desk(root)
    ledger = open_ledger(desk, desk.main())
    me = whoami(ledger)
    proposals = tuple(waiting(ledger))
    unsent = tuple(desk.repository.changed())
    if me.person is None:
        return MyWork(me, (), (), (), (), {}, unsent)
    person = me.person
    mine = tuple(one for one in proposals if one.author == person)
    asked = tuple(one for one in questions(desk) if one.about in {own.branch for own in mine})
    years = [*summer_years(ledger), *open_years(ledger)]
    return MyWork(
        me,
        tuple(sheet for year in years for sheet in _sheets(root, ledger, year, person)),
        mine,
        asked,
        tuple(one for one in proposals if one.may_accept(person) or one.may_approve(person)),
        {year: due for year in years if (due := _due(root, ledger, year, (person, today)))},
        unsent,
    )


def open_years(ledger: Ledger) -> list[YearId]:
    """The years that are not locked, newest first."""
    locked = {year for year, lock in ledger.state.locks.items() if lock.scope is None}
    return [year for year in reversed(years_of(ledger)) if year not in locked]


def _sheets(root: Path, ledger: Ledger, year: YearId, person: PersonId) -> Iterator[SheetDue]:
    staffing = ledger.bench.policies.staffing(ledger.tree, year)
    mine = {
        (class_id, subject, term)
        for class_id, subject, term in staffing.assignments.teaching
        if person in staffing.teachers(class_id, subject, term)
    }
    homerooms = {row.class_id for row in staffing.assignments.homerooms if person in staffing.homeroom(row.class_id)}
    classes = frozenset({class_id for class_id, _, _ in mine} | homerooms)
    if not classes:
        return
    is_open = year in open_years(ledger)
    opened = open_classes(root, year, classes)
    facts = year_facts(opened.records, year)
    for class_id in sorted(classes & set(facts.classes)):
        subjects: set[str] = {subject for taught_in, subject, when in mine if (taught_in, when) == (class_id, Term.HK2)}
        tables = {SUMMER_CONDUCT, *([HONOURS] if is_open else [])} if class_id in homerooms else set()
        yield from _of_year(facts, class_id, subjects | tables)
        for term in SEMESTERS if is_open else ():
            taught = sorted(subject for taught_in, subject, when in mine if (taught_in, when) == (class_id, term))
            yield from _of_class(facts, (class_id, term), taught, leads=class_id in homerooms)


def _of_year(facts: YearFacts, class_id: ClassId, mine: set[str]) -> Iterator[SheetDue]:
    """What is due once a year of some sheets: one's subjects, and what the class's homeroom teacher enters."""
    held = facts.classes[class_id]
    for due in class_dues(facts.id, held):
        if due.key.what in mine:
            yield SheetDue(due.key, held.name, due.name, due.tally, due.outcome)


def _of_class(
    facts: YearFacts, where: tuple[ClassId, Term], taught: list[SubjectId], *, leads: bool
) -> Iterator[SheetDue]:
    class_id, term = where
    held = facts.classes[class_id]
    complete: ClassCompleteness = class_completeness(facts, held, term)
    for subject in taught:
        tally = complete.subjects.get(subject, Tally())
        yield SheetDue(
            SheetKey(facts.id, class_id, term, subject), held.name, subject_name(held.records, subject), tally
        )
    if leads:
        yield SheetDue(SheetKey(facts.id, class_id, term, None), held.name, "Chủ nhiệm", complete.conduct)


def _due(root: Path, ledger: Ledger, year: YearId, me: tuple[PersonId, date]) -> int:
    """How many scopes the person can sign now; nothing is due before the year's last weeks."""
    person, today = me
    last = open_classes(root, year, frozenset()).entered.year.last_day
    if today < last - YEAR_END:
        return 0
    end = year_end(ledger, year)
    return sum(len(one.scopes) for one in end.due(person) if not one.waits_for)
