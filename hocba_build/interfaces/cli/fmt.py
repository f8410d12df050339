"""``hocba fmt``: the canonical text of files."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.interfaces.cli.findings import print_findings
from hocba_build.interfaces.cli.voice import say, tell, waiting
from hocba_build.workflows.format import format_files


@click.command(name="fmt")
@click.argument("paths", metavar="[ĐƯỜNG_DẪN]…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--check",
    "check_only",
    is_flag=True,
    help="Chỉ nêu tệp chưa chuẩn, không ghi; có thì kết thúc với mã 1.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ nêu tệp sẽ viết lại, không ghi.")
@click.pass_obj
def command(directory: Path, paths: tuple[Path, ...], *, check_only: bool, dry_run: bool) -> None:
    """Viết lại tệp theo dạng chuẩn: thứ tự khoá, dấu ngoặc, xuống dòng, Unicode dựng sẵn.

    Chỗ nào có thể hiểu hai cách thì không sửa mà báo lỗi. In tên các tệp đã viết lại.
    """
    with waiting(say("Đang đọc hồ sơ…")):
        result = format_files(directory, paths, dry_run=check_only or dry_run)
    for path in result.changed:
        click.echo(path)
    print_findings(result.findings, "text")
    summary = say("{files} tệp viết lại, {findings} tệp phải sửa tay.")
    tell(summary.format(files=len(result.changed), findings=len(result.findings)))
    if result.findings or (check_only and result.changed):
        raise SystemExit(Exit.FINDINGS)
