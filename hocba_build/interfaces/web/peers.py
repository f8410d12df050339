"""Whose program speaks to the desk, where the system tells: on Linux every user may read whose each connection is."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from starlette.datastructures import Address

TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""A program may speak to 127.0.0.1 through a socket of either family."""
HOST: Final = "127.0.0.1"
OWNER: Final = 7
"""The column of the user's number."""


def stranger(client: Address | None, port: int) -> bool:
    """Whether a connection to our port is another user's; the administrator's may be a bridge (WSL), and is none.

    What the system does not tell (not Linux, or the connection is gone already) is nobody's: the secrets decide.
    """
    owner = owner_in(_rows(), client, port) if client is not None else None
    return owner is not None and owner not in (0, os.getuid())


def owner_in(rows: Iterable[str], client: Address, port: int) -> int | None:
    """The user's number in the row of a connection from ``client``; ``None`` where there is no such row."""
    here, there = _written(client.host, client.port), _written(HOST, port)
    for row in rows:
        cells = row.split()
        if len(cells) > OWNER and cells[1].endswith(here) and cells[2].endswith(there):
            return int(cells[OWNER])
    return None


def _rows() -> Iterable[str]:
    for table in TABLES:
        with suppress(OSError), table.open(encoding="ascii") as lines:
            yield from lines


def _written(host: str, port: int) -> str:
    """An address as the tables have it: the bytes as a number of this machine, in hexadecimal."""
    return f"{int.from_bytes(socket.inet_aton(host), sys.byteorder):08X}:{port:04X}"
