"""Build the private site beside its place and put it there in one step: a reader never sees half a site."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.values import YearId
from hocba_build.publishing.site.build import make_site
from hocba_build.publishing.site.render import Origin
from hocba_build.publishing.site.scope import Audience
from hocba_build.records.layout import parse_path
from hocba_build.trust.gitrepo import revision_of
from hocba_build.workflows.open_school import open_school

MARKER: Final = ".hocba-site"
"""Tells a folder that this command made, and may therefore replace, from one that belongs to somebody."""


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """How many pages were written, and the files that could not be read for them."""

    pages: int
    unread: tuple[str, ...]


def build_site(
    root: Path,
    out: Path,
    audience: Audience,
    *,
    year: YearId | None = None,
    verdict: str | None = None,
    state: Path | None = None,
) -> BuiltSite:
    """Build the site of an audience from a working tree into ``out``.

    Whatever stops the build, the last good site stays in place.

    Raises:
        RefusedError: ``out`` holds something that is not a site of ours.
        HocbaError: there is no school in ``root``, or no such year or class.
    """
    opened = open_school(root, state)
    unread = tuple(path for path in opened.unread if _concerns(audience, path))
    revision = revision_of(root)
    origin = Origin(
        revision.commit if revision else None,
        changed=revision is not None and not revision.clean,
        verdict=verdict,
        unread=unread,
        folder=_way_to(root, out) if audience.office else None,
    )
    with _replacing(out) as fresh:
        return BuiltSite(make_site(opened.records, fresh, audience, year=year, origin=origin), unread)


def _concerns(audience: Audience, path: str) -> bool:
    """Whether a file belongs to an audience: a homeroom teacher hears of the own class only."""
    place = parse_path(path)
    return audience.office or (place is not None and place.class_id == audience.class_id)


def _way_to(root: Path, out: Path) -> str | None:
    """How an address in the site leads to the school's folder.

    Only where the two lie in or beside each other: any longer way would tell about this computer and break elsewhere.
    """
    root, out = root.absolute(), out.absolute()
    if root in out.parents:
        return "../" * len(out.relative_to(root).parts)
    return f"../{quote(root.name)}/" if root.parent == out.parent else None


@contextmanager
def _replacing(out: Path) -> Iterator[Path]:
    """A new folder that takes the place of ``out`` when the block ends well."""
    out = out.absolute()
    aside = out.with_name(f".{out.name}.cu")
    if aside.is_dir() and not out.exists():
        aside.rename(out)  # An earlier run was stopped between the two renames below.
    _refuse_foreign(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as beside:
        fresh = Path(beside) / "trang"
        fresh.mkdir(mode=0o700)
        yield fresh
        (fresh / MARKER).touch(mode=0o600)
        (fresh / ".gitignore").write_text("*\n", "utf-8")  # Inside a repository it must never be committed by mistake.
        shutil.rmtree(aside, ignore_errors=True)
        if out.exists():
            out.rename(aside)
        fresh.rename(out)
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_foreign(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise RefusedError(f"{out.name} không phải là thư mục, không ghi đè.", "Chọn thư mục khác bằng -o.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise RefusedError(
            f"Thư mục {out.name} có tệp không do hocba tạo ra, không ghi đè.",
            "Chọn thư mục khác bằng -o, hoặc chuyển các tệp ấy đi nơi khác.",
        )
