"""The one door to python-gitlab."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import gitlab

from hocba_build.exchange.forge.model import BASE, TIMEOUT, Request, Site, Standing, answered


class GitlabForge:
    """A repository at GitLab (a ``Forge``)."""

    def __init__(self, site: Site, token: str) -> None:
        """Take the place and the token; nothing is asked yet."""
        self._site = site
        self._gitlab = gitlab.Gitlab(
            site.url, private_token=token, timeout=TIMEOUT, retry_transient_errors=False, keep_base_url=True
        )
        self._project = self._gitlab.projects.get(site.path, lazy=True)

    def standing(self) -> Standing:
        """Who can see the repository; «internal» is everybody with an account."""
        with self._answered():
            found = self._gitlab.projects.get(self._site.path)
            public = str(found.attributes["visibility"]) != "private"
            return Standing(public, "forked_from_project" in found.attributes)

    def find(self, branch: str) -> Request | None:
        """The open request of a branch."""
        with self._answered():
            listed = self._project.mergerequests.list(
                source_branch=branch, target_branch=BASE, state="opened", get_all=True
            )
            return next((Request(int(one.iid), str(one.web_url)) for one in listed), None)

    def open(self, branch: str, title: str, body: str) -> Request:
        """Open a request for a branch."""
        wish = {"source_branch": branch, "target_branch": BASE, "title": title, "description": body, "squash": False}
        with self._answered():
            made = self._project.mergerequests.create(wish)
            return Request(int(made.iid), str(made.web_url))

    def comments(self, request: Request) -> list[tuple[int, str]]:
        """The comments below a request, oldest first."""
        with self._answered():
            notes = self._request(request).notes.list(sort="asc", order_by="created_at", get_all=True)
            return [(int(one.id), str(one.body)) for one in notes]

    def comment(self, request: Request, text: str) -> None:
        """Add a comment."""
        with self._answered():
            self._request(request).notes.create({"body": text})

    def rewrite(self, request: Request, comment: int, text: str) -> None:
        """Replace a comment's text."""
        with self._answered():
            self._request(request).notes.update(comment, {"body": text})

    def _request(self, request: Request) -> Any:  # noqa: ANN401 - the library makes its classes as it goes
        return self._project.mergerequests.get(request.number, lazy=True)

    def _answered(self) -> AbstractContextManager[None]:
        return answered(self._site, gitlab.GitlabError)
