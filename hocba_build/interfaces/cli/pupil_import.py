"""``hocba pupil import`` and ``template``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.words import date_text
from hocba_build.exchange.refusals import Refusal
from hocba_build.interfaces.cli.answers import DAY, ending, writing
from hocba_build.interfaces.cli.findings import as_json, print_document, print_findings, visible
from hocba_build.interfaces.cli.voice import quiet, say
from hocba_build.workflows.pupils.importing import Arrival, ListImport, Wish, import_pupils, in_classes
from hocba_build.workflows.pupils.templates import TEMPLATES, write_template

STOPPED: Final = (
    "Có hàng bị từ chối nên không ghi gì. Sửa danh sách rồi nhập lại, hoặc dùng --accept-good để ghi các hàng đúng."
)


@click.command(name="import")
@click.argument("files", metavar="TỆP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--year", metavar="NĂM_HỌC", help="Năm học; không nêu thì là năm mới nhất.")
@click.option("--class", "class_name", metavar="LỚP", help="Lớp, khi danh sách không ghi.")
@click.option("--since", type=DAY, metavar="NGÀY", help="Ngày vào lớp; mặc định ngày đầu năm học.")
@click.option("--accept-good", is_flag=True, help="Ghi những hàng đúng; hàng bị từ chối vào tệp .con-lai.xlsx.")
@writing
@click.pass_obj
def import_(
    directory: Path,
    /,
    files: tuple[Path, ...],
    *,
    accept_good: bool,
    dry_run: bool,
    json_wanted: bool,
    **told: Any,  # noqa: ANN401 - options
) -> None:
    """Nhập danh sách học sinh .xlsx, .xls, .ods, .csv: của CSDL ngành, hoặc theo mẫu hocba pupil template.

    Em đã có thì nhận ra theo mã, em mới được cấp mã kế tiếp; mọi em được xếp vào lớp. Có hàng nào bị từ chối thì không
    ghi gì, trừ khi dùng --accept-good. Số điện thoại, thông tin sức khoẻ không được nhập.
    """
    wish = Wish(files, told["year"], told["class_name"], told["since"])
    found = import_pupils(directory, wish, dry_run=dry_run, accept_good=accept_good)
    if json_wanted:
        print_document(**_document(found))
    else:
        for line in _preview(found):
            click.echo(visible(line))
        print_findings(found.outcome.findings, "text")
        _end(found)
    if found.stopped or found.refusals:
        raise SystemExit(Exit.FINDINGS)


def _end(found: ListImport) -> None:
    stopped = found.refusals and not found.accept_good
    click.echo(say(STOPPED if stopped else ending(found.outcome)), err=True)
    for path in found.rests:
        click.echo(say("Phần còn lại: {path}").format(path=path), err=True)


def _document(found: ListImport) -> dict[str, Any]:
    return {
        "hoc_sinh": [
            {
                "ma": one.student,
                "lop": one.class_id,
                "moi": one.new,
                "vao_lop": one.seated,
                "trang": one.row.sheet,
                "o": one.row.cell,
            }
            for one in found.arrivals
        ],
        "tu_choi": [refusal_document(one) for one in found.refusals],
        "luu_y": [refusal_document(one) for one in found.remarks],
        "tep": list(found.outcome.files),
        "da_ghi": found.outcome.written,
        "con_lai": [str(path) for path in found.rests],
        "findings": [as_json(finding) for finding in found.outcome.findings],
    }


def refusal_document(one: Refusal) -> dict[str, str]:
    """A refused place as JSON."""
    return {"code": one.code, "tep": one.file, "trang": one.sheet, "o": one.cell, "message": one.message}


def _preview(found: ListImport) -> Iterator[str]:
    if found.refusals:
        yield f"{say('Bị từ chối')}:"
        yield from (f"  {_told(one)}" for one in found.refusals)
    for class_id, arrivals in in_classes(found.arrivals).items():
        new = sum(one.new for one in arrivals)
        known = sum(one.seated and not one.new for one in arrivals)
        there = len(arrivals) - new - known
        head = say("{lop}: {new} học sinh mới, {known} học sinh cũ vào lớp, {there} đã ở lớp")
        yield head.format(lop=class_id, new=new, known=known, there=there)
        yield from (f"  {_arrival(one)}" for one in arrivals if one.seated)
    if found.remarks and not quiet():
        yield f"{say('Lưu ý')}:"
        yield from (f"  {_told(one)}" for one in found.remarks)


def _arrival(one: Arrival) -> str:
    sign = "+" if one.new else " "
    return f"{sign} {one.student}  {one.row.name}  {date_text(one.row.born)}"


def _told(one: Refusal) -> str:
    place = ", ".join(part for part in (Path(one.file).name, one.sheet, one.cell) if part)
    return f"{place}: {one.code} {one.message}"


@click.command(name="template")
@click.argument("kind", metavar="LOẠI", type=click.Choice(sorted(TEMPLATES)), default="list")
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp nhận mẫu.")
def template(kind: str, out: Path | None) -> None:
    """Mẫu bảng để điền: list (danh sách học sinh), results (kết quả mang đến của một học kì)."""
    click.echo(str(write_template(kind, out)))


COMMANDS: Final = (import_, template)
