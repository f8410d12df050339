"""``hocba absence``: half-days absent by month: typed, from a sheet, summed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.entries import Absences
from hocba_build.domain.errors import Exit
from hocba_build.domain.statistics.lists import NEAR
from hocba_build.domain.values import Term
from hocba_build.exchange.refusals import Refusal
from hocba_build.interfaces.cli.answers import ending, report, writing
from hocba_build.interfaces.cli.findings import as_json, print_document, print_findings, visible
from hocba_build.interfaces.cli.voice import say
from hocba_build.workflows.absences.entering import record
from hocba_build.workflows.absences.importing import AbsenceImport, Asked, Changed, export_sheet, import_sheets
from hocba_build.workflows.absences.months import Month
from hocba_build.workflows.absences.summing import ClassSum, PupilSum, Summary, summary

TERM: Final = click.Choice([Term.HK1.value, Term.HK2.value])
_TERM = click.option("--term", type=TERM, help="Học kì, khi tháng nằm trong cả hai học kì.")
_CLASS = click.option("--class", "class_name", metavar="LỚP", help="Chỉ một lớp.")


@click.group(name="absence")
def command() -> None:
    """Buổi nghỉ theo tháng: ghi, nhập từ bảng, tổng hợp."""


@command.command(name="set")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("class_name", metavar="LỚP")
@click.argument("month", metavar="THÁNG")
@click.argument("typed", metavar="MÃ=PHÉP+KHÔNG…", nargs=-1, required=True)
@_TERM
@writing
@click.pass_obj
def set_(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    /,
    year: str,
    class_name: str,
    month: str,
    typed: tuple[str, ...],
    *,
    term: str | None,
    dry_run: bool,
    json_wanted: bool,
) -> None:
    """Ghi buổi nghỉ của vài em trong một tháng, ví dụ 7400000001=2+1 hay 5=2+1 (STT trong danh sách lớp)."""
    said = Term(term) if term else None
    outcome = record(directory, (year, class_name, month), typed, said, dry_run=dry_run)
    report(outcome, json_wanted=json_wanted, nam_hoc=year)


@command.command(name="export")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("month", metavar="THÁNG")
@_CLASS
@_TERM
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp nhận bảng.")
@click.pass_obj
def export(
    directory: Path, year: str, month: str, *, class_name: str | None, term: str | None, out: Path | None
) -> None:
    """Bảng .xlsx để điền buổi nghỉ của một tháng, cả trường hoặc một lớp."""
    asked = Asked(year, month, Term(term) if term else None, class_name)
    click.echo(str(export_sheet(directory, asked, out)))


_STOPPED: Final = (
    "Có ô bị từ chối nên không ghi gì. Sửa bảng rồi nhập lại, hoặc dùng --accept-good để ghi các hàng đúng."
)


@command.command(name="import")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("files", metavar="TỆP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--month", metavar="THÁNG", help="Tháng, khi tiêu đề của bảng không ghi.")
@_CLASS
@_TERM
@click.option("--accept-good", is_flag=True, help="Ghi những hàng đúng; hàng bị từ chối vào tệp .con-lai.xlsx.")
@writing
@click.pass_obj
def import_(
    directory: Path,
    /,
    year: str,
    files: tuple[Path, ...],
    *,
    accept_good: bool,
    dry_run: bool,
    json_wanted: bool,
    **told: Any,  # noqa: ANN401 - options
) -> None:
    """Nhập buổi nghỉ từ bảng .xlsx, .xls, .ods, .csv; ô trống giữ nguyên sổ.

    Có ô nào bị từ chối thì không ghi gì, trừ khi dùng --accept-good.
    """
    asked = Asked(year, told["month"], Term(told["term"]) if told["term"] else None, told["class_name"])
    found = import_sheets(directory, files, asked, dry_run=dry_run, accept_good=accept_good)
    if json_wanted:
        print_document(**_import_document(found))
    else:
        for line in _preview(found):
            click.echo(visible(line))
        print_findings(found.outcome.findings, "text")
        stopped = found.refusals and not found.accept_good
        click.echo(say(_STOPPED if stopped else ending(found.outcome)), err=True)
        for path in found.rests:
            click.echo(say("Phần còn lại: {path}").format(path=path), err=True)
    if found.refusals or found.outcome.refused:
        raise SystemExit(Exit.FINDINGS)


def _import_document(found: AbsenceImport) -> dict[str, Any]:
    return {
        "thay_doi": [
            {
                "lop": one.class_id,
                "ma": one.student,
                "thang": one.month.name,
                "hoc_ki": one.month.term.value,
                "cu": _counts(one.old),
                "moi": _counts(one.new),
            }
            for one in found.changes
        ],
        "tu_choi": [
            {"code": one.code, "tep": one.file, "trang": one.sheet, "o": one.cell, "message": one.message}
            for one in found.refusals
        ],
        "tep": list(found.outcome.files),
        "da_ghi": found.outcome.written,
        "con_lai": [str(path) for path in found.rests],
        "findings": [as_json(finding) for finding in found.outcome.findings],
    }


def _counts(count: Absences | None) -> dict[str, int] | None:
    return None if count is None else {"phep": count.excused, "khong_phep": count.unexcused}


def _preview(found: AbsenceImport) -> Iterator[str]:
    if found.refusals:
        yield f"{say('Bị từ chối')}:"
        yield from (f"  {_told(one)}" for one in found.refusals)
    yield from map(_change, found.changes)


def _told(one: Refusal) -> str:
    place = ", ".join(part for part in (Path(one.file).name, one.sheet, one.cell) if part)
    return f"{place}: {one.code} {one.message}"


def _change(one: Changed) -> str:
    old = f"{one.old.excused}+{one.old.unexcused}" if one.old else "–"
    return f"{one.class_id}  {one.student}  {one.month.spoken}: {old} → {one.new.excused}+{one.new.unexcused}"


@command.command(name="summary")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("class_name", metavar="[LỚP]", required=False)
@click.option(
    "--near",
    type=click.IntRange(1),
    default=NEAR,
    show_default=True,
    help="Từ bao nhiêu buổi thì nêu tên (quá 45 buổi thì không được lên lớp).",
)
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def summary_(directory: Path, year: str, class_name: str | None, *, near: int, json_wanted: bool) -> None:
    """Tổng hợp buổi nghỉ theo lớp và tháng (phép + không phép), và những em gần mức 45 buổi."""
    found = summary(directory, year, class_name, near=near)
    if json_wanted:
        print_document(**_summary_document(year, found, with_pupils=class_name is not None))
        return
    for line in (*_classes(found), *(_pupils(found) if class_name else ()), *_near(found, near)):
        click.echo(visible(line))


def _summary_document(year: str, found: Summary, *, with_pupils: bool) -> dict[str, Any]:
    rows = [{"lop": one.class_id, "thang": _by_month(one), "tong": _counts(one.total)} for one in found.classes]
    more = {"hoc_sinh": list(map(_pupil_document, found.pupils))} if with_pupils else {}
    near = list(map(_pupil_document, found.near))
    return {"nam_hoc": year, "gioi_han": found.limit, "lop": rows, **more, "gan_gioi_han": near}


def _by_month(one: ClassSum) -> list[dict[str, Any]]:
    return [
        {"thang": month.name, "hoc_ki": month.term.value, "buoi_nghi": _counts(count)}
        for month, count in one.months.items()
    ]


def _pupil_document(one: PupilSum) -> dict[str, Any]:
    months = [
        {"thang": month.name, "hoc_ki": month.term.value, "buoi_nghi": _counts(count)}
        for month, count in one.months.items()
    ]
    return {"ma": one.student, "ho_ten": one.name, "lop": one.class_id, "thang": months, "tong": one.total.total}


def _classes(found: Summary) -> Iterator[str]:
    heads = [_head(month, found.months) for month in found.months]
    yield "  ".join([f"{say('Lớp'):<6}", *(f"{head:>6}" for head in heads), f"{say('Cộng'):>7}"])
    for one in found.classes:
        cells = (f"{count.excused}+{count.unexcused}" if count else "–" for count in one.months.values())
        total = f"{one.total.excused}+{one.total.unexcused}"
        yield "  ".join([f"{one.name:<6}", *(f"{cell:>6}" for cell in cells), f"{total:>7}"])


def _head(month: Month, months: tuple[Month, ...]) -> str:
    """``10/25``; a month that both semesters share says which (``1/26 II``)."""
    if sum(one.name == month.name for one in months) > 1:
        return f"{int(month.name[5:])}/{month.name[2:4]} {'I' if month.term is Term.HK1 else 'II'}"
    return f"{month.name[5:]}/{month.name[2:4]}"


def _pupils(found: Summary) -> Iterator[str]:
    yield ""
    for one in found.pupils:
        if one.total.total:
            months = ", ".join(
                f"{month.spoken}: {count.excused}+{count.unexcused}" for month, count in one.months.items()
            )
            yield f"{one.student}  {one.name}  {one.total.total}  ({months})"


def _near(found: Summary, near: int) -> Iterator[str]:
    yield ""
    yield say("Từ {near} buổi trở lên (quá {limit} buổi thì không được lên lớp):").format(near=near, limit=found.limit)
    for one in found.near:
        over = f"  {say('quá mức')}" if one.total.total > found.limit else ""
        yield f"  {one.total.total:>3}  {one.student}  {one.name}  {one.class_id}{over}"
    if not found.near:
        yield f"  {say('không có em nào')}"
