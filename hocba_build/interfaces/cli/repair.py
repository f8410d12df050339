"""``hocba repair``: what the judge refuses on main is annulled in the open."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.workflows.ledger.repair import repair


@click.command(name="repair")
@click.option(
    "-m",
    "--reason",
    metavar="LÍ_DO",
    help="Vì sao có mục sai, không có họ tên học sinh; mặc định là lời của hocba verify.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ huỷ những gì, không ghi.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, reason: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Sửa chữa sổ: huỷ mọi mục kể từ mục sai đầu tiên trên main, trả lại trạng thái đúng cuối cùng.

    Không gì bị xoá: các mục bị huỷ vẫn ở trong lịch sử và được nêu tên. Việc làm đúng trong đó phải đề xuất lại.
    """
    made = repair(directory, reason, dry_run=dry_run)
    if as_json:
        fault = {"code": made.fault.code, "commit": made.fault.commit, "message": made.fault.message}
        print_document(nhanh=made.branch, loi=fault, huy=list(made.annulled), nguoi_duyet=list(made.reviewers))
        return
    click.echo(made.branch)
    click.echo(f"  mục sai đầu tiên: {made.fault.code} {visible(made.fault.message)}", err=True)
    for oid in made.annulled:
        click.echo(f"  huỷ {oid}", err=True)
    click.echo(f"  → Duyệt bằng hocba accept: {', '.join(made.reviewers) or 'không ai'}.", err=True)
