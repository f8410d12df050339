"""The sample that most tests of this folder look at, grown once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from hocba_build.domain.people import Student
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import ClassRecords, YearRecords
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.workflows.sample import Plan, Sample, generate_sample

COMPLETE, OPEN = YearId("2024-2025"), YearId("2025-2026")


@dataclass(frozen=True)
class Grown:
    """The sample with its complete year's results."""

    sample: Sample
    results: Mapping[StudentId, StudentYear]

    @property
    def complete(self) -> YearRecords:
        """2024-2025."""
        return self.sample.records.years[COMPLETE]

    @property
    def open(self) -> YearRecords:
        """2025-2026."""
        return self.sample.records.years[OPEN]

    def student(self, case: str) -> Student:
        """The pupil of a case."""
        return self.sample.records.students[self.sample.cases[case]]

    def result(self, case: str) -> StudentYear:
        """The year of a case's pupil."""
        return self.results[self.sample.cases[case]]

    def class_of(self, case: str) -> ClassRecords:
        """The class whose page is printed for a case's pupil."""
        return self.complete.classes[self.result(case).class_id]

    def next_class(self, case: str) -> ClassId | None:
        """The class of a case's pupil in the open year."""
        pupil = self.sample.cases[case]
        return next(
            (
                held.school_class.id
                for held in self.open.classes.values()
                if any(row.student == pupil for row in held.school_class.enrolments)
            ),
            None,
        )


@pytest.fixture(scope="session")
def grown() -> Grown:
    """The repository's own sample."""
    sample = generate_sample(Plan())
    year = sample.records.years[COMPLETE]
    return Grown(sample, evaluate_year(year, sample.records.students))
