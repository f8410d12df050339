"""Changes on their way to a proposal: what one would do before it is written, and what is written and not sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.records.source import ChangedSource, Source, disk_source
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.kinds import Act
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.desk.as_seen import moved_since
from hocba_build.workflows.ledger.compare import Comparison, compare
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.propose import Proposed, act_of_or_none, propose


@dataclass(frozen=True, slots=True)
class Bundle:
    """Changed files of one kind of work: one proposal takes them all; ``act`` is ``None`` for strangers."""

    act: Act | None
    compared: Comparison

    @property
    def paths(self) -> tuple[str, ...]:
        """The files."""
        return self.compared.paths


def foreseen(root: Path, outcome: Outcome) -> Comparison:
    """What a change that is not written yet does to cells and results."""
    before = disk_source(root)
    return compare(before, ChangedSource(before, outcome.texts), outcome.files)


def unsent(root: Path) -> tuple[Bundle, ...]:
    """The changed files of the work tree against the entry it shows, by kind of work.

    Raises:
        HocbaError: there is no ledger here.
    """
    desk = open_desk(root)
    tip = desk.repository.tip("HEAD")
    if tip is None:
        raise HocbaError("Kho này chưa có sổ.", "Lập sổ trước: hocba init.")
    groups: dict[Act | None, list[str]] = {}
    for path in desk.repository.changed():
        groups.setdefault(act_of_or_none(path), []).append(path)
    if not groups:
        return ()
    before, after = TreeSource(desk.writer.trees, desk.writer.tree_of(tip)), disk_source(root)
    return tuple(Bundle(act, compare(before, after, paths)) for act, paths in groups.items())


def send_files(root: Path, paths: Iterable[str], reason: str) -> Proposed:
    """Sign and send written files as one proposal; whatever goes wrong, they stay in the work tree.

    Raises:
        HocbaError: as ``propose``; the hint says where the files wait.
    """
    try:
        return propose(root, reason, [root / path for path in paths])
    except HocbaError as error:
        hint = f"{error.hint} Thay đổi còn nguyên ở máy này, trong «Thay đổi chưa gửi»: gửi lại ở đó."
        error.args = (error.message, hint.strip())
        raise


def moved_to_send(root: Path, paths: Iterable[str]) -> bool:
    """Whether files that are about to be sent are others than those that the page showed."""
    here = _changed(open_desk(root), paths)
    return moved_since(here, here, writes=True)


def take_back(root: Path, paths: Iterable[str]) -> bool:
    """Put files back as the ledger has them; false, and nothing done, where the page showed others."""
    desk = open_desk(root)
    here, tip = _changed(desk, paths), desk.repository.tip("HEAD")
    before: Source = {} if tip is None else TreeSource(desk.writer.trees, desk.writer.tree_of(tip))
    if moved_since({path: before.get(path) for path in here}, here, writes=True):
        return False
    desk.repository.restore(list(here))
    return True


def _changed(desk: Desk, paths: Iterable[str]) -> dict[str, bytes | None]:
    """Those of the files that differ from the entry that the work tree shows."""
    changed = desk.repository.changed()
    return {path: changed[path] for path in paths if path in changed}
