"""What must hold for every result, whatever the scores: checked against independent arithmetic in tenths."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hocba_build.domain.entries import SubjectEntry, Tests
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.results.join import _join
from hocba_build.domain.values import LEVELS, Level, Outcome, Score, SubjectId, Title

TENTHS = st.integers(0, 100)
THRESHOLDS = (34, 35, 49, 50, 64, 65, 79, 80, 85, 85, 85)
"""Around each mark of Điều 9 khoản 2; mostly good, so that one subject alone can lower the level."""
SUBJECT_IDS = [SubjectId(f"mon-{index}") for index in range(9)]


def points(tenths: int) -> Score:
    return Score(Decimal(tenths) / 10)


def half_up(numerator: int, denominator: int) -> int:
    """Integer division rounded half up, in tenths: no Decimal and no float."""
    return (2 * numerator + denominator) // (2 * denominator)


@given(st.lists(TENTHS, min_size=2, max_size=5), TENTHS, TENTHS)
def test_semester_average_is_exact(regular: list[int], midterm: int, final: int) -> None:
    scores = tt22.SemesterScores(tuple(map(points, regular)), points(midterm), points(final))
    expected = half_up(sum(regular) + 2 * midterm + 3 * final, len(regular) + 5)
    assert tt22.semester_average(scores) * 10 == expected


@given(TENTHS, TENTHS)
def test_year_average_is_exact(first: int, second: int) -> None:
    assert tt22.year_average(points(first), points(second)) * 10 == half_up(first + 2 * second, 3)


results = st.builds(
    lambda scores, outcomes: tt22.SubjectResults(
        dict(zip(SUBJECT_IDS, map(points, scores), strict=False)),
        {SubjectId(f"nx-{index}"): outcome for index, outcome in enumerate(outcomes)},
    ),
    st.lists(st.sampled_from(THRESHOLDS) | st.integers(25, 100), min_size=6, max_size=9),
    st.lists(st.sampled_from([*Outcome, Outcome.DAT, Outcome.DAT]), min_size=3, max_size=5),
)


@given(results, st.data())
def test_a_better_score_never_lowers_the_level(read: tt22.SubjectResults, data: st.DataObject) -> None:
    subject = data.draw(st.sampled_from(sorted(read.scores)))
    assert tt22.learning_level(read.with_best(subject)).at_least(tt22.learning_level(read))


def by_the_letter(tenths: list[int], holds: list[bool]) -> int:
    """Điều 9 khoản 2 in integers: 0 Tốt to 3 Chưa đạt."""
    failed = holds.count(False)
    for rank, (most_failed, least, six_at) in enumerate([(0, 65, 80), (0, 50, 65), (1, 35, 50)]):
        if failed <= most_failed and min(tenths) >= least and sum(each >= six_at for each in tenths) >= 6:
            return rank
    return 3


def adjusted_by_the_letter(tenths: list[int], holds: list[bool], *, replace: bool, commented: bool) -> int:
    """Điều 9 khoản 3: each single subject left out, or replaced by the best there is."""
    base = by_the_letter(tenths, holds)
    best: tuple[list[int], list[bool]] = ([100], [True]) if replace else ([], [])
    spared = [by_the_letter([*tenths[:at], *best[0], *tenths[at + 1 :]], holds) for at in range(len(tenths))]
    if commented:
        spared += [by_the_letter(tenths, [*holds[:at], *best[1], *holds[at + 1 :]]) for at in range(len(holds))]
    return base - any(rank <= 1 and base - rank >= 2 for rank in spared)


@given(results, st.booleans(), st.booleans())
def test_levels_are_those_of_the_letter(read: tt22.SubjectResults, replace: bool, commented: bool) -> None:
    tenths = [int(score * 10) for score in read.scores.values()]
    holds = [outcome is Outcome.DAT for outcome in read.outcomes.values()]
    assert tt22.learning_level(read).rank == by_the_letter(tenths, holds)
    level, _ = tt22.adjusted_level(read, replace=replace, commented_too=commented)
    assert level.rank == adjusted_by_the_letter(tenths, holds, replace=replace, commented=commented)


@given(results)
def test_the_adjustment_lifts_by_one_step_to_kha_at_most(read: tt22.SubjectResults) -> None:
    base = tt22.learning_level(read)
    level, subject = tt22.adjusted_level(read)
    if subject is None:
        assert level is base
    else:
        assert base.rank - level.rank == 1
        assert level is not Level.TOT


@given(results)
def test_replacing_reaches_at_least_as_high_as_leaving_out(read: tt22.SubjectResults) -> None:
    assert tt22.adjusted_level(read, replace=True)[0].at_least(tt22.adjusted_level(read)[0])


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS), st.lists(TENTHS, max_size=9))
def test_a_title_needs_both_levels_tot(conduct: Level, learning: Level, averages: list[int]) -> None:
    title = tt22.title(conduct, learning, map(points, averages))
    assert (title is not None) == (conduct is learning is Level.TOT)
    assert (title is Title.XUAT_SAC) == (title is not None and sum(average >= 90 for average in averages) >= 6)


@given(st.lists(TENTHS, min_size=4, max_size=4), TENTHS, TENTHS, st.integers(0, 4), st.booleans())
def test_a_class_move_does_not_change_the_joined_tests(
    regular: list[int], midterm: int, final: int, moved_after: int, midterm_first: bool
) -> None:
    whole = Tests(tuple(map(points, regular)), points(midterm), points(final))
    before = Tests(whole.regular[:moved_after], whole.midterm if midterm_first else None)
    after = Tests(
        (None,) * moved_after + whole.regular[moved_after:], None if midterm_first else whole.midterm, whole.final
    )
    assert _join([SubjectEntry({"": before}), SubjectEntry({"": after})]).contents == {"": whole}
