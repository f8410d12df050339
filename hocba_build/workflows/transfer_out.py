"""Pack what a leaver takes along."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import StudentId, YearId
from hocba_build.records.layout import is_student_id
from hocba_build.workflows.desk import open_desk
from hocba_build.workflows.ledger import open_ledger
from hocba_build.workflows.packet_maker import PacketMaker
from hocba_build.workflows.print_shelf import replace


@dataclass(frozen=True, slots=True)
class PackedOut:
    """A packet that was written."""

    path: Path
    years: tuple[YearId, ...]
    kept: tuple[YearId, ...]
    left_out: tuple[YearId, ...]
    """Years of the pupil that are not locked."""


def transfer_out(root: Path, pupil: str, to: Path) -> PackedOut:
    """Write a pupil's packet; no key is needed, the locks are signed.

    Raises:
        RefusedError: none of the pupil's years is locked, or one is open for a correction.
        HocbaError: no such pupil, or the pages cannot be printed.
    """
    if not is_student_id(pupil):
        raise HocbaError(f"«{pupil}» không phải mã học sinh.", "Mã học sinh có 10 chữ số.")
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    maker = PacketMaker(ledger.history, StudentId(pupil))
    packet = maker.make()
    replace(to, packet.bytes())
    return PackedOut(to, tuple(packet.contents.locks), packet.contents.kept, tuple(maker.open_years()))


__all__ = ["PackedOut", "transfer_out"]
