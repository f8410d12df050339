"""The table of a leaver's running year (bảng tổng hợp kết quả đánh giá rèn luyện và học tập)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hocba_build.domain.entries import BroughtSemester, BroughtSubject, Tests
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import SEMESTERS, Exempt, StudentId, SubjectId, Term, YearId
from hocba_build.domain.words import result_text, word
from hocba_build.publishing.letters import letter
from hocba_build.trust.papers.partial import Partial

CONTENTS = {"": "", "am_nhac": "Âm nhạc: ", "mi_thuat": "Mĩ thuật: "}


@dataclass(frozen=True, slots=True)
class HalfYear:
    """A subject's semester: the tests so far, or the result."""

    tests: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class PartialRow:
    """A subject's line."""

    subject: str
    first: HalfYear
    second: HalfYear


@dataclass(frozen=True, slots=True)
class PartialTerm:
    """A semester's levels and absences."""

    label: str
    learning: str
    conduct: str
    excused: str
    unexcused: str


@dataclass(frozen=True, slots=True)
class PartialPage:
    """Everything the table shows."""

    school: str
    place: str
    pupil: StudentId
    full_name: str
    female: bool
    born_on: date
    year: YearId
    class_name: str
    grade: int
    day: date
    decision: str
    registrar: str
    principal: str
    rows: tuple[PartialRow, ...]
    terms: tuple[PartialTerm, ...]


def partial_page(statement: Partial) -> PartialPage:
    """The table of a statement."""
    who, results = statement.leaver, statement.results
    return PartialPage(
        school=results.school,
        place=(results.address or "").partition(",")[0],
        pupil=who.pupil,
        full_name=who.full_name,
        female=who.female,
        born_on=who.born_on,
        year=who.year,
        class_name=who.class_name,
        grade=who.grade,
        day=results.arrived_on,
        decision=statement.decision,
        registrar=statement.registrar,
        principal=statement.principal,
        rows=tuple(_rows(statement)),
        terms=tuple(_term(term, results.semesters[term]) for term in SEMESTERS if term in results.semesters),
    )


def partial_pdf(statement: Partial) -> bytes:
    """The table as PDF."""
    page = partial_page(statement)
    return letter("bang-tong-hop.html", f"Bảng tổng hợp kết quả {page.pupil}, năm học {page.year}", page=page)


def _rows(statement: Partial) -> Iterator[PartialRow]:
    semesters = statement.results.semesters
    known = {subject for semester in semesters.values() for subject in semester.subjects}
    for subject in sorted(known, key=lambda one: ORDER.get(one, len(ORDER))):
        halves = [_half(semesters.get(term), subject) for term in SEMESTERS]
        yield PartialRow(SUBJECTS[subject].name if subject in SUBJECTS else subject, *halves)


def _half(semester: BroughtSemester | None, subject: SubjectId) -> HalfYear:
    part = semester.subjects.get(subject) if semester else None
    if part is None:
        return HalfYear()
    return HalfYear(_tests_of(part), word(Exempt.MIEN) if part.exemption else result_text(part.result))


def _tests_of(part: BroughtSubject) -> str:
    return "; ".join(CONTENTS.get(name, "") + _tests(tests) for name, tests in part.contents.items())


def _tests(tests: Tests) -> str:
    regular = ", ".join(result_text(value) for value in tests.regular if value is not None)
    parts = [f"TX {regular}" if regular else ""]
    parts += [
        f"{name} {result_text(value)}" if value is not None else ""
        for name, value in (("GK", tests.midterm), ("CK", tests.final), ("CĐ", tests.study_topic))
    ]
    return "; ".join(part for part in parts if part)


def _term(term: Term, semester: BroughtSemester) -> PartialTerm:
    absent = semester.absences
    excused, unexcused = ("–", "–") if absent is None else (str(absent.excused), str(absent.unexcused))
    return PartialTerm(word(term), word(semester.learning), word(semester.conduct), excused, unexcused)


__all__ = ["PartialPage", "partial_page", "partial_pdf"]
