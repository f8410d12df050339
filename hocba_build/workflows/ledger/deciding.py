"""What somebody prepares and the principal decides: a paper on a branch; signature, merge and push in one act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hocba_build.domain.errors import RefusedError
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.own_repository import MAIN, Move
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.ledger.ledger import Ledger
from hocba_build.workflows.ledger.messages import proposal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A prepared paper: its branch and text."""

    branch: str
    tip: Oid
    path: str
    raw: bytes


def prepared(ledger: Ledger, folder: str, paper: Paper, fits: Callable[[bytes], bool]) -> Waiting:
    """The paper that waits for the principal's signature, prepared on the ledger's newest entry.

    Raises:
        RefusedError: there is none, or the ledger has moved on since.
    """
    stale = ""
    for found in papers_waiting(ledger, folder, paper):
        if not _does_fit(found, fits):
            continue
        if ledger.bench.trees.commit(found.tip).parents == (ledger.state.tip,):
            return found
        stale = found.branch
    if stale:
        raise RefusedError(f"{stale} được chuẩn bị trước khi sổ có mục mới.", "Người chuẩn bị làm lại lệnh này.")
    raise RefusedError("Chưa ai chuẩn bị.", "Văn thư hoặc quản trị chạy lệnh này trước.")


def _does_fit(found: Waiting, fits: Callable[[bytes], bool]) -> bool:
    """Whether it is the paper that is looked for; anybody may push a branch, so it may be none at all."""
    try:
        return fits(found.raw)
    except ValueError:
        return False


def papers_waiting(ledger: Ledger, folder: str, paper: Paper) -> Iterator[Waiting]:
    """Papers of a kind that proposals bring, whether they fit on the newest entry or not."""
    trees = ledger.bench.trees
    for name, tip in ledger.desk.repository.proposals().items():
        tree = trees.commit(tip).tree
        for path, blob in trees.files(tree, folder):
            place = place_of(path)
            known = trees.entry(ledger.tree, path) is not None
            if isinstance(place, SignaturePath) and place.paper is paper and not known:
                yield Waiting(name, tip, path, trees.content(blob))


def merge_signed(ledger: Ledger, waiting: Waiting, signature: str, me: KeyHolder) -> Oid:
    """Sign the paper, merge its branch and push, in one act."""
    desk, main = ledger.desk, ledger.state.tip
    files = {signature: me.sign(waiting.raw, desk.now())}
    signed = desk.writer.propose(
        waiting.tip, files, proposal("decide", "Kí quyết định", [waiting.path]), me, desk.now()
    )
    merge = ledger.merge(waiting.branch, signed, me)
    desk.repository.publish([Move(MAIN, main, merge), Move(f"refs/heads/{waiting.branch}", waiting.tip, None)])
    desk.repository.advance(merge)
    return merge


__all__ = ["Waiting", "merge_signed", "papers_waiting", "prepared"]
