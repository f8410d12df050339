"""Does what a packet holds still stand: its results held against a recall list, its own or a newer one at hand."""

from __future__ import annotations

from dataclasses import replace

from hocba_build.domain.copies import Recall
from hocba_build.domain.findings import Finding
from hocba_build.exchange.packet import Packet
from hocba_build.exchange.packet_check import SUPERSEDED, Check, Judged, fault_of
from hocba_build.exchange.packet_zip import PacketFault
from hocba_build.exchange.recall_file import BAD, RecallFile, check_signature
from hocba_build.records.copies import read_recall
from hocba_build.records.faults import Fault
from hocba_build.trust.founding import Sheet
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.verdict import Verdict


def with_recall(judged: Judged, sheet: Sheet | None, given: RecallFile | None) -> Judged:
    """The judgement with what the newest list says; without one nothing changes."""
    if judged.packet is None or not judged.years:
        return judged
    try:
        held = _newest(judged.packet, given)
        if held is None:
            return judged
        recall, papers = held
        if sheet is None:
            return _told(judged, Verdict.UNDECIDED, "có danh sách thu hồi nhưng chưa có tờ gốc để kiểm tra chữ kí")
        check_signature(recall, papers, sheet)
    except PacketFault as fault:
        return _told(judged, Verdict.INVALID, fault.message, fault_of(fault))
    return _held_against(judged, recall)


def _newest(packet: Packet, given: RecallFile | None) -> tuple[Recall, dict[str, bytes]] | None:
    """The newest list of those at hand, with the papers that prove it."""
    found = [(given.recall, dict(given.files))] if given else []
    for path, raw in packet.files.items():
        place = place_of(path)
        if isinstance(place, SignaturePath) and place.paper is Paper.RECALL:
            recall = read_recall(path, raw)
            if isinstance(recall, Fault):
                raise PacketFault(BAD, recall.message, path)
            found.append((recall, dict(packet.files)))
    return max(found, key=lambda one: one[0].index, default=None)


def _held_against(judged: Judged, recall: Recall) -> Judged:
    source = f"danh sách thu hồi số {recall.number}/{recall.year} ngày {recall.day:%d/%m/%Y}"
    gone = [year for year, one in judged.years.items() if one.proof.hash.hex() in recall.replaced]
    if gone:
        what = f"kết quả năm học {', '.join(gone)} đã được thay bởi lần khoá sổ sau, theo {source}"
        finding = Finding("", None, "HB514", what)
        return _told(judged, Verdict.INVALID, what, finding)
    later = [year for year, one in judged.years.items() if recall.versions.get(year, 0) < (one.record.version or 0)]
    if later:
        return _told(judged, Verdict.UNDECIDED, f"{source} cũ hơn lần khoá sổ năm học {', '.join(later)} trong gói")
    return _told(judged, Verdict.VALID, f"kết quả các năm {', '.join(judged.years)} còn giá trị theo {source}")


def _told(judged: Judged, verdict: Verdict, message: str, *found: Finding) -> Judged:
    checks = tuple(Check(SUPERSEDED, verdict, message) if one.name == SUPERSEDED else one for one in judged.checks)
    return replace(judged, checks=checks, findings=(*judged.findings, *found))


__all__ = ["with_recall"]
