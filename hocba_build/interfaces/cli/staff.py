"""``hocba staff``: persons, roles and keys; each command makes a branch for the principal to accept."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from hocba_build.domain.people import Role
from hocba_build.domain.school import Deputy
from hocba_build.domain.values import ClassId, PersonId, SubjectId
from hocba_build.interfaces.cli.answers import DAY as ANY_DAY
from hocba_build.interfaces.cli.answers import report, writing
from hocba_build.interfaces.cli.findings import print_document
from hocba_build.interfaces.cli.staff_accounts import document_of, lines_of
from hocba_build.workflows.clock import today
from hocba_build.workflows.people import staff
from hocba_build.workflows.people.deputies import deputize, relieve
from hocba_build.workflows.people.request import KeyRequest, read_request
from hocba_build.workflows.people.staff_list import accounts

ROLES = click.Choice([role.value for role in Role])
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không kí, không gửi.")


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
        print_document(can_bo=[document_of(one) for one in found])
        return
    for one in found:
        for line in lines_of(one):
            click.echo(line)


@command.command(name="add")
@click.argument("person", metavar="MÃ")
@click.option("--name", required=True, metavar="HỌ_TÊN")
@click.option("--role", required=True, type=ROLES, help="Vai trò đầu tiên.")
@click.option("--email", help="Địa chỉ ghi trong các lần kí.")
@click.option("--since", type=DAY, help="Từ ngày; mặc định hôm nay.")
@click.option("--request", type=FILE, help="Tệp xin ghi khoá của người ấy: ghi cả người và khoá trong một đề xuất.")
@DRY_RUN
@click.pass_obj
def add(  # noqa: PLR0913 - one parameter an option
    directory: Path,
    person: str,
    *,
    name: str,
    role: str,
    email: str | None,
    since: datetime | None,
    request: Path | None,
    dry_run: bool,
) -> None:
    """Thêm một người."""
    told = read_request(request.read_bytes()) if request else None
    if told is not None and told.person != person:
        raise click.UsageError(f"Tệp xin ghi khoá là của {told.person}, không phải của {person}.")
    new = staff.NewPerson(person, name, Role(role), email, _day(since), told)
    _tell(staff.add(directory, new, dry_run=dry_run))


@command.command(name="assign")
@click.argument("person", metavar="MÃ")
@click.argument("role", metavar="VAI_TRÒ", type=ROLES)
@click.option("--since", type=DAY, help="Từ ngày; mặc định hôm nay.")
@DRY_RUN
@click.pass_obj
def assign(directory: Path, person: str, role: str, *, since: datetime | None, dry_run: bool) -> None:
    """Giao thêm một vai trò."""
    _tell(staff.assign(directory, person, Role(role), _day(since), dry_run=dry_run))


@command.command(name="end")
@click.argument("person", metavar="MÃ")
@click.argument("role", metavar="[VAI_TRÒ]", type=ROLES, required=False)
@click.option("--until", type=DAY, help="Ngày cuối; mặc định hôm nay.")
@DRY_RUN
@click.pass_obj
def end(directory: Path, person: str, role: str | None, *, until: datetime | None, dry_run: bool) -> None:
    """Thôi một vai trò; không nêu thì mọi vai trò."""
    _tell(staff.end(directory, person, Role(role) if role else None, _day(until), dry_run=dry_run))


@command.command(name="deputy")
@click.argument("person", metavar="MÃ")
@click.option("--for", "other", metavar="MÃ", help="Thay cho ai.")
@click.option("--class", "class_id", metavar="LỚP", help="Chỉ ở một lớp.")
@click.option("--subject", metavar="MÔN", help="Chỉ một môn; không nêu thì cả việc chủ nhiệm.")
@click.option("--since", type=ANY_DAY, help="Từ ngày; mặc định hôm nay.")
@click.option("--until", type=ANY_DAY, help="Dự kiến đến ngày.")
@click.option("--reason", metavar="LÍ_DO", help="Lí do ngắn gọn.")
@click.option("--year", metavar="NĂM_HỌC", help="Năm học; không nêu thì là năm mới nhất.")
@click.option("--end", "number", type=click.IntRange(1), metavar="SỐ_MỤC", help="Thôi dạy thay: dòng thứ mấy của MÃ.")
@writing
@click.pass_obj
def deputy(directory: Path, /, person: str, *, dry_run: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Cử người dạy thay, chủ nhiệm thay (hoặc thôi): sửa bảng phân công, gửi bằng hocba propose."""
    if told["number"]:
        outcome = relieve(directory, PersonId(person), told["number"], told["year"], dry_run=dry_run)
    else:
        outcome = deputize(directory, _deputy(person, told), told["year"], dry_run=dry_run)
    report(outcome, json_wanted=json_wanted, nguoi=person)


