"""Who may speak to the desk: only the browser that was given the key, only from the desk's own pages.

A desk is reached by every program and every web page on the machine. So each request must name this host and may not be
asked for by a page of another origin, changes must come from this origin and carry the session's secret, and a session
begins with a key that works once. Cookies do not tell ports apart and a program's arguments are read by everybody, so
another user's program may come to hold either secret: where the system tells whose a connection is, it is refused.
"""

from __future__ import annotations

import hmac
import html
import secrets
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hocba_build.interfaces.web.peers import stranger

ENTRANCE: Final = "/vao"
CSRF_FIELD: Final = "ma_trang"
SEEN_FIELD: Final = "da_thay"
"""What the records were when a page was made."""
CSRF_HEADER: Final = "x-hocba"
SESSION_SECONDS: Final = 12 * 3600
MAX_BODY: Final = 64 * 1024 * 1024
"""Bytes of one request; a whole class's workbooks are far smaller."""
SAFE: Final = frozenset({"GET", "HEAD"})
ELSEWHERE: Final = frozenset({"cross-site", "same-site"})
"""What a browser says of a request that a page of another origin asks for; another port here is same-site."""
FOREIGN: Final = "Yêu cầu này đến từ một trang khác, không được nhận."
AGAIN: Final = "Bấm lại biểu tượng Bàn làm việc (hoặc chạy lại: hocba desk)."
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
        if wrong := self._outside(request):
            return _refusal(wrong)
        if request.url.path == ENTRANCE and request.method == "GET":
            return self._enter(request)
        wrong = self._uninvited(request) or (self._wrong_change(request) if request.method not in SAFE else None)
        return _refusal(wrong) if wrong else None

    def _outside(self, request: Request) -> str | None:
        """Why not even the way in is open."""
        if request.headers.get("host") not in self._keys.hosts:
            return "Yêu cầu không gọi đúng tên máy này."
        if stranger(request.client, self._keys.port):
            return "Bàn làm việc này của người khác dùng chung máy."
        return None

    def _uninvited(self, request: Request) -> str | None:
        """Why a request is of no window that came in, or of no page of ours."""
        if not _same(request.cookies.get(self._keys.cookie), self._keys.session):
            return f"Trang này chưa được mở từ bàn làm việc, hoặc bàn đã mở quá 12 giờ. {AGAIN}"
        if request.headers.get("sec-fetch-site") in ELSEWHERE:
            return FOREIGN
        return None

    def _enter(self, request: Request) -> Response:
        if not _same(request.query_params.get("ma"), self._keys.entrance):
            return _refusal(f"Địa chỉ mở bàn làm việc chỉ dùng được một lần. {AGAIN}")
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
            return FOREIGN
        length = request.headers.get("content-length", "")
        if not length.isdigit() or "transfer-encoding" in request.headers:
            return "Yêu cầu không nói rõ độ dài."
        if int(length) > MAX_BODY:
            return f"Các tệp quá lớn: cả lần gửi không quá {MAX_BODY // 1024**2} MB. Chọn ít tệp hơn rồi gửi lại."
        header = request.headers.get(CSRF_HEADER)
        if header is not None and not _same(header, self._keys.csrf):
            return "Trang đã cũ: tải lại trang rồi làm lại."
        return None


def _same(given: str | None, secret: str | None) -> bool:
    return given is not None and secret is not None and hmac.compare_digest(given.encode(), secret.encode())


def _refusal(sentence: str) -> Response:
    """A page of its own: a stranger is given none of the desk's style."""
    head = '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Chưa vào được – hocba</title>'
    body = f"<h1>Chưa vào được</h1><p>{html.escape(sentence)}</p>"
    return HTMLResponse(head + body + "</html>\n", status_code=403)
