"""A push over HTTP through ``git http-backend``: the hook stands there too, and the command line does not notice."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.ledger.school import OPEN, School

SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"


class Backend(BaseHTTPRequestHandler):
    """The smallest web server that runs Git's own program; ``root`` holds the repositories."""

    root: Path

    def _serve(self) -> None:
        place = urlsplit(self.path)
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "truong",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": place.path,
            "QUERY_STRING": place.query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
        }
        done = subprocess.run(["git", "http-backend"], env=env, input=self._body(), check=True, capture_output=True)
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(lines.pop("Status", "200").split()[0]))
        for name, value in lines.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _serve  # noqa: N815 - the names that http.server calls

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def online(school: School) -> Iterator[School]:
    """The school with its server behind HTTP on loopback."""
    handler = type("Handler", (Backend,), {"root": school.root / "may-chu"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    school.git("remote", "set-url", "origin", f"http://127.0.0.1:{server.server_port}/truong.git")
    yield school
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_score_goes_the_whole_way_over_http(online: School) -> None:
    online.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    branch = online.does("gv-khang", "propose", "-m", "Sửa một điểm.")
    online.does("pho-hieu-truong", "accept", branch)
    said = online.verdict()
    assert (said["verdict"], said["tip"]) == ("valid", online.git("rev-parse", "main"))


def test_the_hook_refuses_over_http_too(online: School) -> None:
    online.edit(SCORES, r"tx: \[(\d)", "tx: [1")
    who = ("-c", "user.name=gv-khang", "-c", "user.email=gv-khang@truong.invalid")
    online.git(*who, "commit", "--quiet", "--all", "-m", "sửa")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        online.git("push", "origin", "main")
    assert "HB320" in refused.value.stderr
    assert online.verdict()["verdict"] == "valid"
