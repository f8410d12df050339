"""Put our hooks where Git looks for them, and set a server's repository so that it takes nothing outsized or broken."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.trust.founding import read_sheet
from hocba_build.workflows.server.hook import SHEET_PLACE

SETTINGS: Final = {
    "receive.maxInputSize": "256m",
    "receive.fsckObjects": "true",
    "core.logAllRefUpdates": "always",
}
"""Of a server's repository, each only where nothing is set: no push is endless, no object malformed, every move of a
branch can be looked up. A whole school's history of ten years is smaller than the size."""


@dataclass(frozen=True, slots=True)
class Installed:
    """Where the hook lies, for what kind of repository, and whether it knows the founding sheet."""

    hook: Path
    server: bool
    anchored: bool


def is_server(repository: Path) -> bool:
    """Whether a folder is a bare repository."""
    return (repository / "objects").is_dir() and (repository / "HEAD").is_file()


def hook_place(repository: Path) -> Path:
    """Where Git looks for our hook: a server's pre-receive, a desk's pre-commit.

    A forge that has a folder for further hooks (Forgejo, Gitea) calls each file in there.

    Raises:
        RefusedError: it is no repository.
    """
    server = is_server(repository)
    git = repository if server else repository / ".git"
    if not (git / "objects").is_dir():
        raise RefusedError(f"{repository} không phải kho Git.", "Máy chủ: git init --bare TÊN.git")
    further = git / "hooks/pre-receive.d"
    if server and further.is_dir():
        return further / "hocba"
    return git / "hooks" / ("pre-receive" if server else "pre-commit")


def install(repository: Path, sheet: Path | None) -> Installed:
    """Put the hook into a bare repository, with the founding sheet that it holds pushes against; at a desk, a check.

    Raises:
        RefusedError: it is no repository, has another hook, or its hooks are set to lie elsewhere.
        HocbaError: the ``hocba`` program is not found.
    """
    place = hook_place(repository)
    server = is_server(repository)
    name = "pre-receive" if server else "pre-commit"
    text = _script(name)
    if place.exists() and place.read_text("utf-8", "replace") != text:
        raise RefusedError(f"Kho đã có hook {name} khác.", f"Gộp tay: gọi hocba hook {name} trong hook ấy.")
    _lead_here(repository, place.parent if place.parent.name == "hooks" else place.parent.parent)
    if server:
        _set(repository, sheet)
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, "utf-8")
    place.chmod(0o755)
    return Installed(place, server, (repository / SHEET_PLACE).is_file())


def _set(repository: Path, sheet: Path | None) -> None:
    if sheet is not None:
        raw = sheet.read_bytes()
        read_sheet(raw)
        (repository / SHEET_PLACE).parent.mkdir(exist_ok=True)
        (repository / SHEET_PLACE).write_bytes(raw)
    for name, value in SETTINGS.items():
        if not git_says(repository, "config", "--local", "--get", name):
            git_says(repository, "config", "--local", name, value)


def _lead_here(repository: Path, hooks: Path) -> None:
    """Settings of the machine may send Git to another folder, and no hook of a repository would ever run."""
    if not git_says(repository, "config", "--get", "core.hooksPath"):
        return
    own = git_says(repository, "config", "--local", "--get", "core.hooksPath")
    if own and (repository / own).resolve() != hooks.resolve():
        raise RefusedError(
            f"Kho được đặt tìm hook ở {own}.", "Bỏ: git config --local --unset core.hooksPath, rồi chạy lại."
        )
    git_says(repository, "config", "--local", "core.hooksPath", str(hooks.resolve()))


def git_says(repository: Path, *arguments: str) -> str:
    """What Git prints in a repository of one's own; nothing where it fails."""
    done = subprocess.run(["git", "-C", str(repository), *arguments], check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _script(name: str) -> str:
    beside = Path(sys.executable).parent / "hocba"
    program = str(beside) if beside.is_file() else shutil.which("hocba")
    if program is None:
        raise HocbaError("Không thấy lệnh hocba.", "Cài chương trình trên máy này rồi chạy lại.")
    return f"#!/bin/sh\n# hocba: sổ chỉ nhận điều kiểm tra được\nexec {shlex.quote(program)} hook {name}\n"
