"""The tests of one pupil in one year: drawn around an ability, or solved for a wanted average.

Nguồn: TT 22/2021, Điều 9 khoản 1 điểm b (the average that is solved for).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Final, TypeAlias

from hocba_build.domain.entries import Tests
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, SUBJECTS
from hocba_build.domain.values import SEMESTERS, Outcome, Score, SubjectId, Term
from hocba_build.workflows.sample.curriculum import regular_tests
from hocba_build.workflows.sample.plan import bell, between, chance, derive, pick
from hocba_build.workflows.sample.pupils import Pupil
from hocba_build.workflows.sample.script import Script, Share

Contents: TypeAlias = Mapping[str, Tests]
YearMarks: TypeAlias = Mapping[tuple[Term, SubjectId], Contents]

TENTHS: Final = tuple(Score(Decimal(n) / 10) for n in range(101))
"""Every score there is, by its tenths."""
_QUARTERS: Final = (0, 3, 5, 8)
_PERIODIC: Final = 5
"""Weights of the mid-term (2) and final (3) tests together."""


@dataclass(frozen=True, slots=True)
class Course:
    """One subject in one semester: how many regular tests, and whether a study topic is assessed."""

    grade: int
    subject: SubjectId
    term: Term
    topic: bool


def year_marks(pupil: Pupil, grade: int, year: int, taken: Sequence[SubjectId], script: Script, seed: int) -> YearMarks:
    """All the tests of a pupil's year, as if it were complete."""
    rng = derive(seed, "marks", year, pupil.id)
    marks: dict[tuple[Term, SubjectId], Contents] = {}
    for term in SEMESTERS:
        for subject in taken:
            course = Course(grade, subject, term, term is Term.HK2 and subject in pupil.study_topics)
            marks[term, subject] = _course_marks(rng, pupil, course, script)
    return marks


def _course_marks(rng: Random, pupil: Pupil, course: Course, script: Script) -> Contents:
    if not SUBJECTS[course.subject].scored:
        failed = _fails(rng, course, script)
        contents = ARTS_CONTENTS if course.subject == ARTS else ("",)
        return {content: _outcomes(failed=failed and content == contents[0]) for content in contents}
    absent = script.not_sat.get((course.term, course.subject))
    wanted = _wanted(course, script)
    if wanted is None:
        return {"": _drawn(rng, pupil.talent + pupil.leanings[course.subject], course)}
    tests = solved(rng, wanted, regular_tests(course.grade, course.subject), topic=course.topic)
    return {"": _missed(tests, absent) if absent else tests}


def _fails(rng: Random, course: Course, script: Script) -> bool:
    if script.case:
        return script.failed.get(course.subject, (False, False))[SEMESTERS.index(course.term)]
    return chance(rng, 0.002)


def _wanted(course: Course, script: Script) -> int | None:
    if course.subject in script.averages:
        return script.averages[course.subject][SEMESTERS.index(course.term)]
    return script.base


def _outcomes(*, failed: bool) -> Tests:
    final = Outcome.CHUA_DAT if failed else Outcome.DAT
    return Tests((Outcome.DAT, Outcome.DAT), Outcome.DAT, final)


def _drawn(rng: Random, mean: float, course: Course) -> Tests:
    count = regular_tests(course.grade, course.subject)
    return Tests(
        tuple(_regular(rng, mean) for _ in range(count)),
        _periodic(rng, mean - 0.1),
        _periodic(rng, mean - 0.1),
        _regular(rng, mean + 0.3) if course.topic else None,
    )


def _regular(rng: Random, mean: float) -> Score:
    """A regular test, mostly in whole and half points, and kinder than the others."""
    points = max(1.0, min(10.0, bell(rng, mean + 0.25, 0.75)))
    return TENTHS[int(points * 10) if chance(rng, 0.1) else int(points * 2 + 0.5) * 5]


def _periodic(rng: Random, mean: float) -> Score:
    """A mid-term or final test: quarter points, as they are rounded to one decimal."""
    points = max(0.5, min(10.0, bell(rng, mean, 0.6)))
    whole, rest = divmod(int(points * 4), 4)
    return TENTHS[whole * 10 + _QUARTERS[rest]]


def solved(rng: Random, wanted: int, count: int, *, topic: bool) -> Tests:
    """Tests whose average is exactly the wanted tenths: all but the final are drawn, the final is what is left.

    Nguồn: TT 22/2021, Điều 9 khoản 1 điểm b.
    """
    weighed = count + topic
    while True:
        regular = [_near(rng, wanted) for _ in range(weighed)]
        midterm = _near(rng, wanted)
        final = (wanted * (weighed + _PERIODIC) - sum(regular) - 2 * midterm + 1) // 3
        total = sum(regular) + 2 * midterm + 3 * final
        divisor = weighed + _PERIODIC
        if 0 <= final <= 100 and (2 * total + divisor) // (2 * divisor) == wanted:
            break
    return Tests(
        tuple(TENTHS[score] for score in regular[:count]),
        TENTHS[midterm],
        TENTHS[final],
        TENTHS[regular[count]] if topic else None,
    )


def _near(rng: Random, wanted: int) -> int:
    """A half-point step near the wanted tenths."""
    return max(0, min(100, (wanted + 2) // 5 * 5 + pick(rng, (-10, -5, 0, 0, 5, 10))))


def _missed(tests: Tests, places: frozenset[str]) -> Tests:
    """The tests with 0 where the pupil did not come.

    Nguồn: TT 22/2021, Điều 7 khoản 5.
    """
    regular = tuple(
        TENTHS[0] if f"tx{number}" in places else score for number, score in enumerate(tests.regular, start=1)
    )
    final = TENTHS[0] if "ck" in places else tests.final
    midterm = TENTHS[0] if "gk" in places else tests.midterm
    return replace(tests, regular=regular, midterm=midterm, final=final, not_sat=places)


def part(tests: Tests, share: Share) -> Tests:
    """The part of a semester's tests that one class (or the school before) holds."""
    half = len(tests.regular) // 2
    if share is Share.ALL:
        return tests
    if share is Share.OPENING:
        return Tests(tests.regular[:1])
    if share is Share.EARLY:
        return Tests(tests.regular[:half], tests.midterm)
    return Tests(tests.regular[half:], None, tests.final, tests.study_topic)


def summer_score(rng: Random, *, passed: bool) -> Score:
    """A re-assessment's score."""
    return TENTHS[between(rng, 10, 13) * 5 if passed else between(rng, 4, 6) * 5]
