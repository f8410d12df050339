"""Vietnam's time: what people read and write as a day, and how moments of the ledger are told."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
_PRINTED: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/((?:19|20)[0-9]{2})")
_ISO: Final = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")


def typed_day(text: str) -> date | None:
    """A day as people write it, ``31/01/2026`` or ``2026-01-31``; ``None`` for anything else.

    As in the records, a year begins with 19 or 20.
    """
    text = text.strip()
    printed = _PRINTED.fullmatch(text)
    try:
        if printed:
            return date(int(printed[3]), int(printed[2]), int(printed[1]))
        return date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def day_of(seconds: int) -> date:
    """The day in Vietnam at a moment (seconds since 1970)."""
    return datetime.fromtimestamp(seconds, VIETNAM).date()


def moment_text(seconds: int) -> str:
    """Day and hour for people: ``30/05/2025 08:10``."""
    return f"{datetime.fromtimestamp(seconds, VIETNAM):%d/%m/%Y %H:%M}"


def moment_iso(seconds: int) -> str:
    """Day and hour for programs, with Vietnam's offset: ``2025-05-30T08:10:00+07:00``."""
    return datetime.fromtimestamp(seconds, VIETNAM).isoformat()
