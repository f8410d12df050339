"""The font of the form must be on the machine: a substitute would change an official page silently."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

from hocba_build.domain.errors import HocbaError

FAMILY = "Liberation Serif"
FACES = ("Regular", "Bold", "Italic")


@cache
def require_fonts() -> None:
    """Raise unless fontconfig gives exactly our family for it."""
    missing = [face for face in FACES if not _has(face)]
    if missing:
        raise HocbaError(
            f"Máy chưa có phông chữ {FAMILY} ({', '.join(missing)}), không in được học bạ.",
            "Cài gói fonts-liberation (Debian, Ubuntu) hoặc liberation-serif-fonts (Fedora) rồi in lại.",
        )


def _has(face: str) -> bool:
    command = shutil.which("fc-match")
    if command is None:
        raise HocbaError("Không tìm thấy lệnh fc-match của fontconfig.", "Cài gói fontconfig và fonts-liberation.")
    asked = [command, "--format=%{family}|%{style}", f"{FAMILY}:style={face}"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=30).stdout
    family, _, style = found.partition("|")
    return family.split(",")[0] == FAMILY and style.split(",")[0] == face
