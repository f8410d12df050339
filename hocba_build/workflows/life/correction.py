"""A slip of the pen that is found after the lock, and how it is put right: unlock, correction, new signatures, lock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from hocba_build.domain.school import SchoolRecords
from hocba_build.domain.values import PersonId, SubjectId, Term, YearId
from hocba_build.records.layout import subject_path
from hocba_build.workflows.ledger.compare import compare
from hocba_build.workflows.life.acts import VICE, Act, homeroom
from hocba_build.workflows.life.play import Stage

SUBJECT: Final = SubjectId("toan")
_FINAL: Final = re.compile(rb'(?m)^(  "([0-9]{10})": \{.*\bck: )([0-9](?:\.[0-9])?)(?=[,}])')


@dataclass(frozen=True, slots=True)
class Slip:
    """A file as it was first entered (``wrong``) and as it should be (``right``)."""

    path: str
    wrong: bytes
    right: bytes
    author: PersonId
    homeroom: PersonId

    def into(self, act: Act) -> Act:
        """The act with the slip in it, where it enters the file."""
        return replace(act, files={**act.files, self.path: self.wrong}) if self.path in act.files else act


def slipped(records: SchoolRecords, files: Mapping[str, bytes], year: YearId) -> Slip | None:
    """A final score that was entered half a point wrong, in a row where nothing but averages depends on it."""
    entered = records.years[year]
    for class_id in entered.classes:
        path = subject_path(year, class_id, Term.HK2, SUBJECT)
        teachers = entered.assignments.teachers(class_id, SUBJECT, Term.HK2)
        owner = homeroom(entered.assignments, class_id)
        # The vice-principal merges and the homeroom teacher approves: both must be other people than the author.
        if path in files and teachers and teachers[0] not in (owner, VICE):
            wrong = _wrong(files, path)
            if wrong is not None:
                return Slip(path, wrong, files[path], teachers[0], owner)
    return None


def _wrong(files: Mapping[str, bytes], path: str) -> bytes | None:
    for found in _FINAL.finditer(files[path]):
        score = float(found[3])
        other = b"%g" % (score - 0.5 if score >= 1 else score + 0.5)
        wrong = files[path][: found.start(3)] + other + files[path][found.end(3) :]
        effects = compare({**files, path: wrong}, files, [path]).effects
        if effects and all(effect.figure.startswith("mon.") for effect in effects):
            return wrong
    return None


def correct(stage: Stage, slip: Slip, year: YearId, at: datetime) -> None:
    """Open the one file, mend it with the homeroom teacher's approval, sign again what is stale, lock again."""
    end = year[5:]
    stage.unlock(year, f"47/QĐ-BM-{end}", (slip.path,), "Vào nhầm một điểm thi cuối kì.", at)
    day = at + timedelta(days=1)
    name, tip = stage.propose(
        Act(slip.author, VICE, {slip.path: slip.right}, day, f"sua-{year}", "Vào nhầm một điểm thi cuối kì.")
    )
    approved = stage.approve(tip, slip.homeroom, day + timedelta(hours=1))
    stage.accept(name, approved, VICE, day + timedelta(hours=2))
    stage.sign_off(year, at + timedelta(days=2), VICE)
    stage.lock(year, f"48/QĐ-BM-{end}", at + timedelta(days=5))


__all__ = ["Slip", "correct", "slipped"]
