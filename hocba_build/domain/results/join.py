"""A pupil's year is joined by id and subject over the classes he or she was in; scores never move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hocba_build.domain.entries import (
    Absences,
    BroughtSemester,
    BroughtSubject,
    ConductEntry,
    Decision,
    SubjectEntry,
    Tests,
    TransferIn,
)
from hocba_build.domain.school import ClassRecords, Enrolment
from hocba_build.domain.values import Assessed, Level, StudentId, SubjectId, Term

T = TypeVar("T")


class ConflictError(ValueError):
    """Midterm or final given twice with different values; ``args[0]`` names the place."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One pupil's time in one class."""

    records: ClassRecords
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Joined:
    """One subject's rows of one semester, joined in the order of enrolment."""

    contents: dict[str, Tests]
    exemption: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class StudentStays:
    """A pupil's classes of one year, in the order of enrolment."""

    student: StudentId
    stays: tuple[Stay, ...]

    @property
    def last(self) -> Stay:
        """The class whose page is printed."""
        return self.stays[-1]

    @property
    def once(self) -> tuple[Stay, ...]:
        """Each class once: who left a class and came back to it has two lines on the list and one row in each file."""
        if len(self.stays) == 1:
            return self.stays
        first = {id(stay.records): stay for stay in reversed(self.stays)}
        return tuple(first[key] for key in dict.fromkeys(id(stay.records) for stay in self.stays))

    @property
    def transfer(self) -> TransferIn | None:
        """What the pupil brought from another school this year."""
        return next(self.rows(lambda records: records.transfers.get(self.student)), None)

    def brought(self, term: Term) -> BroughtSemester | None:
        """The semester brought from another school."""
        return self.transfer.semesters.get(term) if self.transfer else None

    def brought_subject(self, term: Term, subject: SubjectId) -> BroughtSubject | None:
        """One subject of the semester brought from another school."""
        semester = self.brought(term)
        return semester.subjects.get(subject) if semester else None

    def subject(self, term: Term, subject: SubjectId) -> Joined:
        """The rows of one subject in one semester, joined."""
        rows = list(self.rows(lambda records: records.subjects.get((term, subject), {}).get(self.student)))
        brought = self.brought_subject(term, subject)
        if brought and (brought.contents or brought.exemption):
            rows.insert(0, SubjectEntry(brought.contents, brought.exemption, brought.remark))
        return _join(rows)

    def taught(self) -> frozenset[SubjectId]:
        """Subjects in which the pupil has a row anywhere this year."""
        return frozenset(
            subject
            for stay in self.stays
            for (_, subject), table in stay.records.subjects.items()
            if self.student in table
        )

    def conduct(self, term: Term) -> Level | None:
        """The semester's conduct: the last class that gave one, else the one brought along."""
        given = self.last_row(lambda records: _level(records.conduct.get(term, {}).get(self.student)))
        brought = self.brought(term)
        return given or (brought.conduct if brought else None)

    def absences(self, term: Term) -> Absences | None:
        """Half-days absent in a semester over all classes and the school before.

        ``None`` where no class keeps the register yet, or where what was brought along does not say.
        """
        tables = list(self.rows(lambda records: records.absences.get(term)))
        brought = self.brought(term)
        elsewhere = brought.absences if brought else None
        if (brought and elsewhere is None) or not (tables or brought):
            return None
        counts = [count for table in tables for count in table.get(self.student, {}).values()]
        counts += [elsewhere] if elsewhere else []
        return Absences(sum(c.excused for c in counts), sum(c.unexcused for c in counts))

    def decisions(self) -> tuple[Decision, ...]:
        """All decisions of the principal on the pupil this year."""
        found = self.rows(lambda records: records.decisions.get(self.student))
        return tuple(decision for decisions in found for decision in decisions)

    def rows(self, read: Callable[[ClassRecords], T | None]) -> Iterator[T]:
        """What each class holds about the pupil, in the order of enrolment."""
        return (row for stay in self.once if (row := read(stay.records)) is not None)

    def last_row(self, read: Callable[[ClassRecords], T | None]) -> T | None:
        """What the last class that says anything says about the pupil."""
        rows = (read(stay.records) for stay in reversed(self.stays))
        return next((row for row in rows if row is not None), None)


def _level(entry: ConductEntry | None) -> Level | None:
    return entry.level if entry else None


def stays_by_student(classes: Iterable[ClassRecords]) -> dict[StudentId, StudentStays]:
    """Every pupil's classes of a year, each in the order of enrolment."""
    found: dict[StudentId, list[Stay]] = {}
    for records in classes:
        for enrolment in records.school_class.enrolments:
            found.setdefault(enrolment.student, []).append(Stay(records, enrolment))
    return {
        student: StudentStays(student, tuple(sorted(stays, key=lambda stay: stay.enrolment.since)))
        for student, stays in found.items()
    }


def _join(rows: Sequence[SubjectEntry]) -> Joined:
    contents: dict[str, Tests] = {}
    exemption = remark = None
    for row in rows:
        remark = row.remark or remark
        if row.exemption:
            contents, exemption = {}, row.exemption
        for name, tests in row.contents.items():
            contents[name] = _append(contents[name], tests) if name in contents else tests
            exemption = None
    return Joined(contents, exemption, remark)


def _append(earlier: Tests, later: Tests) -> Tests:
    """The tests of two classes as one row: regular ones in order, empty places dropped, the others once."""
    first, first_missed = _given(earlier)
    second, second_missed = _given(later)
    missed = [*first_missed, *(place + len(first) for place in second_missed)]
    once = (earlier.not_sat | later.not_sat) & {"gk", "ck"}
    return Tests(
        regular=first + second,
        midterm=_once(earlier.midterm, later.midterm, "gk"),
        final=_once(earlier.final, later.final, "ck"),
        study_topic=_once(earlier.study_topic, later.study_topic, "chuyen_de"),
        not_sat=once | {f"tx{place}" for place in missed},
    )


def _given(tests: Tests) -> tuple[tuple[Assessed, ...], list[int]]:
    """The regular tests given, and which of them (from 1) the pupil did not sit."""
    given: list[Assessed] = []
    missed: list[int] = []
    for place, value in enumerate(tests.regular, start=1):
        if value is None:
            continue
        given.append(value)
        if f"tx{place}" in tests.not_sat:
            missed.append(len(given))
    return tuple(given), missed


def _once(earlier: Assessed | None, later: Assessed | None, place: str) -> Assessed | None:
    if earlier is not None and later is not None and earlier != later:
        raise ConflictError(place)
    return later if earlier is None else earlier
