"""Lock and unlock a year: one person prepares, the principal decides, signs and merges in one act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.values import YearId
from hocba_build.trust.git.objects import ObjectFault, Oid
from hocba_build.trust.git.own_repository import MAIN, Move
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.git.writing import Signer, Writer
from hocba_build.trust.signing import KeyHolder
from hocba_build.trust.year_end.locks import LOCKED, OPENED, LockFaultError, read_lock
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.ask_back import is_question
from hocba_build.workflows.ledger.board import ClassBoard, board_of
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.lock_acts import Decided, LockMaker, Opening
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import free_name, require_rights

TITLES: Final = {LOCKED: "Khoá sổ", OPENED: "Mở sổ"}
SHOWN: Final = 8
"""Rows of a refusal; the board shows all."""
SLUGS: Final = {LOCKED: "khoa", OPENED: "mo"}


@dataclass(frozen=True, slots=True)
class LockAct:
    """A prepared branch, or what the principal made of it (``merge``)."""

    branch: str
    merge: Oid | None
    path: str


def lock(root: Path, year: YearId, decision: str | None, *, summer: bool = False, dry_run: bool = False) -> LockAct:
    """Prepare a lock; the principal merges the prepared one instead. ``dry_run``: only say whether that goes.

    Raises:
        RefusedError: nothing is prepared, sign-offs are missing, the records have faults, or not entitled.
    """

    def make(maker: LockMaker, number: str, day: str) -> dict[str, bytes]:
        return maker.lock(Decided(number, day), summer=summer)

    return _act(root, (year, LOCKED), decision, make, dry_run=dry_run)


def unlock(
    root: Path, year: YearId, decision: str | None, opening: Opening | None, *, dry_run: bool = False
) -> LockAct:
    """Prepare an unlock; the principal merges the prepared one instead. ``dry_run``: only say whether that goes.

    Raises:
        RefusedError: nothing is prepared, the year is not locked, or not entitled.
    """

    def make(maker: LockMaker, number: str, day: str) -> dict[str, bytes]:
        if opening is None or not opening.scope or not opening.reason:
            raise RefusedError("Mở sổ cần phạm vi và lí do.", "Thêm --scope records/… và --reason.")
        return maker.unlock(Decided(number, day), opening)

    return _act(root, (year, OPENED), decision, make, dry_run=dry_run)


Make = Callable[[LockMaker, str, str], Mapping[str, bytes]]


def _act(root: Path, what: tuple[YearId, str], decision: str | None, make: Make, *, dry_run: bool) -> LockAct:
    year, act = what
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    maker = LockMaker(ledger.bench, ledger.state, year)
    if me.person == maker.principal:
        return _prepared_act(ledger, maker, act) if dry_run else _decide(ledger, maker, act, me)
    if not decision:
        raise RefusedError("Chưa có số quyết định của hiệu trưởng.", 'Thêm --decision "45/QĐ-BM".')
    files = make(maker, decision, day_of(desk.now()).isoformat())
    if act == LOCKED:
        _refuse_unsigned(ledger, year)
    require_rights(ledger, me.person, files)
    if dry_run:
        return LockAct(free_name(desk, me.person, f"{SLUGS[act]}-{year}"), None, maker.folder)
    message = proposal(SLUGS[act], f"{TITLES[act]} năm học {year}", [maker.folder], f"Quyết định số {decision}")
    name, _ = push_branch(desk, ledger.state.tip, f"{SLUGS[act]}-{year}", files, message, me)
    return LockAct(name, None, maker.folder)


def _prepared_act(ledger: Ledger, maker: LockMaker, act: str) -> LockAct:
    return LockAct(_prepared(ledger, maker, act)[0], None, maker.folder)


def _decide(ledger: Ledger, maker: LockMaker, act: str, me: KeyHolder) -> LockAct:
    """The principal signs the prepared record, merges it and marks the year, in one push."""
    desk = ledger.desk
    name, tip = _prepared(ledger, maker, act)
    if act == LOCKED:
        _refuse_unsigned(ledger, maker.year)
    main = ledger.state.tip
    signed = with_signature(desk.writer, tip, maker.folder, me, desk.now())
    merge = ledger.merge(name, signed, me)
    moves = [Move(MAIN, main, merge), Move(f"refs/heads/{name}", tip, None)]
    if act == LOCKED:
        mark = f"locked/{maker.year}"
        moves.append(Move(f"refs/heads/{mark}", desk.repository.shared(mark), merge))
    desk.repository.publish(moves)
    desk.repository.advance(merge)
    return LockAct(name, merge, maker.folder)


def _refuse_unsigned(ledger: Ledger, year: YearId) -> None:
    """Say whose signatures are missing before anything is signed: the judge names one class only.

    Raises:
        RefusedError: some are.
    """
    rows = [row for one in board_of(ledger, year).classes for row in _unsigned(one)]
    if rows:
        more = f"; và {len(rows) - SHOWN} phần nữa" if len(rows) > SHOWN else ""
        raise RefusedError(
            f"HB363 năm học {year} còn {len(rows)} phần thiếu chữ kí xác nhận.",
            f"Đến lượt: {'; '.join(rows[:SHOWN])}{more}. Xem hocba board {year}.",
        )


def _unsigned(one: ClassBoard) -> Iterator[str]:
    """What a class lacks that can be signed now, and by whom."""
    for scope, persons in one.subjects.items():
        yield f"{scope} – {', '.join(sorted(persons))}"
    if one.turn and not one.subjects:
        what = "chủ nhiệm" if one.homeroom else "lãnh đạo"
        yield f"{one.class_id} ({what}) – {', '.join(sorted(one.turn))}"


def _prepared(ledger: Ledger, maker: LockMaker, act: str) -> tuple[str, Oid]:
    """The branch that somebody prepared for this act on the ledger's newest entry."""
    trees, path = ledger.bench.trees, f"{maker.folder}/khoa.yaml"
    stale = ""
    for name, tip in ledger.desk.repository.proposals().items():
        if is_question(name):
            continue
        if not _prepares(trees, tip, path, act):
            continue
        if _base(ledger.desk, ledger.state.tip, tip) == ledger.state.tip:
            return name, tip
        stale = name
    if stale:
        raise RefusedError(f"{stale} được chuẩn bị trước khi sổ có mục mới.", "Người chuẩn bị làm lại lệnh này.")
    raise RefusedError("Chưa ai chuẩn bị.", "Quản trị hoặc phó hiệu trưởng chạy lệnh này trước, kèm --decision.")


def _prepares(trees: Trees, tip: Oid, path: str, act: str) -> bool:
    """Whether a branch brings a record of such an act; what cannot be read is none: anybody may push a branch."""
    try:
        blob = trees.entry(trees.commit(tip).tree, path)
        return blob is not None and read_lock(trees.content(blob)).act == act
    except (ObjectFault, LockFaultError):
        return False


def _base(desk: Desk, main: Oid, tip: Oid) -> Oid | None:
    try:
        return desk.writer.base(main, tip)
    except RefusedError:
        return None


def with_signature(writer: Writer, tip: Oid, folder: str, signer: Signer, at: int) -> Oid:
    """A commit that adds the principal's signature under the prepared record."""
    path = f"{folder}/khoa.yaml"
    blob = writer.trees.entry(writer.tree_of(tip), path)
    if blob is None:
        raise RefusedError("Nhánh này không có bản ghi khoá sổ.", "Chuẩn bị lại.")
    files = {f"{path}.asc": signer.sign(writer.trees.content(blob), at)}
    return writer.propose(tip, files, proposal("decide", "Kí quyết định", [path]), signer, at)
