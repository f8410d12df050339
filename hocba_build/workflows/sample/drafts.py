"""One class's records of a year, as teachers would have entered them up to a stage of the year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Final

from hocba_build.domain.entries import (
    Absences,
    BroughtSemester,
    BroughtSubject,
    Completion,
    ConductEntry,
    Decision,
    Honours,
    Mode,
    Reassessment,
    SubjectEntry,
    Tests,
    TransferIn,
)
from hocba_build.domain.regulations import tt22_2021 as tt22
from hocba_build.domain.school import ClassRecords, Enrolment, SchoolClass
from hocba_build.domain.values import SEMESTERS, Level, Outcome, Score, StudentId, SubjectId, Term
from hocba_build.workflows.sample.calendar import months
from hocba_build.workflows.sample.cases import exemption_number, yearly_decisions
from hocba_build.workflows.sample.marks import Contents, YearMarks, part, year_marks
from hocba_build.workflows.sample.plan import OPEN_YEAR, between, chance, derive
from hocba_build.workflows.sample.pupils import Pupil
from hocba_build.workflows.sample.remarks import conduct_remark, subject_remark
from hocba_build.workflows.sample.rooms import Arrival, Room, Seat, enrolment, subjects_of
from hocba_build.workflows.sample.script import Share

_KEPT_UNTIL: Final = "2026-02"
"""The last month in the open year's absence book."""
_MOST_REGULAR: Final = 4
_ENDS_HERE: Final = frozenset({Share.ALL, Share.LATE})
"""Shares with which a pupil ends a semester in the class."""


@dataclass(slots=True)
class Draft:
    """The tables of a class while they are filled."""

    room: Room
    listed: tuple[Enrolment, ...]
    """The list as it stands this year: what pupils choose later must not reach back."""
    taught: tuple[SubjectId, ...]
    subjects: dict[tuple[Term, SubjectId], dict[StudentId, SubjectEntry]] = field(default_factory=dict)
    conduct: dict[Term, dict[StudentId, ConductEntry]] = field(default_factory=dict)
    absences: dict[Term, dict[StudentId, Mapping[str, Absences]]] = field(default_factory=dict)
    reassessments: dict[SubjectId, dict[StudentId, Reassessment]] = field(default_factory=dict)
    summer_conduct: dict[StudentId, ConductEntry] = field(default_factory=dict)
    honours: dict[StudentId, Honours] = field(default_factory=dict)
    remarks: dict[StudentId, str] = field(default_factory=dict)
    completions: dict[StudentId, Completion] = field(default_factory=dict)
    decisions: dict[StudentId, tuple[Decision, ...]] = field(default_factory=dict)
    transfers: dict[StudentId, TransferIn] = field(default_factory=dict)

    def records(self) -> ClassRecords:
        """The class as the rest of the program knows it."""
        room = self.room
        return ClassRecords(
            SchoolClass(room.id, room.name, room.grade, "Tiếng Anh", self.listed),
            self.subjects,
            self.conduct,
            self.absences,
            self.reassessments,
            self.summer_conduct,
            self.honours,
            self.remarks,
            self.completions,
            self.decisions,
            self.transfers,
        )


def draft_class(room: Room, year: int, seed: int) -> Draft:
    """Everything entered before the summer; in the open year up to the first weeks of the second semester."""
    draft = Draft(room, tuple(enrolment(seat, room.grade) for seat in room.seats), tuple(room.taught()))
    for term in SEMESTERS:
        draft.absences[term] = {}
        for subject in draft.taught:
            draft.subjects[term, subject] = {}
    for seat in room.seats:
        if year == OPEN_YEAR:
            seat.shares = {Term.HK1: Share.ALL, Term.HK2: Share.OPENING}
        _enter_pupil(draft, seat, year, seed)
    return draft


def _enter_pupil(draft: Draft, seat: Seat, year: int, seed: int) -> None:
    pupil, grade = seat.pupil, draft.room.grade
    taken = subjects_of(pupil, grade)
    marks = year_marks(pupil, grade, year, taken, seat.script, seed)
    rng = derive(seed, "remarks", year, pupil.id, seat.since)
    for term in SEMESTERS:
        for subject in taken:
            entry = _entry(rng, seat, marks, term, subject)
            if entry:
                draft.subjects[term, subject][pupil.id] = entry
    conduct = _conduct(derive(seed, "conduct", year, pupil.id), seat)
    _enter_conduct(draft, rng, seat, conduct)
    _enter_absences(draft, derive(seed, "absences", year, pupil.id), seat, year)
    _enter_decisions(draft, seat, year)
    if seat.arrival:
        draft.transfers[pupil.id] = _brought(seat, seat.arrival, marks, conduct[0])


def _entry(rng: Random, seat: Seat, marks: YearMarks, term: Term, subject: SubjectId) -> SubjectEntry | None:
    """One pupil's row: an exemption, or the part of the tests that this class holds, mostly with a remark."""
    share = seat.shares[term]
    if share is Share.NONE:
        return None
    if term in seat.script.exempt.get(subject, ()):
        return SubjectEntry({}, exemption=exemption_number(seat.pupil))
    if (seat.pupil.modes or {}).get(subject) is Mode.MIEN:
        return SubjectEntry({}, exemption="QĐ 12/QĐ-BM")
    contents = marks[term, subject]
    held = {name: part(tests, share) for name, tests in contents.items()}
    if share is Share.OPENING:
        held = {name: _opening(rng, tests, contents[name]) for name, tests in held.items()}
    remarked = share in _ENDS_HERE and (term is Term.HK2 or chance(rng, 0.3))
    return SubjectEntry(held, remark=_remark(rng, subject, contents) if remarked else None)


