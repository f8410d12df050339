"""A pupil's whole year: subjects, levels, promotion, title, completion of the level."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.entries import Absences, Decision, DecisionKind, Mode
from hocba_build.domain.people import EventKind, Student
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.results.completion import level_completed
from hocba_build.domain.results.join import StudentStays, stays_by_student
from hocba_build.domain.results.levels import failing, term_levels
from hocba_build.domain.results.model import Notice, StudentYear, SubjectResult, TermLevels
from hocba_build.domain.results.subjects import course_of, subject_result
from hocba_build.domain.results.summer import (
    after_reassessment,
    conclude_summer,
    due_subjects,
    failed_comments,
    with_reassessments,
)
from hocba_build.domain.school import Enrolment, SchoolYear, YearRecords
from hocba_build.domain.subjects import COMPULSORY, ELECTIVES, OPTIONAL, ORDER, SUBJECTS
from hocba_build.domain.values import (
    LAST_LOWER_GRADE,
    SEMESTERS,
    ClassId,
    Conclusion,
    Exempt,
    Level,
    Outcome,
    SchoolLevel,
    Standing,
    StudentId,
    SubjectId,
    Term,
    Title,
)


@dataclass(frozen=True, slots=True)
class ClassResults:
    """One class's list in printed order, with where each pupil stands and the joined year."""

    class_id: ClassId
    rows: tuple[tuple[Enrolment, Standing, StudentYear], ...]


def evaluate_year(
    records: YearRecords, students: Mapping[StudentId, Student], only: Container[StudentId] | None = None
) -> dict[StudentId, StudentYear]:
    """Compute the year of every pupil, or of those asked for."""
    joined = stays_by_student(records.classes.values())
    return {
        student: _student_year(_Case(records.year, stays, students.get(student)))
        for student, stays in joined.items()
        if only is None or student in only
    }


def evaluate_class(records: YearRecords, students: Mapping[StudentId, Student], class_id: ClassId) -> ClassResults:
    """Compute one class's list; movers show the joined year in both classes."""
    joined = stays_by_student(records.classes.values())
    rows = []
    for enrolment in records.classes[class_id].school_class.enrolments:
        stays, student = joined[enrolment.student], students.get(enrolment.student)
        result = _student_year(_Case(records.year, stays, student))
        rows.append((enrolment, standing(stays, enrolment, student), result))
    return ClassResults(class_id, tuple(rows))


def standing(stays: StudentStays, enrolment: Enrolment, student: Student | None) -> Standing:
    """Where the pupil of one list row stands: still there, in another class, or gone."""
    if enrolment.until is None:
        return Standing.DANG_HOC
    leaving = {
        EventKind.CHUYEN_DI: Standing.CHUYEN_DI,
        EventKind.THOI_HOC: Standing.THOI_HOC,
        EventKind.BAO_LUU: Standing.BAO_LUU,
    }
    events = [event for event in (student.events if student else ()) if event.kind in leaving]
    near = [event for event in events if abs((event.day - enrolment.until).days) <= 31]
    if near:
        return leaving[near[-1].kind]
    moved = any(stay.enrolment.since > enrolment.until for stay in stays.stays)
    return Standing.CHUYEN_LOP if moved else Standing.DANG_HOC


def subjects_of(year: SchoolYear, stays: StudentStays) -> list[SubjectId]:
    """The subjects a pupil takes: the grade's compulsory ones, his or her electives and optional ones."""
    grade = stays.last.records.school_class.grade
    enrolment, taught = stays.last.enrolment, stays.taught()
    level = SchoolLevel.of_grade(grade)
    electives = (enrolment.electives or taught & ELECTIVES) if level is SchoolLevel.THPT else frozenset()
    taken = COMPULSORY[level] | electives | enrolment.optional | (taught & OPTIONAL)
    return sorted(taken & year.periods.get(grade, {}).keys(), key=ORDER.__getitem__)


