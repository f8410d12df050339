"""Faults in the records are values: they are collected and shown, never thrown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """Whether a finding fails a check, or only asks for attention."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault: what (code), where (path, line, JSON pointer), and a Vietnamese sentence that says what to do."""

    path: str
    line: int | None
    code: str
    message: str
    pointer: str | None = None
    severity: Severity = Severity.ERROR
