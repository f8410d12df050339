"""Affirm entries that were signed with a lost key: right as they stand, or mended by a later one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.values import PersonId
from hocba_build.trust.recovery.affirming import FOLDER, changed_by, entitled, mends, next_number
from hocba_build.trust.recovery.taint import Affirmed, affirmation, doubted
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal

_NUMBER: Final = re.compile(r"[0-9]{1,8}")
_COMMIT: Final = re.compile(r"[0-9a-f]{7,40}")


@dataclass(frozen=True, slots=True)
class AffirmedEntries:
    """The branch and what it says."""

    branch: str
    rows: tuple[Affirmed, ...]


def affirm(root: Path, named: Sequence[str], *, mended: bool, by: str | None = None) -> AffirmedEntries:
    """Propose the affirmation of entries, by number or commit.

    Raises:
        RefusedError: an entry is not in doubt, not the caller's to affirm, or nothing later mended it.
        HocbaError: no such entry.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    later = None if by is None else _index(ledger, by)
    rows = tuple(_row(ledger, me.person, index, later, mended=mended) for index in _indices(ledger, named))
    number = next_number(ledger.bench.trees, ledger.tree)
    files = {f"{FOLDER}/{number:04d}.yaml": affirmation(number, rows)}
    message = proposal("affirm", "Xác nhận lại các mục kí bằng khoá đã lộ", files)
    name, _ = push_branch(desk, ledger.state.tip, f"xac-nhan-lai-{number:04d}", files, message, me)
    return AffirmedEntries(name, rows)


def _indices(ledger: Ledger, named: Sequence[str]) -> list[int]:
    return sorted({_index(ledger, one) for one in named})


def _index(ledger: Ledger, named: str) -> int:
    """An entry by its number, or by its commit or the beginning of it."""
    entries = ledger.state.entries
    if _NUMBER.fullmatch(named):
        if int(named) in entries.values():
            return int(named)
    elif _COMMIT.fullmatch(named):
        found = [index for oid, index in entries.items() if oid.startswith(named)]
        if len(found) == 1:
            return found[0]
    raise HocbaError(f"Sổ không có mục {named}.", "Ghi số của mục, hoặc mã commit mà hocba verify in ra.")


def _row(ledger: Ledger, person: PersonId, entry: int, by: int | None, *, mended: bool) -> Affirmed:
    trees, state = ledger.bench.trees, ledger.state
    in_doubt = doubted(state, ledger.policy)
    if entry not in in_doubt:
        raise RefusedError(f"Mục {entry} không chờ xác nhận lại.", "Xem hocba verify: chỉ các mục có HB370.")
    owner, _ = in_doubt[entry]
    may = entitled(trees, ledger.bench.policies, state, ledger.tree, entry) - {owner}
    if person not in may:
        who = ", ".join(sorted(may)) or "không ai"
        raise RefusedError(f"{person} không xác nhận lại được mục {entry}.", f"Người được xem lại: {who}.")
    if not mended:
        return Affirmed(entry)
    later = [by] if by is not None else _later(ledger, entry)
    for one in later:
        if mends(trees, state, in_doubt, row := Affirmed(entry, one)):
            return row
    raise RefusedError(
        f"Chưa có mục nào sửa mục {entry}.", "Sửa bằng một đề xuất trước; hoặc nêu mục đã sửa: --by MỤC."
    )


def _later(ledger: Ledger, entry: int) -> list[int]:
    """The entries that may have mended one, newest first: those that wrote its files again, else all later ones."""
    state = ledger.state
    written = {state.changed.get(path, 0) for path in changed_by(ledger.bench.trees, state, entry)}
    again = sorted((index for index in written if index > entry), reverse=True)
    return again or list(range(state.index, entry, -1))
