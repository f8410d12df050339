"""Issue copies: the registrar signs one batch, a leader accepts it; the copies are printed from what stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.copies import Batch
from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.records.copies import batch_path, encode_batch, read_batch
from hocba_build.records.document import MAX_BYTES
from hocba_build.records.faults import Fault
from hocba_build.records.text import forbidden
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.workflows.copies.making import BatchMaker, Wish
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights
from hocba_build.workflows.ledger.reasons import names_a_pupil


@dataclass(frozen=True, slots=True)
class Issued:
    """A batch, and the branch that waits for a leader; none after a trial."""

    batch: Batch
    branch: str | None


def issue(root: Path, wish: Wish, *, dry_run: bool = False) -> Issued:
    """Prepare a batch of copies and push it as a proposal.

    Raises:
        RefusedError: a year is not locked, another batch waits, or not entitled.
        HocbaError: nothing to issue, or what is said is not right.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    _check_words(ledger, wish)
    batch = BatchMaker(ledger.history, wish).make(me.person, day_of(desk.now()))
    path, text = batch_path(batch.year, batch.number), encode_batch(batch)
    _check_text(path, text)
    _check_waiting(ledger, path)
    require_rights(ledger, me.person, [path])
    if dry_run:
        return Issued(batch, None)
    files = {path: text, f"{path}.asc": me.sign(text, desk.now())}
    message = proposal("issue", f"Cấp {len(batch.copies)} bản học bạ, đợt {batch.id}", [path])
    name, _ = push_branch(desk, ledger.state.tip, f"cap-ban-{batch.number:04d}", files, message, me)
    return Issued(batch, name)


def _check_words(ledger: Ledger, wish: Wish) -> None:
    source = TreeSource(ledger.bench.trees, ledger.tree)
    for text in filter(None, (wish.receiver, wish.decision)):
        if forbidden(text) or text != " ".join(text.split()):
            raise HocbaError(f"«{text}» có kí tự lạ hoặc khoảng trắng thừa.", "Ghi lại nơi nhận, số quyết định.")
        if names_a_pupil(text, source):
            raise HocbaError("Nơi nhận có họ tên một học sinh.", "Ghi cơ quan nhận, hoặc bỏ --to: sổ còn mãi.")


def _check_text(path: str, text: bytes) -> None:
    if len(text) > MAX_BYTES:
        raise HocbaError("Đợt cấp quá lớn cho một tệp của sổ.", "Chia đợt theo khối hoặc lớp: --class.")
    if isinstance(fault := read_batch(path, text), Fault):
        raise HocbaError(f"Chưa cấp được: {fault.message}.", "Xem lại nơi nhận, số quyết định.")


def _check_waiting(ledger: Ledger, path: str) -> None:
    """Numbers run without a gap, so one batch at a time waits."""
    trees = ledger.bench.trees
    for name, tip in ledger.desk.repository.proposals().items():
        if trees.entry(trees.commit(tip).tree, path) is not None:
            raise RefusedError(
                f"Đợt trước còn chờ duyệt: {name}.", "Lãnh đạo duyệt đợt ấy trước, hoặc rút: hocba withdraw."
            )


__all__ = ["Issued", "issue"]
