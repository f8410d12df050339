"""Is an archive true: one verdict a check, from the medium alone and the founding sheet."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.moments import typed_day
from hocba_build.domain.values import ClassId
from hocba_build.domain.words import date_text
from hocba_build.exchange.archive_folder import entries_of, read_small, strangers
from hocba_build.exchange.archive_form import (
    BUNDLE,
    LEDGER_BAG,
    LISTING,
    PAGES,
    PAYLOAD,
    README,
    RECEIPT,
    SCHEMA,
    SEALED_PAGES,
    SHEET,
    SIGNATURE,
    STATEMENT,
    TAGS,
    ArchiveFault,
    Statement,
    class_bag,
    class_of,
    read_statement,
)
from hocba_build.exchange.bag import bag_faults
from hocba_build.exchange.packet_check import Check
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.judge import Judgement
from hocba_build.trust.openpgp import SignatureFault
from hocba_build.trust.special import check_signed_by
from hocba_build.trust.verdict import WORDS, Verdict
from hocba_build.workflows.archive.contents import YearPapers
from hocba_build.workflows.archive.hand import entitled
from hocba_build.workflows.archive.pages import is_sealed_form
from hocba_build.workflows.ledger.founding import sheet_of
from hocba_build.workflows.ledger.history import History

CONTENT, LEDGER, LOCK, RECORDS, RECEIPT_CHECK, PAGES_CHECK = (
    "content",
    "ledger",
    "lock",
    "records",
    "receipt",
    "pages",
)
COMPLETE, REGISTER, SUPERSEDED = "complete", "register", "superseded"
DECISIVE: Final = (CONTENT, LEDGER, LOCK, RECORDS, PAGES_CHECK)
"""What must be checked for an archive to be valid."""
_OWN: Final = frozenset({README, SHEET, RECEIPT, LISTING})
_ZONES: Final = ("records/", "signatures/")


@dataclass(frozen=True, slots=True)
class Looked:
    """What can be said of an archive."""

    statement: Statement | None
    anchored: bool
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """Invalid over undecided over tainted over valid."""
        said = {check.name: check.verdict for check in self.checks}
        if Verdict.INVALID in said.values() or not said:
            return Verdict.INVALID
        decided = {said.get(name, Verdict.UNDECIDED) for name in DECISIVE}
        if Verdict.UNDECIDED in decided or not self.anchored:
            return Verdict.UNDECIDED
        return Verdict.TAINTED if Verdict.TAINTED in decided else Verdict.VALID

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The names of the checks that nothing here could decide."""
        return tuple(check.name for check in self.checks if check.verdict is Verdict.UNDECIDED)


@dataclass(slots=True)
class Case:
    """An archive under judgement: checks are done in turn, findings pile up."""

    root: Path
    checks: list[Check] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    statement: Statement | None = None
    sound: set[str] = field(default_factory=set)
    """The bags on this medium that are whole."""

    def say(self, name: str, verdict: Verdict, message: str) -> None:
        """Settle a check."""
        self.checks.append(Check(name, verdict, message))

    def settle(self, name: str, faults: Iterator[ArchiveFault], words: str) -> bool:
        """Settle a check by its faults; whether there are none."""
        found = list(faults)
        self.findings += (Finding(fault.path, None, fault.code, fault.message) for fault in found)
        self.say(name, Verdict.INVALID if found else Verdict.VALID, found[0].message if found else words)
        return not found

    @property
    def classes(self) -> tuple[ClassId, ...]:
        """The classes whose bags are here and whole."""
        return tuple(held for bag in sorted(self.sound) if (held := class_of(bag)) is not None)


def check_content(case: Case) -> None:
    """The list can be read; every bag on this medium is whole and the one that the list names."""
    case.settle(CONTENT, _content(case), "mọi tệp còn nguyên như khi lập")


def _content(case: Case) -> Iterator[ArchiveFault]:
    names = entries_of(case.root)
    strange = [fault for name in names for fault in strangers(case.root, name)]
    if strange or STATEMENT not in names:
        yield from strange or [ArchiveFault("HB540", "không phải bản lưu trữ: thiếu luu-tru.txt", STATEMENT)]
        return
    try:
        statement = case.statement = read_statement(read_small(case.root, STATEMENT))
    except ArchiveFault as fault:
        yield fault
        return
    expected = {README, STATEMENT, *statement.bags} | ({SIGNATURE} if statement.person else set())
    for name in sorted(set(names) - expected):
        yield ArchiveFault("HB542", "không có trong bản kê", name)
    for name in sorted((expected - set(statement.bags) | {LEDGER_BAG}) - set(names)):
        yield ArchiveFault("HB541", "thiếu", name)
    if README in names and _digest(case.root / README) != statement.files[README]:
        yield ArchiveFault("HB541", "tệp này đã bị thay đổi so với bản kê", README)
    for bag in statement.bags:
        if bag in names:
            faults = list(_bag(case.root / bag, statement.files[f"{bag}/{TAGS}"]))
            yield from faults
            case.sound |= set() if faults else {bag}


