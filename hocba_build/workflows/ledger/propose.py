"""A proposal: the changed files of a work tree as a signed commit on a branch of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import PersonId, YearId
from hocba_build.records.layout import RecordPath
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import MAIN, Move
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.git.writing import Signer
from hocba_build.trust.kinds import Act, act_of, one_act, place_of
from hocba_build.trust.rights import Persons, rights
from hocba_build.trust.verdict import Refused
from hocba_build.trust.year_end.locks import frozen_path
from hocba_build.trust.year_end.reach import beyond_reach
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal, scope_of
from hocba_build.workflows.ledger.pushed import note_pushed
from hocba_build.workflows.ledger.reasons import checked_reason
from hocba_build.workflows.paths import repository_paths, selects

MAX_SLUG: Final = 40


@dataclass(frozen=True, slots=True)
class Proposed:
    """A branch that was pushed, and what it holds."""

    branch: str
    tip: Oid
    paths: tuple[str, ...]
    reviewers: tuple[str, ...]
    """Who may accept it."""


def propose(root: Path, reason: str, named: Iterable[Path] = (), *, dry_run: bool = False) -> Proposed:
    """Propose the changed files (of ``named`` places only, where there are any); the work tree then shows main again.

    Files outside of ``records/`` and ``signatures/`` are taken only where they are named.

    Raises:
        RefusedError: nothing changed, several kinds of work, not entitled (the hint names who is), not on main.
        HocbaError: the reason is empty, too long or names a pupil.
        KeyTroubleError: the person's key is not at hand.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    base = _base(desk, ledger)
    chosen = repository_paths(desk.repository.root, tuple(named))
    changed = {p: raw for p, raw in desk.repository.changed(chosen).items() if not chosen or selects(chosen, p)}
    if not changed:
        raise RefusedError("Không có tệp nào thay đổi.", "Sửa hồ sơ (hoặc hocba sheet import) trước.")
    text = checked_reason(reason, TreeSource(desk.writer.trees, ledger.tree))
    me = acting_person(ledger.policy)
    require_rights(ledger, me.person, changed)
    _refuse_beyond(ledger, base, changed)
    reviewers = tuple(sorted(mergers_of(ledger, changed) - {me.person}))
    name = free_name(desk, me.person, slug_of(changed))
    if dry_run:
        return Proposed(name, base, tuple(changed), reviewers)
    tip = _push(desk, (base, name), changed, text, me)
    made = Proposed(name, tip, tuple(changed), _by_the_judge(ledger, tip) or reviewers)
    note_pushed(desk, name, made.paths, made.reviewers)
    desk.repository.restore(list(changed))
    return made


def _by_the_judge(ledger: Ledger, tip: Oid) -> tuple[str, ...]:
    """Who may accept a branch by all that it says; nobody where the judge refuses it: the reviewer will see why."""
    try:
        return tuple(sorted(ledger.bench.consider(ledger.state, tip).mergers))
    except Refused:
        return ()


def _base(desk: Desk, ledger: Ledger) -> Oid:
    """The entry that the work tree shows: the changes were made on it."""
    tip = desk.repository.tip(MAIN)
    if desk.repository.head() != MAIN or tip is None:
        raise RefusedError("Cây làm việc không đứng ở nhánh main.", "Chạy: git switch main")
    if tip not in ledger.state.entries:
        raise RefusedError("Nhánh main ở máy này khác sổ của trường.", "Chạy: git fetch, rồi xem git log main.")
    return tip


def _push(desk: Desk, where: tuple[Oid, str], changed: Mapping[str, bytes | None], text: str, me: Signer) -> Oid:
    base, name = where
    message = proposal("propose", text.rstrip("."), changed, text)
    tip = desk.writer.propose(base, changed, message, me, desk.now())
    desk.repository.publish([Move(f"refs/heads/{name}", None, tip)])
    return tip


def require_rights(ledger: Ledger, person: PersonId, changed: Iterable[str]) -> None:
    """Refuse what the judge would refuse, before anything is signed.

    Raises:
        RefusedError: a path without a place, several kinds of work, or not entitled; the hint says who may.
    """
    paths = list(changed)
    for path in paths:
        if place_of(path) is None and act_of_or_none(path) is None:
            raise RefusedError(f"Không có loại tệp nào ở chỗ này: {path}", "Chuyển hoặc xoá tệp rồi làm lại.")
    if one_act(paths) is None:
        kinds = ", ".join(sorted({act.value for path in paths if (act := act_of_or_none(path))}))
        raise RefusedError(f"Các tệp thuộc nhiều loại việc: {kinds}.", "Nêu từng nhóm tệp: hocba propose TỆP… -m LÍ_DO")
    for path in paths:
        place = place_of(path)
        if isinstance(place, RecordPath) and (reason := frozen_path(ledger.state, place)):
            raise RefusedError(f"{path}: {reason}.", "Xem docs/ma-loi/HB360.md")
        allowed = authors_of(ledger, path)
        if person not in allowed:
            who = ", ".join(sorted(allowed)) or "không ai"
            raise RefusedError(f"{person} không được sửa {path}.", f"Người được sửa: {who}.")


def _refuse_beyond(ledger: Ledger, base: Oid, changed: Mapping[str, bytes | None]) -> None:
    """Refuse what an open unlock of some pupils' rows does not reach: the judge would, only later."""
    trees, tree = ledger.bench.trees, ledger.bench.trees.commit(base).tree
    for path, new in changed.items():
        place = place_of(path)
        if not isinstance(place, RecordPath) or place.year is None:
            continue
        blob = trees.entry(tree, path)
        reason = beyond_reach(ledger.state.locks.get(place.year), place, trees.content(blob) if blob else None, new)
        if reason:
            raise RefusedError(f"{path}: {reason}.", "Trả các dòng khác như cũ, hoặc xin mở rộng phạm vi mở sổ.")


def act_of_or_none(path: str) -> Act | None:
    """The kind of work a path belongs to, where it has a place."""
    try:
        return act_of(path)
    except KeyError:
        return None


def authors_of(ledger: Ledger, path: str) -> Persons:
    """Who may write a path now."""
    return rights(path, ledger.situation(_year(path))).authors


def mergers_of(ledger: Ledger, paths: Iterable[str]) -> Persons:
    """Who may accept all of the paths."""
    sets = [rights(path, ledger.situation(_year(path))).mergers for path in paths]
    return frozenset.intersection(*sets) if sets else frozenset()


def _year(path: str) -> YearId | None:
    place = place_of(path)
    return place.year if place else None


def slug_of(paths: Iterable[str]) -> str:
    """A short name for a branch: the one file's scope, else what the files have in common."""
    scopes = [scope_of(path).split("/") for path in paths]
    common = scopes[0]
    for parts in scopes[1:]:
        common = [one for one, other in zip(common, parts, strict=False) if one == other]
    text = "-".join(common) or "ho-so"
    return "".join(sign if sign.isalnum() or sign == "-" else "-" for sign in text.lower())[:MAX_SLUG].strip("-")


def free_name(desk: Desk, person: PersonId, slug: str) -> str:
    """A branch name that nobody uses: ``pr/<person>/<slug>``, with a number where needed."""
    taken = desk.repository.proposals()
    names = (f"pr/{person}/{slug}" + (f"-{number}" if number > 1 else "") for number in range(1, 10_000))
    return next(name for name in names if name not in taken)
