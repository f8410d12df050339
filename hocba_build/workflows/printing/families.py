"""The life pages that a print needs: sealed ones are opened with the office's key, which is asked for once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import StudentId
from hocba_build.records.reader import disk_source
from hocba_build.workflows.printing.orders import Selection

if TYPE_CHECKING:
    from hocba_build.trust.gpg import Keyring


def with_life_pages(
    root: Path, records: SchoolRecords, selection: Selection, keys: Keyring | None = None
) -> tuple[SchoolRecords, int]:
    """The records with the life pages to be printed; and how many of them no key here can open.

    Without ``keys`` those of the person at this machine.

    Raises:
        KeyTroubleError: the key is here and was not unlocked, or a page is damaged.
    """
    sealed = records.sealed_families & _chosen(records, selection)
    if selection.only_year or not sealed:
        return records, 0
    from hocba_build.trust.gpg import Keyring as Own  # Only where a page is sealed: GnuPG takes a while to load.
    from hocba_build.workflows.sealing.sealed import with_families

    opened = with_families(records, disk_source(root), sorted(sealed), keys or Own())
    return opened, len(opened.sealed_families & sealed)


def _chosen(records: SchoolRecords, selection: Selection) -> frozenset[StudentId]:
    if selection.pupils:
        return selection.pupils
    name = selection.year or max(records.years, default=None)
    if name is None or name not in records.years:
        return frozenset()  # The printer says that there is no such year.
    classes = [held for key, held in records.years[name].classes.items() if selection.class_id in (None, key)]
    return frozenset(row.student for held in classes for row in held.school_class.enrolments)
