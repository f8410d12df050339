"""The one door to pyforgejo, and to httpx below it: Forgejo, Codeberg and Gitea."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

# When it is loaded the library reads a file «.env» of the folders above it: in a clone of this program, anybody's.
os.environ["PYTHON_DOTENV_DISABLED"] = "1"

import httpx
from pyforgejo.client import PyforgejoApi
from pyforgejo.core.api_error import ApiError

from hocba_build.exchange.forge.model import BASE, TIMEOUT, Request, Site, Standing, answered

if TYPE_CHECKING:
    from pyforgejo.core.request_options import RequestOptions
    from pyforgejo.types.pull_request import PullRequest

_ONCE: Final[RequestOptions] = {"max_retries": 0, "timeout_in_seconds": TIMEOUT}
"""A person sits before it, and the branch is pushed already."""
_PAGE: Final = 50
"""Requests that are listed at once."""


class ForgejoForge:
    """A repository at Forgejo or Gitea (a ``Forge``)."""

    def __init__(self, site: Site, token: str) -> None:
        """Take the place and the token; nothing is asked yet."""
        self._site = site
        self._owner, _, self._name = site.path.partition("/")
        self._api = PyforgejoApi(base_url=f"{site.url}/api/v1", api_key=token, timeout=TIMEOUT)

    def standing(self) -> Standing:
        """Who can see the repository; «internal» is everybody with an account."""
        with self._answered():
            found = self._api.repository.repo_get(self._owner, self._name, request_options=_ONCE)
            return Standing(not found.private or bool(found.internal), bool(found.fork))

    def find(self, branch: str) -> Request | None:
        """The open request of a branch."""
        page = 0
        with self._answered():
            while True:
                page += 1
                listed = self._api.repository.repo_list_pull_requests(
                    self._owner, self._name, state="open", page=page, limit=_PAGE, request_options=_ONCE
                )
                for one in listed:
                    if one.head is not None and one.head.ref == branch:
                        return _request(one)
                if not listed:
                    return None

    def open(self, branch: str, title: str, body: str) -> Request:
        """Open a request for a branch."""
        with self._answered():
            made = self._api.repository.repo_create_pull_request(
                self._owner, self._name, base=BASE, head=branch, title=title, body=body, request_options=_ONCE
            )
            return _request(made)

    def comments(self, request: Request) -> list[tuple[int, str]]:
        """The comments below a request, oldest first."""
        with self._answered():
            listed = self._api.issue.get_comments(self._owner, self._name, request.number, request_options=_ONCE)
            return [(one.id, one.body or "") for one in listed if one.id is not None]

    def comment(self, request: Request, text: str) -> None:
        """Add a comment."""
        with self._answered():
            self._api.issue.create_comment(self._owner, self._name, request.number, body=text, request_options=_ONCE)

    def rewrite(self, request: Request, comment: int, text: str) -> None:  # noqa: ARG002 - a comment's id is enough
        """Replace a comment's text."""
        with self._answered():
            self._api.issue.edit_comment(self._owner, self._name, comment, body=text, request_options=_ONCE)

    def _answered(self) -> AbstractContextManager[None]:
        return answered(self._site, ApiError, httpx.HTTPError)


def _request(pull: PullRequest) -> Request:
    if pull.number is None:
        raise ValueError("a request without a number")
    return Request(pull.number, pull.html_url or "")
