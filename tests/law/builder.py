"""A pupil's year from a few words: what a law case does not mention is an ordinary year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hocba_build.domain.entries import (
    Absences,
    ConductEntry,
    Decision,
    DecisionKind,
    Mode,
    Reassessment,
    SubjectEntry,
    Tests,
)
from hocba_build.domain.people import Identity, Student
from hocba_build.domain.regulations.tt22_2021 import required_regular_scores
from hocba_build.domain.results import StudentYear, evaluate_class
from hocba_build.domain.school import (
    Adjustment,
    Assignments,
    ClassRecords,
    Enrolment,
    HalfExemption,
    Period,
    SchoolClass,
    SchoolYear,
    Switches,
    TopicCount,
    YearRecords,
)
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, SUBJECTS
from hocba_build.domain.values import (
    SEMESTERS,
    Assessed,
    ClassId,
    Level,
    Outcome,
    Score,
    StudentId,
    SubjectId,
    Term,
    YearId,
)

PUPIL = StudentId("7400000001")
CLASS = ClassId("lop")
LOWER = {
    "ngu-van": 140, "toan": 140, "ngoai-ngu-1": 105, "gdcd": 35, "lich-su-va-dia-li": 105, "khtn": 140,
    "cong-nghe": 35, "tin-hoc": 35, "gdtc": 70, "nghe-thuat": 70, "hdtn-hn": 105, "gddp": 35,
}  # fmt: skip
UPPER = {
    "ngu-van": 105, "toan": 105, "ngoai-ngu-1": 105, "lich-su": 52, "gdqpan": 35, "gdtc": 70, "hdtn-hn": 105,
    "gddp": 35, "dia-li": 70, "gdktpl": 70, "vat-li": 70, "hoa-hoc": 70, "sinh-hoc": 70, "cong-nghe": 70,
    "tin-hoc": 70, "am-nhac": 70, "mi-thuat": 70,
}  # fmt: skip
DEFAULT_ELECTIVES = ("dia-li", "gdktpl", "vat-li", "tin-hoc")
Case = Mapping[str, Any]


def evaluate(case: Case) -> StudentYear:
    """Compute the one pupil of a case."""
    born = date.fromisoformat(case.get("ngay_sinh", "2012-05-01"))
    student = Student(PUPIL, (Identity(date(2020, 1, 1), "Nguyễn Văn Thử", False, born),))
    return evaluate_class(_year(case), {PUPIL: student}, CLASS).rows[0][2]


def _year(case: Case) -> YearRecords:
    grade = case.get("khoi", 6)
    periods = {SubjectId(key): value for key, value in (LOWER if grade <= 9 else UPPER).items()}
    periods |= {SubjectId(key): value for key, value in case.get("so_tiet", {}).items()}
    year = SchoolYear(
        id=YearId("2025-2026"),
        regulation="tt22-2021",
        transcript_form="tt22",
        semesters={
            Term.HK1: Period(date(2025, 9, 5), date(2026, 1, 16)),
            Term.HK2: Period(date(2026, 1, 19), date(2026, 5, 29)),
        },
        summer=None,
        periods={grade: periods},
        switches=_switches(case.get("quy_tac", {})),
    )
    return YearRecords(year, Assignments(), {CLASS: _class(case, grade, periods)})


def _switches(data: Case) -> Switches:
    return Switches(
        adjustment=Adjustment(data.get("dieu_chinh", "bo_mon")),
        adjust_for_commented=data.get("dieu_chinh_mon_nhan_xet", True),
        study_topic=TopicCount(data.get("chuyen_de", "them_tx")),
        arts_regular_each=data.get("nghe_thuat_tx", 2),
        lower_completion_max_age=data.get("thcs_tuoi_toi_da", 21),
        half_exemption=HalfExemption(data.get("mien_mot_hoc_ki", "hoc_ki_con_lai")),
        completion_needs_all_subjects=data.get("thcs_khong_mon_chua_dat", True),
    )


def _class(case: Case, grade: int, periods: Mapping[SubjectId, int]) -> ClassRecords:
    electives = (
        frozenset(SubjectId(key) for key in case.get("lua_chon", DEFAULT_ELECTIVES)) if grade > 9 else frozenset()
    )
    topics = frozenset(SubjectId(key) for key in case.get("hoc_chuyen_de", ()))
    enrolment = Enrolment(PUPIL, date(2025, 9, 5), electives=electives, study_topics=topics)
    not_taken = {key for key in periods if grade > 9 and key in UPPER and _elective(key)} - electives
    return ClassRecords(
        school_class=SchoolClass(CLASS, "Lớp", grade, None, (enrolment,)),
        subjects={
            (term, subject): {PUPIL: entry}
            for subject in periods.keys() - not_taken
            for term in SEMESTERS
            if (entry := _entry(case, subject, periods[subject], term)) is not None
        },
        conduct={
            term: {PUPIL: ConductEntry(_level(level))}
            for term, level in zip(SEMESTERS, case.get("ren_luyen", ["tot", "tot"]), strict=True)
        },
        absences=_absences(case),
        reassessments={
            SubjectId(key): {PUPIL: _reassessment(value)} for key, value in case.get("danh_gia_lai", {}).items()
        },
        summer_conduct={PUPIL: ConductEntry(_level(case["ren_luyen_he"]))} if "ren_luyen_he" in case else {},
        honours={},
        remarks={},
        completions={},
        decisions={PUPIL: tuple(_decision(data) for data in case.get("quyet_dinh", []))},
        transfers={},
    )


def _elective(subject: str) -> bool:
    return UPPER[subject] == 70 and subject != "gdtc"


def _level(word: str | None) -> Level | None:
    return Level(word) if word else None


def _absences(case: Case) -> dict[Term, dict[StudentId, dict[str, Absences]]]:
    if case.get("nghi") is None and "nghi" in case:
        return {}
    return {Term.HK1: {PUPIL: {"2025-10": Absences(case.get("nghi", 0), 0)}}, Term.HK2: {}}


def _reassessment(value: Any) -> Reassessment:
    if value == "khong_du":
        return Reassessment(None, not_sat=True)
    return Reassessment(assessed(value))


def assessed(value: Any) -> Assessed:
    """A score or an outcome as a case writes it."""
    return Outcome(value) if isinstance(value, str) else Score(Decimal(str(value)))


def _entry(case: Case, subject: SubjectId, periods: int, term: Term) -> SubjectEntry | None:
    given = case.get("mon", {}).get(subject, case.get("con_lai", 7) if SUBJECTS[subject].scored else "dat")
    given = given.get(term.value) if isinstance(given, dict) and set(given) <= {"hk1", "hk2"} else given
    if given is None:
        return None
    if isinstance(given, dict) and set(given) <= set(ARTS_CONTENTS):
        return SubjectEntry({content: _tests(tests) for content, tests in given.items()})
    if isinstance(given, dict):
        return SubjectEntry({}, exemption=given["mien"]) if "mien" in given else SubjectEntry({"": _tests(given)})
    count = required_regular_scores(periods) if SUBJECTS[subject].scored else 2
    tests = Tests((assessed(given),) * count, assessed(given), assessed(given))
    return SubjectEntry(dict.fromkeys(ARTS_CONTENTS if subject == ARTS else ("",), tests))


def _tests(data: Case) -> Tests:
    def one(key: str) -> Assessed | None:
        return assessed(data[key]) if data.get(key) is not None else None

    regular = tuple(None if value is None else assessed(value) for value in data.get("tx", []))
    return Tests(regular, one("gk"), one("ck"), one("chuyen_de"), frozenset(data.get("khong_du", [])))


def _decision(data: Case) -> Decision:
    modes = {SubjectId(key): Mode(value) for key, value in data.get("mon", {}).items()}
    return Decision(
        kind=DecisionKind(data["loai"]),
        number="1/QĐ",
        decided_on=date(2026, 5, 28),
        modes=modes or None,
        promoted=data["ket_luan"] == "len_lop" if "ket_luan" in data else None,
        term=Term(data["ki"]) if "ki" in data else None,
        level=_level(data.get("hoc_tap")),
    )
