"""``hocba incident``: what went wrong, recorded and followed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.incidents import Incident, IncidentKind
from hocba_build.domain.words import date_text
from hocba_build.interfaces.cli.answers import DAY
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.voice import say
from hocba_build.workflows.incidents import Told, chain_of, firsts, follow_up, is_done, listed, record

KINDS: Final = {
    "lost-key": IncidentKind.MAT_KHOA,
    "wrong-entry": IncidentKind.NHAM_SO_LIEU,
    "no-connection": IncidentKind.MAT_KET_NOI,
    "broken-machine": IncidentKind.MAY_HONG,
    "leak": IncidentKind.LO_DU_LIEU,
    "other": IncidentKind.KHAC,
}
_WORDS: Final = {
    IncidentKind.MAT_KHOA: "Mất, lộ khoá",
    IncidentKind.NHAM_SO_LIEU: "Nhập nhầm số liệu",
    IncidentKind.MAT_KET_NOI: "Mất kết nối, máy chủ ngừng",
    IncidentKind.MAY_HONG: "Máy, đĩa hỏng",
    IncidentKind.LO_DU_LIEU: "Lộ dữ liệu cá nhân",
    IncidentKind.KHAC: "Khác",
}
_CONCERNS = click.option("--concerns", metavar="ĐIỀU", multiple=True, help="Tệp, mục sổ, vân tay khoá, mã liên quan.")
_DONE = click.option("--done", is_flag=True, help="Đã xử lí xong.")
_JSON = click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")


@click.group(name="incident")
def command() -> None:
    """Sự cố: mất khoá, nhập nhầm, ngừng máy; mỗi lần ghi là một đề xuất có chữ kí, lãnh đạo duyệt."""


@command.command(name="report")
@click.argument("kind", metavar="LOẠI", type=click.Choice(list(KINDS)))
@click.option("-m", "text", required=True, metavar="MÔ_TẢ", help="Việc gì xảy ra; nêu mã học sinh, không nêu họ tên.")
@click.option("--date", "day", type=DAY, metavar="NGÀY", help="Ngày xảy ra; mặc định hôm nay.")
@click.option("--reporter", metavar="NGƯỜI", help="Ai báo; mặc định người ghi.")
@_CONCERNS
@click.option("--handling", metavar="VIỆC", multiple=True, help="Đã làm gì; nêu được nhiều lần.")
@_DONE
@click.pass_obj
def report(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    kind: str,
    text: str,
    day: date | None,
    reporter: str | None,
    *,
    concerns: tuple[str, ...],
    handling: tuple[str, ...],
    done: bool,
) -> None:
    """Ghi một sự cố: lost-key, wrong-entry, no-connection, broken-machine, leak hoặc other."""
    made = record(directory, KINDS[kind], Told(text, day, reporter, concerns, handling, done))
    click.echo(made.branch)
    click.echo(
        say("Sự cố số {number}; chờ phó hiệu trưởng hoặc hiệu trưởng duyệt.").format(number=made.number), err=True
    )


@command.command(name="follow")
@click.argument("number", metavar="SỐ", type=click.IntRange(1, 9999))
@click.option("-m", "text", required=True, metavar="MÔ_TẢ", help="Tình hình mới.")
@click.option("--handling", metavar="VIỆC", multiple=True, help="Đã làm gì; nêu được nhiều lần.")
@_CONCERNS
@_DONE
@click.pass_obj
def follow(
    directory: Path, number: int, text: str, *, handling: tuple[str, ...], concerns: tuple[str, ...], done: bool
) -> None:
    """Ghi tiếp việc xử lí một sự cố; lời ghi trước giữ nguyên."""
    made = follow_up(directory, number, Told(text, None, None, concerns, handling, done))
    click.echo(made.branch)
    told = say("Lời ghi số {number}, tiếp sự cố số {first}; chờ phó hiệu trưởng hoặc hiệu trưởng duyệt.")
    click.echo(told.format(number=made.number, first=number), err=True)


@command.command(name="list")
@_JSON
@click.pass_obj
def list_(directory: Path, *, json_wanted: bool) -> None:
    """Các sự cố trong sổ, và sự cố nào chưa xong."""
    found = listed(directory)
    if json_wanted:
        print_document(su_co=[_document(found, one) for one in found])
        return
    for one in firsts(found):
        state = say("đã xong") if is_done(found, one) else say("đang xử lí")
        click.echo(visible(f"{one.number:04d}  {date_text(one.day)}  {_WORDS[one.kind]}  [{state}]  {one.text}"))


@command.command(name="show")
@click.argument("number", metavar="SỐ", type=click.IntRange(1, 9999))
@_JSON
@click.pass_obj
def show(directory: Path, number: int, *, json_wanted: bool) -> None:
    """Một sự cố với mọi lời ghi tiếp."""
    found = listed(directory)
    chain = chain_of(found, number)
    if json_wanted:
        print_document(su_co=[_document(found, one) for one in chain])
        return
    for one in chain:
        click.echo(visible(f"{one.number:04d}  {date_text(one.day)}  {_WORDS[one.kind]}  ({one.reporter})"))
        click.echo(visible(f"  {one.text}"))
        for concern in one.concerns:
            click.echo(visible(f"  · {concern}"))
        for step in one.steps:
            click.echo(visible(f"  {date_text(step.day)} {step.person}: {step.text}"))


def _document(found: Sequence[Incident], one: Incident) -> dict[str, Any]:
    return {
        "so": one.number,
        "loai": one.kind.value,
        "ngay": one.day.isoformat(),
        "nguoi_bao": one.reporter,
        "mo_ta": one.text,
        "lien_quan": list(one.concerns),
        "noi_tiep": one.follows,
        "xu_li": [{"ngay": step.day.isoformat(), "nguoi": step.person, "viec": step.text} for step in one.steps],
        "da_xong": is_done(found, one),
    }
