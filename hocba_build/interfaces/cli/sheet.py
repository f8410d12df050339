"""``hocba sheet``: score sheets out to Excel, and back in with a preview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId
from hocba_build.exchange.columns import PERIODS
from hocba_build.exchange.importing import SheetImport
from hocba_build.exchange.merging import spoken
from hocba_build.exchange.refusals import Refusal
from hocba_build.interfaces.cli.findings import as_json, as_text, print_document, visible
from hocba_build.interfaces.cli.voice import quiet, say
from hocba_build.workflows.audit.figures import figure_words, value_words
from hocba_build.workflows.sheets.export import SheetRequest, export_sheets
from hocba_build.workflows.sheets.import_sheets import ImportPlan, carry_out, plan_import

_STOPPED = "Có chỗ bị từ chối nên không ghi gì. Sửa rồi nhập lại, hoặc dùng --accept-good để ghi các hàng đúng."


@click.group(name="sheet")
def command() -> None:
    """Bảng điểm Excel: xuất cho giáo viên, nhập trở lại có xem trước."""


@command.command(name="export")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("words", metavar="[LỚP] hk1|hk2|ca-nam [MÔN|chu-nhiem]", nargs=-1, required=True)
@click.option("--teacher", metavar="MÃ", help="Mọi bảng của một giáo viên trong học kì; không ghi LỚP.")
@click.option("--csdl", is_flag=True, help="Bảng nhập điểm của CSDL ngành, một môn.")
@click.option("-o", "out", type=click.Path(path_type=Path), help="Tệp hoặc thư mục nhận bảng.")
@click.pass_obj
def export(
    directory: Path, year: str, words: tuple[str, ...], *, teacher: str | None, csdl: bool, out: Path | None
) -> None:
    """Xuất bảng điểm .xlsx có khoá: chỉ ô điểm và nhận xét mở.

    Không ghi MÔN thì xuất cả lớp: mọi môn và trang chủ nhiệm. Cả năm (ca-nam): MÔN là bảng đánh giá lại, hoặc
    ren-luyen-he, khen-thuong, hoan-thanh, lua-chon. Bảng có dữ liệu cá nhân, chỉ chủ máy đọc được.
    """
    request = replace(_request(year, words, teacher), csdl=csdl)
    click.echo(str(export_sheets(directory, request, out)))


def _request(year: str, words: tuple[str, ...], teacher: str | None) -> SheetRequest:
    """The request the words spell."""
    rest = list(words) if teacher else list(words[1:])
    whole = bool(rest) and rest[0] == "ca-nam" and bool(teacher)
    if not rest or rest[0] not in PERIODS or whole or len(rest) > (1 if teacher else 2):
        wanted = "hk1 hoặc hk2" if teacher else "LỚP, rồi hk1, hk2 hoặc ca-nam, rồi MÔN nếu chỉ một môn"
        raise click.UsageError(f"Sau NĂM_HỌC cần {wanted}.", click.get_current_context())
    if teacher:
        return SheetRequest(YearId(year), PERIODS[rest[0]], teacher=PersonId(teacher))
    return SheetRequest(YearId(year), PERIODS[rest[0]], ClassId(words[0]), rest[1] if len(rest) > 1 else None)


@command.command(name="import")
@click.argument("files", metavar="TỆP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.option("--accept-good", is_flag=True, help="Ghi những hàng đúng; hàng bị từ chối vào tệp .con-lai.xlsx.")
@click.pass_obj
def import_(directory: Path, files: tuple[Path, ...], *, dry_run: bool, json_wanted: bool, accept_good: bool) -> None:
    """Nhập bảng điểm .xlsx, .xls, .ods: xem trước ô thay đổi, ảnh hưởng, rồi ghi vào hồ sơ (chưa gửi đi).

    Ô trống giữ nguyên sổ. Có ô nào bị từ chối thì không ghi gì, trừ khi dùng --accept-good.
    """
    plan = plan_import(directory, files)
    stopped = bool(plan.refusals) and not accept_good
    rests = [] if dry_run else carry_out(directory, plan, accept_good=accept_good)
    written = [] if dry_run or stopped else list(plan.files)
    if json_wanted:
        print_document(**_document(plan), da_ghi=written, con_lai=[str(path) for path in rests])
    else:
        for line in _preview(plan):
            click.echo(visible(line))
        for line in _ending(plan, written, rests, dry_run=dry_run):
            click.echo(line, err=True)
    if plan.refusals:
        raise SystemExit(Exit.FINDINGS)


def _document(plan: ImportPlan) -> dict[str, Any]:
    """The preview as scripts read it."""
    return {
        "nam_hoc": plan.year,
        "o_thay_doi": [
            {
                "tep": sheet.file,
                "trang": sheet.title,
                "o": change.cell,
                "ma": change.student,
                "cot": change.column.key,
                "cu": change.old,
                "moi": change.new,
            }
            for sheet in plan.sheets
            for change in sheet.changes
        ],
        "tu_choi": [_refusal(refusal) for refusal in plan.refusals],
        "khong_co_trong_bang": [
            {"tep": sheet.file, "trang": sheet.title, "ma": student}
            for sheet in plan.sheets
            for student in sheet.omitted
        ],
        "luu_y": [_refusal(remark) for remark in plan.remarks],
        "anh_huong": [asdict(effect) for effect in plan.effects],
        "findings": [as_json(finding) for finding in plan.findings],
        "tep": list(plan.files),
    }


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "tep": refusal.file,
        "trang": refusal.sheet,
        "o": refusal.cell,
        "ma": refusal.student,
        "message": refusal.message,
    }


def _preview(plan: ImportPlan) -> Iterator[str]:
    for sheet in plan.sheets:
        yield from _changes(plan, sheet)
    yield from _block("Bị từ chối", (_told(refusal) for refusal in plan.refusals))
    omitted = (f"{sheet.title}: {_who(plan, student)}" for sheet in plan.sheets for student in sheet.omitted)
    yield from _block("Không có trong bảng (giữ nguyên)", omitted)
    if not quiet():
        yield from _block("Lưu ý", (_told(remark) for remark in plan.remarks))
    effects = (
        f"{_who(plan, StudentId(effect.pupil))}: {figure_words(effect.figure)}: "
        f"{value_words(effect.figure, effect.old)} → {value_words(effect.figure, effect.new)}"
        for effect in plan.effects
    )
    yield from _block("Ảnh hưởng tới kết quả", effects)
    yield from _block("Sau khi nhập, hocba check sẽ nêu thêm", map(as_text, plan.findings))


def _changes(plan: ImportPlan, sheet: SheetImport) -> Iterator[str]:
    head = say("{file} · {sheet}: {count} ô thay đổi")
    yield head.format(file=sheet.file, sheet=sheet.title, count=len(sheet.changes))
    for change in sheet.changes:
        values = f"{spoken(change.old)} → {spoken(change.new)}"
        yield f"  {change.cell:<5} {_who(plan, change.student)}  {change.column.label}: {values}"


def _block(title: str, lines: Iterable[str]) -> Iterator[str]:
    held = list(lines)
    if held:
        yield f"{say(title)}: {len(held)}"
        yield from (f"  {line}" for line in held)


def _told(refusal: Refusal) -> str:
    place = " ".join(part for part in (refusal.file, refusal.sheet, refusal.cell) if part)
    return f"{place}: {refusal.code} {refusal.message}"


def _who(plan: ImportPlan, student: StudentId) -> str:
    return f"{student} {plan.names.get(student, '')}".strip()


def _ending(plan: ImportPlan, written: list[str], rests: list[Path], *, dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield say("Xem trước, chưa ghi gì ({count} tệp sẽ đổi).").format(count=len(plan.files))
    elif plan.refusals and not written:
        yield say(_STOPPED)
    elif not written:
        yield say("Không có gì thay đổi.")
    yield from (say("Đã ghi {path}").format(path=path) for path in written)
    yield from (say("Phần còn lại: {path}").format(path=path) for path in rests)
    if written:
        yield say("Bước tiếp theo: hocba propose -m LÍ_DO")
