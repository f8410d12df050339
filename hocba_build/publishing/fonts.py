"""The font of the form must be on the machine: a substitute would change an official page silently."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

from hocba_build.domain.errors import HocbaError

FAMILY = "Liberation Serif"
FACES = ("Regular", "Bold", "Italic")
LETTERS = "1ea1 1ef9"
"""Code points of ạ and ỹ: version 1 of the family lacks the letters of Vietnamese."""


@cache
def require_fonts() -> None:
    """Raise unless fontconfig gives our own family for its name, in an edition that writes Vietnamese."""
    missing = [face for face in FACES if not _has(face)]
    if missing:
        raise HocbaError(
            f"Máy chưa có phông chữ {FAMILY} bản 2 ({', '.join(missing)}), không in được học bạ.",
            "Cài gói fonts-liberation2 (Debian, Ubuntu) hoặc liberation-serif-fonts (Fedora) rồi in lại.",
        )


def _has(face: str) -> bool:
    """Whether the file that the name leads to is one of those with every letter."""
    named = f"{FAMILY}:style={face}"
    chosen = _ask("fc-match", "--format=%{file}", named)
    return chosen in _ask("fc-list", "--format=%{file}\n", f":family={named}:charset={LETTERS}").splitlines()


def _ask(tool: str, *arguments: str) -> str:
    command = shutil.which(tool)
    if command is None:
        raise HocbaError(f"Không tìm thấy lệnh {tool} của fontconfig.", "Cài gói fontconfig và fonts-liberation2.")
    return subprocess.run([command, *arguments], capture_output=True, text=True, check=False, timeout=30).stdout
