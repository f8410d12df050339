"""The pages of the office and of the administrator."""

from __future__ import annotations

from hocba_build.interfaces.web.pages.office import absences, changes, hub, lists, pupil_forms, pupils

PARTS = (hub, pupils, pupil_forms, lists, absences, changes)
"""Every module with pages; the order decides where two addresses fit."""
