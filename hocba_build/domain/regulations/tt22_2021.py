"""Thông tư 22/2021/TT-BGDĐT: assessment of lower and upper secondary pupils, one function a provision.

Read it with the circular beside it. Nothing here knows files, years or classes; what the school decided where the text
is open comes in as an argument.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from hocba_build.domain.values import (
    HIGHEST,
    Conclusion,
    Level,
    Outcome,
    Score,
    SubjectId,
    Title,
    round_score,
)

R = TypeVar("R")

REGULAR_WEIGHT: Final = 1
MIDTERM_WEIGHT: Final = 2
FINAL_WEIGHT: Final = 3
SECOND_SEMESTER_WEIGHT: Final = 2

ENOUGH_SUBJECTS: Final = 6
"""“Ít nhất 06 môn học” of Điều 9 khoản 2 and Điều 15 khoản 1."""
MOST_HALF_DAYS_ABSENT: Final = 45
REASSESSED_BELOW: Final = Decimal(5)


# --- Điều 6, 7: the assessments of a semester -------------------------------------------------------------------

REGULAR_COMMENTS: Final = 2
"""Regular assessments a semester of a subject by comment. Nguồn: TT 22/2021, Điều 6 khoản 3 điểm a."""


def required_regular_scores(periods_a_year: int) -> int:
    """Regular scores (ĐĐGtx) a semester of a subject with that many periods (tiết) a year.

    Nguồn: TT 22/2021, Điều 6 khoản 3 điểm b.
    """
    if periods_a_year <= 35:
        return 2
    return 3 if periods_a_year <= 70 else 4


# --- Điều 8: conduct --------------------------------------------------------------------------------------------

_T, _K, _D, _C = Level.TOT, Level.KHA, Level.DAT, Level.CHUA_DAT
YEAR_CONDUCT: Final[Mapping[Level, tuple[Level, Level, Level, Level]]] = {
    # HK I   HK II:  Tốt Khá Đạt Chưa đạt
    _T: (_T, _K, _K, _C),
    _K: (_T, _K, _D, _C),
    _D: (_K, _K, _D, _C),
    _C: (_K, _D, _D, _C),
}


def year_conduct(first: Level, second: Level) -> Level:
    """Conduct of the year from the two semesters.

    Nguồn: TT 22/2021, Điều 8 khoản 2 điểm b.
    """
    return YEAR_CONDUCT[first][second.rank]


# --- Điều 9 khoản 1: results of a subject -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SemesterScores:
    """All scores that enter one subject's semester average, in points."""

    regular: tuple[Score, ...]
    midterm: Score
    final: Score


def semester_average(scores: SemesterScores) -> Score:
    """Average of one subject over one semester (ĐTBmhk), in points.

    Nguồn: TT 22/2021, Điều 9 khoản 1 điểm b.
    """
    total = (
        REGULAR_WEIGHT * sum(scores.regular, Decimal(0)) + MIDTERM_WEIGHT * scores.midterm + FINAL_WEIGHT * scores.final
    )
    return round_score(total / (REGULAR_WEIGHT * len(scores.regular) + MIDTERM_WEIGHT + FINAL_WEIGHT))


def year_average(first: Score, second: Score) -> Score:
    """Average of one subject over the year (ĐTBmcn), from the rounded semester averages.

    Nguồn: TT 22/2021, Điều 9 khoản 1 điểm b.
    """
    return round_score((first + SECOND_SEMESTER_WEIGHT * second) / (1 + SECOND_SEMESTER_WEIGHT))


def semester_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """A subject by comment holds in a semester if every assessment does.

    Nguồn: TT 22/2021, Điều 9 khoản 1 điểm a.
    """
    return Outcome.DAT if all(outcome is Outcome.DAT for outcome in outcomes) else Outcome.CHUA_DAT


def year_outcome(second: Outcome) -> Outcome:
    """The year's outcome of a subject by comment is the second semester's.

    Nguồn: TT 22/2021, Điều 9 khoản 1 điểm a.
    """
    return second


# --- Điều 9 khoản 2, 3: the learning level ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SubjectResults:
    """What a learning level is read from: averages by subject, outcomes by subject; exempted subjects left out."""

    scores: Mapping[SubjectId, Score]
    outcomes: Mapping[SubjectId, Outcome]

    def without(self, subject: SubjectId) -> SubjectResults:
        """The same results with one subject left out."""
        return SubjectResults(_without(self.scores, subject), _without(self.outcomes, subject))

    def with_best(self, subject: SubjectId) -> SubjectResults:
        """The same results with one subject's result replaced by the best there is."""
        if subject in self.scores:
            return SubjectResults({**self.scores, subject: HIGHEST}, self.outcomes)
        return SubjectResults(self.scores, {**self.outcomes, subject: Outcome.DAT})


