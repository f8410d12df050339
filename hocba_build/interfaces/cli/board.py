"""``hocba board``: what the year end still waits for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from hocba_build.domain.values import YearId
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.workflows.ledger.board import ClassBoard, board

LOCKS = {"": "chưa khoá", "khoa": "đã khoá", "mo": "đang mở để sửa"}


@click.command(name="board")
@click.argument("year", metavar="NĂM_HỌC")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, year: str, *, as_json: bool) -> None:
    """Cuối năm còn thiếu chữ kí nào, đến lượt ai."""
    found = board(directory, YearId(year))
    if as_json:
        rows = [_row(one) for one in found.classes]
        print_document(nam_hoc=found.year, khoa=found.lock or None, ban=found.version, lop=rows)
        return
    click.echo(f"Năm học {found.year}: {LOCKS[found.lock]}" + (f", bản {found.version}" if found.version else ""))
    for one in found.classes:
        click.echo(f"{one.class_id}: " + ("đủ chữ kí" if not one.turn else f"đến lượt {_names(one.turn)}"))
        for scope, persons in sorted(one.subjects.items()):
            click.echo(f"  {scope}: thiếu {_names(persons)}")
        for absent, persons in sorted(one.instead.items()):
            click.echo(f"  {_names(persons)} kí thay được {absent}")


def _names(persons: Iterable[str]) -> str:
    return ", ".join(sorted(persons))


def _row(one: ClassBoard) -> dict[str, object]:
    return {
        "lop": one.class_id,
        "mon": {scope: sorted(persons) for scope, persons in sorted(one.subjects.items())},
        "chu_nhiem": sorted(one.homeroom),
        "lanh_dao": sorted(one.leader),
        "den_luot": sorted(one.turn),
        "ki_thay": {absent: sorted(persons) for absent, persons in sorted(one.instead.items())},
    }
