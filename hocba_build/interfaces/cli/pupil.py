"""``hocba pupil``: the registrar's work; every command changes files in the work tree, ready for ``hocba propose``."""

from __future__ import annotations

import click

from hocba_build.interfaces.cli import pupil_enter, pupil_import, pupil_leave, pupil_show


@click.group(name="pupil")
def command() -> None:
    """Hồ sơ học sinh: vào lớp, chuyển lớp, chuyển trường, sửa nhân thân.

    Mỗi lệnh sửa các tệp trong cây làm việc, kiểm tra rồi mới ghi; gửi đi bằng hocba propose.
    """


for part in (*pupil_enter.COMMANDS, *pupil_import.COMMANDS, *pupil_leave.COMMANDS, *pupil_show.COMMANDS):
    command.add_command(part)