def _without(results: Mapping[SubjectId, R], subject: SubjectId) -> dict[SubjectId, R]:
    return {key: value for key, value in results.items() if key != subject}


def learning_level(results: SubjectResults) -> Level:
    """The learning level of a semester or a year, before any adjustment.

    Nguồn: TT 22/2021, Điều 9 khoản 2.
    """
    scores, failed = results.scores.values(), _failed(results.outcomes.values())
    if not failed and _reach(scores, floor="6.5", enough="8.0"):
        return Level.TOT
    if not failed and _reach(scores, floor="5.0", enough="6.5"):
        return Level.KHA
    if failed <= 1 and _reach(scores, floor="3.5", enough="5.0"):
        return Level.DAT
    return Level.CHUA_DAT


def _failed(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome is Outcome.CHUA_DAT for outcome in outcomes)


def _reach(scores: Iterable[Score], *, floor: str, enough: str) -> bool:
    """All scores at the floor or above, and at least six of them at the higher mark."""
    scores = list(scores)
    above = sum(score >= Decimal(enough) for score in scores)
    return above >= ENOUGH_SUBJECTS and all(score >= Decimal(floor) for score in scores)


def adjusted_level(
    results: SubjectResults, *, replace: bool = False, commented_too: bool = True
) -> tuple[Level, SubjectId | None]:
    """The learning level after the adjustment, and the one subject that alone had lowered it by two levels or more.

    ``replace`` asks what the level would be with the subject's best result, else the subject is left out;
    ``commented_too`` lets the one subject be one assessed by comment.

    Nguồn: TT 22/2021, Điều 9 khoản 3.
    """
    level = learning_level(results)
    if level.at_least(Level.KHA):
        return level, None  # Two levels above it there is none.
    candidates = [*results.scores, *(results.outcomes if commented_too else ())]
    for subject in candidates:
        spared = learning_level(results.with_best(subject) if replace else results.without(subject))
        if spared in (Level.TOT, Level.KHA) and level.rank - spared.rank >= 2:
            return _next_up(level), subject
    return level, None


def _next_up(level: Level) -> Level:
    return tuple(Level)[level.rank - 1]


# --- Điều 12, 13, 14: promotion, summer conduct, re-assessment --------------------------------------------------


def conclusion(conduct: Level, learning: Level, half_days_absent: int) -> Conclusion:
    """Promoted, or what stands in the way; grades 9 and 12 complete the programme on the same terms.

    A pupil whose conduct and learning are both Chưa đạt is not re-assessed: Điều 14 asks for conduct Đạt.

    Nguồn: TT 22/2021, Điều 12 khoản 1, 2, 3; Điều 13; Điều 14.
    """
    if half_days_absent > MOST_HALF_DAYS_ABSENT:
        return Conclusion.O_LAI_LOP
    good_conduct, good_learning = conduct.at_least(Level.DAT), learning.at_least(Level.DAT)
    if good_conduct and good_learning:
        return Conclusion.LEN_LOP
    if good_conduct:
        return Conclusion.KIEM_TRA_LAI
    return Conclusion.REN_LUYEN_HE if good_learning else Conclusion.O_LAI_LOP


def due_for_reassessment(result: Score | Outcome) -> bool:
    """Whether a subject's year result may be re-assessed: below 5,0, or Chưa đạt.

    Nguồn: TT 22/2021, Điều 14.
    """
    return result is Outcome.CHUA_DAT if isinstance(result, Outcome) else result < REASSESSED_BELOW


# --- Điều 15: titles --------------------------------------------------------------------------------------------


def title(conduct: Level, learning: Level, averages: Iterable[Score]) -> Title | None:
    """The year's title: both levels Tốt, and for Xuất sắc at least six year averages of 9,0 or more.

    Nguồn: TT 22/2021, Điều 15 khoản 1.
    """
    if not (conduct is Level.TOT and learning is Level.TOT):
        return None
    excellent = sum(average >= Decimal(9) for average in averages)
    return Title.XUAT_SAC if excellent >= ENOUGH_SUBJECTS else Title.GIOI
