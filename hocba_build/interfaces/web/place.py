"""The one place a desk serves: a school's folder, and the secrets of this run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import ClassId, PersonId, YearId
from hocba_build.exchange.columns import SheetKey
from hocba_build.interfaces.web.guard import Keys
from hocba_build.interfaces.web.jobs import Workbench
from hocba_build.records.layout import is_year
from hocba_build.trust.git.own_repository import OwnRepository
from hocba_build.workflows.desk.as_seen import Seen, Watch, seen_at
from hocba_build.workflows.desk.class_shelf import ClassShelf
from hocba_build.workflows.desk.drafts import Drafts
from hocba_build.workflows.desk.my_work import Me, whoami
from hocba_build.workflows.desk.phrases import Phrases
from hocba_build.workflows.desk.reading import AuditShelf, SchoolShelf
from hocba_build.workflows.desk.score_grid import Sheet
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.pushed import Pushed
from hocba_build.workflows.server.forge import Opened, announce
from hocba_build.workflows.state import state_folder


@dataclass(slots=True)
class Place:
    """What every page of the desk needs; ``acting`` lets one act run at a time."""

    root: Path
    keys: Keys
    acting: threading.Lock = field(default_factory=threading.Lock)
    classes: ClassShelf = field(default_factory=ClassShelf)
    audit: AuditShelf = field(default_factory=AuditShelf)
    school: SchoolShelf = field(default_factory=SchoolShelf)
    bench: Workbench = field(default_factory=Workbench)
    stop: Callable[[], None] = lambda: None
    """Ends the server; nothing where the pages are served by something else."""
    seen: dict[str, Seen] = field(default_factory=dict)
    """What pages of this run showed, by name; a state is kept once, however many pages showed it."""
    _me: Me | None = None
    _requests: list[tuple[str, Opened]] = field(default_factory=list)

    def require_folder(self) -> None:
        """Refuse where the school's folder is gone: renamed, moved, on a drive that was pulled out.

        Raises:
            RefusedError: it is not there.
        """
        if not self.root.is_dir():
            message = f"Không còn thấy thư mục hồ sơ {self.root}: đã đổi tên, chuyển chỗ hoặc rút ổ đĩa ra."
            raise RefusedError(message, "Để thư mục lại chỗ cũ rồi tải lại trang; bản nháp còn ở máy này.")

    def ledger(self) -> Ledger:
        """The judged ledger as this machine has it."""
        self.require_folder()
        desk = open_desk(self.root)
        return open_ledger(desk, desk.main())

    @property
    def me(self) -> Me:
        """Who sits here; asked once, and again after an act that may have changed it."""
        if self._me is None or self._me.person is None:
            self._me = whoami(self.ledger())
        return self._me

    @property
    def person(self) -> PersonId:
        """Who sits here, for what only a person can do.

        Raises:
            RefusedError: nobody is known.
        """
        if self.me.person is None:
            raise RefusedError("Chưa biết ai đang ngồi ở máy này.", self.me.trouble)
        return self.me.person

    def require_overview(self) -> None:
        """Refuse whoever has no business with every class (data no one needs is not shown).

        Raises:
            RefusedError: a teacher who leads no department.
        """
        if not self.me.overviews:
            raise RefusedError("Trang này dành cho lãnh đạo, tổ trưởng và văn phòng.", "Xem lớp của mình ở mục Lớp.")

    def leads(self, year: YearId, class_id: ClassId) -> bool:
        """Whether the class is the person's as homeroom teacher, or all classes are."""
        if self.me.overviews:
            return True
        if not is_year(year):  # An address may say anything.
            return False
        ledger = self.ledger()
        return self.me.person in ledger.bench.policies.staffing(ledger.tree, year).homeroom(class_id)

    def require_homeroom(self, year: YearId, class_id: ClassId) -> None:
        """Refuse whoever neither leads the class nor has every class in view: a whole transcript shows all years.

        Raises:
            RefusedError: the class is somebody else's.
        """
        if not self.leads(year, class_id):
            raise RefusedError(
                f"Học bạ cả quyển của lớp {class_id} dành cho giáo viên chủ nhiệm lớp ấy, lãnh đạo và văn phòng.",
                "Xem lớp của mình ở mục Lớp.",
            )

    def watch(self, name: str = "") -> Watch:
        """What stands now, to be held against what a page showed; a page of no other run is known.

        Raises:
            RefusedError: no page of this run showed that.
        """
        if name and name not in self.seen:
            raise RefusedError("Trang đã cũ.", "Tải lại trang rồi làm lại.")
        now = seen_at(self.root)
        if now is not None:
            now = self.seen.setdefault(now.name, now)
        return Watch(self.root, self.seen.get(name), now)

    def announce(self, pushed: Sequence[Pushed]) -> None:
        """Open a request for each pushed branch where the server is a forge; whatever it says, the branches stand."""
        for one in pushed:
            opened = announce(one.desk.repository, one.branch, one.paths, one.reviewers)
            if opened != Opened(None):
                self._requests.append((one.branch, opened))

    def take_requests(self) -> list[tuple[str, Opened]]:
        """What became of the requests since the last page; a page tells it once."""
        told, self._requests = self._requests, []
        return told

    def drafts(self) -> Drafts:
        """The drafts of whoever sits here."""
        return Drafts(state_folder(self.root), self.person)

    def phrases(self) -> Phrases:
        """The remark phrases of whoever sits here."""
        return Phrases(state_folder(self.root), self.person)

    def sheet(self, key: SheetKey) -> Sheet:
        """A score sheet as the records have it now."""
        return Sheet.of(self.classes.open(self.root, key.year, key.class_id), key)

    def repository(self) -> OwnRepository:
        """The user's repository."""
        return OwnRepository(self.root)
