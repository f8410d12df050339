"""Who may change a file, who must approve, who may merge: one short function a kind, answers are sets of persons.

The judge asks whether somebody is in a set; a refusal and the board name the set. Nothing here is allowed by default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from hocba_build.domain.people import Role
from hocba_build.domain.school import Assignments
from hocba_build.domain.values import PersonId, Term, YearId
from hocba_build.records.layout import SUBJECT_KINDS, Kind, RecordPath
from hocba_build.trust.kinds import Act, Paper, Place, SignaturePath, act_of, place_of
from hocba_build.trust.policy import Policy, Staffing

Persons = frozenset[PersonId]
NOBODY: Final[Persons] = frozenset()


@dataclass(frozen=True, slots=True)
class Rights:
    """The persons for one path: ``authors`` may write it, one of ``approvers`` must approve where there are any."""

    authors: Persons
    mergers: Persons
    approvers: Persons = NOBODY

    def without(self, persons: Persons) -> Rights:
        """The same for everybody but these."""
        if not persons:
            return self
        return Rights(self.authors - persons, self.mergers - persons, self.approvers - persons)


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides about a right besides the path: the people, and what was signed or opened before."""

    policy: Policy
    staffing_of: Callable[[YearId], Staffing]
    signed: Set[str] = frozenset()
    """Files that a merged sign-off has named."""
    stand_ins: Mapping[PersonId, PersonId] = field(default_factory=dict)
    """Of an open unlock: who left, and who may correct in that person's place."""

    def staffing(self, year: YearId | None) -> Staffing:
        """Who answers for what in a year."""
        return self.staffing_of(year) if year is not None else Staffing(Assignments())

    @property
    def principal(self) -> Persons:
        """The principal."""
        return self.policy.holding(Role.HIEU_TRUONG)

    @property
    def deputies(self) -> Persons:
        """The vice-principals."""
        return self.policy.holding(Role.PHO_HIEU_TRUONG)

    @property
    def leaders(self) -> Persons:
        """Principal and vice-principals."""
        return self.policy.holding(Role.HIEU_TRUONG, Role.PHO_HIEU_TRUONG)

    @property
    def office(self) -> Persons:
        """The head of the office."""
        return self.policy.holding(Role.TO_TRUONG_VAN_PHONG)

    @property
    def registrars(self) -> Persons:
        """The registrars."""
        return self.policy.holding(Role.VAN_THU)

    @property
    def administrators(self) -> Persons:
        """The administrators."""
        return self.policy.holding(Role.QUAN_TRI)

    @property
    def council(self) -> Persons:
        """The council member: who acts where the principal is the author."""
        return self.policy.holding(Role.HOI_DONG)


def rights(path: str, at: Situation, kind: Act | None = None) -> Rights:
    """The persons for a path; empty sets where it has no place. ``kind`` is the entry's, where it is known.

    A time-stamp key may do nothing but bring time-stamps.
    """
    try:
        act = Act.ROOT if kind is Act.ROOT else act_of(path)
    except KeyError:
        return Rights(NOBODY, NOBODY)
    place = place_of(path)
    held = _data(place, at) if isinstance(place, RecordPath) and act is Act.DATA else _of_act(act, place, at)
    return held if act is Act.WITNESS else held.without(at.policy.holding(Role.MOC_THOI_GIAN))


def _of_act(act: Act | None, place: Place | None, at: Situation) -> Rights:
    """Rights that do not depend on a class."""
    everyone = frozenset(at.policy.staff)
    root = frozenset(at.policy.root.keys)
    table: dict[Act | None, Callable[[], Rights]] = {
        Act.PUPILS: lambda: Rights(at.registrars, at.office | at.leaders),
        Act.YEAR: lambda: Rights(at.administrators, at.principal | at.council),
        Act.PEOPLE: lambda: _people(place, at),
        Act.LOCK: lambda: Rights(at.administrators | at.leaders, at.principal),
        Act.OFFICE: lambda: Rights(at.registrars | at.administrators, at.leaders),
        Act.SIGN: lambda: Rights(everyone, _reviewers(place, at)),
        Act.WITNESS: lambda: Rights(everyone, everyone),
        Act.AFFIRM: lambda: Rights(everyone, at.leaders),
        Act.ROOT: lambda: Rights(root, root),
        Act.REPAIR: lambda: Rights(at.administrators | at.deputies, at.leaders),
        Act.PROGRAM: lambda: Rights(at.administrators, at.principal | at.council),
    }
    return table[act]() if act in table else Rights(NOBODY, NOBODY)


def _people(place: Place | None, at: Situation) -> Rights:
    """Staff, keys, assignments. A certificate or its binding: two others than that person."""
    authors, mergers = at.administrators | at.deputies, at.principal | at.council
    if isinstance(place, SignaturePath) and place.paper in (Paper.CERTIFICATE, Paper.KEY_BINDING):
        owner = frozenset({place.person}) if place.person else NOBODY
        return Rights(authors - owner, (mergers | at.deputies) - owner)
    return Rights(authors, mergers)


def _reviewers(place: Place | None, at: Situation) -> Persons:
    """Everybody with a right to review something; order and digests prove a sign-off, not its merger."""
    return at.leaders | at.office | at.staffing(place.year if place else None).heads()


def _data(place: RecordPath, at: Situation) -> Rights:
    """Scores, conduct, attendance, decisions of one class."""
    staff = at.staffing(place.year)
    if place.class_id is None:
        return Rights(NOBODY, NOBODY)
    homeroom = staff.homeroom(place.class_id)
    signed = place.path in at.signed
    if place.kind in SUBJECT_KINDS or place.kind is Kind.DANH_GIA_LAI:
        term = place.term or Term.HK2
        teachers = staff.teachers(place.class_id, place.subject, term) if place.subject else NOBODY
        authors = _with_stand_ins(teachers, at)
        if signed:
            return Rights(authors, at.leaders, approvers=homeroom | at.leaders)
        return Rights(authors, staff.heads(place.subject) | at.leaders)
    authors = _with_stand_ins(homeroom, at)
    if place.kind is Kind.QUYET_DINH:
        return Rights(authors, at.principal)
    if place.kind is Kind.CHUYEN_CAN:
        return Rights(authors | at.registrars, at.leaders if signed else staff.heads() | at.office | at.leaders)
    return Rights(authors, at.leaders if signed else staff.heads() | at.leaders)


def _with_stand_ins(persons: Persons, at: Situation) -> Persons:
    return persons | {at.stand_ins[person] for person in persons if person in at.stand_ins}
