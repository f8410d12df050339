"""Verify an archive: a folder, a mounted disc or an image, with nothing but the founding sheet."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.findings import Finding
from hocba_build.exchange.archive_folder import archive_root
from hocba_build.exchange.archive_form import (
    BUNDLE,
    LEDGER_BAG,
    PAGES,
    PAYLOAD,
    STATEMENT,
    ArchiveFault,
    Statement,
    class_bag,
)
from hocba_build.exchange.iso import read_image
from hocba_build.exchange.packet_check import Check
from hocba_build.publishing.transcript.printing import edition
from hocba_build.trust.founding import Sheet
from hocba_build.trust.git.bundle import UnreadableError
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.archive.book import register_of
from hocba_build.workflows.archive.contents import YearPapers
from hocba_build.workflows.archive.judging import (
    CONTENT,
    LEDGER,
    LOCK,
    PAGES_CHECK,
    RECEIPT_CHECK,
    RECORDS,
    REGISTER,
    SUPERSEDED,
    Case,
    Looked,
    check_complete,
    check_content,
    check_ledger,
    check_lock,
    check_receipt,
    check_records,
    check_signature,
    page_faults,
)
from hocba_build.workflows.archive.pages import print_year
from hocba_build.workflows.ledger.history import History, judged_history
from hocba_build.workflows.ledger.verify import sheet_from
from hocba_build.workflows.printing.pdfs import Means, Progress

PLAIN: Final = Means()
NOT_REACHED = "chưa xét được vì phần trước sai"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: against which sheet, with which ledger of today, and whether pages are printed again."""

    sheet: Path | None = None
    ledger: Path | None = None
    reprint: bool = False
    means: Means = PLAIN


def verify_archive(path: Path, asked: Question, progress: Progress) -> Looked:
    """Judge an archive; without a sheet it is at best undecided.

    Raises:
        HocbaError: the sheet is none.
        OSError: the medium cannot be read.
    """
    sheet = sheet_from(asked.sheet)
    try:
        with _opened(path) as root:
            case = Case(root)
            _judge(case, asked, sheet, progress)
            image = _digest(path) if path.is_file() else None
            _today(case, asked, image)
    except ArchiveFault as fault:
        finding = Finding(fault.path, None, fault.code, fault.message)
        return Looked(None, False, (Check(CONTENT, Verdict.INVALID, fault.message),), (finding,))
    return Looked(case.statement, sheet is not None, tuple(case.checks), tuple(case.findings))


@contextmanager
def _opened(path: Path) -> Iterator[Path]:
    """The folder that holds the list; an image is unpacked into a private folder for the time of the block."""
    if not path.is_file():
        yield archive_root(path)
        return
    with tempfile.TemporaryDirectory(prefix="hocba-dia-") as folder:
        read_image(path, Path(folder))
        yield archive_root(Path(folder))


def _judge(case: Case, asked: Question, sheet: Sheet | None, progress: Progress) -> None:
    check_content(case)
    statement = case.statement
    if statement is not None and sheet is not None and sheet.founding != statement.founding:
        fault = ArchiveFault("HB548", "bản lưu trữ của trường khác, không phải trường của tờ gốc này", STATEMENT)
        case.settle(LEDGER, iter([fault]), "")
    elif statement is not None and LEDGER_BAG in case.sound:
        _with_ledger(case, asked, statement, progress)
    done = {check.name for check in case.checks}
    for name in (LEDGER, LOCK, RECORDS, RECEIPT_CHECK, PAGES_CHECK):
        if name not in done:
            case.say(name, Verdict.UNDECIDED, NOT_REACHED)


def _with_ledger(case: Case, asked: Question, statement: Statement, progress: Progress) -> None:
    place = f"{LEDGER_BAG}/{PAYLOAD}/{BUNDLE}"
    try:
        with judged_history(case.root / place, asked.sheet) as (judged, history):
            check_ledger(case, statement, judged, history)
            if history is None or case.checks[-1].verdict is Verdict.INVALID:
                return
            papers = YearPapers(history, statement.year)
            if check_lock(case, statement, papers):
                check_records(case, papers)
                check_receipt(case, statement, judged)
                _Pages(case, asked, statement, papers).check(progress)
                check_complete(case, papers)
    except UnreadableError as error:
        case.settle(LEDGER, iter([ArchiveFault("HB541", f"sổ không đọc được: {error.message}", place)]), "")


