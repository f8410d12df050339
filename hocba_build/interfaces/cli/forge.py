"""``hocba forge``: what a forge (GitHub, GitLab, Forgejo, Gitea) can do around the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from hocba_build.interfaces.cli.findings import print_document
from hocba_build.workflows.ledger.pushed import Pushed
from hocba_build.workflows.server.forge import Opened, announce, open_requests
from hocba_build.workflows.server.forge_issues import FOLDERS, write_issue_templates
from hocba_build.workflows.server.forge_workflows import PLACES, RUNNER, write_workflows


@click.group(name="forge")
def command() -> None:
    """Trang web của máy chủ (GitHub, GitLab, Forgejo, Gitea): yêu cầu hợp nhất, tệp chạy tự động.

    Địa chỉ lấy từ origin. Máy chủ riêng thì đặt một lần: git config hocba.forge gitlab (và hocba.forgeUrl nếu trang web
    ở địa chỉ khác). Mã truy cập nằm trong biến HOCBA_FORGE_TOKEN, không bao giờ ghi vào tệp hay lệnh.
    """


@command.command(name="open")
@click.argument("branches", metavar="NHÁNH…", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def opening(directory: Path, branches: tuple[str, ...], *, as_json: bool) -> None:
    """Mở yêu cầu hợp nhất cho các nhánh đề xuất đã đẩy lên (đang mở thì giữ nguyên)."""
    opened = open_requests(directory, branches)
    if as_json:
        rows = [{"nhanh": branch, "yeu_cau": request_document(Opened(one))} for branch, one in opened.items()]
        print_document(yeu_cau=rows)
        return
    for branch, one in opened.items():
        click.echo(f"{one.url or one.number} {branch}")


@command.command(name="workflows")
@click.argument("kind", metavar="LOẠI", type=click.Choice(sorted(PLACES)))
@click.option("--runner", default=RUNNER, show_default=True, metavar="NHÃN", help="Máy chạy của trường.")
@click.option("--dry-run", is_flag=True, help="In ra, không ghi tệp.")
@click.pass_obj
def workflows(directory: Path, kind: str, runner: str, *, dry_run: bool) -> None:
    """Viết tệp chạy tự động cho kho của trường: kiểm tra hồ sơ, kiểm tra lịch sử, tóm tắt mỗi đề xuất.

    LOẠI là github, gitlab, forgejo hoặc gitea. Ghi vào cây làm việc; quản trị đề xuất tệp ấy, hiệu trưởng duyệt.
    """
    made = write_workflows(directory, kind, runner, dry_run=dry_run)
    if dry_run:
        click.echo(made.text, nl=False)
        return
    click.echo(made.path)
    if made.changed:
        click.echo(f'  → hocba propose {made.path} -m "Tệp chạy tự động của máy chủ."', err=True)
        click.echo("  → Đặt biến HOCBA_GOC của kho là nội dung tệp goc-tin-cay.yaml.", err=True)
    else:
        click.echo("  Tệp đã đúng như bản này của chương trình.", err=True)


@command.command(name="issues")
@click.argument("kind", metavar="LOẠI", type=click.Choice(sorted(FOLDERS)))
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@click.pass_obj
def issues(directory: Path, kind: str, *, dry_run: bool) -> None:
    """Viết mẫu báo sự cố bằng tiếng Việt cho trang web của máy chủ: mất khoá, sai số liệu, sự cố, xin quyền.

    LOẠI là github, gitlab, forgejo hoặc gitea. Quản trị đề xuất các tệp ấy, hiệu trưởng duyệt.
    """
    made = write_issue_templates(directory, kind, dry_run=dry_run)
    for path in made.texts:
        click.echo(path)
    if made.changed and not dry_run:
        click.echo(f'  → hocba propose {" ".join(made.changed)} -m "Mẫu báo sự cố."', err=True)
    elif not made.changed:
        click.echo("  Các tệp đã đúng như bản này của chương trình.", err=True)


def request_document(opened: Opened) -> dict[str, Any] | None:
    """A request as JSON: number and address, or why there is none; ``null`` where the server has no requests."""
    if opened.request is not None:
        return {"so": opened.request.number, "dia_chi": opened.request.url, "vi_sao_khong": None}
    return {"so": None, "dia_chi": None, "vi_sao_khong": opened.why_not} if opened.why_not else None


def tell_pushed(pushed: Iterable[Pushed]) -> None:
    """Open a request for each branch that an act has pushed, and say so."""
    for one in pushed:
        tell_request(announce(one.desk.repository, one.branch, one.paths))


def tell_request(opened: Opened) -> None:
    """Say on stderr what became of a request."""
    if opened.request is not None:
        click.echo(f"  yêu cầu hợp nhất: {opened.request.url or opened.request.number}", err=True)
    elif opened.why_not:
        click.echo(f"  nhánh đã đẩy lên; chưa mở yêu cầu hợp nhất: {opened.why_not}", err=True)
        click.echo(f"  → {opened.hint}", err=True)
