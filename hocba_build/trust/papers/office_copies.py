"""The register of copies in the ledger: numbers without a gap, figures of locks in force, recalls that only grow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from hocba_build.domain.copies import (
    Batch,
    BatchRow,
    Reason,
    Recall,
    in_order,
    newest,
    next_number,
    replaced_copies,
    school_year_of,
)
from hocba_build.domain.people import Role
from hocba_build.domain.values import YearId
from hocba_build.records.copies import FOLDER, read_batch, read_recall
from hocba_build.records.faults import Fault
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Trees
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.papers.copies import CopiesFault, slips_of
from hocba_build.trust.papers.office_case import Case, OfficeFault

COPIES, RECALLS, SIGNATURE = "HB522", "HB524", "HB523"
T = TypeVar("T", Batch, Recall)


def batches_in(trees: Trees, tree: Oid) -> list[Batch]:
    """Every batch that a judged tree holds, as they were issued."""
    found = (read_batch(path, raw) for path, raw in _papers(trees, tree, Paper.COPIES))
    return in_order(one for one in found if isinstance(one, Batch))


def recalls_in(trees: Trees, tree: Oid) -> list[Recall]:
    """Every recall list that a judged tree holds, oldest first."""
    found = (read_recall(path, raw) for path, raw in _papers(trees, tree, Paper.RECALL))
    return sorted((one for one in found if isinstance(one, Recall)), key=lambda one: (one.year, one.number))


def _papers(trees: Trees, tree: Oid, paper: Paper) -> Iterator[tuple[str, bytes]]:
    for path, blob in trees.files(tree, FOLDER):
        place = place_of(path)
        if isinstance(place, SignaturePath) and place.paper is paper:
            yield path, trees.content(blob)


def row_of(batch: Batch) -> BatchRow:
    """What a recall list says of a batch."""
    return BatchRow(batch.first, len(batch.copies), batch.leaves, batch.root)


def check_copies(case: Case) -> None:
    """A batch: form, place, numbers, whom each copy replaces, the figures' root, the registrar's signature.

    Raises:
        OfficeFault: HB522, HB523.
    """
    batch = _sound(case, read_batch(case.change.path, case.raw), COPIES)
    earlier = batches_in(case.trees, case.entry.before.tree)
    if batch.author != case.author:
        raise OfficeFault(COPIES, f"đợt cấp ghi người lập là {batch.author}, người gửi là {case.author}")
    if batch.number != 1 + sum(1 for one in earlier if one.year == batch.year):
        raise OfficeFault(COPIES, "số của đợt không liền với đợt trước")
    _check_numbers(batch, earlier)
    _check_locks(case, batch)
    case.signed(batch.author, f"{case.change.path}.asc", SIGNATURE)


def _check_numbers(batch: Batch, earlier: list[Batch]) -> None:
    first = next_number(earlier, batch.year)
    if [copy.number for copy in batch.copies] != list(range(first, first + len(batch.copies))) or batch.first != first:
        raise OfficeFault(COPIES, f"số của các bản phải liền nhau, bắt đầu từ {first}")
    known = newest(earlier)
    for copy in batch.copies:
        before, edition = known.get((copy.pupil, copy.level, batch.purpose, batch.receiver), (None, 0))
        if (copy.replaces, copy.edition) != (before, edition + 1):
            raise OfficeFault(COPIES, f"bản số {copy.number} không nêu đúng bản mà nó thay và lần cấp")
    pupils = [(copy.pupil, copy.level) for copy in batch.copies]
    if len(set(pupils)) != len(pupils):
        raise OfficeFault(COPIES, "một học sinh có hai bản trong cùng đợt")


def _check_locks(case: Case, batch: Batch) -> None:
    for year, act in batch.locks.items():
        lock = case.state.locks.get(year)
        if lock is None or lock.scope is not None or lock.acts != act:
            raise OfficeFault(COPIES, f"năm học {year} chưa khoá, đang mở, hoặc đã khoá lại: lập lại đợt cấp")
    try:
        slips = slips_of(case.trees, case.entry.before.tree, batch)
    except CopiesFault as fault:
        raise OfficeFault(COPIES, str(fault)) from fault
    if (slips.root, len(slips.slips)) != (batch.root, batch.leaves):
        raise OfficeFault(COPIES, "gốc Merkle không phải của các kết quả đã khoá")
    if set(batch.locks) != {year for copy in batch.copies for year in copy.years}:
        raise OfficeFault(COPIES, "khoa_so nêu năm học không có trên bản nào")


def check_recall(case: Case) -> None:
    """A recall list: form, place, all batches so far, nothing forgotten; the principal's signature.

    Raises:
        OfficeFault: HB523, HB524.
    """
    recall = _sound(case, read_recall(case.change.path, case.raw), RECALLS)
    tree = case.entry.before.tree
    earlier, batches = recalls_in(case.trees, tree), batches_in(case.trees, tree)
    case.require_role(recall.principal, Role.HIEU_TRUONG, RECALLS)
    if recall.number != 1 + sum(1 for one in earlier if one.year == recall.year):
        raise OfficeFault(RECALLS, "số của danh sách không liền với danh sách trước")
    if recall.batches != {one.id: row_of(one) for one in batches}:
        raise OfficeFault(RECALLS, "danh sách không nêu đúng các đợt đã cấp: lập lại")
    if recall.versions != {year: lock.version for year, lock in case.state.locks.items()}:
        raise OfficeFault(RECALLS, "danh sách không nêu đúng các lần khoá sổ: lập lại")
    _check_withdrawn(recall, earlier, batches)
    case.signed(recall.principal, f"{case.change.path}.asc", SIGNATURE)


def _check_withdrawn(recall: Recall, earlier: list[Recall], batches: list[Batch]) -> None:
    known = {batch.id_of(copy) for batch in batches for copy in batch.copies}
    replaced = replaced_copies(batches)
    wrong = [
        copy
        for copy, one in recall.copies.items()
        if copy not in known or (one != replaced.get(copy) if one.reason is Reason.THAY else one.by is not None)
    ]
    if wrong or not replaced.keys() <= recall.copies.keys():
        raise OfficeFault(RECALLS, "danh sách không nêu đúng các bản đã có bản khác thay")
    for before in earlier:
        kept = {copy: one for copy, one in before.copies.items() if one.reason is not Reason.THAY}
        if any(recall.copies.get(copy) != one for copy, one in kept.items()):
            raise OfficeFault(RECALLS, "một bản đã thu hồi không thể có giá trị trở lại")
        if not set(before.replaced) <= set(recall.replaced):
            raise OfficeFault(RECALLS, "một kết quả đã được thay không thể có giá trị trở lại")
    if list(recall.replaced) != sorted(set(recall.replaced)):
        raise OfficeFault(RECALLS, "các kết quả đã thay phải xếp tăng dần")


def _sound(case: Case, found: T | Fault, code: str) -> T:
    """The paper where its text is right and it is of this school, place and moment."""
    if isinstance(found, Fault):
        raise OfficeFault(found.code, found.message)
    said = (found.founding, found.index, found.year, YearId(str(case.place.year)))
    year = school_year_of(found.day)
    if said != (case.state.founding, case.index, year, year):
        raise OfficeFault(code, "bản này là của trường khác, năm khác hoặc lúc khác")
    return found


__all__ = ["batches_in", "check_copies", "check_recall", "recalls_in", "row_of"]
