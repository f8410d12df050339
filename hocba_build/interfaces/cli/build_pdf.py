"""``hocba build pdf``: transcripts, ready to print."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.interfaces.cli.findings import tell_unread
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.workflows.ledger.approvals import approved
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.families import with_life_pages
from hocba_build.workflows.printing.pdfs import Means, Selection, print_pdfs
from hocba_build.workflows.state import state_folder


@click.command(name="pdf")
@click.option("--year", metavar="NĂM_HỌC", help="Năm học; không nêu thì là năm mới nhất.")
@click.option("--class", "class_id", metavar="LỚP", help="Chỉ một lớp.")
@click.option("--pupil", "pupils", metavar="MÃ_HS", multiple=True, help="Chỉ học sinh này; nêu được nhiều lần.")
@click.option("--only-year", is_flag=True, help="Chỉ hai trang của năm học, để thêm vào học bạ giấy.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Số tiến trình in; mặc định theo số lõi của máy."
)
@click.option(
    "--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc: năm đã khoá trong sổ thì bỏ dấu bản nháp."
)
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), default=Path("pdf"), help="Thư mục nhận tệp."
)
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    *,
    year: str | None,
    class_id: str | None,
    pupils: tuple[str, ...],
    only_year: bool,
    jobs: int | None,
    root: Path | None,
    out: Path,
) -> None:
    """In học bạ ra PDF, mỗi học sinh một tệp và mỗi lớp một tệp; chỉ in lại những gì đã đổi.

    Tên tệp là mã học sinh. Học bạ có dữ liệu cá nhân: thư mục nhận tệp chỉ chủ máy đọc được, không đưa lên mạng.
    """
    selection = Selection(
        YearId(year) if year else None,
        ClassId(class_id.lower()) if class_id else None,
        frozenset(StudentId(pupil) for pupil in pupils),
        only_year,
    )
    state = state_folder(directory)
    with waiting(say("Đang đọc hồ sơ…")):
        opened = open_school(directory, state)
        allowed = approved(directory, root, state)
    records, shut = with_life_pages(directory, opened.records, selection)
    secret = opened.records.sealed_families - records.sealed_families
    _tell_shut(shut)
    with shown_progress(say("In học bạ")) as progress:
        report = print_pdfs(
            records,
            selection,
            out,
            means=Means(jobs or os.cpu_count() or 1, state / "ban-in", secret),
            locked=allowed.locked,
            approvals=allowed.approvals,
            progress=progress,
        )
    for failure in report.failures:
        click.echo(f"{failure.class_id}/{failure.student}: {failure.fault}", err=True)
    summary = say("Đã in {printed}, giữ nguyên {reused}, lỗi {failed}.")
    click.echo(summary.format(printed=report.printed, reused=report.reused, failed=len(report.failures)), err=True)
    tell_unread(opened.unread)
    if report.failures or opened.unread:
        raise SystemExit(Exit.FINDINGS)


def _tell_shut(count: int) -> None:
    if count:
        sentence = say("{count} trang lí lịch đã mã hoá, máy này không có khoá của văn phòng: trang in nói rõ điều đó.")
        click.echo(sentence.format(count=count), err=True)
