"""What a person typed at the desk and has not sent yet: kept cell by cell, so that a crash loses nothing.

A draft holds pupil ids and what was typed, no names; only its owner can read it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hocba_build.domain.errors import RefusedError, machine_words
from hocba_build.domain.values import PersonId, StudentId
from hocba_build.exchange.columns import SheetKey
from hocba_build.workflows.sheets.export import write_private

FOLDER: Final = "ban-nhap"
PATIENCE: Final = 10.0
"""Seconds to wait for another desk that is writing the same draft; longer, and its lock is a dead desk's."""

Cells = Mapping[StudentId, Mapping[str, str]]
"""Texts by pupil and column."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Typed cells, and what the records held (empty for nothing) when each of them was typed first."""

    typed: Cells = field(default_factory=dict)
    base: Cells = field(default_factory=dict)

    def with_cells(self, typed: Cells, base: Cells) -> Draft:
        """The draft with some cells typed (again); a cell keeps the base of the first time."""
        first = {
            student: {
                name: base.get(student, {}).get(name, "") for name in row if name not in self.typed.get(student, {})
            }
            for student, row in typed.items()
        }
        return Draft(_over(self.typed, typed), _over(self.base, first))

    def rebased(self, base: Cells) -> Draft:
        """The draft where some cells are held against what the records hold now: their person has seen it."""
        return Draft(self.typed, _over(self.base, base))

    def without(self, cells: Mapping[StudentId, Container[str]]) -> Draft:
        """The draft with some cells given up."""
        return Draft(_less(self.typed, cells), _less(self.base, cells))

    def after(self, sent: Draft) -> Draft:
        """What is left of it when ``sent`` has gone out: cells typed since, or typed again."""
        same = {
            student: {name for name, text in row.items() if self.typed.get(student, {}).get(name) == text}
            for student, row in sent.typed.items()
        }
        return self.without(same)


def _over(below: Cells, above: Cells) -> Cells:
    return {
        student: {**below.get(student, {}), **above.get(student, {})} for student in dict.fromkeys([*below, *above])
    }


def _less(cells: Cells, gone: Mapping[StudentId, Container[str]]) -> Cells:
    rows = {
        student: {name: text for name, text in row.items() if name not in gone.get(student, ())}
        for student, row in cells.items()
    }
    return {student: row for student, row in rows.items() if row}


class Drafts:
    """The drafts of one person at one repository."""

    def __init__(self, state: Path, person: PersonId) -> None:
        """Keep them in the folder of remembered things."""
        self._folder = state / FOLDER / person

    def of(self, key: SheetKey) -> Draft:
        """The draft of a sheet; an empty one where there is none."""
        return _read(self._path(key))

    def keys(self) -> list[tuple[str, ...]]:
        """Year, class, semester and subject of every sheet with a draft."""
        return [tuple(path.stem.split("_")) for path in sorted(self._folder.glob("*.json"))]

    def change(self, key: SheetKey, change: Callable[[Draft], Draft]) -> Draft:
        """Keep a changed draft; it is made from whatever another desk has kept meanwhile."""
        path = self._path(key)
        with _alone(path):
            draft = change(_read(path))
            if not draft.typed:
                path.unlink(missing_ok=True)
                return draft
            said = {"go": draft.typed, "nen": draft.base}
            write_private(path, json.dumps(said, ensure_ascii=False, sort_keys=True).encode())
            return draft

    def drop(self, key: SheetKey) -> None:
        """Forget the draft of a sheet."""
        path = self._path(key)
        with _alone(path):
            path.unlink(missing_ok=True)

    def _path(self, key: SheetKey) -> Path:
        return self._folder / f"{key.year}_{key.class_id}_{key.period}_{key.what}.json"


def _read(path: Path) -> Draft:
    try:
        said: Any = json.loads(path.read_bytes())
        return Draft(_cells(said["go"]), _cells(said["nen"]))
    except FileNotFoundError:
        return Draft()
    except (ValueError, KeyError, TypeError, AttributeError):
        path.replace(path.with_suffix(".hong"))  # Nothing typed is thrown away, even where it cannot be read.
        return Draft()


def _cells(said: Mapping[str, Mapping[str, str]]) -> Cells:
    return {StudentId(str(one)): {str(k): str(v) for k, v in row.items()} for one, row in said.items()}


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One desk at a time changes a draft."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = path.with_suffix(".khoa")
    until = time.monotonic() + PATIENCE
    while not _taken(lock):
        if time.monotonic() > until:
            lock.unlink(missing_ok=True)
            until = time.monotonic() + PATIENCE
        time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise RefusedError(
            f"Không ghi được bản nháp: {machine_words(error)}.", "Kiểm tra đĩa còn chỗ và quyền ghi."
        ) from None
    return True
