"""A recall list as one file for those who have no ledger: the list, its signature, and what leads to the signer.

The file also holds the hash of each group of sixteen slips of every batch; they are not signed, since they must lead to
the roots that are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.copies import Recall
from hocba_build.exchange.packet_zip import PacketFault, pack, unpack
from hocba_build.records.copies import read_recall, recall_path
from hocba_build.records.faults import Fault
from hocba_build.trust.founding import Sheet
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.openpgp import SignatureFault
from hocba_build.trust.papers.anchors import AnchorFault, anchors
from hocba_build.trust.papers.copies import GROUP
from hocba_build.trust.year_end.leaves import canonical_json, root_of

GROUPS: Final = "nhom.json"
BAD: Final = "HB534"
Groups = Mapping[str, Sequence[bytes]]
_PAPERS: Final = frozenset(
    {
        Paper.RECALL,
        Paper.RECALL_SIGNATURE,
        Paper.CERTIFICATE,
        Paper.KEY_BINDING,
        Paper.ROOT_SHEET,
        Paper.ROOT_SIGNATURE,
    }
)


@dataclass(frozen=True, slots=True)
class RecallFile:
    """A recall list whose form is right; whether the principal signed it is another question."""

    recall: Recall
    files: Mapping[str, bytes]
    groups: Groups


def pack_recall(papers: Mapping[str, bytes], groups: Groups) -> bytes:
    """The file; ``papers`` are the list, its signature, root sheets and certificates by their repository path."""
    said = {name: [one.hex() for one in hashes] for name, hashes in groups.items()}
    return pack({**papers, GROUPS: canonical_json(said)})


def read_recall_file(raw: bytes) -> RecallFile:
    """A recall list's file.

    Raises:
        PacketFault: HB534, HB500 to HB502.
    """
    files = unpack(raw)
    lists = [path for path in files if _paper(path) is Paper.RECALL]
    if len(lists) != 1 or any(path != GROUPS and _paper(path) not in _PAPERS for path in files):
        raise PacketFault(BAD, "không phải tệp danh sách thu hồi")
    recall = read_recall(lists[0], files[lists[0]])
    if isinstance(recall, Fault):
        raise PacketFault(BAD, recall.message, lists[0])
    return RecallFile(recall, files, _read_groups(recall, files))


def _paper(path: str) -> Paper | None:
    place = place_of(path)
    return place.paper if isinstance(place, SignaturePath) else None


def _read_groups(recall: Recall, files: Mapping[str, bytes]) -> Groups:
    try:
        said = json.loads(files[GROUPS])
        groups = {name: [bytes.fromhex(one) for one in hashes] for name, hashes in said.items()}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise PacketFault(BAD, "các mã băm của danh sách không đọc được", GROUPS) from error
    for name, row in recall.batches.items():
        hashes = groups.get(name, [])
        if len(hashes) != -(-row.leaves // GROUP) or root_of(hashes).hex() != row.root:
            raise PacketFault(BAD, f"các mã băm của đợt {name} không dẫn đến gốc đã kí", GROUPS)
    return groups


def check_signature(recall: Recall, papers: Mapping[str, bytes], sheet: Sheet) -> None:
    """Whether the principal of the sheet's school signed the list.

    Raises:
        PacketFault: HB534, with the file.
    """
    path = recall_path(recall.year, recall.number)
    if recall.founding != sheet.founding:
        raise PacketFault(BAD, "danh sách thu hồi là của trường khác", path)
    try:
        anchors(sheet, papers).check(recall.principal, papers[path], papers.get(f"{path}.asc", b""))
    except AnchorFault as fault:
        raise PacketFault(BAD, fault.message, fault.path) from fault
    except SignatureFault as fault:
        raise PacketFault(BAD, f"chữ kí dưới danh sách thu hồi: {fault.message}", f"{path}.asc") from fault


__all__ = ["Groups", "RecallFile", "check_signature", "pack_recall", "read_recall_file"]
