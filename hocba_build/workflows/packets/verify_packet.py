"""Verify a transfer packet where there is no repository: against the founding sheet of the school it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hocba_build.domain.errors import HocbaError
from hocba_build.exchange.packet import read_packet
from hocba_build.exchange.packet_check import Judged, judge_packet, unreadable
from hocba_build.exchange.packet_recall import with_recall
from hocba_build.exchange.packet_zip import MAX_PACKET, PacketFault
from hocba_build.exchange.recall_file import RecallFile
from hocba_build.trust.founding import Sheet
from hocba_build.workflows.packets.pages import with_pages

if TYPE_CHECKING:
    from hocba_build.trust.tsa import Authority


def verify_packet(
    path: Path, sheet: Sheet | None, recall: RecallFile | None = None, chains: Sequence[Path] = ()
) -> Judged:
    """Judge a packet's file; without ``sheet`` it is at best undecided, without a recall list so is what stands.

    ``chains`` are certificates of the time-stamp authorities that the reader believes.

    Raises:
        OSError: the file cannot be read.
        HocbaError: a chain is none.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_PACKET + 1)
    return judge_bytes(raw, sheet, recall, [_authority(chain) for chain in chains])


def judge_bytes(
    raw: bytes, sheet: Sheet | None, recall: RecallFile | None = None, authorities: Sequence[Authority] = ()
) -> Judged:
    """The same of a packet's bytes."""
    try:
        packet = read_packet(raw)
    except PacketFault as error:
        return unreadable(error)
    return with_recall(with_pages(judge_packet(packet, sheet, authorities)), sheet, recall)


def _authority(chain: Path) -> Authority:
    from hocba_build.trust.tsa import StampFaultError, read_authority  # Only where a chain was brought.

    try:
        return read_authority(chain.read_bytes())
    except StampFaultError as fault:
        raise HocbaError(f"{chain.name}: {fault}.", "Cần chuỗi chứng thư PEM của nơi cấp mốc thời gian.") from fault


__all__ = ["judge_bytes", "verify_packet"]
