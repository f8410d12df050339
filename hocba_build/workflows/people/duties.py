"""What the assignments of the open years give each person to do, and since which entry of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from hocba_build.domain.moments import day_of
from hocba_build.domain.school import Assignments
from hocba_build.domain.values import ClassId, PersonId, SubjectId, Term, YearId
from hocba_build.records.layout import Kind, path_for
from hocba_build.trust.git.objects import Oid
from hocba_build.workflows.ledger.board import years_of
from hocba_build.workflows.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to answer for: a subject, a class (``chu_nhiem``), a department, or in somebody's place."""

    year: YearId
    kind: str
    """The key of the list in ``phan-cong.yaml``."""
    what: str
    """The department's name, or for whom one stands in."""
    class_id: ClassId | None = None
    subject: SubjectId | None = None
    term: Term | None = None
    until: date | None = None

    @property
    def place(self) -> tuple[object, ...]:
        """What it is ordered by: the kind, then where."""
        return self.kind, self.class_id or "", self.subject or "", self.term.value if self.term else "", self.what


@dataclass(frozen=True, slots=True)
class Since:
    """A duty with the entry that gave it, and that entry's day."""

    duty: Duty
    entry: int
    day: date


Held = Mapping[PersonId, tuple[Since, ...]]


def duties(ledger: Ledger) -> Held:
    """Everybody's duties of the years that are not locked, by the assignments as they stand."""
    found: dict[PersonId, list[Since]] = {}
    for year in years_of(ledger):
        lock = ledger.state.locks.get(year)
        if lock is None or lock.scope is not None:
            for person, since in _of_year(ledger, year):
                found.setdefault(person, []).append(since)
    return {person: tuple(rows) for person, rows in found.items()}


def _of_year(ledger: Ledger, year: YearId) -> Iterator[tuple[PersonId, Since]]:
    """Each duty that stands, since the first of the unbroken run of versions that hold it."""
    began: dict[tuple[PersonId, Duty], int] = {}
    commits = {index: oid for oid, index in ledger.state.entries.items()}
    for index, tree in _versions(ledger, year, commits):
        held = set(_duties(ledger.bench.policies.staffing(tree, year).assignments, year))
        began = {one: began.get(one, index) for one in held}
    for (person, duty), index in sorted(began.items(), key=lambda one: tuple(map(str, one[0][1].place))):
        day = day_of(ledger.bench.trees.commit(commits[index]).committer.seconds)
        yield person, Since(duty, index, day)


def _versions(ledger: Ledger, year: YearId, commits: Mapping[int, Oid]) -> Iterator[tuple[int, Oid]]:
    """The entries at which the year's assignments became another text, with their trees."""
    trees, path = ledger.bench.trees, path_for(Kind.PHAN_CONG, year=year)
    last = None
    for index in sorted(commits):
        tree = trees.commit(commits[index]).tree
        blob = trees.entry(tree, path)
        if blob is not None and blob != last:
            last = blob
            yield index, tree


def _duties(assigned: Assignments, year: YearId) -> Iterator[tuple[PersonId, Duty]]:
    for one in assigned.departments:
        yield one.head, Duty(year, "to_chuyen_mon", one.name)
    for room in assigned.homerooms:
        yield room.teacher, Duty(year, "chu_nhiem", "", room.class_id, until=room.until)
    for (class_id, subject, term), teachers in assigned.teaching.items():
        for teacher in teachers:
            yield teacher, Duty(year, "giang_day", "", class_id, subject, term)
    for deputy in assigned.deputies:
        yield (
            deputy.person,
            Duty(year, "thay_the", deputy.stands_in_for, deputy.class_id, deputy.subject, until=deputy.until),
        )
