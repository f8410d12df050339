"""Templates of a forge's issues in Vietnamese: what people report there before an incident stands in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import RefusedError
from hocba_build.records.package_data import package_data
from hocba_build.workflows.paths import require_records

FOLDERS: Final = {
    "github": ".github/ISSUE_TEMPLATE",
    "gitlab": ".gitlab/issue_templates",
    "forgejo": ".forgejo/ISSUE_TEMPLATE",
    "gitea": ".gitea/ISSUE_TEMPLATE",
}
"""Where each kind of forge looks for them."""
_OURS: Final = "hocba incident report"
"""Every template says how an incident gets into the ledger; a file without these words is somebody's own."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Every template by its place, and those whose text differs from what lies there."""

    texts: dict[str, str]
    changed: tuple[str, ...]


def write_issue_templates(root: Path, kind: str, *, dry_run: bool = False) -> Templates:
    """Write the templates into the work tree; they are proposed like every other file (administrator, then principal).

    Raises:
        RefusedError: somebody's own file lies in a place; nothing was written.
    """
    require_records(root)
    texts = texts_of(kind)
    held = {path: (root / path).read_text("utf-8") for path in texts if (root / path).is_file()}
    foreign = [path for path, text in held.items() if _OURS not in text]
    if foreign:
        raise RefusedError(f"Đã có tệp {foreign[0]} không do hocba viết.", "Đổi tên tệp ấy, hoặc gộp tay.")
    changed = tuple(path for path, text in texts.items() if held.get(path) != text)
    for path in changed if not dry_run else ():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(texts[path], "utf-8")
    return Templates(texts, changed)


def texts_of(kind: str) -> dict[str, str]:
    """The templates of a kind of forge; GitLab shows what stands in front of the text, so that is left out there."""
    folder = package_data("site_templates") / "forge/issues"
    found = {}
    for template in sorted(folder.iterdir(), key=lambda one: one.name):
        text = template.read_text("utf-8")
        found[f"{FOLDERS[kind]}/{template.name}"] = text.split("---\n", 2)[2].lstrip() if kind == "gitlab" else text
    return found
