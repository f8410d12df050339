"""``hocba year``: a school year is opened, step by step, and where it stands."""

from __future__ import annotations

import click

from hocba_build.interfaces.cli import year_kept, year_open, year_status


@click.group(name="year")
def command() -> None:
    """Năm học: mở năm mới theo từng bước, xem đang ở đâu."""


for part in (*year_open.COMMANDS, *year_status.COMMANDS, *year_kept.COMMANDS):
    command.add_command(part)
