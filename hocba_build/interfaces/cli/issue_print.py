"""``hocba issue print``: an accepted batch on paper."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.values import ClassId
from hocba_build.interfaces.cli.build_pdf import DONE, sheets_of, tell_shut
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.workflows.copies.printing import print_batch, ready
from hocba_build.workflows.printing.printing_run import read_ground


@click.command(name="print")
@click.argument("batch", metavar="SỐ")
@click.option(
    "--root",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Tờ gốc, để kiểm tra sổ trước khi in.",
)
@click.option("--class", "class_id", metavar="LỚP", help="Chỉ một lớp.")
@click.option("--duplex", is_flag=True, help="Thêm tệp để in hai mặt: mỗi học sinh bắt đầu ở một tờ mới.")
@click.option("--booklet", is_flag=True, help="Thêm tệp để in tờ A3 gập đôi thành quyển.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Số tiến trình in; mặc định theo số lõi của máy."
)
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), default=Path("ban-cap"), help="Thư mục nhận tệp."
)
@click.pass_obj
def print_copies(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    batch: str,
    *,
    root: Path,
    class_id: str | None,
    duplex: bool,
    booklet: bool,
    jobs: int | None,
    out: Path,
) -> None:
    """In các bản của một đợt đã duyệt: mỗi học sinh một tệp, mỗi lớp một tệp, có số của bản và mã QR.

    Bản không còn giá trị thì bỏ qua; chạy lại thì in tiếp chỗ còn dở. Thư mục nhận tệp chỉ chủ máy đọc được.
    """
    sheets = sheets_of(duplex=duplex, booklet=booklet)
    with waiting(say("Đang đọc hồ sơ…")):
        held = ready(directory, batch, root)
        ground = read_ground(directory, root)
    run = held.run(ground, ClassId(class_id.lower()) if class_id else None)
    tell_shut(run.shut)
    with shown_progress(say("In học bạ")) as progress:
        report = print_batch(held, run, out, run.means(jobs, sheets), progress)
    for failure in report.failures:
        click.echo(f"{failure.class_id}/{failure.student}: {failure.fault}", err=True)
    counts = {"printed": report.printed, "reused": report.reused, "failed": len(report.failures)}
    click.echo(say(DONE).format(**counts), err=True)
    if report.failures:
        raise SystemExit(Exit.FINDINGS)
