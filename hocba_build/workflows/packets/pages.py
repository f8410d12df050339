"""What a packet shows to people: transcripts and the page on top, made when it is packed, made again when checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.findings import Finding
from hocba_build.domain.people import Student
from hocba_build.domain.values import SchoolLevel, YearId
from hocba_build.exchange.packet import MANIFEST, PARTIAL_PAGES, SUMMARY, Packet, leaf_path, pages_path, view_path
from hocba_build.exchange.packet_check import Check, Judged, ProvenYear
from hocba_build.publishing.letters import letters_edition
from hocba_build.publishing.packet_page import LockedYear, PacketPage, page_edition, render_packet_page
from hocba_build.publishing.partial_page import partial_page, partial_pdf
from hocba_build.publishing.transcript.agreement import disagreements
from hocba_build.publishing.transcript.inside import year_data
from hocba_build.publishing.transcript.model import TranscriptView
from hocba_build.publishing.transcript.printing import Order, edition, prepare, print_orders
from hocba_build.publishing.transcript.stored import StoredFault, restore
from hocba_build.records.codec import decode
from hocba_build.records.inspect import inspect
from hocba_build.records.layout import Kind, parse_path, path_for
from hocba_build.trust.papers.partial import Partial
from hocba_build.trust.verdict import Verdict

PRINT, FRONT = "print", "front"
Years = Mapping[YearId, ProvenYear]


def packet_edition() -> str:
    """Names the program and the forms that make a packet's pages."""
    return hashlib.sha256(f"{edition()}\n{page_edition()}\n{letters_edition()}".encode()).hexdigest()


def printed(view: TranscriptView, leaves: Mapping[YearId, bytes]) -> bytes:
    """The transcript as PDF, with the frozen results of its locked years inside.

    Raises:
        HocbaError: it cannot be printed.
    """
    data = tuple(year_data(one.year, leaves[one.year]) for one in view.years if one.year in leaves)
    (outcome,) = print_orders([Order(view, data=data)])
    if outcome.file is None:
        raise HocbaError(f"Không in được học bạ của {outcome.student}: {outcome.fault}", "Sửa hồ sơ hoặc cài phông.")
    return outcome.file


def partial_pages(statement: Partial) -> bytes:
    """The table of a running year as PDF."""
    return partial_pdf(statement)


def summary(packet: Packet, judged: Judged) -> bytes:
    """The page on top of a packet."""
    contents, years = packet.contents, judged.years
    student = _student(packet)
    last = max(years, default=None)
    identity = student.identity_on(date.max)
    frozen = years[last].frozen if last else None
    page = PacketPage(
        school=contents.school,
        founding=contents.founding,
        index=contents.index,
        pupil=contents.pupil,
        full_name=frozen.full_name if frozen else identity.full_name,
        born_on=frozen.born_on if frozen else identity.born_on,
        female=frozen.female if frozen else identity.female,
        years=tuple(_locked(one) for _, one in sorted(years.items())),
        kept=contents.kept,
        partial=partial_page(judged.partial) if judged.partial else None,
        fingerprint=hashlib.sha256(packet.files[MANIFEST]).hexdigest(),
    )
    return render_packet_page(page)


def _locked(one: ProvenYear) -> LockedYear:
    record = one.record
    day = date.fromisoformat(record.day)
    signer = one.frozen.year.principal or record.person
    return LockedYear(one.frozen.year, record.version or 0, record.decision, day, signer, one.proof.hash.hex())


def _student(packet: Packet) -> Student:
    """The pupil's own file.

    Raises:
        HocbaError: it cannot be read.
    """
    found: Student = _record(packet, path_for(Kind.HOC_SINH, student=packet.contents.pupil))
    return found


def _record(packet: Packet, path: str) -> Any:  # noqa: ANN401 - the type follows from the kind
    """One of the pupil's own files, decoded.

    Raises:
        HocbaError: it cannot be read.
    """
    place = parse_path(path)
    read = inspect(place, packet.files[path]) if place else None
    if place is None or read is None or read.findings:
        raise HocbaError(f"Không đọc được {path}.", "Chạy hocba check.")
    return decode(place.kind, read.document)


def with_pages(judged: Judged) -> Judged:
    """The judgement with what can be said of the pages and of what no lock covers."""
    if judged.packet is None or not all(check.verdict is not Verdict.INVALID for check in judged.checks):
        return judged
    packet = judged.packet
    reason = _cannot_print_again(packet)
    wrong = [*_differences(packet, judged), *([] if reason else _made_again(packet, judged))]
    found = [Finding(path, None, "HB509", message) for path, message in wrong]
    checks = (*judged.checks, _print_check(found, reason), _front_check(packet))
    return replace(judged, checks=checks, findings=(*judged.findings, *found))


