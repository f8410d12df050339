"""The end of a year: re-assessment, summer conduct, awards, completion, and what becomes of each pupil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from hocba_build.domain.entries import Award, Completion, ConductEntry, Honours, Reassessment
from hocba_build.domain.results import StudentYear, SubjectResult
from hocba_build.domain.values import (
    Assessed,
    Conclusion,
    Level,
    Outcome,
    SchoolLevel,
    StudentId,
    Term,
    Title,
)
from hocba_build.workflows.sample.calendar import last_day
from hocba_build.workflows.sample.drafts import Draft
from hocba_build.workflows.sample.flow import Office
from hocba_build.workflows.sample.marks import summer_score
from hocba_build.workflows.sample.plan import chance, derive
from hocba_build.workflows.sample.remarks import year_remark
from hocba_build.workflows.sample.rooms import Fate, Seat

_AWARDS: Final = {Title.XUAT_SAC: "Học sinh Xuất sắc", Title.GIOI: "Học sinh Giỏi"}
_CONTESTS: Final = (
    ("Hội khoẻ Phù Đổng cấp trường", "Huy chương Bạc"),
    ("Hội thi Giai điệu tuổi hồng", "Giải Khuyến khích"),
    ("Cuộc thi Khoa học kĩ thuật cấp trường", "Giải Ba"),
    ("Viết đúng, viết đẹp tiếng Việt", "Giải Nhì"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A year with its seed and the pupils' results at a stage of it."""

    year: int
    seed: int
    results: Mapping[StudentId, StudentYear]


def hold_summer(draft: Draft, stage: Stage) -> None:
    """Enter re-assessments and summer conduct of those who are due."""
    for seat in _stayed(draft):
        result = stage.results[seat.pupil.id]
        rng = derive(stage.seed, "summer", stage.year, seat.pupil.id)
        if result.conclusion is Conclusion.REN_LUYEN_HE:
            level = seat.script.summer_conduct or Level.DAT
            draft.summer_conduct[seat.pupil.id] = ConductEntry(level, _summer_remark(level))
        elif result.conclusion is Conclusion.KIEM_TRA_LAI or _hinders_completion(result):
            _reassess(draft, rng, seat, result, date(stage.year + 1, 7, 21))


def _stayed(draft: Draft) -> list[Seat]:
    return [seat for seat in draft.room.seats if seat.until is None]


def _summer_remark(level: Level) -> str:
    if level is Level.CHUA_DAT:
        return "Chưa thực hiện kế hoạch rèn luyện trong hè."
    return "Hoàn thành nhiệm vụ rèn luyện trong hè, có xác nhận của gia đình."


def _hinders_completion(result: StudentYear) -> bool:
    return result.level_completed is False and result.conclusion is Conclusion.LEN_LOP


def _reassess(draft: Draft, rng: Random, seat: Seat, result: StudentYear, day: date) -> None:
    """Every subject that is due, as the script says, else mostly passed."""
    passes = chance(rng, 0.8)
    for subject in result.subjects.values():
        if not _due(subject):
            continue
        scripted = seat.script.summer_tests
        value = scripted.get(subject.subject) if scripted is not None else _drawn(rng, subject, passes=passes)
        row = Reassessment(value, not_sat=value is None, held_on=None if value is None else day)
        draft.reassessments.setdefault(subject.subject, {})[seat.pupil.id] = row


def _due(subject: SubjectResult) -> bool:
    if isinstance(subject.year, Outcome):
        return subject.year is Outcome.CHUA_DAT
    return subject.due


def _drawn(rng: Random, subject: SubjectResult, *, passes: bool) -> Assessed:
    if isinstance(subject.year, Outcome):
        return Outcome.DAT
    return summer_score(rng, passed=passes)


def close_year(draft: Draft, stage: Stage, office: Office) -> None:
    """The homeroom teacher's remarks, awards, and completion of the level."""
    for seat in _stayed(draft):
        result = stage.results[seat.pupil.id]
        rng = derive(stage.seed, "close", stage.year, seat.pupil.id)
        first = result.terms[Term.CA_NAM].learning.level
        draft.remarks[seat.pupil.id] = year_remark(rng, first or Level.DAT)
        honours = _honours(rng, seat, result, last_day(stage.year))
        if honours != Honours():
            draft.honours[seat.pupil.id] = honours
        if result.level_completed:
            draft.completions[seat.pupil.id] = _completion(result, stage.year, office)


def _honours(rng: Random, seat: Seat, result: StudentYear, day: date) -> Honours:
    drawn = Honours(contests=(_CONTESTS[int(rng.random() * len(_CONTESTS))],)) if chance(rng, 0.04) else Honours()
    honours = seat.script.honours or drawn
    if result.title is None:
        return honours
    number = "44/QĐ-BM" if result.title is Title.XUAT_SAC else "45/QĐ-BM"
    return replace(honours, awards=(*honours.awards, Award(_AWARDS[result.title], number, day)))


def _completion(result: StudentYear, year: int, office: Office) -> Completion:
    """Round 1 at the year's end, round 2 after the summer."""
    level = SchoolLevel.of_grade(result.grade)
    office.completed[level] += 1
    upper = level is SchoolLevel.THPT
    later = result.changed_in_summer or any(
        subject.reassessed is not None or subject.not_sat for subject in result.subjects.values()
    )
    day = date(year + 1, 8, 18) if later else last_day(year) + timedelta(days=4)
    number = f"{(97 if later else 61) + upper}/QĐ-BM"
    return Completion(number, day, str(office.completed[level]), 2 if later else 1)


def fates_of(draft: Draft, stage: Stage) -> dict[StudentId, Fate]:
    """What becomes of each pupil whose last class this was."""
    return {
        seat.pupil.id: seat.fate or _fate(stage.results[seat.pupil.id])
        for seat in draft.room.seats
        if seat.until is None or seat.fate is not None
    }


def _fate(result: StudentYear) -> Fate:
    return Fate.PROMOTED if result.conclusion is Conclusion.LEN_LOP else Fate.REPEATS
