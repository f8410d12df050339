"""``hocba doctor``: what is about to go wrong."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.workflows.people.advice import Weight
from hocba_build.workflows.people.doctor import doctor

WORDS = {Weight.LOI: "LỖI", Weight.LUU_Y: "lưu ý", Weight.NEN: "nên"}


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, *, as_json: bool) -> None:
    """Khám cả bộ máy: khoá hết hạn, yếu, không dùng; người chưa có khoá; vai trò bỏ trống; kho, máy chủ, đồng hồ.

    Không sửa gì. Có lỗi hoặc lưu ý thì kết thúc với mã 1.
    """
    found = doctor(directory)
    if as_json:
        rows = [
            {
                "loai": one.topic,
                "muc_do": one.weight.value,
                "doi_tuong": one.subject,
                "noi_dung": one.message,
                "cach_sua": one.hint,
            }
            for one in found
        ]
        print_document(muc=rows)
    else:
        for one in found:
            click.echo(visible(f"{WORDS[one.weight]}: {f'{one.subject}: ' if one.subject else ''}{one.message}"))
            click.echo(visible(f"  → {one.hint}"))
    if any(one.weight is not Weight.NEN for one in found):
        raise SystemExit(Exit.FINDINGS)
