"""The founding sheet that a person once gave to this machine: printing and sealing ask it again and again."""

from __future__ import annotations

from pathlib import Path

from hocba_build.trust.founding import read_sheet
from hocba_build.workflows.sheets.export import write_private
from hocba_build.workflows.state import state_folder

NAME = "goc-tin-cay.yaml"


def kept_sheet(root: Path) -> Path | None:
    """The sheet, where one was given."""
    path = state_folder(root) / NAME
    return path if path.is_file() else None


def keep_sheet(root: Path, raw: bytes) -> None:
    """Remember a sheet, outside of the repository that it judges.

    Raises:
        HocbaError: it is none.
    """
    read_sheet(raw)
    write_private(state_folder(root) / NAME, raw)
