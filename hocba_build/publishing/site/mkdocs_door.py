"""The one door to MkDocs: our pages and theme go in, a folder of finished files comes out.

Content reaches MkDocs as HTML in ``on_page_content``; nothing from the records is ever read as Markdown, front matter
or a template.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from hocba_build.domain.errors import HocbaError
from hocba_build.publishing.site.pages import SitePage
from hocba_build.publishing.templates import environment, template_root


class _HtmlPage(Page):
    """A page whose content is HTML already: the Markdown step has nothing to do."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave the content to the plugin."""
        del config, files
        self.content, self.toc = "", TableOfContents([])
        self.present_anchor_ids = set()


class _OurPages(BasePlugin):  # type: ignore[type-arg, no-untyped-call] # it has no configuration of its own
    """Supplies the generated pages, their HTML, and the environment that renders the frame around them."""

    def __init__(
        self, pages: Sequence[SitePage], render: Callable[[SitePage], Markup], frame: Mapping[str, object]
    ) -> None:
        super().__init__()
        self._pages = {_source(page): page for page in pages}
        self._render = render
        self._frame = frame

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add one virtual file a page; none of them is in the navigation, which the frame draws itself."""
        for file in [file for file in files if not file.src_uri.startswith("assets/")]:
            files.remove(file)  # MkDocs brings a sitemap of its own: a private site has none
        for source, page in self._pages.items():
            file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            _HtmlPage(page.title, file, config)
            files.append(file)
        return files

    def on_env(  # type: ignore[override] # naming Jinja's type would open a second door to it
        self, env: object, *, config: MkDocsConfig, files: Files
    ) -> object:
        """Put our escaping environment in the place of MkDocs' own, which does not escape."""
        del env, config, files
        return environment("site")

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> Markup:
        """Hand over the finished HTML."""
        del html, config, files
        return self._render(self._pages[page.file.src_uri])

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the frame what it needs: the page and the site's own words."""
        del config, nav
        added: dict[str, object] = {**self._frame, "ours": self._pages[page.file.src_uri]}
        context.update(added)  # type: ignore[typeddict-item] # MkDocs lists its own keys only
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Let go of what is written, so that a large school does not fill the memory."""
        del config
        page.content = ""
        return output


def _source(page: SitePage) -> str:
    return page.path.removesuffix(".html") + ".md"


def write_site(
    pages: Sequence[SitePage],
    render: Callable[[SitePage], Markup],
    out: Path,
    *,
    name: str,
    frame: Mapping[str, object],
) -> None:
    """Build the site into an empty folder."""
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as empty:
        config = _config(Path(empty), out, name)
        config.plugins["hocba"] = _OurPages(pages, render, frame)
        try:
            build(config)
        except MkDocsException as failure:
            raise HocbaError("Không dựng được trang tĩnh.", str(failure)) from failure


def _config(docs: Path, out: Path, name: str) -> MkDocsConfig:
    """A configuration made here: no file is read, and neither search nor other plugins take part."""
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": name,
            "docs_dir": str(docs),
            "site_dir": str(out),
            "use_directory_urls": False,
            "plugins": [],
            "theme": {"name": None, "custom_dir": str(template_root() / "site"), "locale": "vi"},
            "nav": [],
        }
    )
    errors, _ = config.validate()
    if errors:
        raise HocbaError("Không dựng được trang tĩnh.", "; ".join(f"{key}: {error}" for key, error in errors))
    config.theme.static_templates.clear()
    return config
