"""The one door to PyGithub: github.com and GitHub Enterprise Server."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

import github
from github.PullRequest import PullRequest
from github.Repository import Repository

from hocba_build.exchange.forge.model import BASE, TIMEOUT, Request, Site, Standing, answered

_OURS: Final = "https://api.github.com"


class GithubForge:
    """A repository at GitHub (a ``Forge``)."""

    def __init__(self, site: Site, token: str) -> None:
        """Take the place and the token; nothing is asked yet."""
        self._site = site
        base = _OURS if urlsplit(site.url).hostname == "github.com" else f"{site.url}/api/v3"
        # Neither waiting nor trying again: a person sits before it, and the branch is pushed already.
        self._github = github.Github(
            auth=github.Auth.Token(token),
            base_url=base,
            timeout=TIMEOUT,
            retry=None,
            seconds_between_writes=None,
            lazy=True,
        )

    @cached_property
    def _repository(self) -> Repository:
        return self._github.get_repo(self._site.path)

    def standing(self) -> Standing:
        """Who can see the repository."""
        with self._answered():
            found = self._github.get_repo(self._site.path)
            return Standing(not found.private, bool(found.fork))

    def find(self, branch: str) -> Request | None:
        """The open request of a branch."""
        owner = self._site.path.partition("/")[0]
        with self._answered():
            for pull in self._repository.get_pulls(state="open", base=BASE, head=f"{owner}:{branch}"):
                if pull.head.ref == branch:
                    return Request(pull.number, pull.html_url)
        return None

    def open(self, branch: str, title: str, body: str) -> Request:
        """Open a request for a branch."""
        with self._answered():
            made = self._repository.create_pull(base=BASE, head=branch, title=title, body=body)
            return Request(made.number, made.html_url)

    def comments(self, request: Request) -> list[tuple[int, str]]:
        """The comments below a request, oldest first."""
        with self._answered():
            return [(one.id, one.body or "") for one in self._pull(request).get_issue_comments()]

    def comment(self, request: Request, text: str) -> None:
        """Add a comment."""
        with self._answered():
            self._pull(request).create_issue_comment(text)

    def rewrite(self, request: Request, comment: int, text: str) -> None:
        """Replace a comment's text."""
        with self._answered():
            self._pull(request).get_issue_comment(comment).edit(text)

    def _pull(self, request: Request) -> PullRequest:
        return self._repository.get_pull(request.number)

    def _answered(self) -> AbstractContextManager[None]:
        return answered(self._site, github.GithubException)
