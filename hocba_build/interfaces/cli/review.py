"""``hocba review``: a proposal cell by cell, for its reviewer or for a forge's comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import click

from hocba_build.domain.errors import Exit
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.review_list import list_waiting
from hocba_build.records.cell_words import column_words
from hocba_build.records.cell_words import value_words as cell_value
from hocba_build.workflows.audit.figures import figure_words, value_words
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.ledger.review import Review, review
from hocba_build.workflows.ledger.review_comment import brief, by_cell
from hocba_build.workflows.server.forge import post_review


@click.command(name="review")
@click.argument("branch", metavar="[NHÁNH]", required=False)
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.option("--markdown", is_flag=True, help="Dạng Markdown: từng ô, chỉ mã học sinh, không họ tên.")
@click.option(
    "--brief", "is_brief", is_flag=True, help="Markdown chỉ có mã và số lượng, không điểm: như khi --comment."
)
@click.option("--comment", is_flag=True, help="Ghi (hoặc ghi lại) một bình luận ở yêu cầu hợp nhất: mã và số lượng.")
@click.option("--names", is_flag=True, help="Kèm họ tên học sinh, chỉ ở cửa sổ lệnh.")
@click.option("--sealed", is_flag=True, help="Mở cả trang lí lịch đã mã hoá; cần khoá của văn phòng.")
@click.option("--no-fetch", is_flag=True, help="Không hỏi máy chủ, chỉ xem những gì đã lấy về.")
@click.pass_obj
def command(
    directory: Path, /, branch: str | None, *, comment: bool, names: bool, no_fetch: bool, **form: bool
) -> None:
    """Xem một đề xuất: từng ô cũ → mới, kết quả nào đổi theo, chữ kí và quyền có đúng không, ai duyệt được.

    Không nêu NHÁNH thì liệt kê các đề xuất đang chờ. Đề xuất không thể nhận thì kết thúc với mã 1.
    """
    if branch is None:
        list_waiting(directory, as_json=form["as_json"], fetch=not no_fetch)
        return
    found = review(directory, branch, sealed=form["sealed"], fetch=not no_fetch)
    if form["as_json"]:
        _document(found)
    elif form["markdown"] or form["is_brief"]:
        click.echo(by_cell(found) if form["markdown"] else brief(found), nl=False)
    elif not comment:
        for line in _text(found, _names(directory, found) if names else {}):
            click.echo(line)
    if comment:
        click.echo(f"  đã ghi bình luận: {post_review(directory, found).url}", err=True)
    if found.fault is not None:
        raise SystemExit(Exit.FINDINGS)


def _document(found: Review) -> None:
    fault, waiting = found.fault, found.waiting
    print_document(
        nhanh=found.branch,
        tac_gia=found.author,
        so_lan_ghi=found.commits,
        li_do=list(found.reasons),
        tep=list(found.compared.paths),
        o=[asdict(cell) for cell in found.compared.cells],
        anh_huong=[asdict(effect) for effect in found.compared.effects],
        giay_to=dict(sorted(found.papers.items())),
        nguoi_duyet=sorted(waiting.mergers) if waiting else [],
        con_thieu=[sorted(one) for one in waiting.missing] if waiting else [],
        loi=None if fault is None else {"code": fault.code, "path": fault.path, "message": fault.message},
    )


def _names(directory: Path, found: Review) -> Mapping[str, str]:
    pupils = [*(cell.pupil for cell in found.compared.cells), *(effect.pupil for effect in found.compared.effects)]
    return {str(pupil): name for pupil, name in names_of(directory, pupils, today()).items()}


def _text(found: Review, names: Mapping[str, str]) -> Iterator[str]:
    author = found.author or "không rõ của ai"
    yield f"{found.branch}: {author}, {len(found.compared.paths)} tệp, {len(found.compared.cells)} ô"
    yield from (f"  Lí do: {visible(reason)}" for reason in found.reasons)
    yield from _judged(found)
    path = ""
    for cell in found.compared.cells:
        if cell.path != path:
            path = cell.path
            yield path
        who = f"{cell.pupil or '–'} {names.get(cell.pupil, '')}".rstrip()
        yield visible(f"  {who}  {column_words(cell.column)}: {cell_value(cell.old)} → {cell_value(cell.new)}")
    yield from map(visible, _papers(found))
    if found.compared.effects:
        yield "Kết quả đổi theo"
    for one in found.compared.effects:
        who = f"{one.pupil} {names.get(one.pupil, '')}".rstrip()
        change = f"{value_words(one.figure, one.old)} → {value_words(one.figure, one.new)}"
        yield f"  {who}  {figure_words(one.figure)} ({one.year}): {change}"


def _judged(found: Review) -> Iterator[str]:
    if found.fault is not None:
        yield visible(f"  Chưa nhận được: {found.fault.code} {found.fault.message} {found.fault.path or ''}".rstrip())
    elif found.waiting is not None:
        yield f"  Chữ kí, quyền và tệp đều đúng; duyệt được: {', '.join(sorted(found.waiting.mergers)) or 'chưa ai'}"
        for group in found.waiting.missing:
            yield f"  Còn thiếu sự đồng ý của một trong: {', '.join(sorted(group))}"


def _papers(found: Review) -> Iterator[str]:
    """Files without cells, with what they say."""
    for path in _others(found):
        said = found.papers.get(path)
        yield f"{path}: {said}" if said else f"{path} (không phải tệp hồ sơ có ô)"


def _others(found: Review) -> list[str]:
    """Files that have no cells: statements, signatures, certificates."""
    shown = {cell.path for cell in found.compared.cells}
    return [path for path in found.compared.paths if path not in shown]
