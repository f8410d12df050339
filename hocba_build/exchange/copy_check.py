"""Is the copy that bears a code genuine, and does it still stand: never one word only, always with the figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from hocba_build.domain.copies import Reason, Recall, Withdrawn
from hocba_build.domain.findings import Finding
from hocba_build.trust.papers.copies import leads_to, read_code
from hocba_build.trust.papers.slips import DIGEST, SCHOOL, Slip, SlipFault

WHY = {
    Reason.THAY: "đã có bản khác thay",
    Reason.MAT: "đã thu hồi: báo mất",
    Reason.HONG: "đã thu hồi: hỏng",
    Reason.SAI: "đã thu hồi: cấp sai",
    Reason.KHAC: "đã thu hồi",
}


class Standing(Enum):
    """What can be said of a copy."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    INVALID = "invalid"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a school's copies, and from where.

    ``complete`` says that no copy is missing (a ledger, not a list that may be older than the copy); ``doubts`` are
    reasons why it cannot be relied on.
    """

    recall: Recall
    groups: Callable[[str], Sequence[bytes]]
    source: str
    complete: bool
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedCode:
    """The word on one code; ``slip`` is what it says, where it can be read."""

    standing: Standing
    slip: Slip | None
    batch: str | None = None
    withdrawn: Withdrawn | None = None
    findings: tuple[Finding, ...] = ()


def judge_code(text: str, known: Known | None) -> JudgedCode:
    """Judge a code's text by what is known of the school's copies."""
    try:
        slip, way = read_code(text)
    except SlipFault as fault:
        return JudgedCode(Standing.INVALID, None, findings=(_fault("HB530", str(fault)),))
    if known is None:
        reason = _fault("HB535", "chưa có danh sách thu hồi hoặc sổ của trường để đối chiếu")
        return JudgedCode(Standing.UNDECIDED, slip, findings=(reason,))
    if slip.school != bytes.fromhex(known.recall.founding)[:SCHOOL]:
        return JudgedCode(Standing.INVALID, slip, findings=(_fault("HB531", "mã của trường khác"),))
    if known.doubts:
        return JudgedCode(Standing.UNDECIDED, slip, findings=known.doubts)
    return _held_against(slip, way, known)


def _held_against(slip: Slip, way: Sequence[bytes], known: Known) -> JudgedCode:
    batch = known.recall.batch_of(slip.copy)
    if batch is None and not known.complete:
        reason = _fault("HB536", f"{known.source} chưa có bản số {slip.copy.shown}: cấp sau đó, hoặc là bản giả")
        return JudgedCode(Standing.UNDECIDED, slip, findings=(reason,))
    if batch is None:
        reason = _fault("HB532", f"trường chưa từng cấp bản số {slip.copy.shown}")
        return JudgedCode(Standing.INVALID, slip, findings=(reason,))
    if not leads_to(slip, way, known.recall.batches[batch].leaves, known.groups(batch)):
        reason = _fault("HB532", f"nội dung mã không phải của bản số {slip.copy.shown} mà trường đã cấp")
        return JudgedCode(Standing.INVALID, slip, findings=(reason,))
    return _standing(slip, batch, known)


def _standing(slip: Slip, batch: str, known: Known) -> JudgedCode:
    """A genuine copy: whether another one, or another result, stands in its place."""
    gone = known.recall.copies.get(slip.copy)
    if gone is not None:
        by = f" (bản số {gone.by.shown})" if gone.by else ""
        reason = _fault("HB533", f"bản số {slip.copy.shown} {WHY[gone.reason]}{by}")
        return JudgedCode(Standing.SUPERSEDED, slip, batch, gone, (reason,))
    if any(bytes.fromhex(one)[:DIGEST] == slip.digest for one in known.recall.replaced):
        reason = _fault("HB533", f"kết quả năm học {slip.year} đã được sửa sau khi cấp bản này")
        return JudgedCode(Standing.SUPERSEDED, slip, batch, findings=(reason,))
    return JudgedCode(Standing.VALID, slip, batch)


def _fault(code: str, message: str) -> Finding:
    return Finding("", None, code, message)


__all__ = ["JudgedCode", "Known", "Standing", "judge_code"]
