"""The tests of a subject: how many, which the pupil did not sit, and none given twice differently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from hocba_build.domain.entries import DecisionKind, Mode, Tests
from hocba_build.domain.findings import Finding
from hocba_build.domain.regulations.tt22_2021 import REGULAR_COMMENTS, required_regular_scores
from hocba_build.domain.results.join import ConflictError, Joined, Stay, StudentStays, stays_by_student
from hocba_build.domain.school import SchoolRecords, SchoolYear, TopicCount, YearRecords
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, SUBJECTS
from hocba_build.domain.values import LOWEST, SEMESTERS, Assessed, Outcome, SubjectId, Term
from hocba_build.records.checks.places import classes_of, error
from hocba_build.records.layout import subject_path

Place: TypeAlias = tuple[str, str | int]

_ONCE = {"gk": "midterm", "ck": "final", "chuyen_de": "study_topic"}


def regular_tests(records: SchoolRecords) -> Iterator[Finding]:
    """HB204: more regular tests than required, or fewer although a final is there; classes are joined.

    Nguồn: TT 22/2021, Điều 6 khoản 3.
    """
    for year in records.years.values():
        for stays in _all_stays(year):
            spared = _spared(stays)
            for subject in sorted(stays.taught() - spared):
                for term in SEMESTERS:
                    yield from _wrong_counts(year.year, stays, term, subject)


def _all_stays(year: YearRecords) -> Iterator[StudentStays]:
    """Every pupil's classes; a class that the pupil left and came back to holds one row, so it stands once."""
    for student, stays in stays_by_student(year.classes.values()).items():
        once = {id(stay.records): stay for stay in stays.stays}
        yield StudentStays(student, tuple(once.values()))


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
    yield error("HB204", _path(year, held[-1], where), message, "diem", stays.student, *inner, *last)


def _path(year: SchoolYear, stay: Stay, where: tuple[Term, SubjectId]) -> str:
    return subject_path(year.id, stay.records.school_class.id, *where)


def not_sat(records: SchoolRecords) -> Iterator[Finding]:
    """HB213: khong_du names a test that does not exist or that is not 0 or Chưa đạt.

    Nguồn: TT 22/2021, Điều 7 khoản 5.
    """
    for year, of_class in classes_of(records):
        for (term, subject), entries in of_class.subjects.items():
            for student, entry in entries.items():
                for content, tests in entry.contents.items():
                    for place in sorted(place for place in tests.not_sat if not _failed(_at(tests, place))):
                        path = subject_path(year.year.id, of_class.school_class.id, term, subject)
                        message = (
                            f"khong_du nêu {place} nhưng lần này không phải 0 hoặc chua_dat (học sinh {student}); "
                            f"sửa {place} hoặc bỏ khỏi khong_du."
                        )
                        inner = (content,) if content else ()
                        yield error("HB213", path, message, "diem", student, *inner, "khong_du")


def _at(tests: Tests, place: str) -> Assessed | None:
    if place in _ONCE:
        return tests.midterm if place == "gk" else tests.final if place == "ck" else tests.study_topic
    index = int(place.removeprefix("tx")) - 1
    return tests.regular[index] if 0 <= index < len(tests.regular) else None


def _failed(value: Assessed | None) -> bool:
    return value is Outcome.CHUA_DAT or value == LOWEST


def given_twice(records: SchoolRecords) -> Iterator[Finding]:
    """HB215: midterm, final or study topic given in two classes (or brought along) with different values."""
    for year in records.years.values():
        for stays in _all_stays(year):
            if len(stays.stays) > 1 or stays.transfer is not None:
                for subject in sorted(stays.taught()):
                    for term in SEMESTERS:
                        yield from _contradictions(year.year, stays, (term, subject))


def _contradictions(year: SchoolYear, stays: StudentStays, where: tuple[Term, SubjectId]) -> Iterator[Finding]:
    brought = stays.brought_subject(*where)
    known: dict[Place, Assessed] = {}
    if brought and brought.tests:
        known = dict(_once_given("", brought.tests))
    for stay in stays.stays:
        entry = stay.records.subjects.get(where, {}).get(stays.student)
        for content, tests in (entry.contents if entry else {}).items():
            for key, value in _once_given(content, tests):
                if known.setdefault(key, value) != value:
                    message = (
                        f"Học sinh {stays.student} đã có {key[1]} môn {where[1]} với giá trị khác ở lớp hoặc trường "
                        "trước; chỉ giữ một kết quả."
                    )
                    inner = (content,) if content else ()
                    yield error("HB215", _path(year, stay, where), message, "diem", stays.student, *inner, key[1])


def _once_given(content: str, tests: Tests) -> Iterator[tuple[Place, Assessed]]:
    for place, field in _ONCE.items():
        value: Assessed | None = getattr(tests, field)
        if value is not None:
            yield (content, place), value
