"""``hocba staff``: persons, roles and keys; each command makes a branch for the principal to accept."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from hocba_build.domain.people import Role
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.workflows.people import staff
from hocba_build.workflows.people.staff_list import Account, accounts

ROLES = click.Choice([role.value for role in Role])
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="staff")
def command() -> None:
    """Cán bộ, vai trò, khoá: mỗi lệnh là một đề xuất của quản trị, hiệu trưởng duyệt."""


@command.command(name="list")
@click.argument("person", metavar="[MÃ]", required=False)
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def list_(directory: Path, person: str | None, *, json_wanted: bool) -> None:
    """Ai giữ quyền gì từ bao giờ, khoá nào dùng lần cuối khi nào; theo sổ đã kiểm tra."""
    found = accounts(directory, person)
    if json_wanted:
        print_document(can_bo=[_account(one) for one in found])
        return
    for one in found:
        roles = ", ".join(f"{held.role.value} ({held.since:%d/%m/%Y})" for held in one.held)
        click.echo(f"{one.member.id}  {one.member.full_name}  {roles}")
        for key, entry, day in one.uses:
            used = f"{entry}, {day:%d/%m/%Y}" if day else "–"
            click.echo(f"  {key.fingerprint}  {key.status.value}  {used}")


def _account(one: Account) -> dict[str, object]:
    return {
        "ma": one.member.id,
        "ho_ten": one.member.full_name,
        "vai_tro": [
            {
                "vai_tro": held.role.value,
                "tu_ngay": held.since.isoformat(),
                "den_ngay": held.until.isoformat() if held.until else None,
            }
            for held in one.member.appointments
        ],
        "khoa": [
            {
                "van_tay": key.fingerprint,
                "trang_thai": key.status.value,
                "muc_cuoi": entry,
                "ngay_cuoi": day.isoformat() if day else None,
            }
            for key, entry, day in one.uses
        ],
    }


@command.command(name="add")
@click.argument("person", metavar="MÃ")
@click.option("--name", required=True, metavar="HỌ_TÊN")
@click.option("--role", required=True, type=ROLES, help="Vai trò đầu tiên.")
@click.option("--email", help="Địa chỉ ghi trong các lần kí.")
@click.option("--since", type=DAY, help="Từ ngày; mặc định hôm nay.")
@click.pass_obj
def add(directory: Path, person: str, name: str, role: str, email: str | None, since: datetime | None) -> None:
    """Thêm một người."""
    click.echo(staff.add(directory, person, name, Role(role), email, _day(since)))


@command.command(name="assign")
@click.argument("person", metavar="MÃ")
@click.argument("role", metavar="VAI_TRÒ", type=ROLES)
@click.option("--since", type=DAY, help="Từ ngày; mặc định hôm nay.")
@click.pass_obj
def assign(directory: Path, person: str, role: str, since: datetime | None) -> None:
    """Giao thêm một vai trò."""
    click.echo(staff.assign(directory, person, Role(role), _day(since)))


@command.command(name="end")
@click.argument("person", metavar="MÃ")
@click.argument("role", metavar="[VAI_TRÒ]", type=ROLES, required=False)
@click.option("--until", type=DAY, help="Ngày cuối; mặc định hôm nay.")
@click.pass_obj
def end(directory: Path, person: str, role: str | None, until: datetime | None) -> None:
    """Thôi một vai trò; không nêu thì mọi vai trò."""
    click.echo(staff.end(directory, person, Role(role) if role else None, _day(until)))


@command.group(name="key")
def key() -> None:
    """Khoá của cán bộ."""


@key.command(name="add")
@click.argument("person", metavar="MÃ")
@click.argument("certificate", metavar="TỆP.asc", type=FILE)
@click.option("--binding", required=True, type=FILE, help="Chữ kí xác nhận của chính khoá ấy (hocba join tạo ra).")
@click.option("--older", type=FILE, help="Chữ kí xác nhận bằng khoá cũ còn dùng của người ấy.")
@click.option("--replaces", metavar="VÂN_TAY", help="Khoá đã mất, thôi dùng luôn trong đề xuất này.")
@click.pass_obj
def key_add(
    directory: Path, person: str, certificate: Path, binding: Path, older: Path | None, replaces: str | None
) -> None:
    """Ghi một khoá mới."""
    old = older.read_bytes() if older else None
    lost = replaces.lower() if replaces else None
    click.echo(staff.key_add(directory, person, certificate.read_bytes(), binding.read_bytes(), old, lost))


@key.command(name="renew")
@click.argument("person", metavar="MÃ")
@click.argument("certificate", metavar="TỆP.asc", type=FILE)
@click.pass_obj
def key_renew(directory: Path, person: str, certificate: Path) -> None:
    """Gia hạn: gộp chứng thư mới vào chứng thư đang có."""
    click.echo(staff.key_renew(directory, person, certificate.read_bytes()))


@key.command(name="revoke")
@click.argument("person", metavar="MÃ")
@click.argument("fingerprint", metavar="VÂN_TAY")
@click.pass_obj
def key_revoke(directory: Path, person: str, fingerprint: str) -> None:
    """Thôi dùng một khoá; việc đã kí vẫn đứng."""
    click.echo(staff.key_revoke(directory, person, fingerprint.lower()))


@key.command(name="distrust")
@click.argument("person", metavar="MÃ")
@click.argument("fingerprint", metavar="VÂN_TAY")
@click.option("--from", "entry", required=True, type=click.IntRange(0), metavar="MỤC", help="Từ mục nào của sổ.")
@click.pass_obj
def key_distrust(directory: Path, person: str, fingerprint: str, entry: int) -> None:
    """Khoá đã lộ: các mục kí bằng khoá này từ MỤC trở đi phải xác nhận lại."""
    click.echo(staff.key_distrust(directory, person, fingerprint.lower(), entry))


def _day(told: datetime | None) -> date | None:
    return told.date() if told else None
