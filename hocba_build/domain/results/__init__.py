"""From entries to results: join a pupil's year, apply the regulation, keep what explains each figure."""

from hocba_build.domain.results.model import (
    Learning,
    Notice,
    SemesterResult,
    StudentYear,
    SubjectResult,
    TermLevels,
)
from hocba_build.domain.results.year import ClassResults, evaluate_class, evaluate_year

__all__ = [
    "ClassResults",
    "Learning",
    "Notice",
    "SemesterResult",
    "StudentYear",
    "SubjectResult",
    "TermLevels",
    "evaluate_class",
    "evaluate_year",
]
