"""A year's statistics as files: a workbook, a printed report; apart, because their libraries take long to load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.signers import head_signature
from hocba_build.domain.statistics.tables import Section, sections_of
from hocba_build.exchange.openpyxl_door import write_xlsx
from hocba_build.exchange.report_book import report_book
from hocba_build.publishing.report.printing import ReportHead, report_pdf
from hocba_build.trust.git.revision import revision_of
from hocba_build.workflows.reports.statistics import YearStatistics
from hocba_build.workflows.sheets.export import write_private

TITLE = "Thống kê kết quả rèn luyện và học tập"


def write_statistics(root: Path, held: YearStatistics, out: Path) -> list[Path]:
    """Write a workbook (``.xlsx``), a printed report (``.pdf``), or both into a folder; readable by the owner only."""
    if out.suffix.lower() in WRITERS:
        targets: Sequence[Path] = [out]
    else:
        targets = [out / f"thong-ke-{held.figures.year}{suffix}" for suffix in WRITERS]
    for path in targets:
        write_private(path, WRITERS[path.suffix.lower()](root, held))
    return list(targets)


def _workbook(_root: Path, held: YearStatistics) -> bytes:
    year = held.records.years[held.figures.year].year
    title = f"{TITLE}, năm học {year.id}"
    return write_xlsx(report_book(held.records.school.name_on(year.last_day), title, _sections(held)))


def _report(root: Path, held: YearStatistics) -> bytes:
    year, school = held.records.years[held.figures.year].year, held.records.school
    head = ReportHead(
        school.name_on(year.last_day),
        TITLE,
        f"Năm học {year.id} – {held.figures.size} học sinh, {held.figures.female} nữ",
        _origin(root, held),
        school.address_on(year.last_day).ward if school.addresses else "……………",
        head_signature(held.records.staff, year.last_day),
    )
    return report_pdf(head, _sections(held))


def _sections(held: YearStatistics) -> tuple[Section, ...]:
    sections = sections_of(held.figures, held.lists)
    if not sections:
        raise HocbaError(f"Năm học {held.figures.year} chưa có kết quả nào.", "Thống kê khi đã có điểm.")
    return sections


def _origin(root: Path, held: YearStatistics) -> str:
    """Which state of the records the figures are of, and whether all of it could be read."""
    revision = revision_of(root)
    missing = f" {len(held.unread)} tệp có lỗi không được đọc, số liệu thiếu phần của chúng." if held.unread else ""
    if revision is None:
        return f"Lập từ thư mục làm việc, chưa gắn với bản ghi nào của sổ.{missing}"
    changed = " đã thay đổi" if not revision.clean else ""
    return f"Lập từ bản ghi {revision.commit}{changed} của sổ.{missing}"


WRITERS = {".xlsx": _workbook, ".pdf": _report}
