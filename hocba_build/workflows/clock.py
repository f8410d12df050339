"""Vietnam's time: what people read and write as a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))


def day_of(seconds: int) -> date:
    """The day in Vietnam at a moment (seconds since 1970)."""
    return datetime.fromtimestamp(seconds, VIETNAM).date()


def today() -> date:
    """Today in Vietnam, by this machine's clock."""
    return datetime.now(VIETNAM).date()
