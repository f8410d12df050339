"""``hocba affirm``: entries signed with a lost key, looked at again."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.interfaces.cli.findings import print_document
from hocba_build.trust.recovery.taint import MENDED, RIGHT
from hocba_build.workflows.ledger.affirm import affirm

WORDS = {RIGHT: "dung", MENDED: "da-sua"}


@click.command(name="affirm")
@click.argument("entries", metavar="MỤC…", nargs=-1, required=True)
@click.option(
    "--as", "verdict", required=True, type=click.Choice(list(WORDS.values())), help="Mục ấy đúng, hay đã được sửa."
)
@click.option("--by", metavar="MỤC", help="Mục đã sửa; không nêu thì tự tìm mục ghi lại các tệp ấy.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, entries: tuple[str, ...], verdict: str, by: str | None, *, as_json: bool) -> None:
    """Xác nhận lại các mục kí bằng khoá đã lộ, sau khi xem từng mục; người khác với chủ khoá làm, lãnh đạo duyệt.

    MỤC là số của mục trong sổ, hoặc mã commit mà hocba verify in ra.
    """
    mended = verdict == WORDS[MENDED]
    if by is not None and not mended:
        raise click.UsageError("--by: --as da-sua")
    made = affirm(directory, entries, mended=mended, by=by)
    if as_json:
        rows = [
            {"muc_so": row.entry, "ket_luan": MENDED if mended else RIGHT, "boi": row.mended_by} for row in made.rows
        ]
        print_document(nhanh=made.branch, muc=rows)
        return
    click.echo(made.branch)
    for row in made.rows:
        note = f"đã sửa ở mục {row.mended_by}" if row.mended_by is not None else "đúng"
        click.echo(f"  mục {row.entry}: {note}", err=True)
