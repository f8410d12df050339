"""How much of what must be entered is entered: by class, subject and semester."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from hocba_build.domain.entries import Mode, Tests
from hocba_build.domain.facts import ClassFacts, PupilRow, YearFacts
from hocba_build.domain.results import SemesterResult, SubjectResult
from hocba_build.domain.results.subjects import counted
from hocba_build.domain.subjects import ARTS, ARTS_CONTENTS, ORDER
from hocba_build.domain.values import SEMESTERS, Exempt, SubjectId, Term


@dataclass(frozen=True, slots=True)
class Tally:
    """Required cells, and how many of them are filled; ``gaps`` names pupils with what they lack."""

    filled: int = 0
    required: int = 0
    gaps: tuple[tuple[PupilRow, str], ...] = field(default=(), compare=False)
    pupils: int = 0
    """Of how many pupils something is asked."""

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.filled + other.filled,
            self.required + other.required,
            self.gaps + other.gaps,
            self.pupils + other.pupils,
        )

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.filled >= self.required

    @property
    def untouched(self) -> bool:
        """Whether nothing has been entered yet."""
        return self.filled == 0 and self.required > 0


@dataclass(frozen=True, slots=True)
class ClassCompleteness:
    """One class in one semester: each subject, conduct, and the register of absences."""

    subjects: dict[SubjectId, Tally]
    conduct: Tally
    register: bool

    @property
    def total(self) -> Tally:
        """All subjects and conduct together."""
        return sum(self.subjects.values(), self.conduct)


def class_completeness(year: YearFacts, facts: ClassFacts, term: Term) -> ClassCompleteness:
    """What is asked of the pupils who are in the class when the semester ends."""
    last = year.records.year.semesters[term].last
    asked = [pupil for pupil in facts.pupils if pupil.enrolment.covers(last)]
    subjects: dict[SubjectId, Tally] = {}
    for pupil in asked:
        for subject, result in pupil.result.subjects.items():
            subjects[subject] = subjects.get(subject, Tally()) + _of_subject(pupil, result, term)
    return ClassCompleteness(
        dict(sorted(subjects.items(), key=lambda item: ORDER[item[0]])),
        sum((_of_conduct(pupil, term) for pupil in asked), Tally()),
        term in facts.records.absences,
    )


def year_completeness(year: YearFacts) -> dict[tuple[str, Term], ClassCompleteness]:
    """Every class in both semesters."""
    return {
        (facts.id, term): class_completeness(year, facts, term) for facts in year.classes.values() for term in SEMESTERS
    }


def _of_subject(pupil: PupilRow, subject: SubjectResult, term: Term) -> Tally:
    semester = subject.semesters[term]
    if semester.value is Exempt.MIEN or semester.kept_from or subject.mode in (Mode.KHGDCN, Mode.MIEN):
        return Tally()
    names = ARTS_CONTENTS if subject.subject == ARTS else ("",)
    required = len(names) * (semester.required_regular + 2)
    missing = [lack for name in names for lack in _missing(semester, name)]
    lacking = sum(count for _, count in missing)
    gap = ((pupil, ", ".join(text for text, _ in missing)),) if missing else ()
    return Tally(required - lacking, required, gap, 1)


def _missing(semester: SemesterResult, name: str) -> Iterator[tuple[str, int]]:
    tests = semester.contents.get(name, Tests())
    label = {"": "", "am_nhac": " (Âm nhạc)", "mi_thuat": " (Mĩ thuật)"}[name]
    given = min(len(counted(tests)), semester.required_regular)
    if given < semester.required_regular:
        lack = semester.required_regular - given
        yield f"{lack} thường xuyên{label}", lack
    if tests.midterm is None:
        yield f"giữa kì{label}", 1
    if tests.final is None:
        yield f"cuối kì{label}", 1


def _of_conduct(pupil: PupilRow, term: Term) -> Tally:
    known = pupil.result.terms[term].conduct is not None
    return Tally(int(known), 1, () if known else ((pupil, "mức rèn luyện"),), 1)