def _bag(folder: Path, digest: str) -> Iterator[ArchiveFault]:
    if not folder.is_dir():
        yield ArchiveFault("HB541", "túi không phải thư mục", folder.name)
        return
    faults = list(bag_faults(folder))
    yield from faults
    tags = folder / TAGS
    if not faults and _digest(tags) != digest:
        yield ArchiveFault("HB541", "túi này không phải túi trong bản kê", f"{folder.name}/{TAGS}")


def check_ledger(case: Case, statement: Statement, judged: Judgement, history: History | None) -> None:
    """The ledger proves itself, and is the one that the list names."""
    place = f"{LEDGER_BAG}/{PAYLOAD}/{BUNDLE}"
    case.findings += (Finding(place, None, one.code, one.message, None, one.severity) for one in judged.findings)
    state = judged.state
    if history is not None and (state is None or (state.founding, history.main) != (statement.founding, statement.tip)):
        case.settle(LEDGER, iter([ArchiveFault("HB543", "sổ không phải sổ nêu trong bản kê", place)]), "")
        return
    words = f"{judged.entries} mục, đến commit {judged.tip}"
    first = next((one.message for one in judged.findings if one.severity.value == "error"), words)
    case.say(LEDGER, judged.verdict, words if judged.verdict in (Verdict.VALID, Verdict.TAINTED) else first)


def check_lock(case: Case, statement: Statement, papers: YearPapers) -> bool:
    """The year is locked in that ledger, by the act that the list names, with the classes that it names."""
    lock = papers.history.state.locks.get(statement.year)
    if lock is None or lock.scope is not None or lock.acts != statement.lock:
        fault = ArchiveFault("HB543", f"năm học {statement.year} không khoá như bản kê nói", STATEMENT)
        return case.settle(LOCK, iter([fault]), "")
    bags = {LEDGER_BAG, *map(class_bag, papers.classes)}
    wrong = sorted(bags ^ set(statement.bags))
    faults = (ArchiveFault("HB543", f"bản kê thừa hoặc thiếu túi {bag} so với bản khoá", STATEMENT) for bag in wrong)
    record = papers.lock
    words = f"{statement.year} khoá bản {record.version}, Quyết định số {record.decision} ngày {_day(record.day)}"
    return case.settle(LOCK, faults, words if record.summer_closed else f"{words}; kết quả hè chưa khoá")


def _day(iso: str) -> str:
    """A day as people write it; what is none stays as it stands."""
    day = typed_day(iso)
    return date_text(day) if day else iso


def check_records(case: Case, papers: YearPapers) -> None:
    """Every file beside the bundle is byte by byte the ledger's; none is missing, none is more."""
    classes = ", ".join(one.upper() for one in papers.classes if class_bag(one) in case.sound)
    case.settle(RECORDS, _records(case, papers), f"hồ sơ các lớp {classes} đúng là hồ sơ trong sổ")


def _records(case: Case, papers: YearPapers) -> Iterator[ArchiveFault]:
    sheet = sheet_of(papers.history.trees, papers.history.state.founding)
    for bag in sorted(case.sound):
        class_id = class_of(bag)
        held = papers.of_class(class_id) if class_id is not None else papers.of_ledger()
        expected = {**dict(_digests(papers, held)), SHEET: _sha256(sheet), LISTING: _sha256(papers.listing)}
        folder = case.root / bag / PAYLOAD
        present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for path in sorted(expected.keys() - present):
            yield ArchiveFault("HB544", "túi thiếu tệp này của sổ", f"{bag}/{PAYLOAD}/{path}")
        for path in sorted(present - expected.keys()):
            if not _has_place(path, class_id):
                yield ArchiveFault("HB542", "tệp này không có chỗ trong túi", f"{bag}/{PAYLOAD}/{path}")
        for path in sorted(present & expected.keys()):
            if _digest(folder / path) != expected[path]:
                yield ArchiveFault("HB544", "tệp này khác với tệp trong sổ", f"{bag}/{PAYLOAD}/{path}")


def _has_place(path: str, class_id: ClassId | None) -> bool:
    """Whether a file that is not the ledger's belongs into a bag; pages are looked at on their own."""
    if path in _OWN or (path.startswith(f"{SCHEMA}/") and path.endswith(".json")):
        return True
    return path.startswith((f"{PAGES}/", f"{SEALED_PAGES}/")) if class_id is not None else path == BUNDLE


