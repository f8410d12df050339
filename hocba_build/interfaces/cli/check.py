"""``hocba check``: what is wrong with the records, and where."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.interfaces.cli.findings import as_json, print_document, print_findings
from hocba_build.interfaces.cli.voice import say, tell, waiting
from hocba_build.workflows.check import CheckResult, check
from hocba_build.workflows.state import state_folder


@click.command(name="check")
@click.argument("paths", metavar="[ĐƯỜNG_DẪN]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github"]),
    default="text",
    help="Dạng dòng báo lỗi.",
    show_default=True,
)
@click.option("--sealed", is_flag=True, help="Mở cả trang lí lịch đã mã hoá để kiểm tra; cần khoá của văn phòng.")
@click.option("--no-cache", is_flag=True, help="Đọc lại mọi tệp, không dùng kết quả đã nhớ.")
@click.pass_obj
def command(
    directory: Path, paths: tuple[Path, ...], *, json_wanted: bool, style: str, sealed: bool, no_cache: bool
) -> None:
    """Kiểm tra hồ sơ: dạng chuẩn, lược đồ, quy định giữa các tệp.

    Không có lỗi thì không in gì. Nêu ĐƯỜNG_DẪN để chỉ báo lỗi của các tệp, thư mục ấy.
    """
    with waiting(say("Đang kiểm tra hồ sơ…")):
        state = None if no_cache else state_folder(directory)
        result = _with_pages(directory, paths) if sealed else check(directory, paths, state=state)
    if json_wanted:
        print_document(files=result.files, findings=[as_json(finding) for finding in result.findings])
    else:
        print_findings(result.findings, style)
    summary = say("{files} tệp: {errors} lỗi, {warnings} lưu ý.")
    tell(summary.format(files=result.files, errors=result.errors, warnings=len(result.findings) - result.errors))
    if result.failed:
        raise SystemExit(Exit.FINDINGS)


def _with_pages(directory: Path, paths: tuple[Path, ...]) -> CheckResult:
    from hocba_build.workflows.sealing.check_sealed import (
        check_sealed,  # Only where pages are opened: GnuPG takes a while.
    )

    return check_sealed(directory, paths)
