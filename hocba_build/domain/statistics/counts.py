"""Counts over a school, a grade or a class: distributions and averages, never an order of pupils."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from hocba_build.domain.facts import PupilRow
from hocba_build.domain.results import StudentYear
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import (
    LEVELS,
    Conclusion,
    Level,
    Outcome,
    Result,
    Score,
    SubjectId,
    Term,
    Title,
    round_score,
)

BANDS: Final = (Decimal(0), Decimal("3.5"), Decimal("5"), Decimal("6.5"), Decimal("8"), Decimal("9"), Decimal("10.1"))
"""The limits of Điều 9 khoản 2 and Điều 15: under 3,5; 5,0; 6,5; 8,0; 9,0; and up to 10."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many pupils have each level, and how many have none yet."""

    counts: Mapping[Level, int]
    unknown: int = 0

    @property
    def known(self) -> int:
        """Pupils with a level."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a table of levels: a grade, a class or a sex."""

    label: str
    size: int
    learning: Distribution
    conduct: Distribution


@dataclass(frozen=True, slots=True)
class ScoredSubject:
    """A subject with scores: how many pupils, their average, how many in each band."""

    subject: SubjectId
    size: int
    average: Score | None
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CommentedSubject:
    """A subject assessed by comment."""

    subject: SubjectId
    passed: int
    failed: int


@dataclass(frozen=True, slots=True)
class Promotion:
    """How the year ended; ``open`` pupils have no conclusion yet."""

    conclusions: Mapping[Conclusion, int]
    open: int
    titles: Mapping[Title, int]
    completed: int
    not_completed: int


def counted(rows: Iterable[PupilRow], term: Term = Term.CA_NAM, *, inclusive: bool = False) -> list[PupilRow]:
    """Pupils in a term's figures: in the class when it ends; those of inclusive education stand apart (Điều 11)."""
    return [row for row in rows if row.counted_in(term) and row.enrolment.inclusive is inclusive]


def group(label: str, rows: Sequence[PupilRow], term: Term) -> Group:
    """The levels of one group of pupils."""
    learning = [learning_level(row.result, term) for row in rows]
    conduct = [conduct_level(row.result, term) for row in rows]
    return Group(label, len(rows), _distribution(learning), _distribution(conduct))


def groups_by(rows: Sequence[PupilRow], label: Callable[[PupilRow], str], term: Term) -> list[Group]:
    """The levels by a label, in the order in which the labels come."""
    parts: dict[str, list[PupilRow]] = {}
    for row in rows:
        parts.setdefault(label(row), []).append(row)
    return [group(key, part, term) for key, part in parts.items()]


def learning_level(result: StudentYear, term: Term) -> Level | None:
    """The level a table shows: for the year the one after re-assessment."""
    return result.final.learning.level if term is Term.CA_NAM else result.terms[term].learning.level


def conduct_level(result: StudentYear, term: Term) -> Level | None:
    """The conduct a table shows: for the year the one after summer training."""
    return result.final.conduct if term is Term.CA_NAM else result.terms[term].conduct


def _distribution(levels: Sequence[Level | None]) -> Distribution:
    counts = Counter(levels)
    return Distribution({level: counts[level] for level in LEVELS}, counts[None])


def scored_subjects(rows: Sequence[PupilRow], term: Term) -> list[ScoredSubject]:
    """Averages and bands of every subject with scores."""
    return [
        _scored(subject, [value for value in values if isinstance(value, Decimal)])
        for subject, values in _results(rows, term)
        if SUBJECTS[subject].scored
    ]


def commented_subjects(rows: Sequence[PupilRow], term: Term) -> list[CommentedSubject]:
    """Đạt and Chưa đạt of every subject assessed by comment."""
    return [
        CommentedSubject(subject, values.count(Outcome.DAT), values.count(Outcome.CHUA_DAT))
        for subject, values in _results(rows, term)
        if not SUBJECTS[subject].scored
    ]


def _results(rows: Sequence[PupilRow], term: Term) -> list[tuple[SubjectId, list[Result | None]]]:
    found: dict[SubjectId, list[Result | None]] = {}
    for row in rows:
        for subject, result in row.result.subjects.items():
            found.setdefault(subject, []).append(result.standing if term is Term.CA_NAM else result.of(term))
    return sorted(found.items(), key=lambda item: ORDER[item[0]])


def _scored(subject: SubjectId, scores: Sequence[Decimal]) -> ScoredSubject:
    average = round_score(sum(scores, Decimal(0)) / len(scores)) if scores else None
    bands = tuple(sum(low <= score < high for score in scores) for low, high in pairwise(BANDS))
    return ScoredSubject(subject, len(scores), average, bands)


def histogram(rows: Sequence[PupilRow], term: Term) -> tuple[int, ...]:
    """All subject averages by whole points: [0, 1), [1, 2) … [9, 10]."""
    scores = [value for _, values in _results(rows, term) for value in values if isinstance(value, Decimal)]
    counts = Counter(min(int(score), 9) for score in scores)
    return tuple(counts[point] for point in range(10))


def promotion(rows: Sequence[PupilRow]) -> Promotion:
    """Conclusions, titles and completion of the level."""
    conclusions = Counter(row.result.conclusion for row in rows)
    titles = Counter(row.result.title for row in rows)
    completed = Counter(row.result.level_completed for row in rows)
    return Promotion(
        {conclusion: conclusions[conclusion] for conclusion in Conclusion},
        conclusions[None],
        {title: titles[title] for title in (Title.XUAT_SAC, Title.GIOI)},
        completed[True],
        completed[False],
    )
