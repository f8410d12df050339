"""The classes a running desk has opened last: one whose files are as they were is not read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hocba_build.domain.values import ClassId, YearId
from hocba_build.records.reader import Source
from hocba_build.workflows.sheets.whole_year import OpenYear, class_part, opened_part

MOST: Final = 8
"""Classes kept; a teacher has open one or two at a time."""


@dataclass(frozen=True, slots=True)
class ClassShelf:
    """Opened classes with the bytes they were read from."""

    _held: dict[tuple[YearId, ClassId], tuple[Source, OpenYear]] = field(default_factory=dict)

    def open(self, root: Path, year: YearId, class_id: ClassId) -> OpenYear:
        """A class as its files say now.

        Raises:
            HocbaError: there is no school here, no such class, or its list cannot be read.
        """
        part = class_part(root, year, class_id)
        known = self._held.pop((year, class_id), None)
        opened = known[1] if known is not None and known[0] == part else opened_part(part, year)
        self._held[year, class_id] = (part, opened)
        for oldest in list(self._held)[:-MOST]:
            self._held.pop(oldest, None)
        return opened
