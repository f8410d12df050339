"""What leaves the school for checking copies: the newest recall list with everything that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.copies import Recall
from hocba_build.domain.errors import RefusedError
from hocba_build.exchange.recall_file import pack_recall
from hocba_build.publishing.verify_page import VerifyPage, render_verify_page
from hocba_build.records.copies import recall_path
from hocba_build.trust.founding import read_sheet
from hocba_build.trust.papers.copies import slips_of
from hocba_build.trust.papers.office_copies import batches_in
from hocba_build.trust.policy import read_root
from hocba_build.workflows.copies.register import newest_recall
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.founding import sheet_of
from hocba_build.workflows.ledger.history import History
from hocba_build.workflows.ledger.ledger import open_ledger
from hocba_build.workflows.printing.shelf import replace

LIST, PAGE = "thu-hoi.zip", "kiem-tra-hoc-ba.html"


@dataclass(frozen=True, slots=True)
class Published:
    """The list that was published, and the files."""

    recall: Recall
    files: tuple[Path, ...]


def publish(root: Path, folder: Path) -> Published:
    """Write the newest recall list as a file that ``verify-qr`` and ``verify-packet`` take, and the offline page.

    Raises:
        RefusedError: the principal has signed none yet.
    """
    desk = open_desk(root)
    history = open_ledger(desk, desk.main()).history
    recall = signed_recall(history)
    groups = groups_of(history, recall)
    school = read_sheet(sheet_of(history.trees, history.state.founding)).school
    made = {
        LIST: pack_recall(dict(papers_of(history, recall)), groups),
        PAGE: render_verify_page(VerifyPage(school, recall, groups)),
    }
    replace(folder / ".gitignore", b"*\n")  # A file that is not the ledger's would keep the printer from its years.
    for name, raw in made.items():
        replace(folder / name, raw)
    return Published(recall, tuple(folder / name for name in made))


def signed_recall(history: History) -> Recall:
    """The newest list.

    Raises:
        RefusedError: there is none.
    """
    recall = newest_recall(history)
    if recall is None:
        raise RefusedError("Chưa có danh sách thu hồi nào được kí.", "Văn thư rồi hiệu trưởng: hocba issue recall.")
    return recall


def groups_of(history: History, recall: Recall) -> dict[str, list[bytes]]:
    """The hashes of each batch's groups."""
    batches = (one for one in batches_in(history.trees, history.tree) if one.id in recall.batches)
    return {one.id: slips_of(history.trees, history.tree, one).groups for one in batches}


def papers_of(history: History, recall: Recall) -> Iterator[tuple[str, bytes]]:
    """The list, its signature, the root sheets, and the certificates of everybody whom one of these names."""
    path = recall_path(recall.year, recall.number)
    for one in (path, f"{path}.asc"):
        blob = history.trees.entry(history.tree, one)
        yield one, history.trees.content(blob) if blob is not None else b""
    named: set[str] = set()
    for one, blob in history.trees.files(history.tree, "signatures/goc"):
        if not one.endswith(".pem"):
            yield one, history.trees.content(blob)
        if one.endswith(".yaml"):
            named |= set(read_root(history.trees.content(blob), one).keys)
    for person in sorted(named):
        for one, blob in history.trees.files(history.tree, f"signatures/keys/{person}"):
            yield one, history.trees.content(blob)


__all__ = ["Published", "groups_of", "papers_of", "publish", "signed_recall"]
