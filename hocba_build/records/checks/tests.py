"""Single tests: those a pupil did not sit, and those given twice with different results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from hocba_build.domain.entries import Tests
from hocba_build.domain.findings import Finding
from hocba_build.domain.results.join import StudentStays
from hocba_build.domain.school import SchoolRecords, SchoolYear
from hocba_build.domain.values import LOWEST, SEMESTERS, Assessed, Outcome, SubjectId, Term
from hocba_build.records.checks.places import classes_of, error
from hocba_build.records.checks.stays import all_stays, row_path
from hocba_build.records.layout import subject_path

Place: TypeAlias = tuple[str, str]
"""A content (``""`` in most subjects) and one of its tests."""

_ONCE: Final = {"gk": "midterm", "ck": "final", "chuyen_de": "study_topic"}


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
        return dict(_once_given("", tests)).get(("", place))
    index = int(place.removeprefix("tx")) - 1
    return tests.regular[index] if 0 <= index < len(tests.regular) else None


def _failed(value: Assessed | None) -> bool:
    return value is Outcome.CHUA_DAT or value == LOWEST


def given_twice(records: SchoolRecords) -> Iterator[Finding]:
    """HB215: midterm, final or study topic given in two classes (or brought along) with different values."""
    for year in records.years.values():
        for stays in all_stays(year):
            if len(stays.stays) > 1 or stays.transfer is not None:
                for subject in sorted(stays.taught()):
                    for term in SEMESTERS:
                        yield from _contradictions(year.year, stays, (term, subject))


def _contradictions(year: SchoolYear, stays: StudentStays, where: tuple[Term, SubjectId]) -> Iterator[Finding]:
    brought = stays.brought_subject(*where)
    parts = brought.contents if brought else {}
    known: dict[Place, Assessed] = {
        key: value for content, tests in parts.items() for key, value in _once_given(content, tests)
    }
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
                    yield error("HB215", row_path(year, stay, where), message, "diem", stays.student, *inner, key[1])


def _once_given(content: str, tests: Tests) -> Iterator[tuple[Place, Assessed]]:
    for place, field in _ONCE.items():
        value: Assessed | None = getattr(tests, field)
        if value is not None:
            yield (content, place), value
