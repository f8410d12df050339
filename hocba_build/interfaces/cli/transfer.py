"""``hocba transfer``: what a leaver takes along, and what a newcomer brings."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.workflows.partial import Prepared
from hocba_build.workflows.transfer_out import transfer_out, transfer_out_partial


@click.group(name="transfer")
def command() -> None:
    """Học sinh chuyển trường: lập gói khi chuyển đi, nhận gói khi chuyển đến."""


@command.command(name="out")
@click.argument("pupil", metavar="MÃ_HS")
@click.option(
    "-o", "out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Tệp gói (nên đặt đuôi .zip)."
)
@click.option("--partial", is_flag=True, help="Thêm năm đang học, chưa khoá: văn thư lập, hiệu trưởng quyết định.")
@click.option("--decision", metavar="SỐ", help="Với --partial: số quyết định của hiệu trưởng.")
@click.pass_obj
def out(directory: Path, pupil: str, *, out: Path, partial: bool, decision: str | None) -> None:
    """Lập gói chuyển trường của một học sinh: học bạ, kết quả các năm đã khoá, và mọi thứ để trường khác tự kiểm tra.

    Không cần khoá kí, trừ --partial. Gói có dữ liệu cá nhân của một học sinh và không có gì của học sinh khác.
    """
    if decision and not partial:
        raise click.UsageError("--decision chỉ dùng với --partial.")
    made = transfer_out_partial(directory, pupil, out, decision) if partial else transfer_out(directory, pupil, out)
    if isinstance(made, Prepared):
        click.echo(made.branch)
        click.echo("  → Đã lập kết quả năm chưa khoá; hiệu trưởng chạy lệnh này để kí. Chưa có gói.", err=True)
        return
    click.echo(made.path)
    for label, years in (("đã khoá", made.years), ("chép lại", made.kept)):
        if years:
            click.echo(f"  → Năm học {label}: {', '.join(years)}.", err=True)
    if made.running:
        click.echo(f"  → Năm học {made.running} chưa khoá: kết quả do văn thư và hiệu trưởng kí.", err=True)
    for year in made.left_out:
        click.echo(f"  → Năm học {year} chưa khoá, không có trong gói.", err=True)
