"""Which copy of the register a printed file is, by where printing put it, and whether that copy still stands."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from hocba_build.domain.copies import Batch, CopyId, Withdrawn
from hocba_build.domain.values import StudentId
from hocba_build.trust.papers.office_copies import batches_in
from hocba_build.workflows.copies.register import withdrawn_in
from hocba_build.workflows.ledger.history import History

_PARTS = 5
"""``<school year>/<number>`` of the batch, then ``<year>/<class>/<pupil>.pdf``."""


class CopiesHere:
    """The register as a judged ledger has it; read when the first file is asked about."""

    def __init__(self, history: History | None) -> None:
        """Take the school's judged ledger, where there is one."""
        self._history = history

    @cached_property
    def _register(self) -> tuple[dict[str, Batch], dict[CopyId, Withdrawn]]:
        if self._history is None:
            return {}, {}
        batches = batches_in(self._history.trees, self._history.tree)
        return {one.id: one for one in batches}, withdrawn_in(self._history)

    def withdrawn(self, file: Path) -> tuple[CopyId, Withdrawn] | None:
        """The number of the copy that lies there and why it no longer stands; nothing for what stands or is none."""
        parts = file.absolute().parts[-_PARTS:]
        if len(parts) < _PARTS:
            return None
        batches, gone = self._register
        batch = batches.get(f"{parts[0]}/{parts[1]}")
        pupil = StudentId(file.stem)
        numbers = (batch.id_of(copy) for copy in batch.copies if copy.pupil == pupil) if batch else ()
        return next(((number, gone[number]) for number in numbers if number in gone), None)


__all__ = ["CopiesHere"]
