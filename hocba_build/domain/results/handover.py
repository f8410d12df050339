"""What a pupil who leaves in the running year takes along: finished semesters as results, the running one as tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hocba_build.domain.entries import BroughtSemester, BroughtSubject, Tests
from hocba_build.domain.results.model import SemesterResult, StudentYear
from hocba_build.domain.values import SEMESTERS, Exempt, SubjectId, Term


def handed_over(result: StudentYear) -> dict[Term, BroughtSemester]:
    """The semesters of an open year in the form in which another school keeps them; empty ones are left out."""
    found = {}
    for term in SEMESTERS:
        subjects = dict(_subjects(result, term))
        levels = result.terms[term]
        if subjects:
            found[term] = BroughtSemester(
                subjects, levels.learning.level, levels.conduct, result.absences.get(term), None
            )
    return found


def _subjects(result: StudentYear, term: Term) -> Iterator[tuple[SubjectId, BroughtSubject]]:
    for subject, row in result.subjects.items():
        semester = row.semesters.get(term)
        if semester is not None and (part := _part(semester)) is not None:
            yield subject, part


def _part(semester: SemesterResult) -> BroughtSubject | None:
    if semester.exemption:
        return BroughtSubject(exemption=semester.exemption, remark=semester.remark)
    if semester.value is not None and not isinstance(semester.value, Exempt):
        return BroughtSubject(semester.value, remark=semester.remark)
    given = _given(semester.contents)
    return BroughtSubject(contents=given, remark=semester.remark) if given else None


def _given(contents: Mapping[str, Tests]) -> dict[str, Tests]:
    return {name: tests for name, tests in contents.items() if tests != Tests()}
