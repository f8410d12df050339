"""What may be said on pages about the state they show: was its history verified, and with which word."""

from __future__ import annotations

from pathlib import Path

from hocba_build.trust.verdict import WORDS
from hocba_build.workflows.verify import verify


def standing(root: Path, sheet: Path | None, state: Path | None = None) -> str | None:
    """The verdict on a school's folder by the founding sheet, in words; without a sheet nothing is claimed."""
    return None if sheet is None else WORDS[verify(root, sheet, state=state).verdict]
