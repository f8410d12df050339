"""Small web servers on loopback, for the time of a block."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

PATIENCE: Final = 0.02
"""Seconds between two looks at whether to stop; that of the library is half a second for each block."""


class Door(BaseHTTPRequestHandler):
    """Answers, and says nothing of it."""

    def serve(self) -> None:
        """Answer one request."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """Answer."""
        self.serve()

    def do_POST(self) -> None:
        """Answer."""
        self.serve()

    def body(self) -> bytes:
        """What was sent."""
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status: int, kind: str, body: bytes) -> None:
        """Send one document."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening(door: type[Door], **held: object) -> Iterator[str]:
    """A server whose requests go to ``door``; its address. ``held`` becomes attributes of the door."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Held", (door,), held))
    thread = threading.Thread(target=server.serve_forever, args=(PATIENCE,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
