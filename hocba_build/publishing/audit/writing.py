"""An audit in a folder: pages that open without a server, tables, JSON, and the report as PDF."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from hocba_build.domain.values import YearId
from hocba_build.publishing.audit import tables
from hocba_build.publishing.audit.document import full_document
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.pages import other_pages, room_pages
from hocba_build.publishing.audit.report import report_pdf
from hocba_build.publishing.site import paths
from hocba_build.publishing.site.cells import Link
from hocba_build.publishing.site.pages import SitePage
from hocba_build.publishing.site.render import Origin, SiteInfo, render_page
from hocba_build.publishing.templates import environment, template_root
from hocba_build.trust.verdict import WORDS

REPORT, DOCUMENT, OWN = "bao-cao.pdf", "kiem-toan.json", "thay-doi-ho-so.csv"
TABLES: Final = (
    ("muc.csv", "mọi mục của sổ", tables.ENTRIES, tables.entry_rows),
    ("ki-xac-nhan.csv", "mọi chữ kí xác nhận", tables.STATEMENTS, tables.statement_rows),
    ("khoa-so.csv", "mọi lần khoá, mở sổ", tables.ACTS, tables.act_rows),
    ("khoa.csv", "sổ khoá", tables.KEYS, tables.key_rows),
)
Progress = Callable[[int, int], None]


def write_audit(case: Inspection, out: Path, progress: Progress) -> int:
    """Write everything into an empty folder; returns the number of pages.

    Class by class, cells first: a school's tables are long, and none of them is held whole.
    """
    shutil.copytree(template_root() / "site" / "assets", out / "assets")
    render = partial(_render, _frame(case))
    pages = _rooms(case, out, render, progress)
    for page in other_pages(case, files_of(case)):
        _text(out / page.path, [render(page)])
        pages += 1
    for name, _, heads, rows in TABLES:
        _text(out / name, [tables.csv_text(heads, rows(case))])
    _text(out / DOCUMENT, [json.dumps(full_document(case), ensure_ascii=False, indent=1)])
    (out / REPORT).write_bytes(report_pdf(case))
    return pages


def _rooms(case: Inspection, out: Path, render: Callable[[SitePage], str], progress: Progress) -> int:
    pages = done = 0
    for year in case.years:
        with _opened(out / changes_of(year)) as table, _opened(out / lines_of(year)) as lines:
            table.write(tables.csv_text(tables.CHANGES, ()))
            for room in (room for room in case.rooms if room[0] == year):
                deeds = case.deeds_in(room)
                table.writelines(tables.csv_lines(tables.change_rows(case, deeds)))
                lines.writelines(tables.deed_lines(deeds))
                for page in room_pages(case, room):
                    _text(out / page.path, [render(page)])
                    pages += 1
                done += 1
                progress(done, len(case.rooms))
    _pupils(case, out)
    return pages


def _pupils(case: Inspection, out: Path) -> None:
    """The pupils' own files: identity, life page (that it changed, not what stands in it), kept years."""
    with _opened(out / OWN) as table:
        table.write(tables.csv_text(tables.CHANGES, ()))
        for pupil in sorted({pupil for room in case.rooms for pupil in case.listed[room]}):
            deeds = case.book.deeds(case.book.of_pupil(pupil))
            table.writelines(tables.csv_lines(tables.change_rows(case, deeds)))


def changes_of(year: YearId) -> str:
    """The table of a year's changes: a spreadsheet holds a million rows, a school fills as many cells in four years."""
    return f"thay-doi-{year}.csv"


def lines_of(year: YearId) -> str:
    """The same as lines of JSON."""
    return f"thay-doi-{year}.jsonl"


def files_of(case: Inspection) -> list[Link]:
    """What lies beside the pages."""
    return [
        Link("báo cáo để in", REPORT),
        *(Link(f"mọi thay đổi của mọi ô năm học {year}, mở bằng Excel", changes_of(year)) for year in case.years),
        Link("mọi thay đổi của tệp học sinh: nhân thân, năm học giữ nguyên", OWN),
        *(Link(words, name) for name, words, _, _ in TABLES),
        Link("kết luận, khoá sổ, chữ kí, khoá, các mục, cho chương trình đọc", DOCUMENT),
        *(Link(f"mọi thay đổi năm học {year}, mỗi dòng một đối tượng JSON", lines_of(year)) for year in case.years),
    ]


def _frame(case: Inspection) -> dict[str, object]:
    origin = Origin(case.judged.tip, verdict=WORDS[case.judged.verdict])
    places = case.places
    navigation = (
        Link("Tổng quan", places.overview),
        Link("Theo lớp", places.classes),
        Link("Theo người", places.persons),
        Link("Các mục", places.entries()),
    )
    return {
        "info": SiteInfo(case.names.school, "người kiểm tra sổ", origin),
        "navigation": navigation,
        "root": paths.root_of,
    }


def _render(frame: dict[str, object], page: SitePage) -> str:
    """A whole page, in the frame of the school's site."""
    content = {"content": render_page(page, None)}
    return environment("site").get_template("main.html").render(ours=page, page=content, **frame)


def _text(path: Path, parts: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _opened(path) as file:
        file.writelines(parts)


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")
