"""Vietnam's time: what people read and write as a day, and how moments of the ledger are told."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))


def day_of(seconds: int) -> date:
    """The day in Vietnam at a moment (seconds since 1970)."""
    return datetime.fromtimestamp(seconds, VIETNAM).date()


def moment_text(seconds: int) -> str:
    """Day and hour for people: ``30/05/2025 08:10``."""
    return f"{datetime.fromtimestamp(seconds, VIETNAM):%d/%m/%Y %H:%M}"


def moment_iso(seconds: int) -> str:
    """Day and hour for programs, with Vietnam's offset: ``2025-05-30T08:10:00+07:00``."""
    return datetime.fromtimestamp(seconds, VIETNAM).isoformat()
