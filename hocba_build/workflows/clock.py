"""This machine's clock, in Vietnam's time."""

from __future__ import annotations

from datetime import date, datetime

from hocba_build.domain.moments import VIETNAM


def today() -> date:
    """Today in Vietnam, by this machine's clock."""
    return datetime.now(VIETNAM).date()
