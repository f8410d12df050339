"""``hocba transfer``: what a leaver takes along, and what a newcomer brings."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.workflows.transfer_out import transfer_out


@click.group(name="transfer")
def command() -> None:
    """Học sinh chuyển trường: lập gói khi chuyển đi, nhận gói khi chuyển đến."""


@command.command(name="out")
@click.argument("pupil", metavar="MÃ_HS")
@click.option(
    "-o", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp gói (nên đặt đuôi .zip)."
)
@click.pass_obj
def out(directory: Path, pupil: str, *, out: Path) -> None:
    """Lập gói chuyển trường của một học sinh: học bạ, kết quả các năm đã khoá, và mọi thứ để trường khác tự kiểm tra.

    Không cần khoá kí. Gói có dữ liệu cá nhân của một học sinh và không có gì của học sinh khác.
    """
    made = transfer_out(directory, pupil, out)
    click.echo(made.path)
    click.echo(f"  → Năm học đã khoá: {', '.join(made.years)}.", err=True)
    if made.kept:
        click.echo(f"  → Năm học chép lại: {', '.join(made.kept)}.", err=True)
    for year in made.left_out:
        click.echo(f"  → Năm học {year} chưa khoá, không có trong gói.", err=True)
