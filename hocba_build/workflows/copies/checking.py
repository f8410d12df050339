"""Check the codes of a picture, a text or a scan against a recall list, or against the school's own ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.findings import Finding
from hocba_build.domain.values import PersonId
from hocba_build.exchange.code_reader import codes_in
from hocba_build.exchange.copy_check import JudgedCode, Known, Standing, judge_code
from hocba_build.exchange.packet_check import fault_of
from hocba_build.exchange.packet_zip import MAX_PACKET, PacketFault
from hocba_build.exchange.recall_file import RecallFile, check_signature, read_recall_file
from hocba_build.trust.founding import Sheet
from hocba_build.trust.git.bundle import UnreadableError
from hocba_build.trust.papers.copies import PREFIX, slips_of
from hocba_build.trust.papers.office_copies import batches_in
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.clock import today
from hocba_build.workflows.copies.recalling import next_recall
from hocba_build.workflows.ledger.history import History, judged_history
from hocba_build.workflows.ledger.verify import sheet_from
from hocba_build.workflows.state import state_folder

WORST = (Standing.INVALID, Standing.SUPERSEDED, Standing.UNDECIDED, Standing.VALID)


def verify_codes(file: Path, directory: Path, root: Path | None, recall: Path | None) -> list[JudgedCode]:
    """Judge every code of a copy in a file; ``recall`` is a recall list's file, else the ledger in ``directory``.

    Raises:
        HocbaError: the file or the list cannot be read.
    """
    texts = codes_in(file)
    ours = [text for text in texts if text.startswith(PREFIX)]
    with known_copies(directory, root, recall) as known:
        return [judge_code(text, known) for text in ours or texts[:1] or [""]]


def worst(judged: Sequence[JudgedCode]) -> Standing:
    """The word on all codes of a file."""
    said = {one.standing for one in judged}
    return next(standing for standing in WORST if standing in said)


@contextmanager
def known_copies(directory: Path, root: Path | None, recall: Path | None) -> Iterator[Known | None]:
    """What is known of the school's copies; nothing where there is neither list nor ledger."""
    if recall is not None:
        yield _by_list(read_list(recall), sheet_from(root))
        return
    sheet_from(root)
    try:
        with judged_history(directory, root, state=state_folder(directory)) as (judged, history):
            yield None if history is None else _by_ledger(history, judged.verdict)
    except UnreadableError:
        yield None


def read_list(path: Path) -> RecallFile:
    """A recall list's file.

    Raises:
        HocbaError: it is none.
    """
    try:
        with path.open("rb") as file:
            return read_recall_file(file.read(MAX_PACKET + 1))
    except OSError as error:
        raise HocbaError(f"Không đọc được {path}.", "Chỉ đúng tệp bằng --recall.") from error
    except PacketFault as fault:
        what = f"{fault.path}: {fault.message}" if fault.path else fault.message
        raise HocbaError(f"{path.name}: {fault.code} {what}.", "Xin lại danh sách thu hồi của trường.") from fault


def _by_list(file: RecallFile, sheet: Sheet | None) -> Known:
    recall = file.recall
    source = f"danh sách thu hồi số {recall.number}/{recall.year} ngày {recall.day:%d/%m/%Y}"
    return Known(recall, lambda batch: file.groups[batch], source, complete=False, doubts=_doubts(file, sheet))


def _doubts(file: RecallFile, sheet: Sheet | None) -> tuple[Finding, ...]:
    if sheet is None:
        return (Finding("", None, "HB535", "chưa có tờ gốc của trường để đối chiếu chữ kí: chỉ ra bằng --root"),)
    try:
        check_signature(file.recall, file.files, sheet)
    except PacketFault as fault:
        return (fault_of(fault),)
    return ()


def _by_ledger(history: History, verdict: Verdict) -> Known:
    recall = next_recall(history, PersonId(""), today(), {})
    batches = {one.id: one for one in batches_in(history.trees, history.tree)}

    @cache
    def groups(batch: str) -> Sequence[bytes]:
        return slips_of(history.trees, history.tree, batches[batch]).groups

    doubts: tuple[Finding, ...] = ()
    if verdict not in (Verdict.VALID, Verdict.TAINTED):
        reason = "sổ ở thư mục này chưa được xác nhận là hợp lệ: chỉ tờ gốc bằng --root, xem hocba verify"
        doubts = (Finding("", None, "HB535", reason),)
    source = f"sổ của trường, mục {history.state.index}"
    return Known(recall, groups, source, complete=True, doubts=doubts)


__all__ = ["known_copies", "read_list", "verify_codes", "worst"]
