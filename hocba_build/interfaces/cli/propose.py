"""``hocba propose``: the changed files as a signed branch, and a request at the forge where there is one."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.interfaces.cli.findings import print_document
from hocba_build.interfaces.cli.forge import request_document, tell_request
from hocba_build.trust.git.own_repository import OwnRepository
from hocba_build.workflows.ledger.propose import propose
from hocba_build.workflows.ledger.pushed import hearing
from hocba_build.workflows.server.forge import Opened, announce


@click.command(name="propose")
@click.argument("paths", metavar="[ĐƯỜNG_DẪN]…", nargs=-1, type=click.Path(path_type=Path))
@click.option("-m", "reason", required=True, metavar="LÍ_DO", help="Lí do, ngắn gọn, không có họ tên học sinh.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ gửi gì.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, paths: tuple[Path, ...], reason: str, *, dry_run: bool, as_json: bool) -> None:
    """Gửi các tệp đã sửa thành một đề xuất có chữ kí, chờ người khác duyệt.

    Nhánh pr/<mã của mình>/… được đẩy lên máy chủ; cây làm việc trở lại như sổ. Máy chủ là GitHub, GitLab, Forgejo hay
    Gitea và có biến HOCBA_FORGE_TOKEN thì mở luôn một yêu cầu hợp nhất; không mở được thì nhánh vẫn ở đó.
    """
    with hearing():  # Its request is told in this command's own document, not after it.
        made = propose(directory, reason, paths, dry_run=dry_run)
    opened = Opened(None) if dry_run else announce(OwnRepository(directory), made.branch, made.paths, made.reviewers)
    if as_json:
        print_document(
            nhanh=made.branch,
            commit=made.tip,
            tep=list(made.paths),
            nguoi_duyet=list(made.reviewers),
            yeu_cau=request_document(opened),
        )
        return
    click.echo(made.branch)
    who = ", ".join(made.reviewers) or "chưa ai"
    click.echo(f"  {len(made.paths)} tệp; người duyệt được: {who}", err=True)
    tell_request(opened)
