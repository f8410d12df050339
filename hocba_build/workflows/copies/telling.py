"""A batch or a recall list in a sentence, for whoever reviews it."""

from __future__ import annotations

from collections import Counter

from hocba_build.domain.copies import Batch, Reason, Recall
from hocba_build.records.copies import read_batch, read_recall
from hocba_build.records.faults import Fault
from hocba_build.trust.kinds import Paper, SignaturePath, place_of


def told(path: str, raw: bytes) -> str | None:
    """What a paper of the register says; nothing of any other file."""
    place = place_of(path)
    if not isinstance(place, SignaturePath) or place.paper not in (Paper.COPIES, Paper.RECALL):
        return None
    found = read_batch(path, raw) if place.paper is Paper.COPIES else read_recall(path, raw)
    if isinstance(found, Fault):
        return f"{found.code} {found.message}"
    return _batch(found) if isinstance(found, Batch) else _recall(found)


def _batch(batch: Batch) -> str:
    first, last = batch.id_of(batch.copies[0]).shown, batch.id_of(batch.copies[-1]).shown
    newest = Counter(copy.years[max(copy.years)] for copy in batch.copies)
    classes = ", ".join(f"{class_id} ({count})" for class_id, count in sorted(newest.items()))
    replaced = sum(1 for copy in batch.copies if copy.replaces)
    again = f"; {replaced} bản thay bản cũ" if replaced else ""
    decision = f"; Quyết định số {batch.decision}" if batch.decision else ""
    return (
        f"cấp {len(batch.copies)} bản học bạ, số {first} đến {last}, năm học {', '.join(sorted(batch.locks))}; "
        f"nơi nhận: {batch.receiver}; lớp {classes}{again}{decision}"
    )


def _recall(recall: Recall) -> str:
    recalled = [copy.shown for copy, one in recall.copies.items() if one.reason is not Reason.THAY]
    named = f", trong đó thu hồi {', '.join(recalled)}" if recalled else ""
    return (
        f"danh sách thu hồi số {recall.number}: {len(recall.copies)} bản không còn giá trị{named}; "
        f"{len(recall.replaced)} kết quả đã sửa. Hiệu trưởng kí bằng hocba issue recall"
    )


__all__ = ["told"]
