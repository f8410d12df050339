"""``hocba year kept``: earlier years from summary books into ``nam-cu/``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.interfaces.cli.answers import report, writing
from hocba_build.interfaces.cli.findings import visible
from hocba_build.interfaces.cli.pupil_import import STOPPED, refusal_document
from hocba_build.interfaces.cli.voice import say
from hocba_build.workflows.turn.kept import Source, keep_years, write_kept_sheet
from hocba_build.workflows.turn.steps import checked_year


@click.command(name="kept")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("files", metavar="TỆP…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--school", metavar="TRƯỜNG", help="Trường đã học năm ấy; không nêu thì là trường mình.")
@click.option("--address", metavar="ĐỊA_CHỈ", help="Địa chỉ của trường ấy.")
@click.option("--document", metavar="GIẤY_TỜ", help="Học bạ hoặc sổ dùng làm căn cứ.")
@click.option("--template", type=click.Path(path_type=Path), metavar="TỆP", help="Ghi bảng trống để điền rồi dừng.")
@click.option("--accept-good", is_flag=True, help="Ghi những hàng đúng; hàng bị từ chối vào tệp .con-lai.xlsx.")
@writing
@click.pass_obj
def kept(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    /,
    year: str,
    files: tuple[Path, ...],
    *,
    school: str | None,
    address: str | None,
    document: str | None,
    template: Path | None,
    accept_good: bool,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """Nhập kết quả các năm trước khi dùng sổ (bảng tổng kết vnEdu hoặc bảng --template) vào records/nam-cu.

    Kết quả được giữ nguyên, không tính lại. Ghi vào cây làm việc; gửi đi bằng hocba propose. Có hàng nào bị từ chối
    thì không ghi gì, trừ khi dùng --accept-good: em nào đúng ở mọi trang thì ghi, em khác vào tệp .con-lai.xlsx với
    mọi hàng của em.
    """
    wanted = checked_year(year)
    if template is not None:
        click.echo(str(write_kept_sheet(directory, template)))
        return
    if not files:
        raise click.UsageError("Cần TỆP bảng tổng kết, hoặc --template để lấy bảng trống.")
    made = keep_years(
        directory, wanted, files, Source(school, address, document), dry_run=dry_run, accept_good=accept_good
    )
    for fault in made.faults if made.outcome is None or not json_wanted else ():
        place = " ".join(part for part in (fault.file, fault.sheet, fault.cell) if part)
        click.echo(visible(f"{place}: {fault.code} {fault.message}"))
    if made.outcome is None:
        click.echo(say(STOPPED), err=True)
        raise SystemExit(Exit.FINDINGS)
    refused = [refusal_document(one) for one in made.faults]
    more = {"tu_choi": refused, "con_lai": [str(path) for path in made.rests]}
    report(made.outcome, json_wanted=json_wanted, hoc_sinh=made.pupils, **more)
    for path in made.rests:
        click.echo(say("Phần còn lại: {path}").format(path=path), err=True)
    if made.faults:
        raise SystemExit(Exit.FINDINGS)


COMMANDS: Final = (kept,)
