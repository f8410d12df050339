"""``hocba accept``: the reviewer's signed merges."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.interfaces.cli.findings import print_document
from hocba_build.workflows.ledger.accept import accept


@click.command(name="accept")
@click.argument("branches", metavar="NHÁNH…", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Chỉ thử, không đẩy lên máy chủ.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, branches: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Duyệt các đề xuất: hợp nhất, kí, đẩy lên máy chủ trong một lần."""
    made = accept(directory, branches, dry_run=dry_run)
    if as_json:
        merges = [{"nhanh": name, "commit": commit} for name, commit in made.merges]
        print_document(main=made.main, muc=merges, lan_day_lai=made.races)
        return
    for name, commit in made.merges:
        click.echo(f"{commit} {name}")
    if not made.shown:
        click.echo("  → Cây làm việc còn tệp chưa đề xuất nên chưa chuyển theo sổ mới.", err=True)