def _cannot_print_again(packet: Packet) -> str | None:
    """Why the pages cannot be made again here, to be compared byte by byte."""
    if packet.contents.edition != packet_edition():
        return "bản in do phiên bản khác của phần mềm làm ra, không in lại được để so"
    try:
        prepare()
    except HocbaError as error:
        return f"máy này không in lại được bản in để so: {error.message}"
    return None


def _print_check(found: list[Finding], reason: str | None) -> Check:
    if found:
        return Check(PRINT, Verdict.INVALID, found[0].message)
    if reason:
        return Check(PRINT, Verdict.UNDECIDED, reason)
    return Check(PRINT, Verdict.VALID, "bản in và trang tóm tắt đúng với kết quả đã khoá")


def _front_check(packet: Packet) -> Check:
    kept = f", năm chép lại {', '.join(packet.contents.kept)}" if packet.contents.kept else ""
    return Check(FRONT, Verdict.UNDECIDED, f"trang bìa, lí lịch, phần ghi sửa chữa{kept} không nằm trong phần đã khoá")


def _differences(packet: Packet, judged: Judged) -> Iterator[tuple[str, str]]:
    """Texts of pages that say something else than the locks."""
    years = judged.years
    wrong = list(_identity(packet, judged))
    yield from wrong
    if wrong:
        return
    shown: set[YearId] = set()
    for level in packet.contents.levels:
        path = view_path(level)
        try:
            view = restore(packet.files[path])
        except StoredFault as error:
            yield path, str(error)
            return
        shown |= {pages.year for pages in view.years}
        if (view.student, view.level) != (packet.contents.pupil, level):
            yield path, "bản in là của học sinh hoặc cấp học khác"
        yield from ((path, f"bản in khác hồ sơ của gói: {what}") for what in _against_records(packet, view, years))
    if shown != {*years, *packet.contents.kept}:
        yield MANIFEST, "bản in không gồm đúng các năm học của gói"


def _made_again(packet: Packet, judged: Judged) -> Iterator[tuple[str, str]]:
    """Pages that are not what their texts print as."""
    for level in packet.contents.levels:
        path = pages_path(level)
        if not _is(packet.files[path], partial(_printed_again, packet, level)):
            yield path, "bản in không phải là bản in của các kết quả trong gói"
    statement = judged.partial
    if statement is not None and not _is(packet.files[PARTIAL_PAGES], lambda: partial_pages(statement)):
        yield PARTIAL_PAGES, "bảng tổng hợp in ra không phải là bảng của kết quả trong gói"
    if not _is(packet.files[SUMMARY], lambda: summary(packet, judged)):
        yield SUMMARY, "trang tóm tắt không phải là trang của các kết quả trong gói"


def _printed_again(packet: Packet, level: SchoolLevel) -> bytes:
    leaves = {year: packet.files[leaf_path(year)] for year in packet.contents.locks}
    return printed(restore(packet.files[view_path(level)]), leaves)


def _is(raw: bytes, make: Callable[[], bytes]) -> bool:
    """Whether a file is what is made again; what cannot be made is not."""
    try:
        return make() == raw
    except (StoredFault, HocbaError):
        return False


def _identity(packet: Packet, judged: Judged) -> Iterator[tuple[str, str]]:
    """The pupil's own records can be read, and name who the locks name."""
    for path in packet.files:
        try:
            _record(packet, path) if path.startswith("records/") else None
        except HocbaError:
            yield path, "hồ sơ không đọc được"
            return
    path, student = path_for(Kind.HOC_SINH, student=packet.contents.pupil), _student(packet)
    known = {(one.full_name, one.female, one.born_on) for one in student.identities}
    named = [(one.frozen.full_name, one.frozen.female, one.frozen.born_on) for one in judged.years.values()]
    if judged.partial is not None:
        who = judged.partial.leaver
        named.append((who.full_name, who.female, who.born_on))
    if not known.issuperset(named):
        yield path, "họ tên, giới tính, ngày sinh khác kết quả trong gói"


def _against_records(packet: Packet, view: TranscriptView, years: Years) -> Iterator[str]:
    """What the pages say otherwise than the locks, or than the kept years beside them."""
    for pages in view.years:
        if pages.year in years:
            frozen = years[pages.year].frozen
            name, year = frozen.full_name, frozen.year
        elif pages.year in packet.contents.kept:
            path = path_for(Kind.NAM_CU, year=pages.year, student=packet.contents.pupil)
            name, year = pages.full_name, _record(packet, path)
        else:
            continue
        yield from (f"{pages.year}, {what}" for what in disagreements(pages, name, year))


__all__ = ["packet_edition", "printed", "summary", "with_pages"]
