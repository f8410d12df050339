"""Who may speak to the desk: only the browser that was given the key, only from the desk's own pages.

A desk is reached by every program and every web page on the machine. So each request must name this host, changes must
come from this origin and carry the session's secret, and a session begins with a key that works once.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTRANCE: Final = "/vao"
CSRF_FIELD: Final = "ma_trang"
CSRF_HEADER: Final = "x-hocba"
SESSION_SECONDS: Final = 12 * 3600
MAX_BODY: Final = 64 * 1024 * 1024
"""Bytes of one request; a whole class's workbooks are far smaller."""
SAFE: Final = frozenset({"GET", "HEAD"})
HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(slots=True)
class Keys:
    """The secrets of one running desk; the cookie's name holds the port, since cookies do not."""

    port: int
    entrance: str | None = field(default_factory=_secret)
    session: str = field(default_factory=_secret)
    csrf: str = field(default_factory=_secret)

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return f"hocba-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What a request may call this desk."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    @property
    def address(self) -> str:
        """The address that opens the desk, once."""
        return f"http://127.0.0.1:{self.port}{ENTRANCE}?ma={self.entrance or ''}"


class Guard:
    """Refuses before any page is asked, and puts the safety headers on every answer."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        """Stand before the pages."""
        self._app, self._keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in given]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        answer = self._judge(Request(scope))
        if answer is not None:
            await answer(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _judge(self, request: Request) -> Response | None:
        """The refusal, the way in, or nothing: the page may answer."""
        if request.headers.get("host") not in self._keys.hosts:
            return _refusal("Yêu cầu không gọi đúng tên máy này.")
        if request.url.path == ENTRANCE and request.method == "GET":
            return self._enter(request)
        if not _same(request.cookies.get(self._keys.cookie), self._keys.session):
            return _refusal("Trang này chưa được mở từ bàn làm việc. Chạy lại: hocba desk")
        if request.method not in SAFE and (wrong := self._wrong_change(request)):
            return _refusal(wrong)
        return None

    def _enter(self, request: Request) -> Response:
        if not _same(request.query_params.get("ma"), self._keys.entrance):
            return _refusal("Địa chỉ mở bàn làm việc chỉ dùng được một lần. Chạy lại: hocba desk")
        self._keys.entrance = None
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            self._keys.cookie, self._keys.session, max_age=SESSION_SECONDS, httponly=True, samesite="strict", path="/"
        )
        return answer

    def _wrong_change(self, request: Request) -> str | None:
        """Why a request that changes something may not come from our own page."""
        origin = request.headers.get("origin")
        if origin is None or origin.removeprefix("http://") not in self._keys.hosts:
            return "Yêu cầu này đến từ một trang khác, không được nhận."
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BODY:
            return "Yêu cầu không nói rõ độ dài, hoặc quá lớn."
        header = request.headers.get(CSRF_HEADER)
        if header is not None and not _same(header, self._keys.csrf):
            return "Trang đã cũ: tải lại trang rồi làm lại."
        return None


def _same(given: str | None, secret: str | None) -> bool:
    return given is not None and secret is not None and hmac.compare_digest(given.encode(), secret.encode())


def _refusal(sentence: str) -> Response:
    return PlainTextResponse(sentence + "\n", status_code=403)