def _deputy(person: str, told: dict[str, Any]) -> Deputy:
    if not told["other"]:
        raise click.UsageError("Nêu thay cho ai: --for MÃ.")
    return Deputy(
        person=PersonId(person),
        stands_in_for=PersonId(told["other"]),
        since=told["since"] or today(),
        until=told["until"],
        class_id=ClassId(told["class_id"].lower()) if told["class_id"] else None,
        subject=SubjectId(told["subject"]) if told["subject"] else None,
        reason=told["reason"],
    )


@command.group(name="key")
def key() -> None:
    """Khoá của cán bộ."""


@key.command(name="add")
@click.argument("person", metavar="MÃ")
@click.argument("certificate", metavar="TỆP.asc", type=FILE)
@click.option("--binding", required=True, type=FILE, help="Chữ kí xác nhận của chính khoá ấy (hocba join tạo ra).")
@click.option("--older", type=FILE, help="Chữ kí xác nhận bằng khoá cũ còn dùng của người ấy.")
@click.option("--replaces", metavar="VÂN_TAY", help="Khoá đã mất, thôi dùng luôn trong đề xuất này.")
@DRY_RUN
@click.pass_obj
def key_add(
    directory: Path,
    person: str,
    certificate: Path,
    *,
    binding: Path,
    older: Path | None,
    replaces: str | None,
    dry_run: bool,
) -> None:
    """Ghi một khoá mới."""
    old = older.read_bytes() if older else None
    lost = replaces.lower() if replaces else None
    request = KeyRequest(person, certificate.read_bytes(), binding.read_bytes(), old)
    _tell(staff.key_add(directory, person, request, lost, dry_run=dry_run))


@key.command(name="renew")
@click.argument("person", metavar="MÃ")
@click.argument("certificate", metavar="TỆP.asc", type=FILE)
@DRY_RUN
@click.pass_obj
def key_renew(directory: Path, person: str, certificate: Path, *, dry_run: bool) -> None:
    """Gia hạn: gộp chứng thư mới vào chứng thư đang có."""
    _tell(staff.key_renew(directory, person, certificate.read_bytes(), dry_run=dry_run))


@key.command(name="revoke")
@click.argument("person", metavar="MÃ")
@click.argument("fingerprint", metavar="VÂN_TAY")
@DRY_RUN
@click.pass_obj
def key_revoke(directory: Path, person: str, fingerprint: str, *, dry_run: bool) -> None:
    """Thôi dùng một khoá; việc đã kí vẫn đứng."""
    _tell(staff.key_revoke(directory, person, fingerprint.lower(), dry_run=dry_run))


@key.command(name="distrust")
@click.argument("person", metavar="MÃ")
@click.argument("fingerprint", metavar="VÂN_TAY")
@click.option("--from", "entry", required=True, type=click.IntRange(0), metavar="MỤC", help="Từ mục nào của sổ.")
@DRY_RUN
@click.pass_obj
def key_distrust(directory: Path, person: str, fingerprint: str, entry: int, *, dry_run: bool) -> None:
    """Khoá đã lộ: các mục kí bằng khoá này từ MỤC trở đi phải xác nhận lại."""
    _tell(staff.key_distrust(directory, person, fingerprint.lower(), entry, dry_run=dry_run))


def _tell(done: staff.StaffAct) -> None:
    """The branch for a script; what is foreseen, and what stands in the way, for a person."""
    if done.branch:
        click.echo(done.branch)
    else:
        for path in done.compared.paths:
            click.echo(path)
        click.echo(f"  {done.title}. Người duyệt được: {', '.join(done.reviewers) or 'không ai'}.", err=True)
    if done.in_the_way:
        click.echo(f"  → Đang chờ duyệt, cùng tệp: {', '.join(done.in_the_way)}. Duyệt xong hãy làm tiếp.", err=True)


def _day(told: datetime | None) -> date | None:
    return told.date() if told else None
