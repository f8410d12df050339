"""Copies issued by a simulated school whose year is locked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from hocba_build.domain.copies import Batch, CopyId, Purpose, Reason, Recall, Withdrawn
from hocba_build.domain.values import PersonId, StudentId
from hocba_build.records.copies import batch_path, encode_batch, encode_recall, recall_path
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.judge import Bench
from hocba_build.workflows.copies.making import BatchMaker, Wish
from hocba_build.workflows.copies.recalling import next_recall
from hocba_build.workflows.ledger.history import History
from tests.trust.simulator import YEAR, SchoolSimulator
from tests.trust.year_end import locked

DAY = date(2026, 6, 12)
FIRST = batch_path(YEAR, 1)
LIST = recall_path(YEAR, 1)


def history_of(school: SchoolSimulator) -> History:
    """The judged ledger, open for reading."""
    judged = school.judge()
    assert judged.findings == (), judged.findings
    assert judged.state is not None
    return History(judged, school.main, judged.state, Bench(school.trees))


@cache
def _locked() -> SchoolSimulator:
    return locked()


def locked_school() -> SchoolSimulator:
    """A school of one's own whose year is locked."""
    return _locked().copy()


def batch(school: SchoolSimulator, *pupils: str, purpose: Purpose = Purpose.HOC_SINH, **changes: Any) -> Batch:
    """A batch for these pupils (for all), with what a test wants otherwise."""
    wish = Wish(YEAR, purpose, "Nơi nhận", pupils=frozenset(map(StudentId, pupils)))
    made = BatchMaker(history_of(school), wish).make(PersonId("van-thu"), DAY)
    return replace(made, **changes)


def issued(
    school: SchoolSimulator, made: Batch | bytes, *, path: str = FIRST, author: str = "van-thu", hand: str = ""
) -> Oid:
    """The batch signed (by ``hand``, the author without), proposed and accepted."""
    text = made if isinstance(made, bytes) else encode_batch(made)
    signature = school.people[hand or author].sign(text, school.now)
    return school.entry(author, {path: text, f"{path}.asc": signature}, "pho-hieu-truong")


def recall(school: SchoolSimulator, *numbers: int, **changes: Any) -> Recall:
    """The next list, with these copies recalled as lost."""
    wanted = {CopyId(YEAR, number): Withdrawn(Reason.MAT) for number in numbers}
    made = next_recall(history_of(school), PersonId("hieu-truong"), DAY, wanted)
    return replace(made, **changes)


def listed(school: SchoolSimulator, made: Recall, *, path: str = LIST, hand: str = "hieu-truong") -> Oid:
    """The list proposed by the registrar, signed and accepted by the principal."""
    text = encode_recall(made)
    branch = school.commit("van-thu", {path: text})
    signature = school.people[hand].sign(text, school.now)
    branch = school.commit("hieu-truong", {f"{path}.asc": signature}, branch)
    return school.merge("hieu-truong", branch)
