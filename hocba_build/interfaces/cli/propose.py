"""``hocba propose``: the changed files as a signed branch."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.interfaces.cli.findings import print_document
from hocba_build.workflows.propose import propose


@click.command(name="propose")
@click.argument("paths", metavar="[ĐƯỜNG_DẪN]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("-m", "reason", required=True, metavar="LÍ_DO", help="Lí do, ngắn gọn, không có họ tên học sinh.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ gửi gì.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, paths: tuple[Path, ...], reason: str, *, dry_run: bool, as_json: bool) -> None:
    """Gửi các tệp đã sửa thành một đề xuất có chữ kí, chờ người khác duyệt.

    Nhánh pr/<mã của mình>/… được đẩy lên máy chủ; cây làm việc trở lại như sổ.
    """
    made = propose(directory, reason, paths, dry_run=dry_run)
    if as_json:
        print_document(nhanh=made.branch, commit=made.tip, tep=list(made.paths), nguoi_duyet=list(made.reviewers))
        return
    click.echo(made.branch)
    who = ", ".join(made.reviewers) or "chưa ai"
    click.echo(f"  {len(made.paths)} tệp; người duyệt được: {who}", err=True)
