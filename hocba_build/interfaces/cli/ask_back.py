"""``hocba ask-back``: a reviewer's question to the author of a proposal."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.workflows.ledger.ask_back import ask_back


@click.command(name="ask-back")
@click.argument("branch", metavar="NHÁNH")
@click.option("-m", "text", metavar="CÂU_HỎI", required=True, help="Ngắn gọn, không có họ tên học sinh.")
@click.pass_obj
def command(directory: Path, branch: str, text: str) -> None:
    """Hỏi lại tác giả của một đề xuất: câu hỏi có chữ kí, đi qua máy chủ của trường, không vào sổ."""
    click.echo(ask_back(directory, branch, text))
