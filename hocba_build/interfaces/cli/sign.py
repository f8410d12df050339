"""``hocba sign``: year-end sign-offs."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.values import YearId
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.workflows.ledger.board import year_of
from hocba_build.workflows.ledger.sign_off import sign


@click.command(name="sign")
@click.argument("scopes", metavar="[PHẠM_VI]…", nargs=-1)
@click.option("--year", metavar="NĂM_HỌC", help="Mặc định: năm học cũ nhất chưa khoá.")
@click.option("--as", "role", type=click.Choice(["bo-mon", "chu-nhiem", "lanh-dao"]), help="Chỉ kí với tư cách này.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ kí gì, còn thiếu gì.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(
    directory: Path, scopes: tuple[str, ...], year: str | None, role: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Kí xác nhận cuối năm: mọi phần đến lượt mình, hoặc các PHẠM_VI nêu ra (6a1/toan, 6a1)."""
    made = sign(directory, YearId(year) if year else year_of(directory), scopes, role, dry_run=dry_run)
    waiting = {scope: sorted(persons) for scope, persons in made.waiting.items()}
    if as_json:
        rows = [{"vai_tro": role, "pham_vi": scope, "thay": absent} for role, scope, absent in made.scopes]
        lacking = dict(made.unfinished)
        print_document(nhanh=made.branch or None, da_ki=rows, con_cho=waiting, chua_du=lacking)
        return
    if made.branch:
        click.echo(made.branch)
    for held, scope, absent in made.scopes:
        instead = f", thay {absent}" if absent else ""
        click.echo(f"  {'đã kí' if made.branch else 'sẽ kí'} {scope} ({held}{instead})", err=True)
    for scope, lack in made.unfinished.items():
        click.echo(f"  LƯU Ý: {scope} chưa nhập đủ ({lack}); chữ kí xác nhận cả phần còn trống", err=True)
    if made.unfinished and made.branch:
        click.echo(f"  → Kí nhầm thì rút lại: hocba withdraw {made.branch}", err=True)
    for scope, persons in waiting.items():
        click.echo(f"  chưa đến lượt: {scope} chờ {', '.join(persons)}", err=True)
