"""``hocba root``: who keeps the root of trust, and how it changes."""

from __future__ import annotations

from pathlib import Path

import click

from hocba_build.domain.people import Role
from hocba_build.domain.values import PersonId
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.trust.kinds import Paper
from hocba_build.workflows.ledger.root import accept_authority, print_sheet, show_root, sign_root
from hocba_build.workflows.ledger.root_change import RootProposed, RootWish, change_root

SEATS = {"principal": Role.HIEU_TRUONG, "council": Role.HOI_DONG, "authority": Role.SO_GDDT}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="root")
def command() -> None:
    """Gốc tin cậy: ai giữ, đổi người, đổi khoá; nơi cấp mốc thời gian, chứng thư kí số mà trường tin."""


@command.command(name="show")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def show(directory: Path, *, as_json: bool) -> None:
    """Người giữ gốc, khoá, ngưỡng, các nơi cấp mốc thời gian và chứng thư kí số."""
    found = show_root(directory)
    rows = [{"ma": p, "ho_ten": found.names.get(p), "van_tay": key} for p, key in found.root.keys.items()]
    if as_json:
        accepted = {"noi_cap": list(found.authorities), "noi_cap_chung_thu": list(found.issuers)}
        print_document(so=found.root.number, nguong=found.root.threshold, nguoi=rows, **accepted)
        return
    click.echo(f"Tờ gốc số {found.root.number}: {found.root.threshold} trong {len(rows)} người cùng quyết định.")
    for row in rows:
        click.echo(f"  {row['ma']}  {row['ho_ten'] or ''}  {row['van_tay']}")
    click.echo(f"Nơi cấp mốc thời gian: {', '.join(found.authorities) or 'chưa có'}.")
    click.echo(f"Nơi cấp chứng thư kí số: {', '.join(found.issuers) or 'chưa có'}.")


@command.command(name="change")
@click.option("--principal", metavar="MÃ[=HỌ_TÊN]", help="Hiệu trưởng mới.")
@click.option("--council", metavar="MÃ[=HỌ_TÊN]", help="Đại diện hội đồng trường mới.")
@click.option("--authority", metavar="MÃ[=HỌ_TÊN]", help="Đại diện Sở GDĐT mới.")
@click.option(
    "--cert",
    "certificates",
    multiple=True,
    metavar="MÃ=TỆP.asc",
    help="Khoá mới của một người giữ gốc; tệp .xac-nhan.asc (hocba join) để cạnh nó.",
)
@click.option("--threshold", type=click.IntRange(2), metavar="SỐ", help="Ngưỡng mới: bao nhiêu người cùng quyết định.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def change(
    directory: Path, /, certificates: tuple[str, ...], threshold: int | None, *, as_json: bool, **told: str | None
) -> None:
    """Đổi gốc tin cậy: người kế nhiệm giữ chỗ, hoặc khoá mới; một người giữ gốc làm và kí, người khác kí rồi duyệt.

    Cần đủ chữ kí của người giữ gốc cũ và mới, theo ngưỡng của mỗi bên. Người thôi giữ gốc thôi luôn vai trò ấy.
    """
    seats = {SEATS[option]: _person(value) for option, value in told.items() if value}
    files = {PersonId(person): Path(file) for person, _, file in (one.partition("=") for one in certificates)}
    missing = next((file for file in files.values() if not file.is_file()), None)
    if missing is not None:
        raise click.BadParameter(str(missing), param_hint="--cert")
    _tell(change_root(directory, RootWish(seats, files, threshold)), as_json=as_json)


@command.command(name="sign")
@click.argument("branch", metavar="NHÁNH")
@click.option("--add", "brought", type=FILE, help="Thêm chữ kí mà người mới đã gửi (tệp SỐ.MÃ.asc).")
@click.option(
    "-o",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Nơi ghi chữ kí của người chưa có trong gốc cũ.",
)
@click.option("--dry-run", is_flag=True, help="Chỉ xem tờ gốc mới, không kí.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def sign(directory: Path, branch: str, brought: Path | None, folder: Path, *, dry_run: bool, as_json: bool) -> None:
    """Kí tờ gốc mới của một nhánh. Người mới vào gốc nhận một tệp chữ kí để gửi cho người giữ gốc cũ thêm vào."""
    made = sign_root(directory, branch, folder, brought, dry_run=dry_run)
    _tell(made.proposed, as_json=as_json)
    if made.file is not None and not as_json:
        click.echo(f"  → Gửi cho một người giữ gốc cũ: {made.file}; người ấy chạy lệnh này với --add.", err=True)


@command.command(name="sheet")
@click.option(
    "-o", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Tệp tờ gốc, để in và cất."
)
@click.pass_obj
def sheet(directory: Path, file: Path) -> None:
    """Ghi tờ gốc với những người giữ gốc hiện nay: in ra, các bên kí và giữ thay tờ cũ. Tờ cũ vẫn kiểm tra được."""
    root = print_sheet(directory, file)
    click.echo(str(file))
    click.echo(f"  tờ số {root.number}: {', '.join(root.keys)}", err=True)


@command.command(name="tsa")
@click.argument("name", metavar="TÊN")
@click.argument("chain", metavar="TỆP.pem", type=FILE)
@click.pass_obj
def tsa(directory: Path, name: str, chain: Path) -> None:
    """Nhận một nơi cấp mốc thời gian: chuỗi chứng thư của nơi ấy, do hai người giữ gốc đưa vào sổ.

    Địa chỉ của nơi cấp ghi ở moc_thoi_gian trong records/truong.yaml.
    """
    click.echo(accept_authority(directory, name, chain))


@command.command(name="ca")
@click.argument("name", metavar="TÊN")
@click.argument("chain", metavar="TỆP.pem", type=FILE)
@click.pass_obj
def authority(directory: Path, name: str, chain: Path) -> None:
    """Nhận một nơi cấp chứng thư kí số (CA): chuỗi chứng thư của nơi ấy, do hai người giữ gốc đưa vào sổ.

    hocba verify-pdf chỉ tin con dấu và chữ kí số có chứng thư do các nơi này cấp.
    """
    click.echo(accept_authority(directory, name, chain, Paper.CA))


def _person(told: str) -> tuple[PersonId, str]:
    person, _, name = told.partition("=")
    return PersonId(person), name


def _tell(made: RootProposed, *, as_json: bool) -> None:
    if as_json:
        rows = [{"ma": person, "van_tay": key} for person, key in made.persons.items()]
        print_document(nhanh=made.branch, so=made.number, nguong=made.threshold, nguoi=rows, da_ki=list(made.signed))
        return
    click.echo(made.branch)
    for person, key in made.persons.items():
        click.echo(f"  {person}  {key}", err=True)
    click.echo(
        f"  tờ gốc số {made.number}, ngưỡng {made.threshold}; đã kí: {', '.join(made.signed) or 'chưa ai'}", err=True
    )
