"""``hocba reconcile``: the records held against a file of another system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.values import SubjectId, Term, YearId
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.workflows.audit.figures import figure_words
from hocba_build.workflows.sheets.reconcile import VERDICTS, Asked, Difference, Reconciliation, reconcile
from hocba_build.workflows.sheets.reconcile_report import NO_ROW, Behind, signers, verdict_sentence, write_report
from hocba_build.workflows.state import state_folder


@click.command(name="reconcile")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path))
@click.option("--year", metavar="NĂM_HỌC", help="Khi tệp không ghi năm học.")
@click.option("--term", type=click.Choice(["hk1", "hk2"]), help="Khi tệp không ghi học kì.")
@click.option("--subject", metavar="MÔN", help="Môn của bảng điểm CSDL ngành.")
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.option(
    "-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi thêm các chỗ khác ra tệp .xlsx hoặc .html."
)
@click.pass_obj
def command(
    directory: Path,
    file: Path,
    *,
    year: str | None,
    term: str | None,
    subject: str | None,
    json_wanted: bool,
    out: Path | None,
) -> None:
    """Đối chiếu từng ô với bảng tổng kết của vnEdu hoặc bảng điểm của CSDL ngành (.xlsx, .xls, .ods).

    Không ghi gì vào hồ sơ. Có chỗ khác nhau, hoặc tệp thiếu học sinh, thì kết thúc với mã 1.
    """
    asked = Asked(YearId(year) if year else None, Term(term) if term else None, SubjectId(subject) if subject else None)
    found = reconcile(directory, file, asked)
    behind = signers(directory, found, state_folder(directory))
    if out is not None:
        write_report(found, behind, out)
    if json_wanted:
        rows = [_row(one, behind.get((one.path, one.student))) for one in found.differences]
        print_document(
            nam_hoc=found.year, khop=found.equal, khac=rows, cot_la=list(found.strange), thieu_hoc_sinh=_absent(found)
        )
    else:
        for line in _lines(found, behind):
            click.echo(visible(line))
    if not found.agrees:
        raise SystemExit(Exit.FINDINGS)


def _row(one: Difference, by: Behind | None) -> dict[str, object]:
    return {**asdict(one), "verdict": one.verdict.value, "nguoi_ghi": asdict(by) if by else None}


def _absent(found: Reconciliation) -> list[dict[str, str]]:
    return [{"lop": one.class_name, "ma": one.student, "ho_ten": one.name} for one in found.absent]


def _lines(found: Reconciliation, behind: Mapping[tuple[str, str], Behind]) -> Iterator[str]:
    yield f"Năm học {found.year}: {verdict_sentence(found)}"
    for verdict, count in found.counts.items():
        yield f"{VERDICTS[verdict]}: {count}"
        yield from (
            _line(one, behind.get((one.path, one.student))) for one in found.differences if one.verdict is verdict
        )
    if found.absent:
        yield f"{NO_ROW}: {len(found.absent)}"
        yield from (f"  {one.class_name}: {one.student} {one.name}" for one in found.absent)
    if found.strange:
        yield f"Cột không đọc: {', '.join(found.strange)}"


def _line(one: Difference, by: Behind | None) -> str:
    where = f"  {one.sheet} {one.cell}: {one.student} {one.name}"
    if not one.figure:
        return where
    said = f"{where}: {figure_words(one.figure)}: sổ {one.ours or '–'}, tệp {one.theirs or '–'}"
    return f"{said} (sổ: {by})" if by else said
