"""Run the desk on this machine's own address until it is stopped."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from hocba_build.domain.errors import RefusedError
from hocba_build.interfaces.web.app import make_app
from hocba_build.interfaces.web.guard import SESSION_SECONDS, Keys

HOST = "127.0.0.1"


def serve(root: Path, port: int, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve until stopped; ``port`` 0 takes a free one, so that several desks do not disturb each other.

    Raises:
        RefusedError: the port is taken.
    """
    listener = _listener(port)
    keys = Keys(listener.getsockname()[1])
    say(keys.address)
    if browser:
        threading.Timer(0.3, webbrowser.open, [keys.address]).start()
    app = make_app(root, keys)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))

    def stop() -> None:
        server.should_exit = True

    app.state.place.stop = stop
    end = threading.Timer(SESSION_SECONDS, stop)  # Nobody can come in after that; a desk without a window is forgotten.
    end.daemon = True
    end.start()
    server.run(sockets=[listener])


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((HOST, port))
        listener.listen()  # At once: the browser may be faster than the server's start.
    except OSError:
        listener.close()
        raise RefusedError(f"Cổng {port} đang có chương trình khác dùng.", "Bỏ --port để máy tự chọn.") from None
    return listener
