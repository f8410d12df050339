"""What ``verify --json`` says, as others rely on it; an archive keeps it as its receipt."""

from __future__ import annotations

from typing import Any

from hocba_build.publishing.audit.shapes import finding_document
from hocba_build.trust.judge import Judgement


def verify_document(judged: Judgement) -> dict[str, Any]:
    """The fixed shape."""
    return {
        "verdict": judged.verdict.value,
        "anchored": judged.anchored,
        "tip": judged.tip,
        "entries": judged.entries,
        "commits": judged.commits,
        "findings": [finding_document(finding) for finding in judged.findings],
    }
