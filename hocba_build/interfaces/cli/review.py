"""``hocba review``: a proposal cell by cell, for its reviewer or for a forge's comment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.workflows.review import Review, review

SHOWN = 200
"""Rows that a forge's comment holds; the rest is counted."""


@click.command(name="review")
@click.argument("branch", metavar="NHÁNH")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.option("--markdown", is_flag=True, help="Dạng Markdown cho trang đề xuất: chỉ mã học sinh, không họ tên.")
@click.option("--sealed", is_flag=True, help="Mở cả trang lí lịch đã mã hoá; cần khoá của văn phòng.")
@click.pass_obj
def command(directory: Path, branch: str, *, as_json: bool, markdown: bool, sealed: bool) -> None:
    """Xem một đề xuất: từng ô cũ → mới, và kết quả nào đổi theo."""
    found = review(directory, branch, sealed=sealed)
    if as_json:
        print_document(
            nhanh=found.branch,
            tac_gia=found.author,
            so_lan_ghi=found.commits,
            li_do=list(found.reasons),
            tep=list(found.compared.paths),
            o=[asdict(cell) for cell in found.compared.cells],
            anh_huong=[asdict(effect) for effect in found.compared.effects],
        )
        return
    for line in _markdown(found) if markdown else _text(found):
        click.echo(line)


def _text(found: Review) -> Iterator[str]:
    yield f"{found.branch}: {found.author}, {len(found.compared.paths)} tệp, {len(found.compared.cells)} ô"
    for reason in found.reasons:
        yield f"  Lí do: {visible(reason)}"
    path = ""
    for cell in found.compared.cells:
        if cell.path != path:
            path = cell.path
            yield path
        yield visible(f"  {cell.pupil or '–'}  {cell.column}: {cell.old or '–'} → {cell.new or '–'}")
    yield from (f"{path} (không phải tệp hồ sơ có ô)" for path in _others(found))
    if found.compared.effects:
        yield "Kết quả đổi theo"
    for effect in found.compared.effects:
        yield f"  {effect.pupil}  {effect.figure} ({effect.year}): {effect.old or '–'} → {effect.new or '–'}"


def _others(found: Review) -> list[str]:
    """Files that have no cells: statements, signatures, certificates."""
    shown = {cell.path for cell in found.compared.cells}
    return [path for path in found.compared.paths if path not in shown]


def _markdown(found: Review) -> Iterator[str]:
    """Ids and figures of scores only: remarks and names stay in the repository."""
    counted = Counter(cell.path for cell in found.compared.cells)
    yield f"### Đề xuất `{found.branch}`"
    yield f"Tác giả `{found.author}` · {len(found.compared.paths)} tệp · {len(found.compared.cells)} ô thay đổi"
    yield ""
    yield from (f"- `{path}`: {counted.get(path, 0)} ô" for path in found.compared.paths)
    rows = [cell for cell in found.compared.cells if cell.pupil and _is_figure(cell.old) and _is_figure(cell.new)]
    if rows:
        yield from ("", "| Học sinh | Cột | Cũ | Mới |", "|---|---|---|---|")
        yield from (f"| {c.pupil} | {c.column} | {c.old or '–'} | {c.new or '–'} |" for c in rows[:SHOWN])
    if found.compared.effects:
        yield from ("", "| Học sinh | Kết quả | Cũ | Mới |", "|---|---|---|---|")
        effects = found.compared.effects[:SHOWN]
        yield from (f"| {e.pupil} | {e.figure} | {e.old or '–'} | {e.new or '–'} |" for e in effects)
    left = max(len(rows) - SHOWN, 0) + max(len(found.compared.effects) - SHOWN, 0)
    if left:
        yield from ("", f"… và {left} dòng nữa: `hocba review {found.branch}`")


def _is_figure(value: str | None) -> bool:
    """A score or one of the fixed words; free text may hold a name."""
    return value is None or value in ("dat", "chua_dat", "tot", "kha") or value.replace(".", "", 1).isdigit()
