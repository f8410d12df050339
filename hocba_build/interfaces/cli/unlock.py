"""``hocba unlock``: a locked year is opened in a scope, by decision."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from hocba_build.domain.values import PersonId, StudentId, YearId
from hocba_build.interfaces.cli.lock import tell
from hocba_build.workflows.ledger.lock import unlock
from hocba_build.workflows.ledger.lock_acts import Opening


@click.command(name="unlock")
@click.argument("year", metavar="NĂM_HỌC")
@click.option("--scope", "scope", multiple=True, metavar="TỆP", help="Tệp được sửa: records/… (nêu nhiều lần được).")
@click.option("--pupil", "pupils", multiple=True, metavar="MÃ", help="Chỉ sửa dòng của em này (nêu nhiều lần được).")
@click.option("--reason", metavar="LÍ_DO", help="Lí do mở sổ, không có họ tên học sinh.")
@click.option("--decision", metavar="SỐ", help="Số quyết định của hiệu trưởng.")
@click.option("--editor", "editors", multiple=True, metavar="A=B", help="A đã nghỉ, B sửa thay.")
@click.option("--signer", "signers", multiple=True, metavar="A=B", help="A đã nghỉ, B kí thay.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không kí, không gửi.")
@click.pass_obj
def command(
    directory: Path,
    /,
    year: str,
    scope: tuple[str, ...],
    reason: str | None,
    decision: str | None,
    *,
    dry_run: bool,
    **people: tuple[str, ...],
) -> None:
    """Mở một phần sổ đã khoá để sửa: quản trị hoặc phó hiệu trưởng chuẩn bị, hiệu trưởng chạy lại lệnh này để kí."""
    stand_ins = (_pairs(people["editors"]), _pairs(people["signers"]))
    pupils = tuple(StudentId(one) for one in people["pupils"])
    opening = Opening(scope, reason, *stand_ins, pupils) if scope and reason else None
    tell(unlock(directory, YearId(year), decision, opening, dry_run=dry_run), "mở", dry_run=dry_run)


def _pairs(told: Iterable[str]) -> dict[PersonId, PersonId]:
    pairs = [one.partition("=") for one in told]
    if any(not new for _, _, new in pairs):
        raise click.UsageError("--editor, --signer: A=B")
    return {PersonId(old): PersonId(new) for old, _, new in pairs}
