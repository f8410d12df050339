"""``hocba hook``: enforcement at the server."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from hocba_build.domain.errors import Exit, HocbaError, RefusedError
from hocba_build.domain.findings import Severity
from hocba_build.interfaces.cli.findings import print_findings
from hocba_build.workflows.server.hook import pre_receive, staged_faults, updates
from hocba_build.workflows.server.hook_install import install


@click.group(name="hook")
def command() -> None:
    """Hook của máy chủ và của máy mình: chỉ nhận điều kiểm tra được."""


@command.command(name="pre-receive")
def receive() -> None:
    """Xét một lần đẩy; Git gọi lệnh này, không gọi tay."""
    quarantine = os.environ.get("GIT_QUARANTINE_PATH") or os.environ.get("GIT_OBJECT_DIRECTORY")
    git = Path(os.environ.get("GIT_DIR", ".")).resolve()
    try:
        lines = sys.stdin.readlines()
        place = Path(quarantine) if quarantine else None
        # Forgejo and Gitea say so in the environment, which nobody can set from outside of the server.
        by_forge = os.environ.get("GITEA_INTERNAL_PUSH") == "true"
        pre_receive(git, place, updates(lines), int(time.time()), by_forge=by_forge)
    except HocbaError:
        raise
    except Exception as error:  # in doubt, refuse: nothing unexpected may open the door
        raise RefusedError(f"Chưa xét được lần đẩy này: {type(error).__name__}.", "Báo quản trị máy chủ.") from error


@command.command(name="pre-commit")
@click.pass_obj
def commit(directory: Path) -> None:
    """Kiểm tra các tệp sắp ghi ở máy mình; Git gọi lệnh này."""
    faults = staged_faults(directory)
    print_findings(faults, "text")
    if any(fault.severity is Severity.ERROR for fault in faults):
        raise SystemExit(Exit.FINDINGS)


@command.command(name="install")
@click.argument("repository", metavar="KHO", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--root", "sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Tờ gốc của trường."
)
def put(repository: Path, sheet: Path | None) -> None:
    """Đặt hook pre-receive vào kho trống (bare) của máy chủ, hoặc pre-commit vào kho ở máy mình.

    Kho của máy chủ còn được đặt: một lần đẩy nhiều nhất 256 MiB, đối tượng hỏng không nhận, nhánh đổi lúc nào cũng ghi.
    Kho của Forgejo, Gitea: hook nằm thêm trong pre-receive.d, hook của máy chủ giữ nguyên.
    """
    made = install(repository, sheet)
    click.echo(made.hook)
    if made.server and not made.anchored:
        click.echo("  → Nên đặt kèm tờ gốc: --root goc-tin-cay.yaml", err=True)
