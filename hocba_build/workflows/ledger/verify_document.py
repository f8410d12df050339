"""What ``verify --json`` says, as others rely on it; an archive keeps it as its receipt."""

from __future__ import annotations

from typing import Any

from hocba_build.trust.judge import Judgement
from hocba_build.trust.verdict import LedgerFinding


def verify_document(judged: Judgement) -> dict[str, Any]:
    """The fixed shape."""
    return {
        "verdict": judged.verdict.value,
        "anchored": judged.anchored,
        "tip": judged.tip,
        "entries": judged.entries,
        "commits": judged.commits,
        "findings": [_finding(finding) for finding in judged.findings],
    }


def _finding(finding: LedgerFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "commit": finding.commit,
        "path": finding.path,
        "pointer": finding.pointer,
        "message": finding.message,
    }
