"""A thing to click that opens the desk: for people who never type a command."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.paths import require_records

CARRIED: Final = ("HOCBA_PERSON", "GNUPGHOME", "HOCBA_STATE")
"""What says who sits here, where the keys are, where drafts are kept: the launcher says it again."""
MAX_WINDOWS_PATH: Final = 259
"""Letters of a path that ``cmd`` can open."""


class System(Enum):
    """The kinds of machines that differ here."""

    LINUX = "linux"
    MAC = "darwin"
    WINDOWS = "win32"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be opened: the program, the school's folder, what people call it."""

    program: Sequence[str]
    root: Path
    title: str
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def command(self) -> list[str]:
        """The words of the command."""
        return [*self.program, "-C", str(self.root), "desk"]

    @property
    def name(self) -> str:
        """A file name of its own for each folder and person."""
        seen = "\0".join([str(self.root), *(self.environment.get(one, "") for one in CARRIED)])
        return f"hocba-{hashlib.sha256(seen.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Launcher:
    """A file and where it belongs."""

    path: Path
    text: str


def install_launcher(root: Path, *, dry_run: bool = False) -> tuple[Launcher, ...]:
    """Write the launcher of this machine for a school's folder.

    Raises:
        HocbaError: no school here, or a path that cannot be written down.
    """
    require_records(root)
    school = open_school(root).records.school.names[-1][1]
    environment = {name: os.environ[name] for name in CARRIED if os.environ.get(name)}
    wish = Wish(own_program(), root.resolve(), f"Sổ học bạ – {school}", environment)
    made = launchers(System(sys.platform if sys.platform in ("darwin", "win32") else "linux"), wish, Path.home())
    for one in () if dry_run else made:
        one.path.parent.mkdir(parents=True, exist_ok=True)
        one.path.write_text(one.text, "utf-8", newline="")
        one.path.chmod(0o755)
    return made


def own_program() -> list[str]:
    """How this very program is started again.

    Raises:
        HocbaError: it is not installed as a program.
    """
    beside = Path(sys.executable).with_name("hocba.exe" if sys.platform == "win32" else "hocba")
    found = str(beside) if beside.is_file() else shutil.which("hocba")
    if found is None:
        raise HocbaError("Không tìm thấy chương trình hocba để đặt biểu tượng.", "Cài hocba bằng pip hoặc make.")
    return [found]


def launchers(system: System, wish: Wish, home: Path) -> tuple[Launcher, ...]:
    """The files for a kind of machine.

    Raises:
        HocbaError: a path with a line break, or what no file of that system can say.
    """
    words = [*wish.command, wish.title, *wish.environment.values()]
    if any(sign in word for word in words for sign in ("\n", "\r", "\0")):
        raise HocbaError("Đường dẫn có kí tự xuống dòng, không làm được biểu tượng.", "Đổi tên thư mục.")
    if system is System.WINDOWS:
        if any('"' in word for word in words):
            raise HocbaError("Đường dẫn có dấu nháy kép, không làm được biểu tượng.", "Đổi tên thư mục.")
        if any(len(word) > MAX_WINDOWS_PATH for word in words):
            raise HocbaError("Đường dẫn quá dài với Windows, không làm được biểu tượng.", "Đặt sổ ở thư mục ngắn hơn.")
        return (Launcher(_windows_desktop(home) / f"{wish.name}.bat", _batch(wish)),)
    if system is System.MAC:
        return (Launcher(home / "Desktop" / f"{wish.name}.command", _shell(wish)),)
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    places = [data / "applications"] + [one for one in (home / "Desktop",) if one.is_dir()]
    return tuple(Launcher(place / f"{wish.name}.desktop", _entry(wish)) for place in places)


def _windows_desktop(home: Path) -> Path:
    """Where the desktop lies: OneDrive takes it over on most machines."""
    kept = [Path(os.environ[name]) / "Desktop" for name in ("OneDrive", "OneDriveCommercial") if os.environ.get(name)]
    return next((one for one in kept if one.is_dir()), home / "Desktop")


def _entry(wish: Wish) -> str:
    """A desktop entry; its own rules of quoting stand inside those of its values."""
    command = [*(["env", *_pairs(wish)] if wish.environment else []), *wish.command]
    line = " ".join(map(_quoted, command)).replace("\\", "\\\\")
    rows = [
        "[Desktop Entry]", "Type=Application", "Version=1.5", f"Name={_value(wish.title)}",
        "Comment=Nhập điểm, kí, gửi, duyệt, in học bạ", f"Exec={line}", "Icon=accessories-dictionary",
        "Terminal=false", "Categories=Office;Education;",
    ]  # fmt: skip
    return "\n".join([*rows, ""])


def _pairs(wish: Wish) -> list[str]:
    return [f"{name}={value}" for name, value in wish.environment.items()]


def _value(text: str) -> str:
    return text.replace("\\", "\\\\")


def _quoted(word: str) -> str:
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, f"\\{sign}")
    return f'"{word}"'.replace("%", "%%")


def _shell(wish: Wish) -> str:
    lines = [f"export {name}={shlex.quote(value)}" for name, value in wish.environment.items()]
    return "\n".join(["#!/bin/sh", *lines, f"exec {shlex.join(wish.command)}", ""])


def _batch(wish: Wish) -> str:
    """Quotes keep ``&`` and the like; a percent sign is doubled, and so is what would escape the closing quote."""
    lines = [f'set "{name}={value.replace("%", "%%")}"' for name, value in wish.environment.items()]
    words = [word + "\\" * (len(word) - len(word.rstrip("\\"))) for word in wish.command]
    command = " ".join(f'"{word}"'.replace("%", "%%") for word in words)
    return "\r\n".join(["@echo off", "chcp 65001 >nul", *lines, f'start "hocba" /min {command}', ""])
