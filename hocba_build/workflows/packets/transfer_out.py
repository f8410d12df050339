"""Pack what a leaver takes along: locked years as they are, the running year by a statement of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import StudentId, YearId
from hocba_build.records.layout import is_student_id
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.gpg import Keyring
from hocba_build.trust.papers.partial import Partial
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.packets.maker import PacketMaker
from hocba_build.workflows.packets.partial import Prepared, decide_partial, statement_of
from hocba_build.workflows.printing.shelf import replace
from hocba_build.workflows.sealing.sealed import open_source, sealed_path


@dataclass(frozen=True, slots=True)
class PackedOut:
    """A packet that was written."""

    path: Path
    years: tuple[YearId, ...]
    kept: tuple[YearId, ...]
    running: YearId | None
    left_out: tuple[YearId, ...]
    """Years of the pupil that are not locked, and not stated."""
    life_is_sealed: bool
    """Whether the life page stays out: it is sealed, and no key of the office is here."""


def transfer_out(root: Path, pupil: str, to: Path) -> PackedOut:
    """Write a pupil's packet of locked years; no key is needed, the locks are signed; a sealed life page comes along
    only where the office's key is.

    Raises:
        RefusedError: none of the pupil's years is locked, or one is open for a correction.
        HocbaError: no such pupil, or the pages cannot be printed.
    """
    return _pack(_ledger(root, pupil), StudentId(pupil), to, None)


def transfer_out_partial(root: Path, pupil: str, to: Path, decision: str | None) -> PackedOut | Prepared:
    """The same with the running year, once its statement stands in the ledger; until then, the next step towards it.

    A ``decision`` that the newest statement does not name asks for a new statement.

    Raises:
        RefusedError: as above; nothing is stated and nothing prepared; not entitled.
    """
    ledger = _ledger(root, pupil)
    statement = statement_of(ledger, StudentId(pupil))
    if statement is None or (decision is not None and statement.decision != decision):
        made = decide_partial(ledger, StudentId(pupil), decision)
        if isinstance(made, Prepared):
            return made
        statement = made
    return _pack(ledger, StudentId(pupil), to, statement)


def _ledger(root: Path, pupil: str) -> Ledger:
    if not is_student_id(pupil):
        raise HocbaError(f"«{pupil}» không phải mã học sinh.", "Mã học sinh có 10 chữ số.")
    desk = open_desk(root)
    desk.repository.fetch()
    return open_ledger(desk, desk.main())


def _pack(ledger: Ledger, pupil: StudentId, to: Path, statement: Partial | None) -> PackedOut:
    source = TreeSource(ledger.bench.trees, ledger.tree)
    maker = PacketMaker(ledger.history, pupil, statement, open_source(source, Keyring(), {sealed_path(pupil)}))
    packet = maker.make()
    running = statement.leaver.year if statement else None
    replace(to, packet.bytes())
    left_out = tuple(year for year in maker.open_years() if year != running)
    locked, kept = tuple(packet.contents.locks), packet.contents.kept
    return PackedOut(to, locked, kept, running, left_out, maker.life_is_sealed)


__all__ = ["PackedOut", "transfer_out", "transfer_out_partial"]
