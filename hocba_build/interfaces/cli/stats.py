"""``hocba stats``: the statistics of a year."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from hocba_build.domain.statistics.counts import Distribution
from hocba_build.domain.statistics.document import figures_document
from hocba_build.domain.statistics.figures import Figures, TermFigures
from hocba_build.domain.values import LEVELS, Term, YearId
from hocba_build.domain.words import percent_text, word
from hocba_build.interfaces.cli.findings import tell_unread
from hocba_build.interfaces.cli.tables import aligned
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.workflows.reports.statistics import year_statistics
from hocba_build.workflows.state import state_folder


@click.command(name="stats")
@click.argument("year", metavar="NĂM_HỌC")
@click.option("--lists", is_flag=True, help="Kèm danh sách học sinh (đánh giá lại, rèn luyện hè, danh hiệu…).")
@click.option("--people", is_flag=True, help="Mở trang lí lịch đã mã hoá để đếm theo dân tộc; cần khoá văn phòng.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="Ghi TỆP.xlsx, TỆP.pdf, hoặc cả hai vào thư mục.")
@click.pass_obj
def command(directory: Path, year: str, *, lists: bool, people: bool, as_json: bool, out: Path | None) -> None:
    """Thống kê một năm học: mức học tập, rèn luyện, điểm trung bình, lên lớp, danh hiệu.

    Theo khối, lớp, giới tính, dân tộc; học sinh hoà nhập tính riêng. Không kèm tên học sinh nếu không có --lists.
    """
    with waiting(say("Đang đọc hồ sơ…")):
        held = year_statistics(directory, YearId(year), state_folder(directory), lists=lists, people=people)
    tell_unread(held.unread)
    if out is not None:
        from hocba_build.workflows.reports.statistics_files import write_statistics

        for path in write_statistics(directory, held, out):
            click.echo(str(path), err=as_json)
    if as_json:
        click.echo(json.dumps(figures_document(held.figures, held.lists), ensure_ascii=False, indent=1))
    elif out is None:
        for line in _lines(held.figures):
            click.echo(line)


def _lines(figures: Figures) -> Iterator[str]:
    head = say("Năm học {year}: {size} học sinh, {female} nữ, hoà nhập {inclusive} (tính riêng)")
    counts = {"size": figures.size, "female": figures.female, "inclusive": figures.inclusive}
    yield head.format(year=figures.year, **counts)
    for term in figures.terms:
        if term.begun:
            yield from _term(term)
    if any(term.begun and term.term is Term.CA_NAM for term in figures.terms):
        yield from _ending(figures)


def _term(term: TermFigures) -> Iterator[str]:
    yield ""
    yield word(term.term)
    heads = ["", say("Học sinh"), *(f"{name} {word(level)}" for name in ("HT", "RL") for level in LEVELS)]
    grades = next(part.groups for part in term.groupings if part.key == "khoi")
    rows = [
        [group.label, str(group.size), *_shares(group.learning), *_shares(group.conduct)]
        for group in (*grades, term.whole)
    ]
    yield from aligned([heads, *rows])


def _shares(spread: Distribution) -> list[str]:
    return [f"{spread.counts[level]} ({percent_text(spread.counts[level], spread.known)})" for level in LEVELS]


def _ending(figures: Figures) -> Iterator[str]:
    whole = figures.promotion[0]
    ended = whole.ended
    found = [*ended.conclusions.items(), *ended.titles.items()]
    yield ""
    yield "; ".join(f"{word(one)}: {count}" for one, count in found if count)
