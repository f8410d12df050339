"""What a prepared lock would freeze, to be looked at before the principal decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hocba_build.domain.values import Conclusion
from hocba_build.domain.vietnamese import natural
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.year_end.locks import LockFaultError, frozen_files, read_class
from hocba_build.workflows.audit.inspecting import names_of
from hocba_build.workflows.desk.decisions import Decision
from hocba_build.workflows.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class FrozenClass:
    """One class as the record holds it; counts only."""

    name: str
    pupils: int
    promoted: int
    awaited: int
    """Whom the summer decides."""
    retained: int
    undecided: int
    """Who has no conclusion: moved away, or something is missing."""
    titles: int


@dataclass(frozen=True, slots=True)
class FrozenView:
    """A prepared lock: its classes, how many files it closes, and how many pupils the summer still decides."""

    classes: tuple[FrozenClass, ...]
    files: int
    awaited: int
    summer_closed: bool


def frozen_view(ledger: Ledger, decision: Decision) -> FrozenView | None:
    """What the record on a prepared branch freezes; ``None`` where the branch does not hold what it names."""
    record, trees = decision.record, ledger.bench.trees
    tip = ledger.desk.repository.proposals().get(decision.branch)
    if tip is None or not decision.locks:
        return None
    names = names_of(ledger.history, tuple((record.year, room) for room in record.classes))
    folder = f"signatures/khoa-so/{record.year}/{record.number:04d}"
    classes = tuple(
        _class(names.room(record.year, room), _leaves(ledger, tip, f"{folder}/{room}.yaml"))
        for room in sorted(record.classes, key=natural)
    )
    summer = bool(record.summer_closed)
    files = frozen_files(trees, ledger.tree, record.year, summer_closed=summer)
    awaited = sum(one.awaited for one in classes)
    return FrozenView(classes, len(files), awaited, summer)


def _leaves(ledger: Ledger, tip: Oid, path: str) -> list[Mapping[str, Any]]:
    """The frozen results of a class; none where they cannot be read: the judge will refuse them."""
    trees = ledger.bench.trees
    blob = trees.entry(trees.commit(tip).tree, path)
    try:
        return [leaf for _, leaf in read_class(trees.content(blob)).values()] if blob else []
    except LockFaultError:
        return []


def _class(name: str, leaves: list[Mapping[str, Any]]) -> FrozenClass:
    said = [leaf["ca_nam"] for leaf in leaves]
    counted = Counter(one.get("ket_luan") for one in said)
    return FrozenClass(
        name,
        len(leaves),
        promoted=counted[Conclusion.LEN_LOP.value],
        awaited=counted[Conclusion.KIEM_TRA_LAI.value] + counted[Conclusion.REN_LUYEN_HE.value],
        retained=counted[Conclusion.O_LAI_LOP.value],
        undecided=counted[None],
        titles=sum(bool(one.get("danh_hieu")) for one in said),
    )
