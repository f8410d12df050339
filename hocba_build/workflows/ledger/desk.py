"""The school's repository on somebody's desk: read, written and shared."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.records.writes import finish_interrupted
from hocba_build.trust.git.objects import Objects, Oid
from hocba_build.trust.git.own_repository import OwnRepository
from hocba_build.trust.git.writing import Writer
from hocba_build.trust.gitrepo import open_repository


@dataclass(frozen=True, slots=True)
class Desk:
    """A repository with what reads and writes it."""

    repository: OwnRepository
    objects: Objects
    writer: Writer

    def main(self) -> Oid:
        """The ledger's newest entry as the school has it.

        Raises:
            HocbaError: there is no ledger yet.
        """
        tip = self.repository.shared("main")
        if tip is None:
            raise HocbaError("Kho này chưa có sổ.", "Lập sổ trước: hocba init.")
        return tip

    def now(self) -> int:
        """The clock of this desk, in seconds since 1970."""
        return int(time.time())


def open_desk(root: Path) -> Desk:
    """Open a work tree's repository; a change that was interrupted while it was written is finished first.

    Raises:
        HocbaError: there is none.
    """
    repository = OwnRepository(root)
    finish_interrupted(repository.root)
    objects = open_repository(repository.root).objects
    return Desk(repository, objects, Writer(objects, repository.put))
