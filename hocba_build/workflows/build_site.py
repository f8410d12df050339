"""Build the private site beside its place and put it there in one step: a reader never sees half a site."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from hocba_build.domain.values import YearId
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.pages import audit_pages
from hocba_build.publishing.audit.places import Places
from hocba_build.publishing.audit.site_history import LedgerHistory
from hocba_build.publishing.site.build import make_site
from hocba_build.publishing.site.paths import pupil_year_page
from hocba_build.publishing.site.render import Origin
from hocba_build.publishing.site.scope import Audience
from hocba_build.records.layout import parse_path
from hocba_build.trust.git.revision import revision_of
from hocba_build.trust.verdict import WORDS, Verdict
from hocba_build.workflows.audit.inspecting import Scope, inspection
from hocba_build.workflows.ledger.history import judged_history
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
    sheet: Path | None = None,
    state: Path | None = None,
    dry_run: bool = False,
) -> BuiltSite:
    """Build the site of an audience from a working tree into ``out``; a ``dry_run`` builds it and throws it away.

    With the founding ``sheet`` the ledger is verified first, and where the files are exactly its newest entry's, pages
    tell the history of their cells. Whatever stops the build, the last good site stays in place.

    Raises:
        RefusedError: ``out`` holds something that is not a site of ours.
        HocbaError: there is no school in ``root``, or no such year or class.
    """
    opened = open_school(root, state)
    unread = tuple(path for path in opened.unread if _concerns(audience, path))
    revision = revision_of(root)
    with _verified(root, sheet, state, audience, year) as (verdict, case):
        origin = Origin(
            revision.commit if revision else None,
            changed=revision is not None and not revision.clean,
            verdict=verdict,
            unread=unread,
            folder=_way_to(root, out) if audience.office else None,
        )
        history = None if case is None else LedgerHistory(case)
        more = list(audit_pages(case)) if case is not None and audience.office else []
        with _thrown_away() if dry_run else replacing(out) as fresh:
            made = make_site(opened.records, fresh, audience, year=year, origin=origin, history=history, more=more)
            return BuiltSite(made, unread)


@contextmanager
def _thrown_away() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hocba-") as name:
        yield Path(name)


@contextmanager
def _verified(
    root: Path, sheet: Path | None, state: Path | None, audience: Audience, year: YearId | None
) -> Iterator[tuple[str | None, Inspection | None]]:
    """The verdict in words, and the ledger where the files shown are those of its newest entry; else nothing of it."""
    if sheet is None:
        yield None, None
        return
    with judged_history(root, sheet, state=state) as (judged, history):
        shown = revision_of(root)
        same = shown is not None and shown.clean and shown.commit == judged.tip
        stands = history is not None and history.whole and judged.verdict in (Verdict.VALID, Verdict.TAINTED)
        if history is None or not same or not stands:
            yield WORDS[judged.verdict], None
            return
        places = Places("kiem-toan/", pupil_year_page, shown=audience.office)
        yield WORDS[judged.verdict], inspection(history, places, Scope(year, audience.class_id))


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
