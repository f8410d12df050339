"""``hocba build class-book``: the class's book of follow-up and assessment."""

from __future__ import annotations

import os
from pathlib import Path

import click

from hocba_build.domain.values import ClassId, YearId
from hocba_build.interfaces.cli.findings import tell_unread
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.workflows.ledger.approvals import approved
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.printing.families import with_life_pages
from hocba_build.workflows.printing.pdfs import Selection
from hocba_build.workflows.reports.class_book import Form, Wanted, pupils_of, write_class_books
from hocba_build.workflows.state import state_folder


@click.command(name="class-book")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("classes", metavar="[LỚP]…", nargs=-1)
@click.option("--form", type=click.Choice([form.value for form in Form]), help="Chỉ một dạng; không nêu thì cả hai.")
@click.option("--family", is_flag=True, help="Kèm phần gia đình của sơ yếu lí lịch; chỉ cho văn phòng.")
@click.option(
    "--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc: năm đã khoá trong sổ thì bỏ dấu bản nháp."
)
@click.option(
    "-o", "out", type=click.Path(file_okay=False, path_type=Path), default=Path("so-lop"), help="Thư mục nhận tệp."
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Số tiến trình in; mặc định theo số lõi của máy."
)
@click.pass_obj
def command(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    year: str,
    classes: tuple[str, ...],
    *,
    form: str | None,
    family: bool,
    root: Path | None,
    out: Path,
    jobs: int | None,
) -> None:
    """Sổ theo dõi và đánh giá học sinh (theo lớp), ra PDF và Excel; không nêu LỚP thì cả trường.

    Sổ có dữ liệu cá nhân của cả lớp: tệp chỉ chủ máy đọc được, không đưa lên mạng.
    """
    state = state_folder(directory)
    named = tuple(ClassId(class_id.lower()) for class_id in classes)
    with waiting(say("Đang đọc hồ sơ…")):
        opened = open_school(directory, state)
        locked = YearId(year) in approved(directory, root, state).locked
    tell_unread(opened.unread)
    records, sealed = opened.records, 0
    if family:
        selection = Selection(YearId(year), pupils=pupils_of(records, YearId(year), named))
        records, sealed = with_life_pages(directory, records, selection)
    if sealed:
        click.echo(say("{count} trang lí lịch đã mã hoá, máy này không có khoá mở.").format(count=sealed), err=True)
    forms = (Form(form),) if form else tuple(Form)
    wanted = Wanted(YearId(year), named, forms, family, locked)
    for path in write_class_books(records, wanted, out, jobs or os.cpu_count() or 1):
        click.echo(str(path))
