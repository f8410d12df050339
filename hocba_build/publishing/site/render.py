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
class SiteInfo:
    """What stands on every page: whose site it is and which state of the records it shows."""

    school: str
    audience: str
    revision: str | None = None
    """The commit the pages were made from; ``None`` for a working folder."""
    verdict: str | None = None
    """What the check of the ledger said about that commit, in words."""


def render_page(page: SitePage) -> Markup:
    """The inner HTML of a page."""
    template = environment(FOLDER).get_template(page.template)
    # Escaped already, value by value, by the template: the frame must not escape it again.
    return Markup(template.render(v=page.view(), page=page, to=partial(_to, page.path)))  # noqa: S704


def _to(here: str, path: str) -> str:
    """The way from a page to another."""
    return paths.root_of(here) + path
