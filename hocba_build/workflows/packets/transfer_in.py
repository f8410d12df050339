"""Take a packet in: the pupil into a class, the proven years into ``nam-cu/``, the running one into ``chuyen-den/``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hocba_build.domain.entries import BroughtSemester, TransferIn
from hocba_build.domain.errors import Exit, HocbaError, RefusedError
from hocba_build.domain.legacy import LegacyYear
from hocba_build.domain.moments import day_of
from hocba_build.domain.people import Event, EventKind, Student
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import StudentId, SubjectId, Term, YearId
from hocba_build.exchange.packet import Packet
from hocba_build.exchange.packet_check import LOCK, Judged
from hocba_build.publishing.letters import letter
from hocba_build.records.codec import decode
from hocba_build.records.codec.outside import encode_legacy, encode_transfer
from hocba_build.records.edits import written
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import Kind, parse_path, path_for
from hocba_build.trust.papers.received import FOLDER, Received
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.changes import Draft, Outcome, open_draft
from hocba_build.workflows.copies.checking import read_list
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights
from hocba_build.workflows.ledger.verify import sheet_from
from hocba_build.workflows.packets.verify_packet import verify_packet
from hocba_build.workflows.printing.shelf import replace as put_file
from hocba_build.workflows.pupils.entering import Person, Place, known_again, new_pupil, seat_pupil, target_of

Subjects = Mapping[SubjectId, SubjectId]


class RefusedPacketError(HocbaError):
    """A packet that may not be taken in."""

    exit = Exit.FINDINGS


class UndecidedPacketError(HocbaError):
    """A packet of which it cannot be told here whether it is true."""

    exit = Exit.UNDECIDED


@dataclass(frozen=True, slots=True)
class Wish:
    """Where the pupil goes; ``known`` is an id of a pupil who was here before, ``subjects`` maps theirs to ours."""

    place: Place
    known: StudentId | None = None
    subjects: Mapping[SubjectId, SubjectId] | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was done."""

    student: StudentId
    outcome: Outcome
    branch: str | None


def transfer_in(
    root: Path,
    path: Path,
    sheet: Path | None,
    wish: Wish,
    receipt: Path,
    *,
    recall: Path | None = None,
    dry_run: bool,
) -> TakenIn:
    """Verify a packet, write what it proves into the work tree, register it, and write the acknowledgement.

    Raises:
        RefusedPacketError: the packet is not true. UndecidedPacketError: that cannot be told.
        RefusedError: the pupil is known already, a subject is unknown here, or not entitled.
    """
    judged = verify_packet(path, sheet_from(sheet), read_list(recall) if recall else None)
    packet = _true_packet(judged)
    draft = open_draft(root)
    student = _enter(draft, judged, packet, wish)
    outcome = draft.settle(dry_run=True)
    if dry_run or outcome.refused or outcome.moved:
        return TakenIn(student.id, outcome, None)
    branch, paper = _register(root, judged, packet, (student.id, path.read_bytes()))
    outcome = draft.settle()
    put_file(receipt, _acknowledgement(draft, judged, paper))
    return TakenIn(student.id, outcome, branch)


def _true_packet(judged: Judged) -> Packet:
    """The packet where it is valid, or where only no year of it is locked yet."""
    verdicts = {check.name: check.verdict for check in judged.checks}
    running = judged.partial is not None and not judged.years
    if running and judged.anchored and judged.verdict is Verdict.UNDECIDED:
        verdicts[LOCK] = Verdict.VALID
    decided = judged.anchored and all(verdicts.get(name) is Verdict.VALID for name in ("content", LOCK, "signer"))
    if judged.packet is not None and decided and judged.verdict is not Verdict.INVALID:
        return judged.packet
    reason = f"{judged.findings[0].code} {judged.findings[0].message}" if judged.findings else "chưa kết luận được"
    error = RefusedPacketError if judged.verdict is Verdict.INVALID else UndecidedPacketError
    raise error(f"Không nhận gói: {reason}.", "Xem hocba verify-packet GÓI --root TỜ_GỐC.")