@dataclass(frozen=True, slots=True)
class _Pages:
    """The printed pages: vouched for by whoever signed the list, or printed again and compared."""

    case: Case
    asked: Question
    statement: Statement
    papers: YearPapers

    def check(self, progress: Progress) -> None:
        try:
            signed, words = check_signature(self.case, self.statement, self.papers.history)
        except ArchiveFault as fault:
            self.case.settle(PAGES_CHECK, iter([fault]), "")
            return
        missing = list(page_faults(self.case, self.papers))
        if missing or (signed and not self.asked.reprint):
            self.case.settle(PAGES_CHECK, iter(missing), words)
        elif edition() != self.statement.edition:
            reason = "bản in do phiên bản khác của phần mềm làm ra, không in lại được để so"
            self.case.say(PAGES_CHECK, Verdict.VALID if signed else Verdict.UNDECIDED, f"{words}; {reason}")
        else:
            self._print_again(words, progress, signed=signed)

    def _print_again(self, words: str, progress: Progress, *, signed: bool) -> None:
        with tempfile.TemporaryDirectory(prefix="hocba-in-") as folder:
            differing, shut = self._compare(Path(folder), progress)
        faults = [ArchiveFault("HB546", "học bạ này khác với bản in lại từ sổ", path) for path in differing]
        if faults or not shut:
            self.case.settle(PAGES_CHECK, iter(faults), f"{words}; mọi trang đúng như in lại từ sổ")
            return
        reason = f"{words}; {shut} học bạ có trang lí lịch mã hoá, không in lại được để so"
        self.case.say(PAGES_CHECK, Verdict.VALID if signed else Verdict.UNDECIDED, reason)

    def _compare(self, where: Path, progress: Progress) -> tuple[list[str], int]:
        """The files that differ from a new print, and how many may differ because a life page is shut to us."""
        year, asked = self.statement.year, self.asked
        again = print_year(self.papers.history, year, self.case.classes, where, asked.means, progress)
        differing, shut = [], 0
        for class_id in self.case.classes:
            folder = f"{class_bag(class_id)}/{PAYLOAD}/{PAGES}"
            students = self.papers.pupils(class_id)
            files = {f"{student}.pdf": again.pupil(class_id, student) for student in students}
            files[f"{class_id}.pdf"] = again.whole_class(class_id)
            held = self.case.root / folder
            other = {name for name, new in files.items() if _digest(held / name) != _digest(new)}
            doubtful = {f"{student}.pdf" for student in again.shut.intersection(students)} & other
            shut += len(doubtful)
            doubtful |= {f"{class_id}.pdf"} if doubtful else set()
            differing += [f"{folder}/{name}" for name in sorted(other - doubtful)]
        return differing, shut


def _today(case: Case, asked: Question, image: str | None) -> None:
    """What the school's ledger of today adds: the register of media, and whether the year was locked again since."""
    if case.statement is None:
        return
    if asked.ledger is None:
        case.say(REGISTER, Verdict.UNDECIDED, "chưa có sổ hiện nay để đối chiếu: chỉ ra bằng --ledger")
        case.say(SUPERSEDED, Verdict.UNDECIDED, "chưa có sổ hiện nay để biết năm học có được khoá lại sau đó không")
        return
    with judged_history(asked.ledger, asked.sheet) as (judged, history):
        if history is None or judged.verdict not in (Verdict.VALID, Verdict.TAINTED):
            for name in (REGISTER, SUPERSEDED):
                case.say(name, Verdict.UNDECIDED, "sổ hiện nay không đứng vững hoặc chưa có tờ gốc")
            return
        _registered(case, case.statement, history, image)
        _superseded(case, case.statement, history)


def _registered(case: Case, statement: Statement, history: History, image: str | None) -> None:
    digest = hashlib.sha256(statement.text()).hexdigest()
    found = next((one for one in register_of(history) if one.statement == digest), None)
    if found is None:
        case.say(REGISTER, Verdict.UNDECIDED, "chưa ghi vào sổ theo dõi vật lưu trữ (hocba archive register)")
    elif image is not None and image not in found.discs.values():
        case.say(REGISTER, Verdict.UNDECIDED, f"bản ghi số {found.number} nêu ảnh đĩa khác, cùng nội dung")
    else:
        case.say(REGISTER, Verdict.VALID, f"số {found.number:04d}, {found.copies} bản, giữ ở: {found.place}")


def _superseded(case: Case, statement: Statement, history: History) -> None:
    lock = history.state.locks.get(statement.year)
    if lock is not None and lock.acts == statement.lock:
        case.say(SUPERSEDED, Verdict.VALID, "từ đó năm học không được mở lại")
    else:
        case.say(SUPERSEDED, Verdict.UNDECIDED, "từ đó năm học ĐÃ được mở lại: lập bản lưu trữ mới")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["Looked", "Question", "verify_archive"]
