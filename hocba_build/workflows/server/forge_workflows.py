"""What a forge runs at each request of a school's repository: written from our templates, for its administrator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build import __version__
from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.records.package_data import package_data
from hocba_build.workflows.paths import require_records

PLACES: Final = {
    "github": ("github.yml", ".github/workflows/hocba.yml"),
    "github-in": ("github-in.yml", ".github/workflows/hocba-in.yml"),
    "gitlab": ("gitlab.yml", ".gitlab-ci.yml"),
    "forgejo": ("forgejo.yml", ".forgejo/workflows/hocba.yml"),
    "gitea": ("forgejo.yml", ".gitea/workflows/hocba.yml"),
}
"""The template of each kind of forge, and where the forge looks for it."""
RUNNER: Final = "self-hosted"
"""A machine of the school's own: records do not leave it."""
_LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_OURS: Final = "# hocba forge workflows:"
_SCRIPT: Final = re.compile(r"^( +)@([A-Z]+)@\n", re.MULTILINE)
"""A line that stands for a script of its own, which is put there as deep as the line stands."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file for the forge: where it belongs, its text, and whether that differs from what lies there."""

    path: str
    text: str
    changed: bool


def write_workflows(root: Path, kind: str, runner: str = RUNNER, *, dry_run: bool = False) -> Written:
    """Write the file into the work tree; it is proposed like every other (administrator, then principal).

    Raises:
        HocbaError: the runner's label is none.
        RefusedError: somebody's own file lies there.
    """
    require_records(root)
    if not _LABEL.fullmatch(runner):
        raise HocbaError(f"Nhãn máy chạy «{runner}» không dùng được.", "Chữ, số, gạch nối: self-hosted.")
    template, path = PLACES[kind]
    text = text_of(template, runner)
    place = root / path
    held = place.read_text("utf-8") if place.is_file() else None
    if held is not None and not held.startswith(_OURS):
        raise RefusedError(f"Đã có tệp {path} không do hocba viết.", "Gộp tay: hocba forge workflows --dry-run")
    if held != text and not dry_run:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return Written(path, text, held != text)


def text_of(template: str, runner: str) -> str:
    """A template with its scripts, the runner and this program's version in their places."""
    folder = package_data("site_templates") / "forge"

    def script(found: re.Match[str]) -> str:
        lines = (folder / f"{found[2].lower()}.sh").read_text("utf-8").splitlines()
        return "".join(f"{found[1]}{line}\n" for line in lines if not line.startswith("#"))

    text = _SCRIPT.sub(script, (folder / template).read_text("utf-8"))
    return text.replace("@VERSION@", __version__).replace("@RUNNER@", runner)
