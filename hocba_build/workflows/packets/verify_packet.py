"""Verify a transfer packet where there is no repository: against the founding sheet of the school it comes from."""

from __future__ import annotations

from pathlib import Path

from hocba_build.exchange.packet import read_packet
from hocba_build.exchange.packet_check import Judged, judge_packet, unreadable
from hocba_build.exchange.packet_recall import with_recall
from hocba_build.exchange.packet_zip import MAX_PACKET, PacketFault
from hocba_build.exchange.recall_file import RecallFile
from hocba_build.trust.founding import Sheet
from hocba_build.workflows.packets.pages import with_pages


def verify_packet(path: Path, sheet: Sheet | None, recall: RecallFile | None = None) -> Judged:
    """Judge a packet's file; without ``sheet`` it is at best undecided, without a recall list so is what stands.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_PACKET + 1)
    return judge_bytes(raw, sheet, recall)


def judge_bytes(raw: bytes, sheet: Sheet | None, recall: RecallFile | None = None) -> Judged:
    """The same of a packet's bytes."""
    try:
        packet = read_packet(raw)
    except PacketFault as error:
        return unreadable(error)
    return with_recall(with_pages(judge_packet(packet, sheet)), sheet, recall)


__all__ = ["judge_bytes", "verify_packet"]
