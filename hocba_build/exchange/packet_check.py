"""Is a packet true: one verdict a check, each worked out from bytes alone. No repository, no network, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from hocba_build.domain.findings import Finding
from hocba_build.domain.moments import moment_text
from hocba_build.domain.values import YearId
from hocba_build.exchange.packet import SHEET, Packet, leaf_path, way_path
from hocba_build.exchange.packet_partial import check_hands, read_statement
from hocba_build.exchange.packet_time import check_witness
from hocba_build.exchange.packet_zip import PacketFault
from hocba_build.trust.founding import Sheet, SheetError, read_sheet
from hocba_build.trust.openpgp import SignatureFault
from hocba_build.trust.papers.anchors import AnchorFault, Anchors, anchors
from hocba_build.trust.papers.partial import Partial
from hocba_build.trust.verdict import Verdict
from hocba_build.trust.year_end.leaf_proof import LeafProof, ProofFault, read_json, read_proof
from hocba_build.trust.year_end.leaf_year import FrozenYear, LeafFault, frozen_year
from hocba_build.trust.year_end.locks import LOCKED, LockFaultError, LockRecord, read_lock

if TYPE_CHECKING:
    from hocba_build.trust.tsa import Authority

CONTENT, LOCK, SIGNER, TIME, SUPERSEDED = "content", "lock", "signer", "time", "superseded"
PARTIAL: Final = "partial"
DECISIVE: Final = (CONTENT, LOCK, SIGNER)
"""What must be checked for a packet to be valid."""
UNKNOWN_KEY: Final = "HB313"


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a packet, and its answer in words."""

    name: str
    verdict: Verdict
    message: str


@dataclass(frozen=True, slots=True)
class ProvenYear:
    """A locked year of the packet: its lock, and what it froze of the pupil."""

    record: LockRecord
    proof: LeafProof
    frozen: FrozenYear


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be said of a packet."""

    packet: Packet | None
    anchored: bool
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    years: Mapping[YearId, ProvenYear]
    partial: Partial | None = None
    """The statement of a year that is not locked."""

    @property
    def verdict(self) -> Verdict:
        """Invalid over undecided over valid."""
        said = {check.name: check.verdict for check in self.checks}
        if Verdict.INVALID in said.values() or not said:
            return Verdict.INVALID
        decided = all(said.get(name) is Verdict.VALID for name in DECISIVE)
        return Verdict.VALID if decided and self.anchored else Verdict.UNDECIDED

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The names of the checks that nothing here could decide."""
        return tuple(check.name for check in self.checks if check.verdict is Verdict.UNDECIDED)


def fault_of(error: PacketFault) -> Finding:
    """A fault as it is told."""
    return Finding(error.path, None, error.code, error.message)


def unreadable(error: PacketFault) -> Judged:
    """The judgement on what is no packet."""
    return Judged(None, False, (Check(CONTENT, Verdict.INVALID, error.message),), (fault_of(error),), {})


def judge_packet(packet: Packet, sheet: Sheet | None, authorities: Sequence[Authority] = ()) -> Judged:
    """Judge a packet against the founding sheet; without one the packet's own is used, and proves nothing.

    ``authorities`` are those whose time-stamps the reader believes: the packet cannot vouch for its own.
    """
    return _Bench(packet, sheet, authorities).judge()