def _digests(papers: YearPapers, held: Mapping[str, Oid]) -> Iterator[tuple[str, str]]:
    return ((path, papers.history.trees.sha256_blob(blob)) for path, blob in held.items())


def check_receipt(case: Case, statement: Statement, judged: Judgement) -> None:
    """What ``verify`` said when the archive was made is about the same ledger."""
    case.settle(RECEIPT_CHECK, _receipts(case, statement, judged), f"khi lập: {_said(case)}")


def _said(case: Case) -> str:
    verdict = _verdict(case, f"{LEDGER_BAG}/{PAYLOAD}/{RECEIPT}", None)
    return WORDS[verdict] if verdict else "không đọc được"


def _receipts(case: Case, statement: Statement, judged: Judgement) -> Iterator[ArchiveFault]:
    for bag in sorted(case.sound):
        path = f"{bag}/{PAYLOAD}/{RECEIPT}"
        if _verdict(case, path, (statement.tip, judged.entries)) is None:
            yield ArchiveFault("HB545", "biên bản kiểm tra không đọc được, hoặc là của sổ khác", path)


def _verdict(case: Case, path: str, ledger: tuple[str, int] | None) -> Verdict | None:
    """The verdict of a receipt; ``None`` where it cannot be read, or is about another ``ledger``."""
    try:
        read = json.loads(read_small(case.root, path))
        return Verdict(read["verdict"]) if ledger in (None, (read["tip"], read["entries"])) else None
    except (ArchiveFault, ValueError, KeyError, TypeError, RecursionError):
        return None


def check_signature(case: Case, statement: Statement, history: History) -> tuple[bool, str]:
    """Whether somebody entitled signed the list, and what to say of it.

    Raises:
        ArchiveFault: HB547, the signature is wrong.
    """
    person = statement.person
    if person is None:
        return False, "bản kê không có chữ kí của người lập"
    if person not in entitled(history.policy):
        raise ArchiveFault("HB547", f"{person} không phải người được lập bản lưu trữ", SIGNATURE)
    try:
        check_signed_by(history.policy, person, statement.text(), read_small(case.root, SIGNATURE))
    except SignatureFault as fault:
        message = f"chữ kí của {person} dưới bản kê không đúng: {fault.message}"
        raise ArchiveFault("HB547", message, SIGNATURE) from fault
    return True, f"{person} kí bản kê ngày {_day(statement.day)}"


def page_faults(case: Case, papers: YearPapers) -> Iterator[ArchiveFault]:
    """Every pupil whose results were frozen in a class has a file there, the class has one, and nobody else."""
    for class_id in case.classes:
        folder = f"{class_bag(class_id)}/{PAYLOAD}/{PAGES}"
        expected = {f"{class_id}.pdf", *(f"{student}.pdf" for student in papers.pupils(class_id))}
        place = case.root / folder
        present = {path.name for path in place.iterdir()} if place.is_dir() else set[str]()
        yield from _each("HB546", "thiếu học bạ này", folder, expected - present)
        yield from _each("HB542", "tệp này không có chỗ trong túi", folder, present - expected)
        yield from _sealed_faults(case.root / class_bag(class_id) / PAYLOAD, expected - {f"{class_id}.pdf"})


def _sealed_faults(data: Path, expected: Set[str]) -> Iterator[ArchiveFault]:
    """A sealed transcript is the printed one with something added; what was added, ``verify-pdf`` judges."""
    folder = data / SEALED_PAGES
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        path = f"{data.parent.name}/{PAYLOAD}/{SEALED_PAGES}/{place.name}"
        if place.name not in expected:
            yield ArchiveFault("HB542", "tệp này không có chỗ trong túi", path)
        elif not is_sealed_form(place, data / PAGES / place.name):
            yield ArchiveFault("HB546", "bản kí số này không phải của học bạ in trong túi", path)


def _each(code: str, message: str, folder: str, names: Set[str]) -> Iterator[ArchiveFault]:
    return (ArchiveFault(code, message, f"{folder}/{name}") for name in sorted(names))


def check_complete(case: Case, papers: YearPapers) -> None:
    """Which classes of the year are here."""
    missing = [one.upper() for one in papers.classes if not (case.root / class_bag(one)).is_dir()]
    if missing:
        case.say(COMPLETE, Verdict.UNDECIDED, f"lớp {', '.join(missing)} ở đĩa khác, chưa xem")
    else:
        case.say(COMPLETE, Verdict.VALID, f"đủ {len(papers.classes)} lớp của năm học")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
