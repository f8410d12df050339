"""What commits say: a line for people, and trailers that decide nothing but tell a reader what to look for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hocba_build.trust.git.writing import Message

MAX_SCOPES: Final = 40
"""Scopes that are named one by one; more would hide the reason."""


def proposal(action: str, title: str, paths: Iterable[str], reason: str | None = None) -> Message:
    """The message of a branch's commit."""
    scopes = sorted({scope_of(path) for path in paths})
    rows = [("Hocba-Action", action), *(("Hocba-Scope", scope) for scope in scopes[:MAX_SCOPES])]
    if reason:
        rows.append(("Hocba-Reason", reason))
    return Message(title, tuple(rows))


def acceptance(branch: str) -> Message:
    """The message of a merge."""
    return Message(f"Nhận {branch}", (("Hocba-Action", "accept"),))


def scope_of(path: str) -> str:
    """A path as people say it: ``2025-2026/6a1/hk1/toan``."""
    return path.removeprefix("records/").removesuffix(".yaml")
