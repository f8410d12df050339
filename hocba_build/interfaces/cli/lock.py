"""``hocba lock``: a year is closed by the principal's decision."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.values import YearId
from hocba_build.workflows.ledger.lock import LockAct, lock


@click.command(name="lock")
@click.argument("year", metavar="NĂM_HỌC")
@click.option("--he", "summer", is_flag=True, help="Khoá cả phần hè (đánh giá lại, rèn luyện hè, hoàn thành cấp học).")
@click.option("--decision", metavar="SỐ", help="Số quyết định của hiệu trưởng; người chuẩn bị nêu.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không kí, không gửi.")
@click.pass_obj
def command(directory: Path, year: str, decision: str | None, *, summer: bool, dry_run: bool) -> None:
    """Khoá sổ một năm học: quản trị hoặc phó hiệu trưởng chuẩn bị, hiệu trưởng chạy lại lệnh này để kí."""
    tell(lock(directory, YearId(year), decision, summer=summer, dry_run=dry_run), "khoá", dry_run=dry_run)


def tell(made: LockAct, what: str, *, dry_run: bool) -> None:
    """Say what was prepared, or decided."""
    if dry_run:
        click.echo(made.branch)
        click.echo(f"  → Chưa làm gì: không có gì cản việc {what} sổ này.", err=True)
    elif made.merge is None:
        click.echo(made.branch)
        click.echo(f"  → Đã chuẩn bị {what} sổ; hiệu trưởng chạy lệnh này để kí.", err=True)
    else:
        click.echo(f"{made.merge} {made.path}")
