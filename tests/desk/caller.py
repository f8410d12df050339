"""A desk spoken to without a browser: what a page's form or script would send."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.desk.conftest import Desk
from tests.desk.forms import Form, forms_of

Cell = Sequence[str]
"""Pupil, column, text, and what the records held on the page."""


class Caller:
    """Somebody who has come in."""

    def __init__(self, desk: Desk, client: httpx.Client) -> None:
        self.desk, self.client = desk, client
        self.secret = self._secret()

    def _secret(self) -> str:
        found = re.search(r'data-csrf="([^"]+)"', self.client.get("/").text)
        assert found is not None
        return found[1]

    def get(self, path: str) -> str:
        """A page that must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return html.unescape(answer.text)

    def post(self, path: str, /, **fields: str | list[str] | Path) -> httpx.Response:
        """A form, sent from the desk's own page, a path as a file of its name; where it leads is followed."""
        files = {name: (one.name, one.read_bytes()) for name, one in fields.items() if isinstance(one, Path)}
        data = {"ma_trang": self.secret} | {name: one for name, one in fields.items() if not isinstance(one, Path)}
        headers = {"origin": self.desk.base}
        return self.client.post(path, data=data, files=files or None, headers=headers, follow_redirects=True)

    def opened(self, path: str, action: str = "") -> Form:
        """The form of a page as a browser has it, with all that it carries; the first that leads to ``action``."""
        return next(one for one in forms_of(path, self.client.get(path).text) if one.action == (action or path))

    def type(self, address: str, cells: Sequence[Cell]) -> httpx.Response:
        """Cells as the grid's script sends them."""
        headers = {"origin": self.desk.base, "x-hocba": self.secret}
        return self.client.post(f"{address}/o", json={"o": [list(cell) for cell in cells]}, headers=headers)

    def seal(self, address: str) -> str:
        """What the page before signing names."""
        found = re.search(r'name="da_xem" value="([0-9a-f]+)"', self.get(f"{address}/gui"))
        assert found is not None
        return found[1]

    def send(self, address: str, reason: str) -> httpx.Response:
        """Look over, sign and send."""
        return self.post(f"{address}/gui", li_do=reason, da_xem=self.seal(address))


@contextmanager
def caller(desk: Desk) -> Iterator[Caller]:
    """Let in by the desk's entrance."""
    with httpx.Client(base_url=desk.base, trust_env=False, timeout=60) as client:
        assert client.get(desk.entrance).status_code == 303
        yield Caller(desk, client)
