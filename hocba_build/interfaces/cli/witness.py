"""``hocba witness``: a time-stamp of the ledger's newest entry."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.moments import moment_iso, moment_text
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.workflows.ledger.witness import witness


@click.command(name="witness")
@click.option("--from", "name", metavar="TÊN", help="Hỏi nơi cấp này; mặc định hỏi lần lượt các nơi trong truong.yaml.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, name: str | None, *, as_json: bool) -> None:
    """Xin mốc thời gian cho mục mới nhất của sổ: bên ngoài trường chứng nhận sổ đã có đến mục ấy vào lúc ấy.

    Chỉ một dấu băm rời khỏi trường. Nên làm mỗi tuần và ngay sau khi khoá sổ; ai cũng duyệt được, kể cả người làm.
    """
    made = witness(directory, name)
    if as_json:
        print_document(nhanh=made.branch, muc_so=made.entry, noi=made.authority, luc=moment_iso(made.seconds))
        return
    click.echo(made.branch)
    click.echo(f"  mục {made.entry}, {made.authority}, {moment_text(made.seconds)}", err=True)
