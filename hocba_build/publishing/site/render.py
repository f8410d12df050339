"""From a page to HTML: our templates, escaping always on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from hocba_build.publishing.site import paths
from hocba_build.publishing.site.pages import SitePage
from hocba_build.publishing.templates import environment

FOLDER = "site"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which state of the records the pages show, and where those lie."""

    revision: str | None = None
    """The commit; ``None`` for a folder without one."""
    changed: bool = False
    """Whether the files differ from that commit."""
    verdict: str | None = None
    """What the check of the ledger said about that commit, in words."""
    unread: tuple[str, ...] = ()
    """Files with faults, whose content is missing on the pages."""
    folder: str | None = None
    """The way from the site's root to the school's folder, quoted, ending in ``/``; ``None`` for no links."""


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """What stands on every page: whose site it is, who may read it, and what it was made from."""

    school: str
    audience: str
    origin: Origin = Origin()


def render_page(page: SitePage, folder: str | None) -> Markup:
    """The inner HTML of a page; sources are links where the school's folder can be reached."""
    template = environment(FOLDER).get_template(page.template)
    # Escaped already, value by value, by the template: the frame must not escape it again.
    return Markup(template.render(v=page.view(), page=page, to=partial(_to, page.path), folder=folder))  # noqa: S704


def _to(here: str, path: str) -> str:
    """The way from a page to another."""
    return paths.root_of(here) + path
