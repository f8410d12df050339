"""``hocba encrypt``: life pages sealed to the office's keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.interfaces.cli.answers import report, writing
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.interfaces.cli.progress import shown_progress
from hocba_build.interfaces.cli.voice import say
from hocba_build.workflows.sealing.encrypt import Sealing, encrypt_pages, sealing


@click.command(name="encrypt")
@click.option("--check", "only_check", is_flag=True, help="Chỉ xem trang nào chưa mã hoá cho đúng văn phòng hiện nay.")
@writing
@click.pass_obj
def command(directory: Path, *, only_check: bool, dry_run: bool, json_wanted: bool) -> None:
    """Mã hoá trang lí lịch cho khoá của văn phòng hiện nay.

    Trang còn để rõ, và trang mã hoá khi văn phòng có khoá khác, đều được mã hoá lại. Chạy khi đổi văn thư hay đổi khoá.
    Điều đã ghi rõ vào lịch sử thì còn trong lịch sử.
    """
    if only_check:
        _tell(sealing(directory), json_wanted=json_wanted)
        return
    with shown_progress(say("Mã hoá trang lí lịch")) as progress:
        done = encrypt_pages(directory, dry_run=dry_run, progress=progress)
    for sentence in _remarks(done):
        click.echo(sentence, err=True)
    if done.outcome is not None:
        report(done.outcome, json_wanted=json_wanted, **_document(done))


def _tell(found: Sealing, *, json_wanted: bool) -> None:
    if json_wanted:
        print_document(**_document(found))
    else:
        for student in found.due:
            click.echo(f"{student}  {say('để rõ') if student in found.plain else say('mã hoá cho khoá khác')}")
        for sentence in _remarks(found):
            click.echo(sentence, err=True)
    if found.due:
        raise SystemExit(Exit.FINDINGS)


def _document(found: Sealing) -> dict[str, list[str]]:
    return {
        "nguoi_doc_duoc": list(found.office.persons),
        "nguoi_thieu_khoa": list(found.office.without),
        "de_ro": list(found.plain),
        "khoa_khac": list(found.stale),
    }


def _remarks(found: Sealing) -> Iterator[str]:
    yield say("Đọc được: {persons}.").format(persons=", ".join(found.office.persons))
    if found.office.without:
        yield say("Chưa có khoá nhận tin mã hoá: {persons}.").format(persons=", ".join(found.office.without))
    if len(found.office.persons) == 1:
        yield say("Chỉ một người đọc được: mất khoá là mất các trang này. Nên có khoá của người thứ hai.")