@dataclass(frozen=True, slots=True)
class _Case:
    """One pupil's year as it goes in."""

    year: SchoolYear
    stays: StudentStays
    student: Student | None

    @property
    def grade(self) -> int:
        return self.stays.last.records.school_class.grade

    @property
    def modes(self) -> dict[SubjectId, Mode]:
        """How each subject is assessed by decision (Điều 11)."""
        decided = (decision.modes or {} for decision in self.stays.decisions())
        return {subject: mode for modes in decided for subject, mode in modes.items()}

    @property
    def inclusive(self) -> bool:
        """Whether promotion is the principal's to decide (Điều 12 khoản 4)."""
        return any(mode is not Mode.BINH_THUONG for mode in self.modes.values())

    @property
    def promotion(self) -> Decision | None:
        """The principal's decision on promotion, where Điều 12 khoản 4 asks for one."""
        found = [decision for decision in self.stays.decisions() if decision.kind is DecisionKind.LEN_LOP]
        return found[-1] if found and self.inclusive else None


@dataclass(frozen=True, slots=True)
class _First:
    """The results before the summer."""

    subjects: Mapping[SubjectId, SubjectResult]
    terms: Mapping[Term, TermLevels]
    absences: Mapping[Term, Absences]
    conclusion: Conclusion | None
    notices: tuple[Notice, ...]

    @property
    def levels(self) -> TermLevels:
        return self.terms[Term.CA_NAM]


def _student_year(case: _Case) -> StudentYear:
    first = _first(case)
    subjects = with_reassessments(case.stays, first.subjects, open_to=_open_to(case, first))
    final, undecided = _final_levels(case, first, subjects)
    conclusion = first.conclusion
    if not case.inclusive:
        conclusion = conclude_summer(conclusion, final, subjects, _summer_conduct(case.stays))
    return StudentYear(
        student=case.stays.student,
        year=case.year.id,
        class_id=case.stays.last.records.school_class.id,
        grade=case.grade,
        subjects=subjects,
        terms=first.terms,
        final=final,
        absences=first.absences,
        half_days_absent=_total(first.absences),
        first_conclusion=first.conclusion,
        conclusion=conclusion,
        title=_title(first),
        level_completed=level_completed(case.year, case.grade, case.student, subjects, conclusion),
        completion=case.stays.last_row(lambda records: records.completions.get(case.stays.student)),
        promotion_decision=case.promotion.number if case.promotion else None,
        notices=tuple(dict.fromkeys([*first.notices, *undecided])),
    )


def _first(case: _Case) -> _First:
    modes = case.modes
    subjects = {
        subject: subject_result(
            case.stays, course_of(case.year, case.grade, subject, modes.get(subject, Mode.BINH_THUONG))
        )
        for subject in subjects_of(case.year, case.stays)
    }
    terms, undecided = term_levels(case.stays, subjects, case.year.switches)
    levels = terms[Term.CA_NAM]
    kept = {term: case.stays.absences(term) for term in SEMESTERS}
    absences = {term: count for term, count in kept.items() if count is not None}
    complete = len(absences) == len(SEMESTERS)
    problems = [semester.problem for subject in subjects.values() for semester in subject.semesters.values()]
    notices = [notice for notice in problems if notice] + undecided + _notices(case, levels, register=complete)
    notices += _study_topics_missing(case, subjects)
    conclusion = _first_conclusion(case, levels, _total(absences) if complete else None)
    return _First(subjects, terms, absences, conclusion, tuple(notices))


def _total(absences: Mapping[Term, Absences]) -> int | None:
    """Half-days absent so far; ``None`` where no register is kept at all."""
    return sum(count.total for count in absences.values()) if absences else None


def _first_conclusion(case: _Case, levels: TermLevels, absent: int | None) -> Conclusion | None:
    """By decision for a pupil under Điều 11, else by the rules; blank while a level or the register is missing."""
    if case.inclusive:
        if case.promotion is None:
            return None
        return Conclusion.LEN_LOP if case.promotion.promoted else Conclusion.O_LAI_LOP
    if levels.learning.level is None or levels.conduct is None or absent is None:
        return None
    return tt22.conclusion(levels.conduct, levels.learning.level, absent)


