"""``hocba build pdf``: transcripts, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.paper_layout import Sheets
from hocba_build.domain.values import ClassId, StudentId, YearId
from hocba_build.interfaces.cli.answers import writing
from hocba_build.interfaces.cli.findings import print_document, tell_unread
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.workflows.printing.pdfs import PrintReport, Selection
from hocba_build.workflows.printing.printing_run import read_ground

DONE = "Đã in {printed}, giữ nguyên {reused}, lỗi {failed}."


@click.command(name="pdf")
@click.option("--year", metavar="NĂM_HỌC", help="Năm học; không nêu thì là năm mới nhất.")
@click.option("--class", "class_id", metavar="LỚP", help="Chỉ một lớp.")
@click.option("--pupil", "pupils", metavar="MÃ_HS", multiple=True, help="Chỉ học sinh này; nêu được nhiều lần.")
@click.option("--only-year", is_flag=True, help="Chỉ hai trang của năm học, để thêm vào học bạ giấy.")
@click.option("--duplex", is_flag=True, help="Thêm tệp để in hai mặt: mỗi học sinh bắt đầu ở một tờ mới.")
@click.option("--booklet", is_flag=True, help="Thêm tệp để in tờ A3 gập đôi thành quyển.")
@click.option("--tagged", is_flag=True, help="In liền cả quyển, có cấu trúc cho phần mềm đọc màn hình; chậm hơn nhiều.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Số tiến trình in; mặc định theo số lõi của máy."
)
@click.option("--executor", metavar="dask:ĐỊA_CHỈ", help="In trên một cụm máy Dask thay vì trên máy này.")
@click.option(
    "--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc: năm đã khoá trong sổ thì bỏ dấu bản nháp."
)
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), default=Path("pdf"), help="Thư mục nhận tệp."
)
@writing
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    *,
    year: str | None,
    class_id: str | None,
    pupils: tuple[str, ...],
    only_year: bool,
    duplex: bool,
    booklet: bool,
    tagged: bool,
    jobs: int | None,
    executor: str | None,
    root: Path | None,
    out: Path,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """In học bạ ra PDF/A-3, mỗi học sinh một tệp và mỗi lớp một tệp; chỉ in lại những gì đã đổi.

    Trang đã in được giữ ngoài kho: năm đã khoá không phải in lần nữa. Mỗi tệp mang theo kết quả từng năm ở dạng
    JSON. Tên tệp là mã học sinh. Học bạ có dữ liệu cá nhân: thư mục nhận tệp chỉ chủ máy đọc được, không đưa lên mạng.
    """
    chosen = frozenset(StudentId(pupil) for pupil in pupils)
    wanted = ClassId(class_id.lower()) if class_id else None
    selection = Selection(YearId(year) if year else None, wanted, chosen, only_year, tagged)
    sheets = sheets_of(duplex=duplex, booklet=booklet)
    with waiting(say("Đang đọc hồ sơ…")):
        ground = read_ground(directory, root)
    run = ground.ready(selection)
    tell_shut(run.shut)
    means = run.means(jobs, sheets, executor)
    with shown_progress(say("In học bạ")) as progress:
        report = run.plan(out, means) if dry_run else run.print(out, means, progress)
    unread = ground.opened.unread
    _tell(report, unread, out, json_wanted=json_wanted, dry_run=dry_run)
    if report.failures or unread:
        raise SystemExit(Exit.FINDINGS)


def sheets_of(*, duplex: bool, booklet: bool) -> Sheets:
    """How the pages lie on paper.

    Raises:
        UsageError: both are asked for.
    """
    if duplex and booklet:
        raise click.UsageError(say("--duplex và --booklet không đi cùng nhau."))
    return Sheets.DUPLEX if duplex else Sheets.BOOKLET if booklet else Sheets.SINGLE


def _tell(report: PrintReport, unread: Sequence[str], out: Path, *, json_wanted: bool, dry_run: bool) -> None:
    if json_wanted:
        failures = [{"lop": one.class_id, "ma": one.student, "loi": one.fault} for one in report.failures]
        print_document(
            du_kien=dry_run,
            da_in=report.printed,
            giu_nguyen=report.reused,
            to_moi=report.leaves,
            tep=[path.relative_to(out).as_posix() for path in sorted(report.files)],
            that_bai=failures,
            chua_doc=list(unread),
        )
    for failure in report.failures:
        click.echo(f"{failure.class_id}/{failure.student}: {failure.fault}", err=True)
    summary = say("Sẽ in {printed}, giữ nguyên {reused}, lỗi {failed}; chưa ghi gì.") if dry_run else say(DONE)
    counts = {"printed": report.printed, "reused": report.reused, "failed": len(report.failures)}
    click.echo(summary.format(**counts), err=True)
    tell_unread(unread)


def tell_shut(count: int) -> None:
    """Say how many life pages stayed shut."""
    if count:
        sentence = say("{count} trang lí lịch đã mã hoá, máy này không có khoá của văn phòng: trang in nói rõ điều đó.")
        click.echo(sentence.format(count=count), err=True)
