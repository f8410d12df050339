"""Where the package's own data folders are: inside the installed wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

import hocba_build
from hocba_build.domain.errors import HocbaError


def package_data(name: str) -> Path:
    """The folder ``name`` (``schema``, ``site_templates``) that belongs to this version of the program."""
    installed = Path(hocba_build.__file__).parent / "_data" / name
    if installed.is_dir():
        return installed
    checkout = Path(__file__).resolve().parents[2] / name
    if checkout.is_dir():
        return checkout
    raise HocbaError(f"Bản cài đặt thiếu thư mục {name}.", "Cài lại hocba.")
