"""Where a year stands: opened, pupils, assignments, entries, sign-offs, lock; what is next and whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

from hocba_build.domain.completeness import Tally, year_completeness
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.facts import YearFacts, year_facts
from hocba_build.domain.people import Role
from hocba_build.domain.turn.fates import WAITS, pasts_of
from hocba_build.domain.values import SEMESTERS, ClassId, Conclusion, PersonId, SubjectId, Term, YearId
from hocba_build.workflows.ledger.board import Board, board_of
from hocba_build.workflows.turn.people_gaps import gaps_of
from hocba_build.workflows.turn.steps import Opening, Step, open_opening, step_due, waiting, year_before

Persons = tuple[PersonId, ...]


class Stage(Enum):
    """What is next in a year; the value is its name in JSON."""

    OPEN = "mo_nam_hoc"
    FIRST = "nhap_hoc_ki_1"
    SECOND = "nhap_hoc_ki_2"
    SIGN = "ki_xac_nhan"
    LOCK = "khoa_so"
    SUMMER = "khoa_phan_he"
    NEXT_YEAR = "mo_nam_sau"
    CORRECT = "sua_roi_khoa_lai"


STAGES: Final[Mapping[Stage, str]] = {
    Stage.OPEN: "Mở năm học",
    Stage.FIRST: "Nhập điểm, rèn luyện, chuyên cần học kì I",
    Stage.SECOND: "Nhập điểm, rèn luyện, chuyên cần học kì II",
    Stage.SIGN: "Kí xác nhận cuối năm (hocba sign)",
    Stage.LOCK: "Khoá sổ (hocba lock)",
    Stage.SUMMER: "Ghi kết quả hè rồi khoá phần hè (hocba lock --he)",
    Stage.NEXT_YEAR: "Mở năm học sau: hocba year open",
    Stage.CORRECT: "Sửa trong phạm vi mở sổ, kí lại và khoá lại",
}


@dataclass(frozen=True, slots=True)
class YearStatus:
    """One year at a glance; counts only, no pupil is named."""

    year: YearId
    opened: bool
    steps: Mapping[Step, bool]
    waiting: tuple[str, ...]
    """Proposals of the opening that wait for a reviewer."""
    classes: int
    pupils: int
    held: int
    """Pupils of the year before who wait for a result and sit in no class yet."""
    without_homeroom: tuple[ClassId, ...]
    without_teacher: tuple[tuple[ClassId, SubjectId], ...]
    entered: Mapping[Term, Tally]
    registers: Mapping[Term, int]
    """Classes whose register of absences is begun."""
    undecided: int
    """Pupils without a conclusion; those who wait for the summer are counted apart."""
    summer: int
    board: Board | None
    next: Stage
    turn: Persons


def year_status(root: Path, year: YearId | None = None) -> YearStatus:
    """The status of a year, the newest without one; needs no key.

    Raises:
        HocbaError: no ledger, or no year in it.
    """
    opening = open_opening(root)
    wanted = year or max(opening.records.years, default=None)
    if wanted is None:
        raise HocbaError("Sổ chưa có năm học nào.", "Mở năm đầu tiên: hocba year open NĂM_HỌC")
    steps = {step: _done(opening, step, wanted) for step in (Step.YEAR, Step.PUPILS, Step.PEOPLE)}
    pending = tuple(name for step in steps for name in waiting(opening, step, wanted))
    if wanted not in opening.records.years:
        turn = tuple(sorted(opening.authors(Step.YEAR, wanted)))
        nothing = dict.fromkeys(SEMESTERS, Tally())
        return YearStatus(wanted, False, steps, pending, 0, 0, 0, (), (), nothing, {}, 0, 0, None, Stage.OPEN, turn)
    return _status(opening, wanted, steps, pending)


def _done(opening: Opening, step: Step, year: YearId) -> bool:
    due = step_due(opening, year)
    order = [Step.YEAR, Step.PUPILS, Step.PEOPLE, None]
    return order.index(step) < order.index(due)


def _status(opening: Opening, year: YearId, steps: Mapping[Step, bool], pending: tuple[str, ...]) -> YearStatus:
    facts = year_facts(opening.records, year)
    rows = [pupil for one in facts.classes.values() for pupil in one.pupils if pupil.counted]
    entered, registers = _entered(facts)
    gaps = gaps_of(opening.records, year)
    conclusions = [row.result.conclusion for row in rows]
    summer = sum(one in (Conclusion.KIEM_TRA_LAI, Conclusion.REN_LUYEN_HE) for one in conclusions)
    found = YearStatus(
        year=year,
        opened=True,
        steps=steps,
        waiting=pending,
        classes=len(facts.classes),
        pupils=len(rows),
        held=_held(opening, year),
        without_homeroom=gaps.without_homeroom,
        without_teacher=gaps.without_teacher,
        entered=entered,
        registers=registers,
        undecided=sum(one is None for one in conclusions),
        summer=summer,
        board=board_of(opening.ledger, year),
        next=Stage.OPEN,
        turn=(),
    )
    stage, turn = _next(opening, found)
    return replace(found, next=stage, turn=turn)


def _entered(facts: YearFacts) -> tuple[dict[Term, Tally], dict[Term, int]]:
    done = year_completeness(facts)
    entered = {term: sum((done[one, term].total for one in facts.classes), Tally()) for term in SEMESTERS}
    registers = {term: sum(done[one, term].register for one in facts.classes) for term in SEMESTERS}
    return entered, registers


def _held(opening: Opening, year: YearId) -> int:
    before = year_before(opening.records, year)
    if before is None:
        return 0
    held = opening.records.years[year]
    seated = {row.student for one in held.classes.values() for row in one.school_class.enrolments}
    old = year_facts(opening.records, before)
    pasts = pasts_of(old, opening.records.students, held.year.first_day)
    return sum(past.fate in WAITS and past.student not in seated for past in pasts)


def _next(opening: Opening, found: YearStatus) -> tuple[Stage, Persons]:
    """The first thing that is not done, and who does it."""
    due = step_due(opening, found.year)
    if due is not None:
        return Stage.OPEN, tuple(sorted(opening.authors(due, found.year)))
    lock = found.board.lock if found.board else ""
    policy = opening.ledger.policy
    leaders = tuple(sorted(policy.holding(Role.QUAN_TRI, Role.PHO_HIEU_TRUONG)))
    if lock == "mo":
        return Stage.CORRECT, _signers(found)
    if lock == "khoa":
        closed = opening.ledger.state.locks[found.year].summer_closed
        return (Stage.NEXT_YEAR, tuple(sorted(policy.holding(Role.QUAN_TRI)))) if closed else (Stage.SUMMER, leaders)
    for term, stage in ((Term.HK1, Stage.FIRST), (Term.HK2, Stage.SECOND)):
        if not found.entered[term].complete or found.registers[term] < found.classes:
            return stage, ()
    signers = _signers(found)
    return (Stage.SIGN, signers) if signers else (Stage.LOCK, leaders)


def _signers(found: YearStatus) -> Persons:
    classes = found.board.classes if found.board else ()
    return tuple(sorted({person for one in classes for person in one.turn}))
