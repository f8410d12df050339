"""The one place a desk serves: a school's folder, and the secrets of this run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from hocba_build.interfaces.web.guard import Keys
from hocba_build.trust.own_repository import OwnRepository
from hocba_build.workflows.desk.drafts import Drafts
from hocba_build.workflows.desk.my_work import Me, whoami
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.state import state_folder


@dataclass(slots=True)
class Place:
    """What every page of the desk needs; ``acting`` lets one act run at a time."""

    root: Path
    keys: Keys
    acting: threading.Lock = field(default_factory=threading.Lock)
    _me: Me | None = None

    def ledger(self) -> Ledger:
        """The judged ledger as this machine has it."""
        desk = open_desk(self.root)
        return open_ledger(desk, desk.main())

    @property
    def me(self) -> Me:
        """Who sits here; asked once, and again after an act that may have changed it."""
        if self._me is None or self._me.person is None:
            self._me = whoami(self.ledger())
        return self._me

    def drafts(self) -> Drafts | None:
        """The drafts of whoever sits here."""
        return Drafts(state_folder(self.root), self.me.person) if self.me.person else None

    def repository(self) -> OwnRepository:
        """The user's repository."""
        return OwnRepository(self.root)
