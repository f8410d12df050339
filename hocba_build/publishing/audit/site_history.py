"""A verified ledger within the school's site: beside each pupil's year and each class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.views import pupil_deeds

SHOWN = 50
"""Changes on a class's page; the audit's page of the class has all."""


@dataclass(frozen=True, slots=True)
class LedgerHistory:
    """What the site's pages tell of the ledger (a ``SiteHistory``)."""

    case: Inspection

    def of_pupil(self, year: YearId, pupil: StudentId) -> Sequence[object]:
        """The way of every cell of a pupil's year."""
        return pupil_deeds(self.case, year, pupil)

    def of_class(self, year: YearId, class_id: ClassId) -> Sequence[object]:
        """What was changed in a class's files after it had been entered, the newest part of it."""
        room = (year, class_id)
        changed = [deed for deed in self.case.deeds_in(room) if not deed.first] if room in self.case.rooms else []
        return [self.case.lines.deed(deed, room=False) for deed in changed[-SHOWN:][::-1]]

    def page_of_class(self, year: YearId, class_id: ClassId) -> str:
        """The audit's page of the class, for who has one."""
        shown = self.case.places.shown and (year, class_id) in self.case.rooms
        return self.case.places.room(year, class_id) if shown else ""
