"""A small forge on loopback: Git's own HTTP program, and beside it the routes of three forges' interfaces.

It keeps what it is told in memory, and answers in the shapes that the real clients read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.ledger.git_over_http import Backend
from tests.ledger.school import School
from tests.loopback import listening

OWNER, NAME = "truong", "ho-so"
TOKEN = "ma-thu-nghiem"


@dataclass
class Pull:
    """A request with its comments."""

    number: int
    branch: str
    title: str
    body: str
    comments: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Kept:
    """What the forge holds, and how it stands."""

    pulls: list[Pull] = field(default_factory=list)
    public: bool = False
    fork: bool = False
    broken: int = 0
    """A status with which everything is refused."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of every question."""
    git_headers: list[str] = field(default_factory=list)
    """With what Git itself came."""

    def pull(self, number: str) -> Pull:
        """One request."""
        return next(one for one in self.pulls if one.number == int(number))

    def add(self, branch: str, title: str, body: str) -> Pull:
        """A new request."""
        self.pulls.append(Pull(len(self.pulls) + 1, branch, title, body))
        return self.pulls[-1]

    def remark(self, pull: Pull, text: str) -> dict[str, Any]:
        """A new comment; numbers are the forge's own, whatever request it is below."""
        number = 100 + sum(len(one.comments) for one in self.pulls)
        pull.comments.append({"id": number, "body": text})
        return pull.comments[-1]

    def change(self, number: str, text: str) -> dict[str, Any]:
        """A comment's new text."""
        found = next(one for pull in self.pulls for one in pull.comments if one["id"] == int(number))
        found["body"] = text
        return found


class ForgeHandler(Backend):
    """Answers Git below the repository's address, and the three interfaces below ``/api``."""

    kept: Kept

    def serve(self) -> None:
        if not self.path.startswith("/api/"):
            self.kept.git_headers.append(self.headers.get("Authorization", ""))
            super().serve()
            return
        place = urlsplit(self.path)
        self.kept.asked.append((self.command, unquote(place.path)))
        said = json.loads(self.body() or b"{}")
        status, document = self._document(place.path, parse_qs(place.query), said)
        self.answer(status, "application/json", json.dumps(document).encode())

    do_PATCH = do_PUT = serve  # noqa: N815 - the names that http.server calls

    def _document(self, path: str, query: dict[str, list[str]], said: dict[str, Any]) -> tuple[int, Any]:
        if self.kept.broken:
            return self.kept.broken, {"message": f"token {TOKEN} refused"}
        if TOKEN not in (self.headers.get("Authorization", "") + self.headers.get("PRIVATE-TOKEN", "")):
            return 401, {"message": "unauthorized"}
        asked = Asked(self.kept, f"http://{self.headers['Host']}", query, said)
        for method, pattern, answer in ROUTES:
            found = re.fullmatch(pattern, path)
            if found is not None and method == self.command:
                return (201 if method == "POST" else 200), answer(asked, *found.groups())
        return 404, {"message": "not found"}


@dataclass(frozen=True)
class Asked:
    """One question: what the forge holds, its own address, and what was said."""

    kept: Kept
    host: str
    query: dict[str, list[str]]
    said: dict[str, Any]

    def standing(self) -> dict[str, Any]:
        """Who can see the repository, in the words of all three."""
        fork = {"forked_from_project": {"id": 1}} if self.kept.fork else {}
        seen = {"private": not self.kept.public, "internal": False, "fork": self.kept.fork}
        return {"id": 7, "url": self._api, "visibility": "internal" if self.kept.public else "private", **seen, **fork}

    def listed(self) -> list[dict[str, Any]]:
        """The open requests that were asked for."""
        if self.query.get("page", ["1"])[0] != "1":
            return []
        wanted = self.query.get("source_branch", self.query.get("head", [""]))[0].removeprefix(f"{OWNER}:")
        return [self.shown(one) for one in self.kept.pulls if wanted in ("", one.branch)]

    def opened(self) -> dict[str, Any]:
        """A new request."""
        branch = self.said.get("source_branch") or self.said["head"]
        return self.shown(self.kept.add(branch, self.said["title"], self.said.get("description") or self.said["body"]))

    def shown(self, one: Pull) -> dict[str, Any]:
        """A request, in the words of all three."""
        page = f"{self.host}/{OWNER}/{NAME}/-/{one.number}"
        links = {"url": f"{self._api}/pulls/{one.number}", "issue_url": f"{self._api}/issues/{one.number}"}
        head = {"ref": one.branch, "label": f"{OWNER}:{one.branch}"}
        return {"number": one.number, "iid": one.number, "html_url": page, "web_url": page, "head": head, **links}

    def comment(self, number: str) -> dict[str, Any]:
        """One comment with its own address."""
        found = next(one for pull in self.kept.pulls for one in pull.comments if one["id"] == int(number))
        return {**found, "url": f"{self._api}/issues/comments/{number}"}

    @property
    def _api(self) -> str:
        return f"{self.host}/api/v3/repos/{OWNER}/{NAME}"


@contextmanager
def forge_before(school: School) -> Iterator[tuple[Kept, str]]:
    """Put a forge before the school's server: what it keeps, and its address."""
    kept, folder = Kept(), school.root / "git" / OWNER
    folder.mkdir(parents=True)
    (folder / f"{NAME}.git").symlink_to(school.server)
    with listening(ForgeHandler, root=school.root / "git", kept=kept) as address:
        school.git("remote", "set-url", "origin", f"{address}/{OWNER}/{NAME}.git")
        yield kept, address


_BOTH = rf"/api/v[13]/repos/{OWNER}/{NAME}"
_LAB = rf"/api/v4/projects/{OWNER}%2F{NAME}"
ROUTES: list[tuple[str, str, Callable[..., Any]]] = [
    ("GET", rf"{_BOTH}|{_LAB}", Asked.standing),
    ("GET", rf"{_BOTH}/pulls|{_LAB}/merge_requests", Asked.listed),
    ("POST", rf"{_BOTH}/pulls|{_LAB}/merge_requests", Asked.opened),
    ("GET", rf"{_BOTH}/pulls/(\d+)", lambda asked, number: asked.shown(asked.kept.pull(number))),
    ("GET", rf"{_BOTH}/issues/comments/(\d+)", Asked.comment),
    ("PATCH", rf"{_BOTH}/issues/comments/(\d+)", lambda a, number: a.kept.change(number, a.said["body"])),
    ("PUT", rf"{_LAB}/merge_requests/\d+/notes/(\d+)", lambda a, number: a.kept.change(number, a.said["body"])),
]
for _place in (rf"{_BOTH}/issues/(\d+)/comments", rf"{_LAB}/merge_requests/(\d+)/notes"):
    ROUTES.append(("GET", _place, lambda a, number: a.kept.pull(number).comments))
    ROUTES.append(("POST", _place, lambda a, number: a.kept.remark(a.kept.pull(number), a.said["body"])))
