"""``hocba join``: a person's first set-up."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.workflows.people.join import Wish, join


@click.command(name="join")
@click.argument("person", metavar="MÃ")
@click.option(
    "-o",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Nơi ghi các tệp gửi quản trị.",
)
@click.option(
    "--years", type=click.IntRange(1, 10), default=3, show_default=True, help="Hạn của khoá mới, tính bằng năm."
)
@click.option("--unprotected", is_flag=True, help="Khoá không mật khẩu: chỉ để thử.")
@click.option("--new", "fresh", is_flag=True, help="Làm khoá mới dù ở đây đã có khoá; khoá cũ kí xác nhận khoá mới.")
@click.option("--key", "held", metavar="VÂN_TAY", help="Dùng đúng khoá này, ở máy hay trong thẻ.")
@click.pass_obj
def command(
    directory: Path, person: str, folder: Path, years: int, *, unprotected: bool, fresh: bool, held: str | None
) -> None:
    """Làm khoá cho mình (hoặc nhận khoá, thẻ đang có), tự thử kí, và ghi tệp gửi quản trị."""
    if fresh and held:
        raise click.UsageError("Chọn một trong hai: --new hoặc --key.")
    made = join(directory, person, folder, Wish(years, unprotected, fresh, held))
    click.echo(made.fingerprint)
    click.echo("  Đã thử: kí được, và sổ nhận chữ kí này." + (" Khoá mới." if made.new else ""), err=True)
    if made.known:
        click.echo("  Khoá đã có trong danh sách cán bộ: sẵn sàng làm việc.", err=True)
        return
    names = " ".join(str(path) for path in made.files)
    click.echo(f"  → Gửi quản trị: {names}", err=True)
    click.echo("  → Đọc vân tay cho quản trị nghe qua điện thoại hoặc gặp mặt, đừng chỉ gửi thư.", err=True)
