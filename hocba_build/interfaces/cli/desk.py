"""``hocba desk``: the desk in a browser, for people who never open a terminal."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="desk")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=False, help="Cổng; không nêu thì máy chọn."
)
@click.option("--browser/--no-browser", default=True, help="Mở trình duyệt ngay.")
@click.option("--install-launcher", "install", is_flag=True, help="Đặt biểu tượng để bấm mở bàn này, rồi thôi.")
@click.option("--dry-run", is_flag=True, help="Với --install-launcher: chỉ nói sẽ ghi tệp nào.")
@click.pass_obj
def command(directory: Path, port: int, *, browser: bool, install: bool, dry_run: bool) -> None:
    """Mở bàn làm việc trong trình duyệt: nhập điểm, kí, gửi, duyệt. Chỉ máy này vào được; Ctrl+C để đóng."""
    if install:
        from hocba_build.workflows.desk.launcher import install_launcher

        for one in install_launcher(directory, dry_run=dry_run):
            click.echo(str(one.path))
        return
    from hocba_build.interfaces.web.serve import serve  # The web libraries are loaded only for the desk.

    serve(directory, port, browser=browser, say=click.echo)
