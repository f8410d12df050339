"""Incidents: recorded as signed papers for the leaders to accept, listed and shown with all that followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.incidents import Incident, IncidentKind, Step
from hocba_build.domain.moments import day_of
from hocba_build.domain.values import PersonId
from hocba_build.records.faults import Fault
from hocba_build.records.incidents import encode_incident, incident_path, read_incident
from hocba_build.records.reader import Source
from hocba_build.records.text import forbidden
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights
from hocba_build.workflows.ledger.reasons import names_a_pupil

FOLDER = "signatures/su-co"


@dataclass(frozen=True, slots=True)
class Told:
    """What is reported: on which day, by whom (the one who acts, without), what it concerns, what was done."""

    text: str
    day: date | None = None
    reporter: str | None = None
    concerns: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A proposal of one incident."""

    number: int
    branch: str


def record(root: Path, kind: IncidentKind, told: Told, *, follows: int | None = None) -> Recorded:
    """Propose an incident, or what was done later about an earlier one.

    Raises:
        HocbaError: no text, too long, or it names a pupil.
        RefusedError: not entitled, or there is no such incident.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    today = day_of(desk.now())
    known = incidents_of(ledger)
    _refuse_unknown(known, follows)
    source = TreeSource(ledger.bench.trees, ledger.tree)
    incident = Incident(
        number=_next(ledger, known),
        kind=kind,
        day=told.day or today,
        reporter=PersonId(told.reporter or me.person),
        text=_checked(told.text, source, 500),
        concerns=told.concerns,
        follows=follows,
        steps=tuple(Step(today, me.person, _checked(text, source, 300)) for text in told.handling),
        done=told.done,
    )
    if incident.reporter not in ledger.policy.staff:
        raise HocbaError(f"Không có cán bộ {incident.reporter}.", "Xem mã cán bộ: hocba staff list")
    path = incident_path(incident.number)
    files = {path: encode_incident(incident)}
    if isinstance(fault := read_incident(path, files[path]), Fault):
        raise HocbaError(f"Không ghi được sự cố: {fault.message}.", "Sửa lại lời ghi.")
    require_rights(ledger, me.person, files)
    message = proposal("incident", f"Sự cố số {incident.number}", files)
    name, _ = push_branch(desk, ledger.state.tip, f"su-co-{incident.number:04d}", files, message, me)
    return Recorded(incident.number, name)


def follow_up(root: Path, number: int, told: Told) -> Recorded:
    """Propose what was done about an incident; the first record stays as it is."""
    first = next((one for one in listed(root) if one.number == number), None)
    if first is None:
        raise RefusedError(f"Không có sự cố số {number}.", "Xem các sự cố: hocba incident list")
    return record(root, first.kind, replace(told, concerns=told.concerns or first.concerns), follows=number)


def listed(root: Path) -> list[Incident]:
    """Every incident of the school's ledger, oldest first.

    Raises:
        RefusedError: something in the ledger is refused.
    """
    desk = open_desk(root)
    return incidents_of(open_ledger(desk, desk.main()))


def incidents_of(ledger: Ledger) -> list[Incident]:
    """The incidents in a judged ledger; each was judged when it was accepted."""
    found = []
    for name, blob in ledger.bench.trees.files(ledger.tree, FOLDER):
        read = read_incident(name, ledger.bench.trees.content(blob))
        if isinstance(read, Incident):
            found.append(read)
    return sorted(found, key=lambda one: one.number)


def chain_of(incidents: Sequence[Incident], number: int) -> list[Incident]:
    """An incident with everything that follows it.

    Raises:
        RefusedError: there is no such incident.
    """
    _refuse_unknown(incidents, number)
    wanted, found = {number}, []
    for one in incidents:
        if one.number in wanted or one.follows in wanted:
            wanted.add(one.number)
            found.append(one)
    return found


def is_done(incidents: Sequence[Incident], one: Incident) -> bool:
    """Whether the newest record about an incident says that all is done."""
    return chain_of(incidents, one.number)[-1].done


def firsts(incidents: Sequence[Incident]) -> Iterator[Incident]:
    """The incidents that follow no other."""
    return (one for one in incidents if one.follows is None)


def _refuse_unknown(known: Sequence[Incident], number: int | None) -> None:
    if number is not None and number not in {one.number for one in known}:
        raise RefusedError(f"Không có sự cố số {number}.", "Xem các sự cố: hocba incident list")


def _next(ledger: Ledger, known: Sequence[Incident]) -> int:
    """After every number in the ledger, and in proposals that wait."""
    taken = [one.number for one in known]
    for tip in ledger.desk.repository.proposals().values():
        tree = ledger.bench.trees.commit(tip).tree
        taken += [int(path[-9:-5]) for path, _ in ledger.bench.trees.files(tree, FOLDER) if path[-9:-5].isdigit()]
    return max(taken, default=0) + 1


def _checked(text: str, source: Source, longest: int) -> str:
    line = " ".join(text.split())
    if not line or forbidden(line) or len(line) > longest:
        raise HocbaError(f"Lời ghi trống, dài quá {longest} kí tự hoặc có kí tự lạ.", "Ghi ngắn gọn việc đã xảy ra.")
    if names_a_pupil(line, source):
        raise HocbaError("Lời ghi có họ tên một học sinh.", "Dùng mã học sinh thay họ tên: sự cố còn mãi trong sổ.")
    return line
