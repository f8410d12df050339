"""The recall list: which copies no longer stand, computed from the ledger and signed by the principal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hocba_build.domain.copies import CopyId, Reason, Recall, Withdrawn, replaced_copies, school_year_of
from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.copies import FOLDER, encode_recall, read_recall, recall_path
from hocba_build.records.faults import Fault
from hocba_build.trust.kinds import Paper
from hocba_build.trust.papers.copies import frozen_class
from hocba_build.trust.papers.office_copies import batches_in, recalls_in, row_of
from hocba_build.trust.signing import KeyHolder
from hocba_build.trust.year_end.leaves import leaf_hash
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.deciding import Waiting, merge_signed, prepared
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights
from hocba_build.workflows.packets.partial import the_principal


@dataclass(frozen=True, slots=True)
class Recalled:
    """A recall list: ``branch`` waits for the principal; none when the list stands, or after a trial."""

    recall: Recall
    branch: str | None
    stands: bool = False


def recall_copies(
    root: Path,
    copies: Sequence[CopyId] = (),
    reason: Reason = Reason.KHAC,
    *,
    seen: str | None = None,
    dry_run: bool = False,
) -> Recalled:
    """Prepare a new list with these copies recalled; the principal signs and merges the prepared one instead.

    ``seen`` is the commit of the list that the principal was shown: no other is signed.

    Raises:
        RefusedError: nothing is prepared, a copy was never issued, or not entitled.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    principal = the_principal(ledger)
    if me.person == principal:
        return _decided(ledger, me, seen)
    recall = next_recall(ledger.history, principal, day_of(desk.now()), dict.fromkeys(copies, Withdrawn(reason)))
    path, text = recall_path(recall.year, recall.number), encode_recall(recall)
    if isinstance(fault := read_recall(path, text), Fault):
        raise HocbaError(f"Chưa lập được danh sách: {fault.message}.", "Xem hocba verify.")
    require_rights(ledger, me.person, [path])
    if dry_run:
        return Recalled(recall, None)
    message = proposal("issue", f"Danh sách thu hồi số {recall.number}, năm học {recall.year}", [path])
    name, _ = push_branch(desk, ledger.state.tip, f"thu-hoi-{recall.number:04d}", {path: text}, message, me)
    return Recalled(recall, name)


def prepared_recall(ledger: Ledger) -> tuple[Waiting, Recall]:
    """The list that waits for the principal.

    Raises:
        RefusedError: there is none, the ledger has moved on since, or it cannot be read.
    """
    waiting = prepared(ledger, FOLDER, Paper.RECALL, lambda _: True)
    found = read_recall(waiting.path, waiting.raw)
    if isinstance(found, Fault):
        raise RefusedError(f"{waiting.path}: {found.code} {found.message}.", "Văn thư lập lại: hocba issue recall.")
    return waiting, found


def _decided(ledger: Ledger, me: KeyHolder, seen: str | None) -> Recalled:
    waiting, found = prepared_recall(ledger)
    if seen not in (None, waiting.tip):
        raise RefusedError("Danh sách đã được lập lại sau khi xem.", "Xem lại danh sách mới rồi kí.")
    merge_signed(ledger, waiting, f"{waiting.path}.asc", me)
    return Recalled(found, waiting.branch, stands=True)


def is_behind(history: History, recall: Recall) -> bool:
    """Whether copies were issued or years locked again since a list was made: a newer one should be."""
    issued = {one.id for one in batches_in(history.trees, history.tree)}
    locked = {year: lock.version for year, lock in history.state.locks.items()}
    return issued != set(recall.batches) or locked != dict(recall.versions)


def next_recall(history: History, principal: PersonId, day: date, wanted: Mapping[CopyId, Withdrawn]) -> Recall:
    """The list as the ledger asks for it, with what is recalled now.

    Raises:
        RefusedError: a copy was never issued.
    """
    batches = batches_in(history.trees, history.tree)
    earlier = recalls_in(history.trees, history.tree)
    known = {batch.id_of(copy) for batch in batches for copy in batch.copies}
    if unknown := sorted(wanted.keys() - known):
        raise RefusedError(f"Chưa cấp bản số {unknown[0].shown}.", "Xem các bản đã cấp: hocba issue list")
    before = earlier[-1] if earlier else None
    kept = {copy: one for copy, one in before.copies.items() if one.reason is not Reason.THAY} if before else {}
    year = school_year_of(day)
    copies = {**replaced_copies(batches), **wanted, **kept}
    return Recall(
        year=year,
        number=1 + sum(1 for one in earlier if one.year == year),
        founding=history.state.founding,
        index=history.state.index,
        day=day,
        principal=principal,
        versions={one: lock.version for one, lock in sorted(history.state.locks.items())},
        batches={one.id: row_of(one) for one in batches},
        copies={copy: copies[copy] for copy in sorted(copies)},
        replaced=tuple(sorted({*_replaced(history), *(before.replaced if before else ())})),
    )


def _replaced(history: History) -> Iterator[str]:
    """Hashes of frozen results that a later lock of their year changed."""
    for year, lock in history.state.locks.items():
        if lock.version > 1:
            acts = dict(_acts(history, year))
            newest = acts.pop(max(acts))
            yield from (one for hashes in acts.values() for one in hashes - newest)


def _acts(history: History, year: YearId) -> Iterator[tuple[str, frozenset[str]]]:
    """Each lock of a year with the hashes of its results."""
    found: dict[str, set[str]] = {}
    for path, blob in history.trees.files(history.tree, f"signatures/khoa-so/{year}"):
        folder, _, name = path.rpartition("/")
        if name not in ("khoa.yaml", "khoa.yaml.asc") and _is_lock(history, folder):
            leaves = frozen_class(history.trees.content(blob))
            found.setdefault(folder, set()).update(leaf_hash(*leaf).hex() for leaf in leaves.values())
    return ((folder, frozenset(hashes)) for folder, hashes in found.items())


def _is_lock(history: History, folder: str) -> bool:
    """A lock's folder, not an unlock's: that names pupils in reach."""
    blob = history.trees.entry(history.tree, f"{folder}/khoa.yaml")
    return blob is not None and b"\nviec: khoa\n" in history.trees.content(blob)


__all__ = ["Recalled", "is_behind", "next_recall", "prepared_recall", "recall_copies"]
