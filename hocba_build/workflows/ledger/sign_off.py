"""Year-end sign-offs: what is due of a person, and the statements with their signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Role
from hocba_build.domain.values import ClassId, PersonId, YearId
from hocba_build.records.layout import Kind, parse_path
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.writing import Signer
from hocba_build.trust.judge import Bench
from hocba_build.trust.policy import Staffing
from hocba_build.trust.state import LedgerState, SignOff
from hocba_build.trust.year_end.scopes import HOMEROOM, LEADER, SUBJECT
from hocba_build.trust.year_end.signoffs import Draft, files_of, in_place_of, missing_subjects, statement, underlying
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.unfinished import unfinished

SHOWN: Final = 5
"""Rows of a refusal; the board shows all."""
LEADERS: Final = (Role.HIEU_TRUONG, Role.PHO_HIEU_TRUONG)


@dataclass(frozen=True, slots=True)
class Due:
    """Scopes of one role that a person may sign now; ``waits_for`` says whose signatures come first."""

    role: str
    scopes: tuple[str, ...]
    waits_for: Mapping[str, frozenset[PersonId]]
    instead_of: PersonId | None = None
    """Who is named for the scopes, where a deputy or an unlock's stand-in signs."""


class YearEnd:
    """What has been signed in one year, seen at the ledger's newest entry."""

    def __init__(self, bench: Bench, state: LedgerState, year: YearId, day: date) -> None:
        """Take the judged state; who stands in for somebody is asked on that day only."""
        self.trees, self.state, self.year = bench.trees, state, year
        self.tree = bench.trees.commit(state.tip).tree
        self.policy = bench.policies.at(self.tree)
        self.staffing = bench.policies.staffing(self.tree, year)
        held = self.staffing.assignments
        present = tuple(row for row in held.deputies if row.since <= day and (row.until is None or day <= row.until))
        self._present = Staffing(replace(held, deputies=present))

    def classes(self) -> tuple[ClassId, ...]:
        """The classes of the year."""
        places = (parse_path(path) for path, _ in self.trees.files(self.tree, f"records/{self.year}"))
        return tuple(place.class_id for place in places if place and place.kind is Kind.LOP and place.class_id)

    def missing_subjects(self, class_id: ClassId) -> dict[str, frozenset[PersonId]]:
        """The subjects of a class that are not signed by everybody yet, with the persons who are missing."""
        return missing_subjects(self.state, self.year, class_id, self.staffing)

    def fresh(self, role: str, class_id: ClassId) -> list[SignOff]:
        """The sign-offs of a role for a class that still hold."""
        return [
            one
            for one in self.state.sign_offs
            if (one.role, one.year) == (role, self.year) and class_id in one.scopes and self.state.is_fresh(one)
        ]

    def due(self, person: PersonId) -> Iterator[Due]:
        """What the person has to sign, in order: subjects, homerooms, and as a leader the classes.

        What somebody else is named for follows what is one's own, a statement for each who is away.
        """
        missing = {class_id: self.missing_subjects(class_id) for class_id in self.classes()}
        subjects = {scope: persons for rows in missing.values() for scope, persons in rows.items()}
        for absent, scopes in self._mine(person, subjects):
            yield Due(SUBJECT, scopes, {}, absent)
        rooms = {str(c): self.staffing.named_homeroom(c) for c in missing if not self.fresh(HOMEROOM, c)}
        for absent, scopes in self._mine(person, rooms):
            yield Due(HOMEROOM, scopes, _merged(missing[ClassId(room)] for room in scopes), absent)
        if person in self.policy.holding(*LEADERS):
            yield from self._leader_due()

    def _mine(
        self, person: PersonId, waiting: Mapping[str, frozenset[PersonId]]
    ) -> Iterator[tuple[PersonId | None, tuple[str, ...]]]:
        """The scopes that wait for the person, then those that the person may sign for each who is away."""
        own = tuple(scope for scope, persons in waiting.items() if person in persons)
        if own:
            yield None, own
        for absent in sorted(set().union(*waiting.values()) - {person}):
            scopes = tuple(
                scope
                for scope, persons in waiting.items()
                if absent in persons and person in self.in_place_of(absent, scope)
            )
            if scopes:
                yield absent, scopes

    def in_place_of(self, absent: PersonId, scope: str) -> frozenset[PersonId]:
        """Who may sign a scope now for somebody who is named for it."""
        return in_place_of(self._present, self.state.sign_instead(self.year), absent, scope)

    def _leader_due(self) -> Iterator[Due]:
        classes = [class_id for class_id in self.classes() if not self.fresh(LEADER, class_id)]
        if classes:
            unsigned = {str(c): self.staffing.homeroom(c) for c in classes if not self.fresh(HOMEROOM, c)}
            yield Due(LEADER, tuple(classes), unsigned)

    def sign(self, signer: Signer, due: Iterable[Due], at: int) -> dict[str, bytes]:
        """One statement a role and person named, each with its signature."""
        files: dict[str, bytes] = {}
        for place, one in enumerate(due):
            path = self._path(signer.person, place)
            where = (self.state.founding, path, self.state.index)
            draft = Draft(*where, signer.person, one.role, one.scopes, one.instead_of)
            text = statement(draft, self._named(one))
            files |= {path: text, f"{path}.asc": signer.sign(text, at)}
        return files

    def _path(self, person: PersonId, place: int) -> str:
        folder = f"signatures/ky-xac-nhan/{self.year}"
        number = 1
        while self.trees.entry(self.tree, f"{folder}/{person}.{number:04d}.txt") is not None:
            number += 1
        return f"{folder}/{person}.{number + place:04d}.txt"

    def _named(self, one: Due) -> dict[str, str]:
        blobs: dict[str, Oid] = files_of(self.trees, self.tree, self.year, one.role, one.scopes)
        for below in underlying(self.state, self.year, one.role, one.scopes):
            blob = self.trees.entry(self.tree, below.path)
            if blob is not None:
                blobs[below.path] = blob
        return {path: self.trees.sha256_blob(blob) for path, blob in blobs.items()}


