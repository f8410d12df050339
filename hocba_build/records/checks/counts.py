"""How many regular tests a subject has."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.entries import DecisionKind, Mode, Tests
from hocba_build.domain.findings import Finding
from hocba_build.domain.regulations.tt22_2021 import REGULAR_COMMENTS, required_regular_scores
from hocba_build.domain.results.join import ConflictError, Joined, StudentStays
from hocba_build.domain.school import SchoolRecords, SchoolYear, TopicCount
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, SUBJECTS
from hocba_build.domain.values import SEMESTERS, SubjectId, Term
from hocba_build.records.checks.places import error
from hocba_build.records.checks.stays import all_stays, row_path


def regular_tests(records: SchoolRecords) -> Iterator[Finding]:
    """HB204: more regular tests than required, or fewer although a final is there; classes are joined.

    Nguồn: TT 22/2021, Điều 6 khoản 3.
    """
    for year in records.years.values():
        for stays in all_stays(year):
            spared = _spared(stays)
            for subject in sorted(stays.taught() - spared):
                for term in SEMESTERS:
                    yield from _wrong_counts(year.year, stays, term, subject)


def _spared(stays: StudentStays) -> frozenset[SubjectId]:
    """Subjects that are not assessed like others' by decision (Điều 11)."""
    settled = (decision for decision in stays.decisions() if decision.kind is DecisionKind.CHE_DO)
    return frozenset(
        subject
        for decision in settled
        for subject, mode in (decision.modes or {}).items()
        if mode in (Mode.MIEN, Mode.KHGDCN)
    )


def _wrong_counts(year: SchoolYear, stays: StudentStays, term: Term, subject: SubjectId) -> Iterator[Finding]:
    required = _required(year, stays.last.records.school_class.grade, subject)
    brought = stays.brought_subject(term, subject)
    if required is None or (brought and brought.result is not None):
        return
    joined = _joined(stays, term, subject)
    if joined is None:
        return
    for content, tests in joined.contents.items():
        given = _given(tests, year.switches.study_topic)
        if given > required or (given < required and tests.final is not None):
            yield from _wrong_count(year, stays, (term, subject), content, f"{given} lần, quy định {required} lần")


def _joined(stays: StudentStays, term: Term, subject: SubjectId) -> Joined | None:
    """The joined row; ``None`` where midterm or final contradict each other, which HB215 says."""
    try:
        return stays.subject(term, subject)
    except ConflictError:
        return None


def _required(year: SchoolYear, grade: int, subject: SubjectId) -> int | None:
    """How many regular tests each content needs; ``None`` for a subject the grade does not have (HB203)."""
    periods = year.periods.get(grade, {}).get(subject)
    if periods is None:
        return None
    if subject == ARTS:
        return year.switches.arts_regular_each
    return required_regular_scores(periods) if SUBJECTS[subject].scored else REGULAR_COMMENTS


def _given(tests: Tests, topic: TopicCount) -> int:
    """Regular tests given; a study topic is one of them only where the school counts it so."""
    within = topic is TopicCount.TRONG_TX and tests.study_topic is not None
    return sum(value is not None for value in tests.regular) + within


def _wrong_count(
    year: SchoolYear, stays: StudentStays, where: tuple[Term, SubjectId], content: str, counts: str
) -> Iterator[Finding]:
    """The finding stands in the last class that holds a row of the pupil."""
    held = [stay for stay in stays.stays if stays.student in stay.records.subjects.get(where, {})]
    if not held or (where[1] == ARTS and content not in ARTS_CONTENTS):
        return
    inner = (content,) if content else ()
    tests = held[-1].records.subjects[where][stays.student].contents.get(content, Tests())
    last = ("tx",) if tests.regular else ()
    message = (
        f"Số lần đánh giá thường xuyên môn {where[1]} của học sinh {stays.student} không đúng ({counts}); "
        "bổ sung hoặc bỏ bớt lần đánh giá."
    )
    yield error("HB204", row_path(year, held[-1], where), message, "diem", stays.student, *inner, *last)
