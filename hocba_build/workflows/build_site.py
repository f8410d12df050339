"""Build the private site beside its place and put it there in one step: a reader never sees half a site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from hocba_build.domain.values import YearId
from hocba_build.publishing.site.build import make_site
from hocba_build.publishing.site.render import Origin
from hocba_build.publishing.site.scope import Audience
from hocba_build.records.layout import parse_path
from hocba_build.trust.revision import revision_of
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.replaced_folder import replacing


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
    with replacing(out) as fresh:
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
