"""``hocba approve``: a further approval on somebody's branch."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.workflows.ledger.approve import approve


@click.command(name="approve")
@click.argument("branch", metavar="NHÁNH")
@click.pass_obj
def command(directory: Path, branch: str) -> None:
    """Đồng ý với một đề xuất: chữ kí của mình trên đúng phần thay đổi của nó."""
    click.echo(approve(directory, branch))
