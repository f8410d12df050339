"""One subject of one pupil: from joined tests to the semester's and the year's result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hocba_build.domain.entries import Mode, Tests
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.results.join import ConflictError, Joined, StudentStays
from hocba_build.domain.results.model import Notice, SemesterResult, SubjectResult
from hocba_build.domain.school import HalfExemption, SchoolYear, Switches, TopicCount
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, SUBJECTS
from hocba_build.domain.values import SEMESTERS, Assessed, Exempt, Outcome, Result, Score, SubjectId, Term


@dataclass(frozen=True, slots=True)
class Course:
    """A subject as one pupil takes it in one year."""

    subject: SubjectId
    periods: int
    switches: Switches
    mode: Mode = Mode.BINH_THUONG

    @property
    def scored(self) -> bool:
        """Whether the subject has scores (Điều 5 khoản 3)."""
        return SUBJECTS[self.subject].scored

    @property
    def contents(self) -> tuple[str, ...]:
        """Nghệ thuật has two contents; every other subject is one."""
        return ARTS_CONTENTS if self.subject == ARTS else ("",)

    @property
    def required_regular(self) -> int:
        """Regular assessments a semester (Điều 6 khoản 3); for Nghệ thuật of each content."""
        if self.subject == ARTS:
            return self.switches.arts_regular_each
        return tt22.required_regular_scores(self.periods) if self.scored else tt22.REGULAR_COMMENTS

    @property
    def own_plan(self) -> bool:
        """Assessed by an individual plan, which fixes its own number of assessments (Điều 11)."""
        return self.mode is Mode.KHGDCN


def course_of(year: SchoolYear, grade: int, subject: SubjectId, mode: Mode) -> Course:
    """The subject as the year's curriculum has it for a grade."""
    return Course(subject, year.periods[grade].get(subject, 0), year.switches, mode)


def subject_result(stays: StudentStays, course: Course) -> SubjectResult:
    """The two semesters and the first result of the year (Điều 9 khoản 1)."""
    semesters = {term: _semester(stays, course, term) for term in SEMESTERS}
    return SubjectResult(course.subject, semesters, _year_value(semesters, course), course.mode)


def _semester(stays: StudentStays, course: Course, term: Term) -> SemesterResult:
    needed = course.required_regular
    if course.mode is Mode.MIEN:
        return SemesterResult(Exempt.MIEN, required_regular=needed, exemption=_decision_of(stays, course))
    try:
        joined = stays.subject(term, course.subject)
    except ConflictError as conflict:
        return SemesterResult(None, required_regular=needed, problem=_conflict(course, term, str(conflict)))
    brought = stays.brought_subject(term, course.subject)
    if brought and brought.result is not None:
        school = stays.transfer.school if stays.transfer else ""
        remark = joined.remark or brought.remark
        return SemesterResult(brought.result, joined.contents, needed, kept_from=school, remark=remark)
    value, problem = _value(joined, course, term)
    return SemesterResult(value, joined.contents, needed, joined.exemption, remark=joined.remark, problem=problem)


def _decision_of(stays: StudentStays, course: Course) -> str | None:
    numbers = [decision.number for decision in stays.decisions() if course.subject in (decision.modes or {})]
    return f"Quyết định {numbers[-1]}" if numbers else None


def _conflict(course: Course, term: Term, place: str) -> Notice:
    name = SUBJECTS[course.subject].name
    return Notice(
        "HB256",
        f"{name}, {SEMESTER_NAMES[term]}: hai lớp ghi hai kết quả {place} khác nhau, chưa tính được; hãy sửa cho khớp.",
    )


def _value(joined: Joined, course: Course, term: Term) -> tuple[Result | None, Notice | None]:
    if joined.exemption:
        return Exempt.MIEN, None
    parts = [joined.contents.get(content, Tests()) for content in course.contents]
    if not course.own_plan:
        more = [len(counted(part)) - _needed(course, part) for part in parts]
        if max(more) > 0:
            return None, _surplus(course, term)
        if min(more) < 0:
            return None, None
    if any(not counted(part) or part.midterm is None or part.final is None for part in parts):
        return None, None
    return _computed(parts, scored=course.scored), None


def _needed(course: Course, part: Tests) -> int:
    extra = part.study_topic is not None and course.switches.study_topic is TopicCount.THEM_TX
    return course.required_regular + extra


def counted(tests: Tests) -> list[Assessed]:
    """The results that count as regular: a study topic's result is one of them or one more, either way counted.

    Nguồn: TT 22/2021, Điều 6 khoản 3 (cụm chuyên đề học tập tính như một lần đánh giá thường xuyên).
    """
    regular = [value for value in tests.regular if value is not None]
    return regular if tests.study_topic is None else [*regular, tests.study_topic]


def _computed(parts: list[Tests], *, scored: bool) -> Score | Outcome:
    if scored:
        part = parts[0]
        regular = tuple(_score(value) for value in counted(part))
        return tt22.semester_average(tt22.SemesterScores(regular, _score(part.midterm), _score(part.final)))
    outcomes = [value for part in parts for value in (*counted(part), part.midterm, part.final)]
    return tt22.semester_outcome([value for value in outcomes if isinstance(value, Outcome)])


def _score(value: Assessed | None) -> Score:
    if isinstance(value, Outcome) or value is None:
        raise TypeError(value)
    return value


def _surplus(course: Course, term: Term) -> Notice:
    name = SUBJECTS[course.subject].name
    return Notice(
        "HB256",
        f"{name}, {SEMESTER_NAMES[term]}: nhiều hơn {course.required_regular} lần đánh giá thường xuyên, "
        "chưa tính được; hãy giữ đúng số lần quy định (Điều 6 khoản 3).",
    )


def _year_value(semesters: Mapping[Term, SemesterResult], course: Course) -> Result | None:
    first, second = (semesters[term].value for term in SEMESTERS)
    if first is None or second is None:
        return None
    if isinstance(first, Exempt) and isinstance(second, Exempt):
        return Exempt.MIEN
    if isinstance(first, Exempt) or isinstance(second, Exempt):
        rest = second if isinstance(first, Exempt) else first
        return rest if course.switches.half_exemption is HalfExemption.HOC_KI_CON_LAI else Exempt.MIEN
    if isinstance(first, Outcome) or isinstance(second, Outcome):
        return tt22.year_outcome(second) if isinstance(second, Outcome) else None
    return tt22.year_average(first, second)


SEMESTER_NAMES = {Term.HK1: "học kì I", Term.HK2: "học kì II", Term.CA_NAM: "cả năm"}
