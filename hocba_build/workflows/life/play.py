"""The script performed: every act signed by its person's own key, accepted by another, and judged at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from hocba_build.domain.people import Appointment, KeyStatus, Role, StaffKey, StaffMember
from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.canonical import write
from hocba_build.records.codec.people import encode_staff
from hocba_build.records.layout import STAFF_PATH, parse_path
from hocba_build.trust.git.objects import Objects, Oid
from hocba_build.trust.git.trees import Put
from hocba_build.trust.git.writing import Writer
from hocba_build.trust.judge import Bench
from hocba_build.trust.signing import key_statement
from hocba_build.trust.state import LedgerState
from hocba_build.workflows.ledger.approve import approval
from hocba_build.workflows.ledger.founding import FOUNDERS, Founded, Founder, certificate_path, found, founding_files
from hocba_build.workflows.ledger.lock import with_signature
from hocba_build.workflows.ledger.lock_acts import Decided, LockMaker, Opening
from hocba_build.workflows.ledger.messages import acceptance, proposal
from hocba_build.workflows.ledger.sign_off import YearEnd
from hocba_build.workflows.life.acts import ADMINISTRATOR, PRINCIPAL, Act
from hocba_build.workflows.life.cast import Cast
from hocba_build.workflows.sealing.office import Office, office_of

COUNCIL: Final = PersonId("hoi-dong")
AUTHORITY: Final = PersonId("so-gddt")
_OUTSIDERS: Final = (
    (COUNCIL, "Đặng Văn Thuận", Role.HOI_DONG),
    (AUTHORITY, "Huỳnh Thị Kim Ngân", Role.SO_GDDT),
)
READING: Final = timedelta(hours=2)
"""What a reviewer takes."""


def with_outsiders(records: SchoolRecords) -> dict[PersonId, StaffMember]:
    """The staff with the two root persons from outside the office."""
    since = min(held.since for member in records.staff.values() for held in member.appointments)
    outside = {p: StaffMember(p, name, (Appointment(role, since),)) for p, name, role in _OUTSIDERS}
    return {**records.staff, **outside}


class Stage:
    """The ledger as it grows."""

    def __init__(self, objects: Objects, put: Put, people: Cast) -> None:
        """Begin with nothing."""
        self.writer = Writer(objects, put)
        self.bench = Bench(self.writer.trees)
        self.people = people
        self.locked: dict[YearId, Oid] = {}
        """The newest lock's merge of each locked year."""
        self._state: LedgerState | None = None

    @property
    def state(self) -> LedgerState:
        """The judged state."""
        if self._state is None:
            raise AssertionError("not founded yet")
        return self._state

    @property
    def office(self) -> Office:
        """To whom life pages are sealed now."""
        return office_of(self.bench.policies.at(self.writer.tree_of(self.state.tip)))

    def found(self, records: SchoolRecords, staff: Mapping[PersonId, StaffMember], at: datetime) -> Founded:
        """The founding act."""
        founders = [
            Founder(person, member.full_name, role, self._certificate(person))
            for person, member in staff.items()
            if (role := member.appointments[0].role) in FOUNDERS
        ]
        files = founding_files(records.school, founders, at.date())
        moment = int(at.timestamp())
        made = found(self.writer, files, (records.school, founders), self.people[PRINCIPAL], moment)
        self._state = self.bench.found(made.commit, None)
        return made

    def _certificate(self, person: PersonId) -> bytes:
        holder = self.people[person]
        return holder.keys.export(holder.fingerprint)

    def enrol(self, rules: int, staff: Mapping[PersonId, StaffMember], at: datetime) -> None:
        """The whole staff with their keys: the administrator proposes, the principal accepts."""
        members = {person: self._with_key(member) for person, member in staff.items()}
        place = parse_path(STAFF_PATH)
        if place is None:
            raise AssertionError(STAFF_PATH)
        files = {STAFF_PATH: write(place, encode_staff(rules, members))}
        tree = self.writer.tree_of(self.state.tip)
        for person in members:
            path = certificate_path(person, self.people[person].fingerprint)
            if self.writer.trees.entry(tree, path) is None:
                files[path] = self._certificate(person)
                files[path.replace(".asc", ".xac-nhan.asc")] = self._binding(person, at)
        self.enter(Act(ADMINISTRATOR, PRINCIPAL, files, at, "can-bo", "Danh sách cán bộ và khoá."))

    def _with_key(self, member: StaffMember) -> StaffMember:
        return replace(member, keys=(StaffKey(self.people[member.id].fingerprint, KeyStatus.DANG_DUNG),))

    def _binding(self, person: PersonId, at: datetime) -> bytes:
        holder = self.people[person]
        text = key_statement(self.state.founding, person, holder.fingerprint)
        return holder.sign(text, int(at.timestamp()))

    def propose(self, act: Act) -> tuple[str, Oid]:
        """A branch with one commit; its name and tip."""
        name = f"pr/{act.author}/{act.slug}"
        message = proposal("propose", act.reason.rstrip("."), act.files, act.reason)
        moment = int(act.at.timestamp())
        return name, self.writer.propose(self.state.tip, act.files, message, self.people[act.author], moment)

    def enter(self, act: Act) -> None:
        """A proposal and its acceptance."""
        name, branch = self.propose(act)
        self.accept(name, branch, act.merger, act.at + READING)

    def accept(self, name: str, branch: Oid, merger: PersonId, at: datetime) -> None:
        """Merge a branch, judged as everybody else will judge it; a busy day's merges queue, time never goes back."""
        moment = max(int(at.timestamp()), self.writer.trees.commit(self.state.tip).committer.seconds)
        merge = self.writer.merge(self.state.tip, branch, acceptance(name), self.people[merger], moment)
        self.bench.accept(self.state, merge)

    def sign_off(self, year: YearId, at: datetime, merger: PersonId) -> None:
        """Everybody signs what is due: subjects, then homerooms, then the leader."""
        for step in range(3):
            day = at + step * timedelta(days=1)
            end = YearEnd(self.bench, self.state, year, day.date())
            for number, person in enumerate(sorted(self.people)):
                due = [one for one in end.due(person) if not one.waits_for][:1]
                if due and (step == 2 or due[0].role != "lanh-dao"):
                    moment = day + timedelta(minutes=number)
                    files = end.sign(self.people[person], due, int(moment.timestamp()))
                    self.enter(Act(person, merger, files, moment, f"ki-{year}-{step + 1}", "Kí xác nhận cuối năm."))
                    end = YearEnd(self.bench, self.state, year, day.date())

    def approve(self, branch: Oid, person: PersonId, at: datetime) -> Oid:
        """Another person's approval on a branch; its new tip."""
        where = (self.state.founding, self.state.tip, branch)
        return approval(self.writer, where, self.people[person], int(at.timestamp()))

    def lock(self, year: YearId, decision: str, at: datetime) -> None:
        """The administrator prepares, the principal decides."""
        decided = Decided(decision, at.date().isoformat())
        self._decide(LockMaker(self.bench, self.state, year).lock(decided, summer=True), f"khoa-{year}", at)
        self.locked[year] = self.state.tip

    def unlock(self, year: YearId, decision: str, scope: tuple[str, ...], reason: str, at: datetime) -> None:
        """The same for an unlock."""
        maker = LockMaker(self.bench, self.state, year)
        decided = Decided(decision, at.date().isoformat())
        self._decide(maker.unlock(decided, Opening(scope, reason)), f"mo-{year}", at)

    def _decide(self, files: Mapping[str, bytes], slug: str, at: datetime) -> None:
        folder = next(iter(files)).rpartition("/")[0]
        name, tip = self.propose(Act(ADMINISTRATOR, PRINCIPAL, files, at, slug, "Quyết định của hiệu trưởng."))
        decided = at + READING
        signed = with_signature(self.writer, tip, folder, self.people[PRINCIPAL], int(decided.timestamp()))
        self.accept(name, signed, PRINCIPAL, decided)
