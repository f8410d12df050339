"""What a class is called, and which foreign language it takes first; the registrar's to change."""

from __future__ import annotations

from pathlib import Path

from hocba_build.domain.values import ClassId, YearId
from hocba_build.records.class_edits import class_path, with_details
from hocba_build.workflows.changes import Outcome, open_draft
from hocba_build.workflows.pupils.seats import class_of, year_of


def describe(
    root: Path, where: tuple[YearId, ClassId], name: str, language: str | None, *, dry_run: bool = False
) -> Outcome:
    """Give a class its name and its first foreign language; without one it is what the year's subjects say.

    Raises:
        HocbaError: no such year or class.
        RefusedError: the year is locked.
    """
    draft = open_draft(root)
    class_of(year_of(draft.records, where[0]), where[1])
    path = class_path(*where)
    draft.put(path, with_details(draft.needed(path), path, name, language))
    return draft.settle(dry_run=dry_run)
