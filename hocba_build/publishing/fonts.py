"""The font of the form must be on the machine, whole: a substitute would change an official page silently."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from functools import cache
from pathlib import Path

from hocba_build.domain.errors import Exit, HocbaError

FAMILY = "Liberation Serif"
FACES = ("Regular", "Bold", "Italic")
VIETNAMESE = frozenset("ạẢỹƯ")
"""Version 1 of the family lacks the letters of Vietnamese."""
_BLANK = frozenset("\n\t")


class FontError(HocbaError):
    """This machine cannot draw the form's letters; nothing is wrong with the records."""

    exit = Exit.UNDECIDED


@cache
def require_fonts() -> None:
    """Raise unless fontconfig gives our own family for its name, in an edition that writes Vietnamese."""
    missing = [face for face in FACES if not _letters(face) >= VIETNAMESE]
    if missing:
        raise FontError(
            f"Máy chưa có phông chữ {FAMILY} bản 2 ({', '.join(missing)}), không in được học bạ.",
            "Cài gói fonts-liberation2 (Debian, Ubuntu) hoặc liberation-serif-fonts (Fedora) rồi in lại.",
        )


def require_letters(text: str) -> None:
    """Raise when a letter would be drawn from another font, or as an empty box."""
    strange = sorted(set(text) - _letters(FACES[0]) - _BLANK)
    if strange:
        shown = ", ".join(f"«{letter}» (U+{ord(letter):04X})" for letter in strange[:5])
        raise HocbaError(f"Phông {FAMILY} không có chữ {shown}.", "Sửa kí tự lạ trong hồ sơ.")


@cache
def fonts_edition() -> str:
    """Names the very files of the family: another edition draws other letters."""
    state = hashlib.sha256()
    for face in FACES:
        state.update(Path(_ask("fc-match", "--format=%{file}", f"{FAMILY}:style={face}")).read_bytes())
    return state.hexdigest()


@cache
def _letters(face: str) -> frozenset[str]:
    """Every letter of the file that fontconfig chooses for a face; none when the family or the style is another."""
    asked = f"{FAMILY}:style={face}"
    family, _, rest = _ask("fc-match", "--format=%{family}|%{style}|%{charset}", asked).partition("|")
    style, _, charset = rest.partition("|")
    if family.split(",")[0] != FAMILY or style.split(",")[0] != face:
        return frozenset()
    spans = [span.partition("-") for span in charset.split()]
    return frozenset(chr(code) for low, _, high in spans for code in range(int(low, 16), int(high or low, 16) + 1))


def _ask(tool: str, *arguments: str) -> str:
    command = shutil.which(tool)
    if command is None:
        raise FontError(f"Không tìm thấy lệnh {tool} của fontconfig.", "Cài gói fontconfig và fonts-liberation2.")
    return subprocess.run([command, *arguments], capture_output=True, text=True, check=False, timeout=30).stdout
