"""From a plan to a whole school."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hocba_build.domain.curriculum import periods, usual_semesters, usual_summer
from hocba_build.domain.legacy import LegacyYear
from hocba_build.domain.results import evaluate_year
from hocba_build.domain.school import Address, Assignments, School, SchoolRecords, SchoolYear, YearRecords
from hocba_build.domain.values import ClassId, SchoolLevel, StudentId, SubjectId, YearId
from hocba_build.workflows.sample import arrivals, cases, flow
from hocba_build.workflows.sample.calendar import year_id
from hocba_build.workflows.sample.curriculum import is_tt22
from hocba_build.workflows.sample.drafts import Draft, draft_class, pupils_of
from hocba_build.workflows.sample.kept import Place, earlier_years, kept_year
from hocba_build.workflows.sample.kept_cases import place_kept
from hocba_build.workflows.sample.plan import OPEN_YEAR, Plan, derive
from hocba_build.workflows.sample.pupils import draw_family
from hocba_build.workflows.sample.rooms import Fate, Room
from hocba_build.workflows.sample.staff import Faculty, Need, assign, hire
from hocba_build.workflows.sample.summer import Stage, close_year, fates_of, hold_summer

_FOUNDED: Final = date(2004, 8, 2)
_TWO_LEVELS: Final = date(2025, 7, 1)
"""From this day on there are no districts."""


@dataclass(slots=True)
class _Growth:
    """What has grown so far."""

    plan: Plan
    office: flow.Office
    placed: cases.Placed = field(default_factory=cases.Placed)
    drafts: dict[int, list[Draft]] = field(default_factory=dict)
    legacy: dict[YearId, dict[StudentId, LegacyYear]] = field(default_factory=dict)

    def keep(self, pages: Sequence[LegacyYear]) -> None:
        """Add kept pages."""
        for page in pages:
            self.legacy.setdefault(page.year, {})[page.student] = page


@dataclass(frozen=True, slots=True)
class Sample:
    """The school, and which pupil stands for which special case."""

    records: SchoolRecords
    cases: dict[str, StudentId]


def generate(plan: Plan) -> SchoolRecords:
    """The whole fictional school of a plan; the same plan gives the same values everywhere."""
    return generate_sample(plan).records


def generate_sample(plan: Plan) -> Sample:
    """The school with the index of its special cases."""
    growth = _Growth(plan, flow.Office(plan.seed))
    rooms = flow.found(plan, growth.office)
    _keep_founders(growth, rooms)
    for year in range(plan.first_year, OPEN_YEAR + 1):
        fates = _grow_year(growth, rooms, year)
        if year < OPEN_YEAR:
            rooms = flow.advance(plan, growth.office, rooms, year + 1, fates)
    placed = {name: pupil.id for name, pupil in growth.placed.pupils.items()}
    return Sample(_records(growth), placed)


def _keep_founders(growth: _Growth, rooms: Sequence[Room]) -> None:
    """Earlier years of the pupils of the first year."""
    for room in rooms:
        for seat in room.seats:
            growth.keep(earlier_years(seat.pupil, room.grade, growth.plan.first_year, growth.plan.seed))


def _grow_year(growth: _Growth, rooms: Sequence[Room], year: int) -> dict[StudentId, Fate]:
    """Fill one year's classes; what a grade had before its TT 22 date becomes kept pages."""
    plan = growth.plan
    if year == plan.case_year:
        _place_cases(growth, rooms)
    fates: dict[StudentId, Fate] = {}
    for room in rooms:
        if not is_tt22(room.grade, year):
            pupils = [seat.pupil for seat in room.seats]
            growth.keep([kept_year(pupil, room.grade, year, room.name, Place(), plan.seed) for pupil in pupils])
            fates.update({pupil.id: Fate.PROMOTED for pupil in pupils})
    current = [room for room in rooms if is_tt22(room.grade, year)]
    growth.drafts[year] = drafts = [draft_class(room, year, plan.seed) for room in current]
    if year < OPEN_YEAR:
        fates.update(_end_year(growth, drafts, year))
    return fates


