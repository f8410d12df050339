"""The year end at a glance: what is missing, class by class, and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import ClassId, PersonId, YearId
from hocba_build.records.layout import is_year
from hocba_build.trust.year_end.scopes import HOMEROOM, LEADER
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.sign_off import LEADERS, YearEnd, year_end

Persons = frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class ClassBoard:
    """One class: subjects still to be signed with the persons missing, then the homeroom, then a leader."""

    class_id: ClassId
    subjects: Mapping[str, Persons]
    homeroom: Persons
    leader: Persons
    instead: Mapping[PersonId, Persons]
    """Who may sign now for somebody whose signature is missing."""

    @property
    def turn(self) -> Persons:
        """Who can sign now."""
        if self.subjects:
            return frozenset(person for persons in self.subjects.values() for person in persons)
        return self.homeroom or self.leader


@dataclass(frozen=True, slots=True)
class Board:
    """One year: its classes and how its lock stands (``mo``, ``khoa`` or empty)."""

    year: YearId
    classes: tuple[ClassBoard, ...]
    lock: str
    version: int


def board(root: Path, year: YearId) -> Board:
    """What is missing in a year; needs no key."""
    desk = open_desk(root)
    ledger = open_ledger(desk, desk.main())
    if year not in years_of(ledger):
        raise HocbaError(
            f"Không có năm học {year} trong sổ.", f"Các năm học: {', '.join(years_of(ledger)) or 'chưa có'}."
        )
    return board_of(ledger, year)


def board_of(ledger: Ledger, year: YearId) -> Board:
    """The same for a ledger that is open already."""
    end = year_end(ledger, year)
    lock = ledger.state.locks.get(year)
    said = "" if lock is None else ("khoa" if lock.scope is None else "mo")
    return Board(year, tuple(_class(end, name) for name in end.classes()), said, lock.version if lock else 0)


def _class(end: YearEnd, class_id: ClassId) -> ClassBoard:
    homeroom: Persons = frozenset() if end.fresh(HOMEROOM, class_id) else end.staffing.named_homeroom(class_id)
    leader: Persons = frozenset() if end.fresh(LEADER, class_id) else end.policy.holding(*LEADERS)
    subjects = end.missing_subjects(class_id)
    instead: dict[PersonId, Persons] = {}
    for scope, persons in (*subjects.items(), (str(class_id), homeroom)):
        for absent in persons:
            instead[absent] = instead.get(absent, frozenset()) | end.in_place_of(absent, scope)
    return ClassBoard(class_id, subjects, homeroom, leader, {who: held for who, held in instead.items() if held})


def year_of(root: Path) -> YearId:
    """The oldest year that is not locked: the one whose end comes next.

    Raises:
        HocbaError: there is none.
    """
    desk = open_desk(root)
    ledger = open_ledger(desk, desk.main())
    locked = {year for year, lock in ledger.state.locks.items() if lock.scope is None}
    years = [year for year in years_of(ledger) if year not in locked]
    if not years:
        raise HocbaError("Không có năm học nào đang mở.", "Nêu năm học: --year 2025-2026")
    return years[0]


def all_years(root: Path) -> list[YearId]:
    """The years in the ledger, newest first."""
    desk = open_desk(root)
    return years_of(open_ledger(desk, desk.main()))[::-1]


def years_of(ledger: Ledger) -> list[YearId]:
    """The years in the ledger, oldest first."""
    trees = ledger.bench.trees
    names = {path.split("/")[1] for path, _ in trees.files(ledger.tree, "records")}
    return [YearId(name) for name in sorted(names) if is_year(name)]