class _Bench:
    """The work on one packet: checks are done in turn, findings pile up."""

    def __init__(self, packet: Packet, sheet: Sheet | None, authorities: Sequence[Authority]) -> None:
        self.packet = packet
        self.sheet = sheet
        self.authorities = authorities
        self.findings: list[Finding] = []
        self.years: dict[YearId, ProvenYear] = {}
        self.signed: list[datetime] = []
        self.partial: Partial | None = None
        self.open_year: list[PacketFault] = []

    def judge(self) -> Judged:
        """All checks."""
        checks: tuple[Check, ...] = (
            self._said(CONTENT, self._content, self._content_words),
            self._said(LOCK, self._locks, self._lock_words),
            self._said(SIGNER, self._signers, self._signer_words),
            self._time(),
            Check(SUPERSEDED, Verdict.UNDECIDED, "chưa có danh sách thu hồi của trường để đối chiếu"),
        )
        if self.packet.contents.partial is not None:
            checks = (*checks, self._partial_check())
        return Judged(self.packet, self.sheet is not None, checks, tuple(self.findings), self.years, self.partial)

    def _partial_check(self) -> Check:
        """What the signatures say of the running year; its faults were found with the others."""
        if self.partial is None or self.open_year:
            doubt = self.partial is not None and all(fault.code in UNDECIDED for fault in self.open_year)
            reason = self.open_year[0].message if self.open_year else "không đọc được"
            return Check(PARTIAL, Verdict.UNDECIDED if doubt else Verdict.INVALID, reason)
        who, day = self.partial.leaver, self.partial.results.arrived_on
        message = (
            f"năm học {who.year} CHƯA KHOÁ: kết quả đến ngày {day:%d/%m/%Y}, Quyết định số {self.partial.decision}, "
            f"{self.partial.registrar} và {self.partial.principal} kí"
        )
        return Check(PARTIAL, Verdict.VALID, message)

    def _said(self, name: str, work: Callable[[], Iterator[PacketFault]], words: Callable[[], str]) -> Check:
        found = list(work())
        self.findings += map(fault_of, found)
        if not found:
            proven = self.packet.contents.locks or (name != LOCK and self.partial is not None)
            return Check(name, Verdict.VALID if proven else Verdict.UNDECIDED, words())
        doubt = all(fault.code in UNDECIDED for fault in found)
        return Check(name, Verdict.UNDECIDED if doubt else Verdict.INVALID, found[0].message)

    def _content(self) -> Iterator[PacketFault]:
        """The leaf is this pupil's and leads to the root in the lock."""
        try:
            self.partial = read_statement(self.packet)
        except PacketFault as fault:
            self.open_year.append(fault)
            yield fault
        contents, files = self.packet.contents, self.packet.files
        for year in contents.locks:
            path = leaf_path(year)
            try:
                record = read_lock(files[contents.lock_path(year)])
                proof = read_proof(files[path], files[way_path(year)])
                frozen = frozen_year(read_json(files[path]), f"Khoá sổ số {record.decision}")
            except LockFaultError as error:
                yield PacketFault("HB505", str(error), contents.lock_path(year))
            except (ProofFault, LeafFault) as error:
                yield PacketFault("HB504", str(error), path)
            else:
                if proof.root() != record.merkle or proof.count != record.pupils:
                    yield PacketFault("HB504", f"kết quả năm học {year} không phải là kết quả đã khoá", path)
                elif (frozen.year.student, frozen.year.year) != (contents.pupil, year):
                    yield PacketFault("HB504", "kết quả là của học sinh hoặc năm học khác", path)
                else:
                    self.years[year] = ProvenYear(record, proof, frozen)

    def _locks(self) -> Iterator[PacketFault]:
        """The record is a lock of that year in this school's ledger."""
        contents = self.packet.contents
        if self.sheet is not None and self.sheet.founding != contents.founding:
            yield PacketFault("HB507", f"gói của trường khác ({contents.school}), không phải trường của tờ gốc này")
        for year, proven in self.years.items():
            record, path = proven.record, contents.lock_path(year)
            if record.founding != contents.founding:
                yield PacketFault("HB507", "bản khoá là của sổ trường khác", path)
            elif (record.year, record.number, record.act) != (year, contents.locks[year], LOCKED):
                yield PacketFault("HB505", "bản ghi không phải bản khoá sổ của năm học này", path)

    def _signers(self) -> Iterator[PacketFault]:
        """A root person signed each lock, with a key that the founding sheet leads to."""
        try:
            own = read_sheet(self.packet.files[SHEET])
            known = anchors(self.sheet or own, self.packet.files)
        except SheetError:
            yield PacketFault("HB503", "tờ gốc trong gói không đọc được", SHEET)
            return
        except AnchorFault as error:
            foreign = self.sheet is not None and self.sheet.founding != self.packet.contents.founding
            yield PacketFault("HB507" if foreign else "HB506", error.message, error.path)
            return
        if self.sheet is None:
            yield PacketFault("HB510", "chưa có tờ gốc của trường chuyển đi để đối chiếu: chỉ ra bằng --root")
        elif own != self.sheet and (own.founding, own.number) == (self.sheet.founding, self.sheet.number):
            yield PacketFault("HB503", "tờ gốc trong gói khác tờ gốc của trường", SHEET)
        yield from self._signatures(known)
        if self.partial is not None:
            self.open_year += check_hands(self.packet, self.partial, known)
            yield from self.open_year

    def _signatures(self, known: Anchors) -> Iterator[PacketFault]:
        for year, proven in self.years.items():
            path = self.packet.contents.lock_path(year)
            text, armor = self.packet.files[path], self.packet.files[f"{path}.asc"]
            try:
                signed = known.check(proven.record.person, text, armor)
            except SignatureFault as fault:
                code = "HB511" if fault.code == UNKNOWN_KEY else "HB506"
                reason = "khoá của người kí không nối được với tờ gốc" if code == "HB511" else fault.message
                yield PacketFault(code, f"chữ kí khoá sổ năm học {year}: {reason}", f"{path}.asc")
            else:
                self.signed.append(datetime.fromtimestamp(signed.made_at, UTC))

    def _content_words(self) -> str:
        if not self.packet.contents.locks:
            return "kết quả năm chưa khoá đúng dạng" if self.partial else "gói không có năm học nào đã khoá"
        return f"kết quả các năm {', '.join(self.packet.contents.locks)} đúng là kết quả đã khoá"

    def _lock_words(self) -> str:
        if not self.years:
            return "gói không có năm học nào đã khoá"
        said = [
            f"{year} (bản {one.record.version}, Quyết định số {one.record.decision} ngày {one.record.day})"
            for year, one in self.years.items()
        ]
        return f"đã khoá: {'; '.join(said)}"

    def _signer_words(self) -> str:
        persons = sorted({one.record.person for one in self.years.values()})
        persons = persons or ([self.partial.principal] if self.partial else [])
        if not persons:
            return "gói không có bản khoá nào để kiểm tra chữ kí"
        return f"{', '.join(persons)} kí, bằng khoá có trong tờ gốc"

    def _time(self) -> Check:
        """When the locks stood, by who has no part in the school; what signers claim is only told."""
        days = sorted({f"{moment:%d/%m/%Y}" for moment in self.signed})
        claimed = f"người kí ghi ngày {', '.join(days)}" if days else "không có chữ kí nào đọc được"
        contents, files = self.packet.contents, self.packet.files
        try:
            found = [check_witness(files, y, contents.lock_path(y), self.authorities) for y in contents.locks]
        except PacketFault as fault:
            self.findings.append(fault_of(fault))
            return Check(TIME, Verdict.INVALID, fault.message)
        known = [one for one in found if one is not None]
        if not known:
            return Check(TIME, Verdict.UNDECIDED, f"{claimed}; gói không kèm mốc thời gian của bên thứ ba")
        names = ", ".join(sorted({f"«{one.authority}»" for one in known}))
        moments = [moment_text(one.seconds) for one in known if one.seconds is not None]
        if len(moments) < len(known):
            reason = f"gói kèm mốc thời gian của {names}; nêu chuỗi chứng thư của nơi cấp ấy bằng --tsa để kiểm"
            return Check(TIME, Verdict.UNDECIDED, f"{claimed}; {reason}")
        words = f"nơi cấp {names} chứng nhận bản khoá đã có lúc {', '.join(moments)}; {claimed}"
        return Check(TIME, Verdict.VALID if len(known) == len(found) else Verdict.UNDECIDED, words)


UNDECIDED: Final = frozenset({"HB510", "HB511"})
"""Could not be checked: no sheet, or a key that only the ledger can vouch for."""

__all__ = ["Check", "Judged", "ProvenYear", "judge_packet", "unreadable"]
