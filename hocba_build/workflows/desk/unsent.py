"""Changes on their way to a proposal: what one would do before it is written, and what is written and not sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.records.source import ChangedSource, disk_source
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.kinds import Act
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.ledger.compare import Comparison, compare
from hocba_build.workflows.ledger.desk import open_desk
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


def take_back(root: Path, paths: Iterable[str]) -> None:
    """Put files back as the ledger has them."""
    desk = open_desk(root)
    changed = desk.repository.changed()
    desk.repository.restore([path for path in paths if path in changed])
