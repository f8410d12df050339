"""Rewrite files in canonical text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.findings import Finding
from hocba_build.records.faults import FaultyError
from hocba_build.records.fmt import fmt
from hocba_build.records.layout import parse_path
from hocba_build.records.reader import disk_source
from hocba_build.records.writes import write_files
from hocba_build.workflows.paths import repository_paths, require_records, selects


@dataclass(frozen=True, slots=True)
class FormatResult:
    """What was (or would be) rewritten, and what a person must mend first."""

    changed: tuple[str, ...]
    findings: tuple[Finding, ...]


def format_files(root: Path, paths: Sequence[Path] = (), *, dry_run: bool = False) -> FormatResult:
    """Rewrite every file, or those named, that is not canonical yet."""
    require_records(root)
    chosen = repository_paths(root, paths)
    source = disk_source(root)
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in source:
        place = parse_path(path)
        if place is None or (chosen and not selects(chosen, path)):
            continue
        try:
            raw = source[path]
        except FaultyError as error:
            findings.append(error.fault.at(path))
            continue
        written = fmt(place, raw)
        if isinstance(written, Finding):
            findings.append(written)
        elif written != raw:
            before[path], after[path] = raw, written
    if not dry_run:
        write_files(root, after, before)
    return FormatResult(tuple(after), tuple(findings))
