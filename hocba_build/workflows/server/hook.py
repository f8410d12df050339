"""What hooks do: what may not stand in the ledger never reaches the server (any doubt is a refusal); a desk's check."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.findings import Finding
from hocba_build.records.layout import is_year
from hocba_build.trust.founding import Sheet, read_sheet
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.gitrepo import Opened, open_repository
from hocba_build.trust.judge import Judgement, judge
from hocba_build.trust.state import LedgerState
from hocba_build.trust.verdict import LedgerFinding
from hocba_build.workflows.check import check
from hocba_build.workflows.ledger.ledger import faults_of
from hocba_build.workflows.ledger.remembered import judged

ZERO: Final = "0" * 40
MAIN: Final = "refs/heads/main"
AHEAD: Final = 600
BEHIND: Final = 24 * 3600
"""Seconds by which an entry's date may differ from the server's clock."""
SHEET_PLACE: Final = "hocba/goc-tin-cay.yaml"
KEPT_PLACE: Final = "hocba/da-kiem-tra.json"
_PROPOSAL: Final = re.compile(r"refs/heads/pr/[a-z][a-z0-9.-]{0,31}/[a-z0-9][a-z0-9._-]{0,63}")
_LOCKED: Final = re.compile(r"refs/heads/locked/(20[0-9]{2}-20[0-9]{2})")
_OF_A_FORGE: Final = re.compile(r"refs/pull/[0-9]{1,9}/(?:head|merge)")
"""What Forgejo and Gitea keep of a request, pushed by themselves; nobody's work stands on it."""
MAX_UPDATES: Final = 1000
"""References of one push: the first one of a school's clone brings every proposal along."""


@dataclass(frozen=True, slots=True)
class Update:
    """One reference that somebody pushes."""

    old: str
    new: str
    ref: str


def updates(lines: Iterable[str]) -> Iterator[Update]:
    """What Git tells the hook, one line a reference."""
    for line in lines:
        old, new, ref = line.rstrip("\n").split(" ", 2)
        yield Update(old, new, ref)


def pre_receive(
    git: Path, quarantine: Path | None, pushed: Iterable[Update], now: int, *, by_forge: bool = False
) -> None:
    """Judge a push; ``by_forge`` where the forge itself makes it.

    Raises:
        RefusedError: something in it may not stand; the whole push is refused.
    """
    pushed = list(islice(pushed, MAX_UPDATES + 1))
    if len(pushed) > MAX_UPDATES:
        raise RefusedError(f"HB387 một lần đẩy nhiều nhất {MAX_UPDATES} nhánh.", "Chia thành nhiều lần.")
    repository = open_repository(git, quarantine)
    place = git / SHEET_PLACE
    sheet = read_sheet(place.read_bytes()) if place.is_file() else None
    main = repository.main
    locked: list[Update] = []
    for update in pushed:
        if update.ref == MAIN:
            main = _main(repository, update, sheet, git / KEPT_PLACE, now)
        elif (found := _LOCKED.fullmatch(update.ref)) and is_year(found[1]):
            locked.append(update)
        elif not _PROPOSAL.fullmatch(update.ref) and not (by_forge and _OF_A_FORGE.fullmatch(update.ref)):
            raise RefusedError(f"HB387 không nhận nhánh {update.ref}.", "Chỉ có main, pr/<mã>/<tên>, locked/<năm học>.")
    for update in locked:
        _check_locked(repository, update, main)


def _main(repository: Opened, update: Update, sheet: Sheet | None, kept: Path, now: int) -> Oid:
    if update.new == ZERO:
        raise RefusedError("HB387 không được xoá nhánh main.", "Sổ chỉ có thêm, không có bớt.")
    known: LedgerState | None = None
    held: set[Oid] = set()
    if update.old != ZERO:
        # Up to the last good entry: where main is broken, a repair is what may still come.
        known = _read(judged(repository.objects, Oid(update.old), sheet, kept))
        held = set(known.entries)
    state = _accepted(judge(repository.objects, Oid(update.new), sheet, known))
    if held and update.old not in {*state.entries, *state.annulled}:
        raise RefusedError("HB387 nhánh main chỉ được tiến.", "Lấy bản mới của máy chủ rồi làm lại.")
    if held:
        _check_dates(repository, [oid for oid in state.entries if oid not in held], now)
    return Oid(update.new)


def _accepted(found: Judgement) -> LedgerState:
    """The state of a history that stands, with or without a sheet to hold it against."""
    state, wrong = _read(found), faults_of(found)
    if wrong:
        raise _refusal(wrong[0])
    return state


def _read(found: Judgement) -> LedgerState:
    """The state up to the last good entry."""
    if found.state is None:
        raise _refusal(next(iter(faults_of(found)), None))
    return found.state


def _refusal(fault: LedgerFinding | None) -> RefusedError:
    if fault is None:
        return RefusedError("không đọc được")
    said = f"{fault.code} {fault.message}, {fault.commit or ''} {fault.path or ''}"
    return RefusedError(said.rstrip(" ,"), f"docs/ma-loi/{fault.code}.md")


def _check_dates(repository: Opened, entries: Iterable[Oid], now: int) -> None:
    """An entry is dated by its merger; a date far from the server's clock is a mistake or worse."""
    trees = Trees(repository.objects)
    for oid in entries:
        seconds = trees.commit(oid).committer.seconds
        if not now - BEHIND <= seconds <= now + AHEAD:
            raise RefusedError(f"HB375 ngày của mục {oid[:12]} xa đồng hồ máy chủ.", "Chỉnh giờ máy rồi duyệt lại.")


def _check_locked(repository: Opened, update: Update, main: Oid | None) -> None:
    if update.new == ZERO:
        raise RefusedError(f"HB387 không được xoá {update.ref}.", "Nhánh này đánh dấu năm học đã khoá.")
    trees = Trees(repository.objects)
    chain: list[Oid] = [] if main is None else [main]
    while chain and (parents := trees.commit(chain[-1]).parents):
        chain.append(parents[0])
    if update.new not in chain or (update.old != ZERO and update.old not in chain[chain.index(Oid(update.new)) :]):
        raise RefusedError(f"HB387 {update.ref} chỉ được tiến theo main.", "Đẩy nhánh này đến một mục của sổ.")
    year = update.ref.rpartition("/")[2]
    if trees.entry(trees.commit(Oid(update.new)).tree, f"signatures/khoa-so/{year}") is None:
        raise RefusedError(f"HB387 năm học {year} chưa có lần khoá nào ở mục ấy.", "Nhánh này do hocba lock đẩy.")


def staged_faults(root: Path) -> tuple[Finding, ...]:
    """What is wrong with the files that are about to be committed at a desk."""
    # Git hands the hook an index of its own (``commit --all``), so its environment stays as it is.
    command = ["git", "diff", "--cached", "--name-only", "-z", "--diff-filter=d", "--", "records"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout.decode("utf-8", "replace")
    staged = {path for path in listed.split("\0") if path}
    return tuple(found for found in check(root).findings if found.path in staged)
