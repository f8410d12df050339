"""How findings look: for people, for a forge's annotations, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from hocba_build.domain.findings import Finding, Severity
from hocba_build.interfaces.cli.english import TITLES
from hocba_build.interfaces.cli.voice import english, quiet, say

SCHEMA_VERSION = 1
MOST_NAMED = 5
"""Files told one by one; a longer list is for ``check``."""


def as_text(finding: Finding) -> str:
    """``path:line: CODE sentence``."""
    place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
    note = f" ({say('lưu ý')})" if finding.severity is Severity.WARNING else ""
    return f"{visible(place)}: {finding.code}{note} {visible(_sentence(finding))}"


def _sentence(finding: Finding) -> str:
    """The finding's sentence, in English behind what its code stands for."""
    title = TITLES.get(finding.code) if english() else None
    return f"{title} – {finding.message}" if title else finding.message


def as_github(finding: Finding) -> str:
    """A workflow command that a forge shows beside the line."""
    level = "warning" if finding.severity is Severity.WARNING else "error"
    line = "" if finding.line is None else f",line={finding.line}"
    message = _escaped(_sentence(finding))
    return f"::{level} file={_property(finding.path)}{line},title={finding.code}::{message}"


def visible(text: str) -> str:
    """Text that cannot command a terminal, whatever a file's name holds."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_json(finding: Finding) -> dict[str, Any]:
    """The fixed shape of a finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "pointer": finding.pointer,
        "message": finding.message,
    }


def print_findings(findings: Iterable[Finding], style: str) -> None:
    """One line a finding, on stdout; ``-q`` leaves out what only asks for attention."""
    line = as_github if style == "github" else as_text
    for finding in findings:
        if finding.severity is Severity.ERROR or not quiet():
            click.echo(line(finding))


def tell_unread(paths: Sequence[str]) -> None:
    """Say on stderr which files were left out of what was made; ``-q`` does not silence it."""
    if not paths:
        return
    sentence = say("hocba: {count} tệp có lỗi nên không được đọc, kết quả thiếu phần của chúng:")
    click.echo(sentence.format(count=len(paths)), err=True)
    for path in paths[:MOST_NAMED]:
        click.echo(f"  {visible(path)}", err=True)
    if len(paths) > MOST_NAMED:
        click.echo("  …", err=True)
    click.echo(say("  → Chạy hocba check để biết lỗi rồi sửa."), err=True)


def print_document(**fields: object) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps({"schema_version": SCHEMA_VERSION, **fields}, ensure_ascii=False, indent=1))
