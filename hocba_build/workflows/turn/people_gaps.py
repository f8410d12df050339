"""Classes without a homeroom teacher, subjects that nobody is named to teach."""

from __future__ import annotations

from dataclasses import dataclass

from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.subjects import ORDER
from hocba_build.domain.values import SEMESTERS, ClassId, SubjectId, YearId
from hocba_build.workflows.turn.drafts import class_plan, subjects_of_plan


@dataclass(frozen=True, slots=True)
class Gaps:
    """What nobody is named for."""

    without_homeroom: tuple[ClassId, ...]
    without_teacher: tuple[tuple[ClassId, SubjectId], ...]


def gaps_of(records: SchoolRecords, year: YearId) -> Gaps:
    """The gaps in a year's assignments as they stand."""
    held = records.years[year]
    led = {room.class_id for room in held.assignments.homerooms if room.until is None}
    plans = [class_plan(one.school_class, {}) for one in held.classes.values()]
    missing = [
        (plan.new.id, subject)
        for plan in plans
        for subject in sorted(subjects_of_plan(held.year, plan), key=ORDER.__getitem__)
        if not all(held.assignments.teachers(plan.new.id, subject, term) for term in SEMESTERS)
    ]
    return Gaps(tuple(plan.new.id for plan in plans if plan.new.id not in led), tuple(missing))
