"""A reconciliation as people read it: who stands behind our figures, a verdict in one sentence, workbook and page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.moments import day_of
from hocba_build.domain.words import date_text
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.plain_table import plain_table
from hocba_build.publishing.templates import environment
from hocba_build.trust.git.bundle import UnreadableError
from hocba_build.trust.story.deeds import Deed, deeds_of
from hocba_build.trust.story.trail import CellChange
from hocba_build.workflows.audit.figures import figure_words
from hocba_build.workflows.ledger.history import History, judged_history
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.sheets.reconcile import VERDICTS, Difference, Reconciliation, Verdict

Place = tuple[str, str]
"""A file and a pupil."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Who wrote our side last, and who accepted it."""

    author: str
    day: str
    merger: str

    def __str__(self) -> str:
        """In a cell: ``Trần Thị Lan, 03/04/2026; Lê Văn Hùng duyệt``."""
        return f"{self.author}, {self.day}; {self.merger} duyệt"


def signers(root: Path, found: Reconciliation, state: Path | None = None) -> Mapping[Place, Behind]:
    """Who last changed the pupil's row of each file that differs, by the ledger; nothing where there is none."""
    wanted: set[Place] = {(one.path, one.student) for one in found.differences if one.path}
    if not wanted:
        return {}
    try:
        with judged_history(root, None, state=state) as (_, history):
            return {} if history is None else _last(history, wanted)
    except (UnreadableError, HocbaError):
        return {}  # A folder without a ledger has figures to compare as well.


def _last(history: History, wanted: set[Place]) -> dict[Place, Behind]:
    paths = {path for path, _ in wanted}
    trail = history.trail()
    newest: dict[Place, CellChange] = {}
    for account in history.chronicle().accounts(paths.__contains__):
        for change in (
            change for file in trail.follow(account) if file.place.path in paths for change in trail.cells(file)
        ):
            if (change.cell.path, change.cell.pupil) in wanted:
                newest[change.cell.path, change.cell.pupil] = change
    return {place: _behind(next(deeds_of(history.policies, [change]))) for place, change in newest.items()}


def _behind(deed: Deed) -> Behind:
    return Behind(deed.author.name, date_text(day_of(deed.author.hand.at)), deed.merger.name)


def verdict_sentence(found: Reconciliation) -> str:
    """What a headmaster wants to know first."""
    if found.agrees:
        return f"Sổ và tệp khớp hoàn toàn: {found.equal} ô giống nhau."
    missing = f" Tệp thiếu {len(found.absent)} học sinh của các lớp ấy." if found.absent else ""
    return _compared_sentence(found) + missing


def _compared_sentence(found: Reconciliation) -> str:
    if not found.differences:
        return f"{found.equal} ô khớp, không ô nào khác nhau."
    counts = found.counts
    parts = [f"{VERDICTS[one]}: {counts[one]}" for one in Verdict if counts.get(one)]
    head = f"{found.equal} ô khớp, {len(found.differences)} ô không khớp ({'; '.join(parts)})."
    if counts.get(Verdict.KHAC):
        return f"{head} Những ô hai bên khác nhau: hỏi người ghi sổ, bên nào sai thì bên ấy sửa theo quy trình."
    return f"{head} Không ô nào hai bên ghi khác nhau: chỉ có chỗ một bên còn thiếu."


NO_ROW = "tệp không có học sinh này"
HEADS = ("Trang", "Ô", "Mã học sinh", "Họ và tên", "Số liệu", "Sổ ghi", "Tệp ghi", "Kết luận", "Người ghi sổ")
_WIDTHS = {
    "Trang": 14.0, "Mã học sinh": 14.0, "Họ và tên": 27.0, "Số liệu": 34.0, "Sổ ghi": 20.0, "Tệp ghi": 20.0,
    "Kết luận": 26.0, "Người ghi sổ": 44.0,
}  # fmt: skip


def _line(one: Difference, behind: Mapping[Place, Behind]) -> tuple[str, ...]:
    by = behind.get((one.path, one.student))
    figure = figure_words(one.figure)
    verdict = VERDICTS[one.verdict]
    return (one.sheet, one.cell, one.student, one.name, figure, one.ours, one.theirs, verdict, str(by) if by else "")


def report_lines(found: Reconciliation, behind: Mapping[Place, Behind]) -> list[tuple[str, ...]]:
    """Every difference as the report's columns (``HEADS``) have it."""
    absent = [("", "", one.student, one.name, f"lớp {one.class_name}", "", "", NO_ROW, "") for one in found.absent]
    return [*(_line(one, behind) for one in found.differences), *absent]


def write_report(found: Reconciliation, behind: Mapping[Place, Behind], path: Path) -> None:
    """The differences as a workbook (``.xlsx``) or a page (``.html``) that its owner only can read.

    Raises:
        HocbaError: another ending.
    """
    lines = report_lines(found, behind)
    if path.suffix.lower() == ".html":
        template = environment("report").get_template("doi_chieu.html")
        text = template.render(year=found.year, verdict=verdict_sentence(found), heads=HEADS, lines=lines)
        write_private(path, text.encode())
    elif path.suffix.lower() == ".xlsx":
        write_private(path, write_xlsx(plain_table("Đối chiếu", HEADS, lines, _WIDTHS)))
    else:
        raise HocbaError(f"Không ghi được dạng {path.suffix or path.name}.", "Chọn tên có đuôi .xlsx hoặc .html.")


__all__ = ["Behind", "signers", "verdict_sentence", "write_report"]