def _place_cases(growth: _Growth, rooms: Sequence[Room]) -> None:
    flow.optional_learners(rooms)
    cases.place_numbers(rooms, growth.placed)
    cases.place_leavings(rooms, growth.placed)
    cases.place_renaming(rooms, growth.placed)
    arrivals.place_move(rooms, growth.placed)
    arrivals.place_arrivals(rooms, growth.office, growth.placed)
    if growth.plan.first_year == cases.YEAR:
        _replace_kept(growth, rooms)
    for pupil in arrivals.newcomers_from_elsewhere(growth.placed):
        grade = next(room.grade for room in rooms for seat in room.seats if seat.pupil is pupil)
        growth.keep(earlier_years(pupil, grade, cases.YEAR, growth.plan.seed))


def _replace_kept(growth: _Growth, rooms: Sequence[Room]) -> None:
    """Kept pages out of the ordinary stand in place of the pupil's other ones for the same grade."""
    for page in place_kept(rooms, growth.placed, growth.plan.seed):
        for held in growth.legacy.values():
            other = held.get(page.student)
            if other and other.grade == page.grade:
                del held[page.student]
        growth.keep([page])


def _end_year(growth: _Growth, drafts: Sequence[Draft], year: int) -> dict[StudentId, Fate]:
    """First results, the summer, final results: each stage is computed by the rules from what was entered."""
    students = {pupil.id: pupil.student() for pupil in pupils_of([draft.room for draft in drafts])}
    records = YearRecords(
        _school_year(drafts, year), Assignments(), {draft.room.id: draft.records() for draft in drafts}
    )
    first = Stage(year, growth.plan.seed, evaluate_year(records, students))
    for draft in drafts:
        hold_summer(draft, first)
    final = Stage(year, growth.plan.seed, evaluate_year(records, students))
    fates: dict[StudentId, Fate] = {}
    for draft in drafts:
        close_year(draft, final, growth.office)
        fates.update(fates_of(draft, final))
    return fates


def _school_year(drafts: Sequence[Draft], year: int) -> SchoolYear:
    taught: dict[int, set[SubjectId]] = {}
    for draft in drafts:
        taught.setdefault(draft.room.grade, set()).update(draft.taught)
    curriculum = {
        grade: {subject: periods(grade, subject) for subject in sorted(taught[grade])} for grade in sorted(taught)
    }
    return SchoolYear(year_id(year), "tt22-2021", "tt22", usual_semesters(year), usual_summer(year), curriculum)


def _records(growth: _Growth) -> SchoolRecords:
    years = {year: drafts for year, drafts in growth.drafts.items() if drafts}
    needs = {year: [_need(draft) for draft in drafts] for year, drafts in years.items()}
    faculty = hire(derive(growth.plan.seed, "staff"), list(needs.values()))
    pupils = growth.office.pupils
    return SchoolRecords(
        school=_school(year_id(min(years))),
        staff=dict(faculty.members),
        students={pupil.id: pupil.student() for pupil in pupils.values()},
        families={
            pupil.id: draw_family(derive(growth.plan.seed, "family", pupil.id), pupil) for pupil in pupils.values()
        },
        sealed_families=frozenset(),
        years={year_id(year): _year(faculty, year, drafts, needs[year]) for year, drafts in years.items()},
        legacy={year: growth.legacy[year] for year in sorted(growth.legacy)},
    )


def _need(draft: Draft) -> Need:
    return Need(draft.room.id, draft.room.grade, draft.taught)


def _year(faculty: Faculty, year: int, drafts: Sequence[Draft], needs: Sequence[Need]) -> YearRecords:
    changes = {ClassId(room): day for room, day in cases.HOMEROOM_CHANGES} if year == cases.YEAR else {}
    assignments = assign(faculty, year, needs, changes)
    return YearRecords(_school_year(drafts, year), assignments, {draft.room.id: draft.records() for draft in drafts})


def _school(began_with: YearId) -> School:
    return School(
        code="79000123",
        began_with=began_with,
        names=((_FOUNDED, "Trường THCS và THPT Bình Minh"),),
        addresses=(
            (_FOUNDED, Address("Xã Tân Bình", "Tỉnh Bình Hoà", "Huyện Phú An")),
            (_TWO_LEVELS, Address("Xã Phú An", "Thành phố Nam Hà")),
        ),
        levels=((_FOUNDED, frozenset({SchoolLevel.THCS, SchoolLevel.THPT})),),
    )
