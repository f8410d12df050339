"""``hocba codeowners``: the reviewers a forge should remind."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.values import YearId
from hocba_build.workflows.server.codeowners import Dialect, codeowners


@click.command(name="codeowners")
@click.option(
    "--dialect", required=True, type=click.Choice([one.value for one in Dialect]), help="Cú pháp của máy chủ."
)
@click.option("--year", metavar="NĂM_HỌC", help="Theo phân công năm học này; mặc định năm mới nhất.")
@click.option(
    "--account", "accounts", multiple=True, metavar="MÃ=TÊN", help="Tên tài khoản của một người trên máy chủ."
)
@click.pass_obj
def command(directory: Path, *, dialect: str, year: str | None, accounts: tuple[str, ...]) -> None:
    """In tệp CODEOWNERS: ai duyệt được tệp nào, theo phân công của năm học, để trang web nhắc đúng người.

    Không nêu --account thì dùng địa chỉ trong danh sách cán bộ, không có thì dùng mã cán bộ.
    """
    known = {person: f"@{name.removeprefix('@')}" for person, _, name in (one.partition("=") for one in accounts)}
    click.echo(codeowners(directory, Dialect(dialect), YearId(year) if year else None, known), nl=False)
