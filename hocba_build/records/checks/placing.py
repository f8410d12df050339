"""The newest year's class lists against the conclusions of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from hocba_build.domain.curriculum import next_year
from hocba_build.domain.entries import Tests
from hocba_build.domain.findings import Finding
from hocba_build.domain.people import EventKind
from hocba_build.domain.regulations.tt22_2021 import (
    FINAL_WEIGHT,
    MIDTERM_WEIGHT,
    MOST_HALF_DAYS_ABSENT,
    REGULAR_WEIGHT,
)
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.values import Conclusion, Level, Outcome, StudentId
from hocba_build.domain.words import word
from hocba_build.records.checks.places import list_path, warning

PASS: Final = 5
"""From this average on no subject holds a pupil back (TT 22/2021, Điều 9 khoản 2)."""
Seats = dict[StudentId, tuple[ClassRecords, int]]
"""The class of a pupil, and the row of its list."""


def placing(records: SchoolRecords) -> Iterator[Finding]:
    """HB222: a pupil sits in another grade than last year's conclusion gives; open conclusions are told, too.

    Only the newest year is looked at: it is the list in the making, and evaluating every year would take long.

    Nguồn: TT 22/2021, Điều 12 (lên lớp), Điều 13, 14 (rèn luyện, kiểm tra lại trong hè).
    """
    newest = sorted(records.years)[-2:]
    if len(newest) < 2 or next_year(newest[0]) != newest[1]:
        return
    before, entered = records.years[newest[0]], records.years[newest[1]]
    seats, held = _seats(entered), _classes(before)
    asked = {student for student in held.keys() & seats.keys() if _open(student, held[student], seats[student][0])}
    for student, result in evaluate_year(before, records.students, only=asked).items() if asked else ():
        of_class, index = seats[student]
        if not _skips(records, student, entered) and (reason := _contradicts(result, of_class.school_class.grade)):
            name = of_class.school_class.name
            message = (
                f"Học sinh {student} ở lớp {name} nhưng năm học {before.year.id}, khối {result.grade}, {reason} "
                "(TT 22/2021, Điều 12): xếp lại lớp, hoặc xem lại kết quả năm trước."
            )
            yield warning("HB222", list_path(entered.year.id, of_class), message, "hoc_sinh", index)


def _seats(year: YearRecords) -> Seats:
    """Where each pupil began the year."""
    found: Seats = {}
    for of_class in year.classes.values():
        for index, row in enumerate(of_class.school_class.enrolments):
            first = found.get(row.student)
            if first is None or row.since < first[0].school_class.enrolments[first[1]].since:
                found[row.student] = (of_class, index)
    return found


def _classes(year: YearRecords) -> dict[StudentId, list[ClassRecords]]:
    """The classes that each pupil was in."""
    found: dict[StudentId, list[ClassRecords]] = {}
    for of_class in year.classes.values():
        for row in of_class.school_class.enrolments:
            found.setdefault(row.student, []).append(of_class)
    return found


def _open(student: StudentId, held: list[ClassRecords], new: ClassRecords) -> bool:
    """Whether the conclusion has to be computed: most pupils have nothing that could hold them back, and go on."""
    goes_on = all(one.school_class.grade + 1 == new.school_class.grade for one in held)
    return not goes_on or not all(_sound(student, one) for one in held)


def _sound(student: StudentId, held: ClassRecords) -> bool:
    """Whether every average, level and count in a class is good enough for going on, by a glance."""
    if student in held.decisions or student in held.transfers:
        return False
    rows = [table[student] for table in held.subjects.values() if student in table]
    conduct = [table[student].level for table in held.conduct.values() if student in table]
    months = [one for table in held.absences.values() for one in table.get(student, {}).values()]
    return (
        all(_passes(tests) for row in rows for tests in row.contents.values())
        and Level.CHUA_DAT not in conduct
        and sum(one.excused + one.unexcused for one in months) <= MOST_HALF_DAYS_ABSENT
    )


def _passes(tests: Tests) -> bool:
    """Whether a semester's average cannot be below the mark; comments must all be Đạt."""
    weighted = [(one, REGULAR_WEIGHT) for one in tests.regular]
    weighted += [(tests.midterm, MIDTERM_WEIGHT), (tests.final, FINAL_WEIGHT)]
    given = [(one, weight) for one, weight in weighted if one is not None]
    scores = [(one, weight) for one, weight in given if not isinstance(one, Outcome)]
    outcomes = [one for one, _ in given if isinstance(one, Outcome)]
    good = sum((one * weight for one, weight in scores), Decimal(0)) >= PASS * sum(weight for _, weight in scores)
    return good and all(one is Outcome.DAT for one in outcomes)


def _skips(records: SchoolRecords, student: StudentId, entered: YearRecords) -> bool:
    """Whether a decision let the pupil skip a grade into the year."""
    known = records.students.get(student)
    skips = [event for event in known.events if event.kind is EventKind.HOC_VUOT_LOP] if known else []
    return any(event.year in (None, entered.year.id) for event in skips)


def _contradicts(result: StudentYear, grade: int) -> str:
    """How the conclusion speaks against a grade; empty where it does not, or where there is none yet."""
    if result.conclusion in (Conclusion.KIEM_TRA_LAI, Conclusion.REN_LUYEN_HE):
        return "còn chờ kết quả hè" if grade != result.grade else ""
    if result.conclusion is None:
        return ""
    given = result.grade + (result.conclusion is Conclusion.LEN_LOP)
    return "" if given == grade else f"kết luận là «{word(result.conclusion)}»"
