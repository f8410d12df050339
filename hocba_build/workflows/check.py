"""Check a school's files: each by itself, then the rules across files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hocba_build.domain.findings import Finding, Severity
from hocba_build.records.cache import Cache, tree_key
from hocba_build.records.checks import run_checks
from hocba_build.records.layout import parse_path
from hocba_build.records.packed import pack_findings
from hocba_build.records.reader import Gathered, Reading, Source, disk_source, gather, in_order, read_gathered
from hocba_build.records.strict_yaml import lines_of, nearest
from hocba_build.workflows.paths import repository_paths, require_records, selects


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How many files were looked at, and what is wrong with them."""

    files: int
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are more than warnings."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def failed(self) -> bool:
        """Whether anything but warnings was found."""
        return self.errors > 0


def check(root: Path, paths: Sequence[Path] = (), *, state: Path | None = None) -> CheckResult:
    """Check a working tree; with ``paths``, tell only of these files (all are read, since rules join them)."""
    require_records(root)
    source = disk_source(root)
    return told_of(root, paths, source, check_source(source, Cache(state) if state is not None else None))


def told_of(root: Path, paths: Sequence[Path], source: Source, result: CheckResult) -> CheckResult:
    """What a check of everything says of some files."""
    chosen = repository_paths(root, paths)
    if not chosen:
        return result
    files = sum(1 for path in source if selects(chosen, path) and parse_path(path) is not None)
    return CheckResult(files, tuple(found for found in result.findings if selects(chosen, found.path)))


def check_source(source: Source, cache: Cache | None = None) -> CheckResult:
    """Check any mapping of paths to bytes: a working tree, a commit's tree."""
    gathered = gather(source)
    if cache is None:
        return CheckResult(gathered.count, _findings(gathered, None))
    key = tree_key([*((place.path, raw) for place, raw in gathered.files), *_strangers(gathered)])
    known = cache.recall_tree(key)
    if known is None:
        known = _findings(gathered, cache)
        cache.keep_tree(key, pack_findings(known))
        cache.save()
    return CheckResult(gathered.count, known)


def _strangers(gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    """What was found without reading a file is part of what the tree is."""
    yield from ((finding.path, f"{finding.code} {finding.message}".encode()) for finding in gathered.findings)


def _findings(gathered: Gathered, cache: Cache | None) -> tuple[Finding, ...]:
    return findings_of(gathered, read_gathered(gathered, cache))


def findings_of(gathered: Gathered, reading: Reading) -> tuple[Finding, ...]:
    """Everything that is wrong with what was gathered and read, with lines, in order."""
    findings = list(reading.findings)
    if reading.records is not None:
        findings.extend(_with_lines(run_checks(reading.records, reading.faulty), gathered))
    return tuple(sorted(findings, key=in_order))


def _with_lines(findings: Iterable[Finding], gathered: Gathered) -> Iterator[Finding]:
    """Say the line of every finding that names only a place in the document."""
    files = {place.path: raw for place, raw in gathered.files}
    lines: dict[str, dict[str, int]] = {}
    for finding in findings:
        raw = files.get(finding.path)
        if finding.line is not None or raw is None:
            yield finding
            continue
        if finding.path not in lines:
            lines[finding.path] = lines_of(raw)
        yield replace(finding, line=nearest(lines[finding.path], finding.pointer or ""))


__all__ = ["CheckResult", "check", "check_source", "findings_of", "told_of"]