def _opening(rng: Random, begun: Tests, whole: Tests) -> Tests:
    """A semester's first weeks: subjects with four regular tests had two; a few pupils missed the first of them."""
    if len(whole.regular) < _MOST_REGULAR:
        return begun
    first, second, *_ = whole.regular
    return Tests((None if chance(rng, 0.03) else first, second))


def _remark(rng: Random, subject: SubjectId, contents: Contents) -> str:
    value = result_of(contents)
    if isinstance(value, Outcome):
        return subject_remark(rng, subject, None, passed=value is Outcome.DAT)
    return subject_remark(rng, subject, int(value * 10), passed=True)


def result_of(contents: Contents) -> Score | Outcome:
    """A complete semester's result."""
    outcomes: list[Outcome] = []
    for tests in contents.values():
        given = [value for value in (*tests.regular, tests.study_topic) if value is not None]
        scores = tuple(value for value in given if not isinstance(value, Outcome))
        midterm, final = tests.midterm, tests.final
        if scores and not isinstance(midterm, Outcome | None) and not isinstance(final, Outcome | None):
            return tt22.semester_average(tt22.SemesterScores(scores, midterm, final))
        outcomes += [value for value in (*given, midterm, final) if isinstance(value, Outcome)]
    return tt22.semester_outcome(outcomes)


def _conduct(rng: Random, seat: Seat) -> tuple[Level, Level]:
    """Mostly Tốt."""
    if seat.script.conduct:
        return seat.script.conduct
    first, second = (_conduct_level(rng) for _ in SEMESTERS)
    return first, second


def _conduct_level(rng: Random) -> Level:
    drawn = rng.random()
    if drawn < 0.87:
        return Level.TOT
    return Level.KHA if drawn < 0.985 else Level.DAT


def _enter_conduct(draft: Draft, rng: Random, seat: Seat, conduct: tuple[Level, Level]) -> None:
    for term, level in zip(SEMESTERS, conduct, strict=True):
        if seat.shares[term] in _ENDS_HERE:
            remark = conduct_remark(rng, level) if term is Term.HK2 or chance(rng, 0.4) else None
            draft.conduct.setdefault(term, {})[seat.pupil.id] = ConductEntry(level, remark)


def _enter_absences(draft: Draft, rng: Random, seat: Seat, year: int) -> None:
    """Half-days by month; a pupil's row holds only months with an absence."""
    for term, counts in _year_absences(rng, seat.script.absent, year).items():
        kept = {month: count for month, count in counts.items() if _present(seat, month) and count.total}
        if kept and seat.shares[term] is not Share.NONE:
            draft.absences[term][seat.pupil.id] = kept


def _present(seat: Seat, month: str) -> bool:
    """Whether the month is entered in this class: the pupil is in it towards the month's end."""
    day = date.fromisoformat(f"{month}-28")
    return month <= _KEPT_UNTIL and seat.since <= day and (seat.until is None or day <= seat.until)


def _year_absences(rng: Random, wanted: int | None, year: int) -> dict[Term, dict[str, Absences]]:
    places = [(term, month) for term in SEMESTERS for month in months(year, term)]
    counts = dict.fromkeys(places, 0)
    total = wanted if wanted is not None else max(0, between(rng, -4, 6))
    for _ in range(total):
        counts[places[between(rng, 0, len(places) - 1)]] += 1
    found: dict[Term, dict[str, Absences]] = {term: {} for term in SEMESTERS}
    for (term, month), count in counts.items():
        unexcused = sum(chance(rng, 0.12) for _ in range(count))
        found[term][month] = Absences(count - unexcused, unexcused)
    return found


def _enter_decisions(draft: Draft, seat: Seat, year: int) -> None:
    decided = (*yearly_decisions(seat.pupil, year), *seat.script.decisions)
    if decided:
        draft.decisions[seat.pupil.id] = decided


def _brought(seat: Seat, arrival: Arrival, marks: YearMarks, conduct: Level) -> TransferIn:
    """The first semester, or its first half, as the other school hands it over."""
    contents = {subject: held for (term, subject), held in marks.items() if term is Term.HK1}
    semester = _brought_semester(contents, conduct) if arrival.share is Share.ALL else _brought_tests(contents)
    return TransferIn(arrival.school, arrival.address, arrival.document, seat.since, {Term.HK1: semester})


def _brought_semester(contents: Mapping[SubjectId, Contents], conduct: Level) -> BroughtSemester:
    results = {subject: result_of(held) for subject, held in contents.items()}
    return BroughtSemester(
        {subject: BroughtSubject(result=result) for subject, result in results.items()},
        learning=level_of(results),
        conduct=conduct,
        absences=Absences(2, 0),
    )


def _brought_tests(contents: Mapping[SubjectId, Contents]) -> BroughtSemester:
    brought = {
        subject: BroughtSubject(contents={name: part(tests, Share.EARLY) for name, tests in held.items()})
        for subject, held in contents.items()
    }
    return BroughtSemester(brought, absences=Absences(1, 0))


def level_of(results: Mapping[SubjectId, Score | Outcome]) -> Level:
    """The learning level of plain results."""
    scores = {subject: result for subject, result in results.items() if not isinstance(result, Outcome)}
    outcomes = {subject: result for subject, result in results.items() if isinstance(result, Outcome)}
    return tt22.adjusted_level(tt22.SubjectResults(scores, outcomes))[0]


def pupils_of(rooms: Sequence[Room]) -> list[Pupil]:
    """Every pupil of the classes, once, in the order of the lists."""
    return list({seat.pupil.id: seat.pupil for room in rooms for seat in room.seats}.values())
