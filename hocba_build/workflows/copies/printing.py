"""Print an issued batch: each pupil's pages as they are locked, with the copy's number and the codes of its years."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.copies import Batch, Copy
from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.domain.words import date_text
from hocba_build.publishing.pdf_files import Strip, put_on
from hocba_build.publishing.qr import modules
from hocba_build.trust.papers.copies import Slips, slips_of
from hocba_build.trust.papers.office_copies import batches_in
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.copies.register import newest_act, withdrawn_in
from hocba_build.workflows.ledger.history import History, judged_history
from hocba_build.workflows.printing.orders import Selection
from hocba_build.workflows.printing.pdfs import Means, PrintReport, Progress
from hocba_build.workflows.printing.printing_run import Ground
from hocba_build.workflows.printing.printing_run import Ready as Run
from hocba_build.workflows.state import state_folder

PLACE = "ban-sao"
WORDS = "Quét mã bằng trang kiểm tra của trường hoặc hocba verify-qr, rồi so từng số với trang này."


@dataclass(frozen=True, slots=True)
class Ready:
    """A batch that may be printed, with the codes of its copies."""

    batch: Batch
    slips: Slips
    copies: Mapping[StudentId, Copy]

    @property
    def year(self) -> YearId:
        """The year whose classes it is printed by: the last one that the copies show."""
        return max(self.batch.locks)

    def selection(self, class_id: ClassId | None) -> Selection:
        """What is printed."""
        pupils = frozenset(one for one, copy in self.copies.items() if class_id in (None, copy.years[self.year]))
        if not pupils:
            raise HocbaError(f"Đợt {self.batch.id} không có bản nào của lớp {class_id}.", "Xem hocba issue list.")
        return Selection(self.year, class_id, pupils, not self.batch.whole, gathered=True)

    def run(self, ground: Ground, class_id: ClassId | None) -> Run:
        """A run of the printer for all of it or a class.

        Raises:
            RefusedError: the files at hand are not those of the verified ledger.
            HocbaError: no copy of that class; a key was not unlocked.
        """
        if not set(self.batch.locks) <= ground.allowed.locked:
            raise RefusedError(
                "Hồ sơ trong thư mục này khác với sổ đã kiểm tra.",
                "Gửi hoặc bỏ các thay đổi chưa gửi, về đúng main (git status), rồi in lại.",
            )
        return ground.ready(self.selection(class_id))


def ready(root: Path, name: str, sheet: Path) -> Ready:
    """A batch of the verified ledger, ready to be printed; copies that no longer stand are left out.

    Raises:
        RefusedError: there is no such batch, nothing of it stands, or a year was locked again since.
        HocbaError: the ledger is not valid.
    """
    with judged_history(root, sheet, state=state_folder(root)) as (judged, history):
        if history is None or judged.verdict not in (Verdict.VALID, Verdict.TAINTED):
            raise HocbaError("Sổ ở thư mục này không hợp lệ.", "Xem hocba verify --root TỜ_GỐC.")
        batch = _batch(history, name)
        for year, act in batch.locks.items():
            if history.state.locks[year].scope is not None or newest_act(history, year) != act:
                message = f"Năm học {year} đã mở hoặc khoá lại sau khi lập đợt {batch.id}."
                raise RefusedError(message, "Cấp đợt mới trên lần khoá mới: hocba issue.")
        gone = withdrawn_in(history)
        copies = {copy.pupil: copy for copy in batch.copies if batch.id_of(copy) not in gone}
        if not copies:
            raise RefusedError(f"Mọi bản của đợt {batch.id} không còn giá trị.", "Cấp đợt mới: hocba issue.")
        return Ready(batch, slips_of(history.trees, history.tree, batch), copies)


def _batch(history: History, name: str) -> Batch:
    known = {one.id: one for one in batches_in(history.trees, history.tree)}
    if name not in known:
        hint = f"Các đợt đã duyệt: {', '.join(known) or 'chưa có'}."
        raise RefusedError(f"Không có đợt {name} trong sổ.", hint)
    return known[name]


def print_batch(held: Ready, run: Run, out: Path, means: Means, progress: Progress) -> PrintReport:
    """Write the batch's copies below ``out/<batch>/<year>``, a file a pupil and a class."""
    return run.print(out / held.batch.id, replace(means, marks=CopyMarks(held)), progress)


class CopyMarks:
    """The number and the codes of each pupil's copy."""

    def __init__(self, held: Ready) -> None:
        """Take the batch."""
        self.batch, self.copies = held.batch, held.copies
        self.codes: dict[tuple[int, YearId], str] = {
            (slip.copy.number, slip.year): held.slips.code(place) for place, slip in enumerate(held.slips.slips)
        }

    def name(self, student: StudentId) -> str:
        """Names everything that is put on a copy."""
        copy = self.copies[student]
        codes = [self.codes[copy.number, year] for year in sorted(copy.years)]
        return hashlib.sha256("\n".join([*self._lines(copy), *codes]).encode()).hexdigest()

    def put_on(self, student: StudentId, file: bytes) -> bytes:
        """The file as a copy.

        Raises:
            HocbaError: a page has no place for a code, or its letters lack one.
        """
        copy = self.copies[student]
        number = f"Bản số {self.batch.id_of(copy).shown}"
        strips = [self._strip(copy, year) for year in sorted(copy.years)]
        try:
            return put_on(file, number, strips)
        except KeyError as error:
            raise HocbaError(f"Không đặt được mã lên trang in ({error}).", "Xem lại nơi nhận của đợt cấp.") from error

    def _strip(self, copy: Copy, year: YearId) -> Strip:
        lines = (*self._lines(copy), f"Năm học {year}.", WORDS)
        return Strip(f"{PLACE}.{year}", modules(self.codes[copy.number, year]), lines)

    def _lines(self, copy: Copy) -> tuple[str, ...]:
        """What stands beside each code."""
        again = f" (lần {copy.edition})" if copy.edition > 1 else ""
        decision = (f"Quyết định số {self.batch.decision}.",) if self.batch.decision else ()
        return (
            f"Bản số {self.batch.id_of(copy).shown}{again}",
            f"Cấp ngày {date_text(self.batch.day)}. Nơi nhận: {self.batch.receiver}.",
            *decision,
        )


__all__ = ["Ready", "print_batch", "ready"]
