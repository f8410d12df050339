"""What becomes of each pupil when the next year begins (TT 22/2021, Điều 12); nothing is decided here that is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.people import EventKind, Student
from hocba_build.domain.school import Enrolment
from hocba_build.domain.values import ClassId, Conclusion, SchoolLevel, Standing, StudentId


class Fate(Enum):
    """Where a pupil of the old year stands; the value is how people say it."""

    LEN_LOP = "lên lớp"
    O_LAI = "ở lại lớp"
    XONG_CAP = "hoàn thành cấp học"
    CHO_HE = "chờ kết quả hè"
    CHUA_XONG_CAP = "chưa được công nhận hoàn thành cấp học"
    THIEU = "chưa đủ kết quả"
    BAO_LUU = "bảo lưu"
    ROI_TRUONG = "đã rời trường"


GOES_ON = frozenset({Fate.LEN_LOP, Fate.O_LAI})
"""Who has a place in the next year without anybody deciding."""
WAITS = frozenset({Fate.CHO_HE, Fate.CHUA_XONG_CAP, Fate.THIEU})
"""Who is held back until a result is there."""


@dataclass(frozen=True, slots=True)
class Past:
    """A pupil at the end of the old year."""

    student: StudentId
    name: str
    class_id: ClassId
    class_name: str
    grade: int
    fate: Fate
    row: Enrolment

    @property
    def next_grade(self) -> int | None:
        """The grade that follows; ``None`` while it is open, and where the level is over."""
        if self.fate is Fate.LEN_LOP:
            return self.grade + 1
        return self.grade if self.fate is Fate.O_LAI else None


def pasts_of(year: YearFacts, students: Mapping[StudentId, Student], day: date) -> tuple[Past, ...]:
    """Every pupil of the year in the order of the lists, movers in the last class only, as of the new year's day."""
    return tuple(past for facts in year.classes.values() for past in _of_class(facts, students, day))


def _of_class(facts: ClassFacts, students: Mapping[StudentId, Student], day: date) -> Iterator[Past]:
    for pupil in facts.pupils:
        if pupil.standing is not Standing.CHUYEN_LOP:
            fate = _fate(pupil, students.get(pupil.person.id), day)
            name = pupil.person.name
            yield Past(pupil.person.id, name, facts.id, facts.name, facts.grade, fate, pupil.enrolment)


def _fate(pupil: PupilRow, student: Student | None, day: date) -> Fate:
    if student is not None and student.is_away(day):
        last = [event for event in sorted(student.events, key=lambda event: event.day) if event.day <= day][-1]
        return Fate.BAO_LUU if last.kind is EventKind.BAO_LUU else Fate.ROI_TRUONG
    if pupil.standing is Standing.BAO_LUU:
        return Fate.BAO_LUU
    if pupil.standing is not Standing.DANG_HOC:
        return Fate.ROI_TRUONG
    return _by_result(pupil)


def _by_result(pupil: PupilRow) -> Fate:
    result = pupil.result
    if result.conclusion is Conclusion.O_LAI_LOP:
        return Fate.O_LAI
    if result.conclusion in (Conclusion.KIEM_TRA_LAI, Conclusion.REN_LUYEN_HE):
        return Fate.CHO_HE
    if result.conclusion is None:
        return Fate.THIEU
    if result.grade != SchoolLevel.of_grade(result.grade).last_grade:
        return Fate.LEN_LOP
    return Fate.XONG_CAP if result.level_completed else Fate.CHUA_XONG_CAP
