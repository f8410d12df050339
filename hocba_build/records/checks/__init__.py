"""Rules across files: a list of functions of one shape, each from everything that was read to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import SchoolRecords
from hocba_build.records.checks import (
    absences,
    assignments,
    counts,
    curriculum,
    dates,
    enrolment,
    identity,
    outcomes,
    placing,
    tests,
    years,
)
from hocba_build.records.checks.doubt import Doubts
from hocba_build.records.layout import RecordPath

Check: TypeAlias = Callable[[SchoolRecords], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    enrolment.unknown_students,
    enrolment.two_classes,
    curriculum.foreign_subjects,
    curriculum.untaken_rows,
    counts.regular_tests,
    enrolment.strangers,
    assignments.homeroom_gaps,
    assignments.unassigned,
    assignments.unknown_in_assignments,
    curriculum.electives,
    absences.absences,
    enrolment.listed_twice,
    identity.shared_codes,
    identity.contradicting_personal_ids,
    tests.not_sat,
    years.too_early,
    years.kept_years,
    tests.given_twice,
    years.calendars,
    dates.enrolment_dates,
    dates.implausible_ages,
    dates.event_order,
    dates.leavers,
    assignments.assignment_dates,
    identity.near_twins,
    outcomes.outcomes,
    placing.placing,
)


def run_checks(records: SchoolRecords, faulty: Iterable[RecordPath] = ()) -> Iterator[Finding]:
    """Every finding of every check; lines are filled in by whoever read the files.

    ``faulty`` are files that were left out: what may only follow from their absence is not said.
    """
    doubts = Doubts(records, faulty)
    for check in CHECKS:
        yield from filter(doubts.believable, check(records))
