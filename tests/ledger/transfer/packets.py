"""Packets made for tests: taken from a living school, then altered in one place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from hocba_build.exchange.packet import SUMS, sums
from hocba_build.exchange.packet_zip import pack, unpack
from hocba_build.interfaces.cli import main

PUPIL = "7400000001"


def run_verify(raw: bytes, folder: Path, *arguments: str) -> Result:
    """``verify-packet`` on these bytes; never a traceback."""
    path = folder / "goi.zip"
    path.write_bytes(raw)
    result = CliRunner().invoke(main, ["-C", str(folder), "verify-packet", str(path), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def verify(raw: bytes, folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit and document of ``verify-packet``, in a folder that holds nothing else."""
    result = run_verify(raw, folder, "--json", *arguments)
    said: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, said


def altered(raw: bytes, changes: Mapping[str, bytes | None], *, honest_sums: bool = True) -> bytes:
    """The packet with other files; the list of digests is put right, as a forger would."""
    files = unpack(raw)
    for path, content in changes.items():
        if content is None:
            files.pop(path)
        else:
            files[path] = content
    if honest_sums and SUMS in files:
        files[SUMS] = sums(files)
    return pack(files)
