"""The pages of the office and of the administrator."""

from __future__ import annotations

from hocba_build.interfaces.web.pages.office import (
    absences,
    changes,
    hub,
    joining,
    lists,
    pupil_forms,
    pupils,
    staff,
)

PARTS = (hub, pupils, pupil_forms, lists, absences, changes, staff, joining)
"""Every module with pages; the order decides where two addresses fit."""
