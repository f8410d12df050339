"""The pages of the office and of the administrator."""

from __future__ import annotations

from hocba_build.interfaces.web.pages.office import (
    absences,
    archives,
    changes,
    copies,
    copy_prints,
    hub,
    joining,
    lists,
    packets,
    printing,
    pupil_forms,
    pupils,
    recalls,
    reconciling,
    sealing,
    staff,
    standing,
    turning,
)

PARTS = (
    hub,
    pupils,
    pupil_forms,
    lists,
    absences,
    changes,
    staff,
    joining,
    printing,
    reconciling,
    standing,
    turning,
    packets,
    copies,
    copy_prints,
    recalls,
    archives,
    sealing,
)
"""Every module with pages; the order decides where two addresses fit."""