def _enter(draft: Draft, judged: Judged, packet: Packet, wish: Wish) -> Student:
    year, held = target_of(draft, wish.place)
    since = wish.place.since or year.year.first_day
    document = f"Gói chuyển trường, sổ {packet.contents.founding[:12]}"
    grade = held.school_class.grade
    school = packet.contents.school
    event = Event(since, EventKind.CHUYEN_DEN, year.year.id, school=school, document=document, grade=grade)
    theirs: Student = _own_record(packet, path_for(Kind.HOC_SINH, student=packet.contents.pupil))
    person = Person(theirs.identities[-1], ministry_code=theirs.ministry_code)
    student = known_again(draft, wish.known, event) if wish.known else new_pupil(draft, person, event)
    seat_pupil(draft, (year, held), wish.place, student)
    subjects = wish.subjects or {}
    for kept in _kept_years(judged, packet):
        _put(
            draft,
            path_for(Kind.NAM_CU, year=kept.year, student=student.id),
            encode_legacy(_ours(kept, student.id, subjects)),
        )
    semesters: Mapping[Term, BroughtSemester] = {}
    if judged.partial is not None and judged.partial.leaver.year == year.year.id:
        semesters = judged.partial.results.semesters
        document = judged.partial.results.document
    brought = TransferIn(school, None, document, since, {t: _mapped(one, subjects) for t, one in semesters.items()})
    where = year.year.id, held.school_class.id, student.id
    path = path_for(Kind.CHUYEN_DEN, year=where[0], class_id=where[1], student=where[2])
    _put(draft, path, encode_transfer(*where, brought))
    return student


def _put(draft: Draft, path: str, document: Any) -> None:  # noqa: ANN401 - a document of any kind
    if draft.text(path) is not None:
        raise RefusedError(f"Đã có {path}.", "Gói này có thể đã được nhận; xem lại trước khi nhận nữa.")
    draft.put(path, written(path, document))


def _own_record(packet: Packet, path: str) -> Any:  # noqa: ANN401 - the type follows from the kind
    place = parse_path(path)
    if place is None:
        raise AssertionError(path)
    return decode(place.kind, inspect(place, packet.files[path]).document)


def _kept_years(judged: Judged, packet: Packet) -> Iterator[LegacyYear]:
    yield from (one.frozen.year for _, one in sorted(judged.years.items()))
    for year in packet.contents.kept:
        yield _own_record(packet, path_for(Kind.NAM_CU, year=year, student=packet.contents.pupil))


def _ours(year: LegacyYear, student: StudentId, subjects: Subjects) -> LegacyYear:
    taken = {_subject(subject, subjects): row for subject, row in year.subjects.items()}
    return replace(year, student=student, subjects=taken, from_packet=True)


def _mapped(semester: BroughtSemester, subjects: Subjects) -> BroughtSemester:
    return replace(semester, subjects={_subject(one, subjects): part for one, part in semester.subjects.items()})


def _subject(subject: SubjectId, subjects: Subjects) -> SubjectId:
    found = subjects.get(subject, subject)
    if found not in SUBJECTS:
        raise RefusedError(f"Không có môn {found} ở đây.", f"Nêu môn tương ứng: --map {subject}=MÔN.")
    return found


def _register(root: Path, judged: Judged, packet: Packet, what: tuple[StudentId, bytes]) -> tuple[str, Received]:
    """The office's paper on a branch of its own."""
    student, raw = what
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    number = 1 + sum(1 for _ in ledger.bench.trees.files(ledger.tree, FOLDER))
    paper = Received(
        number,
        day_of(desk.now()).isoformat(),
        student,
        packet.contents.school,
        packet.contents.founding,
        hashlib.sha256(raw).hexdigest(),
        {YearId(year): one.proof.hash.hex() for year, one in judged.years.items()},
        judged.partial.leaver.year if judged.partial else None,
        judged.unchecked,
    )
    require_rights(ledger, me.person, [paper.path])
    message = proposal("receive", f"Nhận gói chuyển trường của học sinh {student}", [paper.path])
    name, _ = push_branch(desk, ledger.state.tip, f"tiep-nhan-{number:04d}", {paper.path: paper.text()}, message, me)
    return name, paper


def _acknowledgement(draft: Draft, judged: Judged, paper: Received) -> bytes:
    """The letter to the sending school."""
    school = draft.records.school
    theirs = judged.packet.contents.pupil if judged.packet else ""
    return letter(
        "bao-tiep-nhan.html",
        f"Báo tiếp nhận học sinh {theirs}",
        school=school.names[-1][1],
        place=school.addresses[-1][1].ward,
        paper=paper,
        theirs=theirs,
        checks=judged.checks,
    )


__all__ = ["TakenIn", "Wish", "transfer_in"]
