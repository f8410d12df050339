"""What is entered after the year must fit the results: re-assessment, summer conduct, completion, decisions."""

from __future__ import annotations

from collections.abc import Iterator

from hocba_build.domain.entries import Decision, DecisionKind
from hocba_build.domain.findings import Finding
from hocba_build.domain.results import StudentYear, evaluate_year
from hocba_build.domain.school import ClassRecords, SchoolRecords, YearRecords
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import Conclusion, Level, StudentId, Term, YearId
from hocba_build.records.checks.places import error
from hocba_build.records.layout import Kind, path_for


def outcomes(records: SchoolRecords) -> Iterator[Finding]:
    """HB216-HB218: entries that the computed results do not call for."""
    for year, entered in records.years.items():
        results = evaluate_year(entered, records.students, only=_concerned(entered))
        for of_class in entered.classes.values():
            yield from _reassessments(year, of_class, results)
            yield from _summer_conduct(year, of_class, results)
            yield from _completions(year, of_class, results)
            yield from _decisions(year, of_class, results)


Results = dict[StudentId, StudentYear]


def _concerned(entered: YearRecords) -> set[StudentId]:
    """The pupils about whom there is anything to hold against the results; most of a school has nothing."""
    found: set[StudentId] = set()
    for of_class in entered.classes.values():
        found.update(of_class.summer_conduct, of_class.completions, of_class.decisions)
        found.update(student for table in of_class.reassessments.values() for student in table)
    return found


def _reassessments(year: YearId, of_class: ClassRecords, results: Results) -> Iterator[Finding]:
    """HB216: a subject re-assessed that was not due. Nguồn: TT 22/2021, Điều 14."""
    for subject, table in of_class.reassessments.items():
        path = path_for(Kind.DANH_GIA_LAI, year=year, class_id=of_class.school_class.id, subject=subject)
        for student in sorted(table.keys() & results.keys()):
            taken = results[student].subjects.get(subject)
            if taken is None or not taken.due:
                message = (
                    f"Học sinh {student} không thuộc diện đánh giá lại môn {SUBJECTS[subject].name} (Điều 14): "
                    "xoá dòng này, hoặc xem lại kết quả cả năm."
                )
                yield error("HB216", path, message, "danh_gia_lai", student)


def _summer_conduct(year: YearId, of_class: ClassRecords, results: Results) -> Iterator[Finding]:
    """HB216: summer conduct for a pupil who was not sent to it. Nguồn: TT 22/2021, Điều 13."""
    path = path_for(Kind.REN_LUYEN_HE, year=year, class_id=of_class.school_class.id)
    for student in sorted(of_class.summer_conduct.keys() & results.keys()):
        if results[student].first_conclusion is not Conclusion.REN_LUYEN_HE:
            message = f"Học sinh {student} không thuộc diện rèn luyện trong hè (Điều 13): xoá dòng này."
            yield error("HB216", path, message, "ren_luyen_he", student)


def _completions(year: YearId, of_class: ClassRecords, results: Results) -> Iterator[Finding]:
    """HB217: completion recorded for a pupil whose results do not give it. Nguồn: TT 22/2021, Điều 12."""
    path = path_for(Kind.HOAN_THANH, year=year, class_id=of_class.school_class.id)
    for student in sorted(of_class.completions.keys() & results.keys()):
        if results[student].level_completed is not True:
            message = (
                f"Học sinh {student} chưa đủ điều kiện hoàn thành cấp học theo kết quả đã nhập (Điều 12): "
                "xem lại kết quả hoặc bỏ quyết định này."
            )
            yield error("HB217", path, message, "hoan_thanh", student)


def _decisions(year: YearId, of_class: ClassRecords, results: Results) -> Iterator[Finding]:
    """HB218: a decision where the circular leaves the principal nothing to decide."""
    path = path_for(Kind.QUYET_DINH, year=year, class_id=of_class.school_class.id)
    for student in sorted(of_class.decisions.keys() & results.keys()):
        for place, decision in enumerate(of_class.decisions[student]):
            if not _applies(decision, results[student]):
                yield error("HB218", path, _without_effect(decision, student), "quyet_dinh", student, place)


def _applies(decision: Decision, result: StudentYear) -> bool:
    if decision.kind is DecisionKind.CHE_DO:
        return True
    if decision.kind is DecisionKind.LEN_LOP:
        return result.promotion_decision is not None
    learnings = [result.terms[term].learning for term in Term if term is decision.term]
    learnings += [result.final.learning] if decision.term is Term.CA_NAM else []
    blank = any(learning.level is None for learning in learnings)
    used = [learning for learning in learnings if learning.decision == decision.number]
    return blank or any(learning.level is (decision.level or Level.CHUA_DAT) for learning in used)


def _without_effect(decision: Decision, student: StudentId) -> str:
    reason = {
        DecisionKind.LEN_LOP: "không được đánh giá theo Điều 11 nên việc lên lớp không do quyết định (Điều 12 khoản 4)",
        DecisionKind.DIEU_CHINH: "không thuộc trường hợp chờ quyết định của Điều 9 khoản 3, hoặc mức ghi không liền kề",
        DecisionKind.XEP_MUC: "có đủ 6 môn có điểm nên mức học tập do máy xếp (Điều 9 khoản 2)",
    }.get(decision.kind, "")
    return f"Quyết định {decision.number} không có hiệu lực: học sinh {student} {reason}. Xem lại quyết định."
