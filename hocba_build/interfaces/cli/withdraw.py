"""``hocba withdraw``: take one's own proposal back."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.workflows.ledger.ask_back import withdraw


@click.command(name="withdraw")
@click.argument("branch", metavar="NHÁNH")
@click.pass_obj
def command(directory: Path, branch: str) -> None:
    """Rút lại đề xuất của mình: các tệp trở lại cây làm việc như đã sửa, để sửa tiếp rồi gửi lại."""
    for path in withdraw(directory, branch):
        click.echo(path)
