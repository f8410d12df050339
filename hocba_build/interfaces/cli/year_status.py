"""``hocba year status``: where a year stands, what is next, whose turn it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.completeness import Tally
from hocba_build.domain.curriculum import next_year
from hocba_build.domain.values import SEMESTERS, Term
from hocba_build.domain.words import percent_text, word
from hocba_build.interfaces.cli.board import LOCKS
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.workflows.turn.status import STAGES, Stage, YearStatus, year_status
from hocba_build.workflows.turn.steps import WORDS, checked_year


@click.command(name="status")
@click.argument("year", metavar="[NĂM_HỌC]", required=False)
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def status(directory: Path, /, year: str | None, *, json_wanted: bool) -> None:
    """Năm học đang ở đâu: đã mở, học sinh, phân công, điểm đã nhập, chữ kí, khoá sổ; tiếp theo là gì, đến lượt ai.

    Không nêu NĂM_HỌC thì là năm mới nhất. Không cần khoá; không nêu tên học sinh nào.
    """
    with waiting(say("Đang đọc hồ sơ…")):
        found = year_status(directory, checked_year(year) if year else None)
    if json_wanted:
        print_document(**_document(found))
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: YearStatus) -> Iterator[str]:
    yield say("Năm học {year}").format(year=found.year)
    for step, done in found.steps.items():
        yield f"  [{'x' if done else ' '}] {WORDS[step]}"
    if found.waiting:
        yield f"  {say('Đang chờ duyệt')}: {', '.join(found.waiting)}"
    if found.opened:
        yield from (f"  {line}" for line in _counts(found))
    turn = f" – {say('đến lượt')} {', '.join(found.turn)}" if found.turn else ""
    after = f" {next_year(found.year)}" if found.next is Stage.NEXT_YEAR else ""
    yield f"{say('Tiếp theo')}: {STAGES[found.next]}{after}{turn}"


def _counts(found: YearStatus) -> Iterator[str]:
    yield f"Lớp: {found.classes}; học sinh: {found.pupils}"
    if found.held:
        yield f"Học sinh năm trước còn chờ kết quả, chưa xếp lớp: {found.held}"
    gaps = len(found.without_homeroom), len(found.without_teacher)
    yield f"Phân công: thiếu {gaps[0]} chủ nhiệm, {gaps[1]} lớp–môn" if any(gaps) else "Phân công: đủ"
    for term in SEMESTERS:
        tally = found.entered[term]
        share = percent_text(tally.filled, tally.required)
        yield f"{word(term)}: đã nhập {share}; sổ chuyên cần {found.registers[term]}/{found.classes} lớp"
    yield f"Kết luận cuối năm: chưa có {found.undecided}; chờ kết quả hè {found.summer}"
    if found.board:
        signed = sum(not one.turn for one in found.board.classes)
        version = f", bản {found.board.version}" if found.board.version else ""
        yield f"Kí xác nhận: xong {signed}/{len(found.board.classes)} lớp; sổ {LOCKS[found.board.lock]}{version}"


def _document(found: YearStatus) -> dict[str, Any]:
    board = found.board
    return {
        "nam_hoc": found.year,
        "da_mo": found.opened,
        "buoc": {step.value: done for step, done in found.steps.items()},
        "cho_duyet": list(found.waiting),
        "lop": found.classes,
        "hoc_sinh": found.pupils,
        "giu_lai": found.held,
        "thieu_chu_nhiem": list(found.without_homeroom),
        "thieu_giang_day": [f"{class_id}/{subject}" for class_id, subject in found.without_teacher],
        "da_nhap": {term.value: _tally(found, term) for term in SEMESTERS},
        "chua_ket_luan": found.undecided,
        "cho_he": found.summer,
        "lop_du_chu_ki": sum(not one.turn for one in board.classes) if board else 0,
        "khoa": (board.lock or None) if board else None,
        "ban": board.version if board else 0,
        "tiep_theo": found.next.value,
        "den_luot": list(found.turn),
    }


def _tally(found: YearStatus, term: Term) -> dict[str, Any]:
    tally: Tally = found.entered[term]
    return {"da_nhap": tally.filled, "can": tally.required, "so_chuyen_can": found.registers.get(term, 0)}


COMMANDS: Final = (status,)