def _notices(case: _Case, levels: TermLevels, *, register: bool) -> list[Notice]:
    known = levels.learning.level is not None and levels.conduct is not None
    notices = []
    if failing(levels.learning.level) and failing(levels.conduct):
        notices.append(BOTH_FAILING)
    if known and not register:
        notices.append(REGISTER_MISSING)
    if known and case.inclusive and case.promotion is None:
        notices.append(PROMOTION_UNDECIDED)
    return notices


def _study_topics_missing(case: _Case, subjects: Mapping[SubjectId, SubjectResult]) -> list[Notice]:
    """Subjects whose year was computed without the study topic the pupil takes.

    In which semester it is entered is the school's choice, so it is missed only when both are over.

    Nguồn: TT 22/2021, Điều 6 khoản 3.
    """
    taken = case.stays.last.enrolment.study_topics
    computed = [
        subject for key, subject in subjects.items() if key in taken and subject.year not in (None, Exempt.MIEN)
    ]
    return [_study_topic_missing(subject) for subject in computed if not _holds_topic(subject)]


def _holds_topic(subject: SubjectResult) -> bool:
    """Whether a study topic was counted, or may stand in a result kept from another school."""
    return any(
        semester.kept_from or any(part.study_topic is not None for part in semester.contents.values())
        for semester in subject.semesters.values()
    )


def _study_topic_missing(subject: SubjectResult) -> Notice:
    return Notice(
        "HB257",
        f"{SUBJECTS[subject.subject].name}: chưa có kết quả chuyên đề học tập ở cả hai học kì nên kết quả cả năm "
        "chưa tính chuyên đề; hãy nhập chuyen_de vào học kì kết thúc chuyên đề (Điều 6 khoản 3).",
    )


def _open_to(case: _Case, first: _First) -> list[SubjectId]:
    """Subjects the pupil may be re-assessed in: those of Điều 14, and what keeps grade 9 from completing."""
    if first.conclusion is Conclusion.KIEM_TRA_LAI:
        return due_subjects(first.subjects)
    completes = case.grade == LAST_LOWER_GRADE and case.year.switches.completion_needs_all_subjects
    passes = first.conclusion in (Conclusion.LEN_LOP, Conclusion.REN_LUYEN_HE)
    if passes and completes and not case.inclusive:
        return failed_comments(first.subjects)
    return []


def _final_levels(
    case: _Case, first: _First, subjects: Mapping[SubjectId, SubjectResult]
) -> tuple[TermLevels, list[Notice]]:
    """The levels after the summer, and what they leave to the principal."""
    learning, notice = after_reassessment(first.levels.learning, subjects, case.year.switches, case.stays.decisions())
    summer = _summer_conduct(case.stays)
    due = first.conclusion is Conclusion.REN_LUYEN_HE and summer is not None
    return TermLevels(learning, summer if due else first.levels.conduct), [notice] if notice else []


def _summer_conduct(stays: StudentStays) -> Level | None:
    entry = stays.last_row(lambda records: records.summer_conduct.get(stays.student))
    return entry.level if entry else None


def _title(first: _First) -> Title | None:
    levels = first.levels
    if levels.conduct is None or levels.learning.level is None:
        return None
    results = [subject.year for subject in first.subjects.values()]
    averages = [result for result in results if result is not None and not isinstance(result, Outcome | Exempt)]
    return tt22.title(levels.conduct, levels.learning.level, averages)


BOTH_FAILING: Final = Notice(
    "HB252",
    "Cả rèn luyện và học tập đều Chưa đạt: không thuộc diện đánh giá lại (Điều 14), ở lại lớp.",
)
REGISTER_MISSING: Final = Notice(
    "HB254",
    "Chưa có sổ chuyên cần đủ hai học kì nên chưa kết luận được lên lớp (Điều 12 khoản 1 điểm c): "
    "hãy nhập chuyen-can.yaml, và buoi_nghi trong chuyen-den của học sinh chuyển đến.",
)
PROMOTION_UNDECIDED: Final = Notice(
    "HB255",
    "Học sinh được đánh giá theo Điều 11: Hiệu trưởng quyết định việc lên lớp (Điều 12 khoản 4) "
    "và ghi vào quyet-dinh.yaml (loai: len_lop).",
)
