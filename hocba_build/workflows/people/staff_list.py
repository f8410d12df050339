"""Who holds which right since when, and when each key was last used: by the judged ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Appointment, StaffKey, StaffMember
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.people.duties import Since, duties


@dataclass(frozen=True, slots=True)
class Account:
    """One person: every role with its days, every key with the entry and day of its last use."""

    member: StaffMember
    uses: tuple[tuple[StaffKey, int | None, date | None], ...]
    duties: tuple[Since, ...] = ()
    """What the assignments of the open years give the person."""

    @property
    def held(self) -> tuple[Appointment, ...]:
        """The roles held now."""
        return tuple(one for one in self.member.appointments if one.until is None)


def accounts(root: Path, person: str | None = None) -> list[Account]:
    """Everybody of the staff, or one person.

    Raises:
        RefusedError: something in the ledger is refused.
        HocbaError: nobody has that id.
    """
    desk = open_desk(root)
    ledger = open_ledger(desk, desk.main())
    staff, held = ledger.policy.staff.values(), duties(ledger)
    wanted = [member for member in staff if person in (None, member.id)]
    if person is not None and not wanted:
        raise HocbaError(f"Không có cán bộ {person}.", "Xem mọi người: hocba staff list")
    return [_account(ledger, member, held.get(member.id, ())) for member in wanted]


def _account(ledger: Ledger, member: StaffMember, held: tuple[Since, ...]) -> Account:
    commits = {index: oid for oid, index in ledger.state.entries.items()}
    found = []
    for key in member.keys:
        last = max(ledger.state.signed_with.get(key.fingerprint, ()), default=None)
        oid = commits.get(last) if last is not None else None
        day = day_of(ledger.bench.trees.commit(oid).committer.seconds) if oid is not None else None
        found.append((key, last, day))
    return Account(member, tuple(found), held)
