"""What the registrar's commands have in common: days as people write them, and what a change came to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.moments import typed_day
from hocba_build.interfaces.cli.findings import as_json, print_document, print_findings
from hocba_build.interfaces.cli.voice import say
from hocba_build.workflows.changes import NEXT, Outcome

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day: ``2026-01-31``, or ``31/01/2026`` as on paper."""

    name = "ngày"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a sentence that says how to write one."""
        if isinstance(value, date):
            return value
        found = typed_day(str(value))
        if found is None:
            self.fail(f"«{str(value).strip()}» không phải một ngày; ghi như 2026-01-31 hoặc 31/01/2026.", param, ctx)
        return found


DAY = Day()


def writing(command: Command) -> Command:
    """The options of every command that changes files."""
    command = click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")(command)
    return click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")(command)


def report(outcome: Outcome, *, json_wanted: bool, **more: object) -> None:
    """Say what changed, what was found, and what comes next; a change that was refused ends with status 1."""
    if json_wanted:
        findings = [as_json(finding) for finding in outcome.findings]
        print_document(**more, tep=list(outcome.files), da_ghi=outcome.written, findings=findings)
    else:
        for path in outcome.files:
            click.echo(path)
        print_findings(outcome.findings, "text")
        click.echo(say(ending(outcome)), err=True)
    if outcome.refused:
        raise SystemExit(Exit.FINDINGS)


def ending(outcome: Outcome) -> str:
    """What comes next, or why nothing was written."""
    if outcome.refused:
        return "Không ghi gì: hồ sơ sẽ sai ở những chỗ trên. Sửa lại lệnh, hoặc sửa hồ sơ trước."
    if outcome.written:
        return NEXT
    return "Xem trước, chưa ghi gì." if outcome.files else "Không có gì thay đổi."
