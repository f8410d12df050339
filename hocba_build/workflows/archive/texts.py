"""What the texts of an archive say of its year: the school, the decision, and the keys that plain tools ask for."""

from __future__ import annotations

from datetime import date

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.school import School
from hocba_build.domain.words import date_text
from hocba_build.publishing.archive_texts import ArchiveTexts, KeyFile
from hocba_build.records.codec import decode
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import SCHOOL_PATH, parse_path
from hocba_build.trust.founding import read_sheet
from hocba_build.trust.openpgp import SignatureFault
from hocba_build.trust.papers.anchors import AnchorFault, anchors
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.archive.contents import YearPapers
from hocba_build.workflows.ledger.founding import certificate_path, sheet_of


def texts_of(papers: YearPapers, hand: KeyHolder | None, day: date) -> ArchiveTexts:
    """The texts of an archive that is made on a day.

    Raises:
        HocbaError: the lock's signature does not lead to the founding sheet.
    """
    state, lock = papers.history.state, papers.lock
    maker = _key(hand.person, hand.fingerprint, "người lập bản lưu trữ") if hand else None
    return ArchiveTexts(
        school=_school(papers).name_on(date.fromisoformat(lock.day)),
        year=papers.year,
        decision=lock.decision,
        locked_on=date_text(date.fromisoformat(lock.day)),
        classes=papers.classes,
        founding=state.founding,
        tip=state.tip,
        index=state.index,
        lock_path=papers.lock_path,
        made_on=date_text(day),
        founder=_founder(papers),
        locker=_locker(papers),
        maker=maker,
    )


def _founder(papers: YearPapers) -> KeyFile:
    person = papers.history.trees.commit(papers.history.state.founding).author.name
    sheet = read_sheet(sheet_of(papers.history.trees, papers.history.state.founding))
    key = next(fingerprint for holder, fingerprint in sheet.keys.items() if holder == person)
    return _key(person, key, "người lập sổ")


def _locker(papers: YearPapers) -> KeyFile:
    """Whose key signed the lock, as the founding sheet leads to it."""
    sheet = read_sheet(sheet_of(papers.history.trees, papers.history.state.founding))
    known = dict(papers.contents(papers.of_ledger()))
    text = papers.content(papers.lock_path)
    try:
        signed = anchors(sheet, known).check(papers.lock.person, text, known[f"{papers.lock_path}.asc"])
    except (AnchorFault, SignatureFault) as fault:
        raise HocbaError("Chữ kí khoá sổ không nối được với tờ gốc.", str(fault.args)) from fault
    return _key(papers.lock.person, signed.fingerprint, "người khoá sổ")


def _key(person: str, fingerprint: str, why: str) -> KeyFile:
    return KeyFile(certificate_path(person, fingerprint), fingerprint.upper(), person, why)  # type: ignore[arg-type]


def _school(papers: YearPapers) -> School:
    place = parse_path(SCHOOL_PATH)
    if place is None:
        raise AssertionError(SCHOOL_PATH)
    found: School = decode(place.kind, inspect(place, papers.content(SCHOOL_PATH)).document)
    return found


__all__ = ["texts_of"]