def _merged(rows: Iterable[Mapping[str, frozenset[PersonId]]]) -> dict[str, frozenset[PersonId]]:
    return {scope: persons for row in rows for scope, persons in row.items()}


def year_end(ledger: Ledger, year: YearId) -> YearEnd:
    """What has been signed in a year of an open ledger, by today."""
    return YearEnd(ledger.bench, ledger.state, year, day_of(ledger.desk.now()))


@dataclass(frozen=True, slots=True)
class Signed:
    """A branch with the caller's statements."""

    branch: str
    scopes: tuple[tuple[str, str, PersonId | None], ...]
    """Role and scope of what was signed, and in whose place."""
    waiting: Mapping[str, frozenset[PersonId]]
    """What could not be signed yet, and whose signatures come first."""
    unfinished: Mapping[str, str]
    """What is not entered yet of what is signed, by scope: the signature confirms it all the same."""


def sign(
    root: Path, year: YearId, scopes: Sequence[str] = (), role: str | None = None, *, dry_run: bool = False
) -> Signed:
    """Sign everything that is due of the caller (or the named scopes), on a branch of the caller's own.

    With ``dry_run`` only say what would be signed.

    Raises:
        RefusedError: nothing is due, or others have to sign first.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    end = year_end(ledger, year)
    wanted = [_only(one, scopes) for one in end.due(me.person) if role in (None, one.role)]
    ready = [one for one in wanted if one.scopes and not one.waits_for]
    waiting = {scope: persons for one in wanted if one.scopes for scope, persons in one.waits_for.items()}
    if not ready:
        raise RefusedError("Chưa có gì để kí.", _who_first(waiting) or "Mọi phần của mình đã kí; xem hocba board.")
    lacking = unfinished(ledger, year, ready)
    signed = tuple((one.role, scope, one.instead_of) for one in ready for scope in one.scopes)
    if dry_run:
        return Signed("", signed, waiting, lacking)
    files = end.sign(me, ready, desk.now())
    message = proposal("sign", f"Kí xác nhận năm học {year}", [path for path in files if path.endswith(".txt")])
    name, _ = push_branch(desk, ledger.state.tip, f"ki-{year}", files, message, me)
    return Signed(name, signed, waiting, lacking)


def _only(due: Due, scopes: Sequence[str]) -> Due:
    if not scopes:
        return due
    kept = tuple(scope for scope in due.scopes if scope in scopes)
    classes = {scope.partition("/")[0] for scope in kept}
    waits = {scope: who for scope, who in due.waits_for.items() if scope.partition("/")[0] in classes}
    return replace(due, scopes=kept, waits_for=waits)


def _who_first(waiting: Mapping[str, frozenset[PersonId]]) -> str:
    rows = [f"{scope}: {', '.join(sorted(persons))}" for scope, persons in sorted(waiting.items())]
    more = f" và {len(rows) - SHOWN} phần nữa" if len(rows) > SHOWN else ""
    return f"Chờ {'; '.join(rows[:SHOWN])}{more}." if rows else ""
