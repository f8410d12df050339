"""Time-stamps, by OpenSSL: what a token is over, whose it is, its moment and number; chains of certificates."""

from __future__ import annotations

import subprocess
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tests.second_verifier.store import InvalidError


def _openssl(*arguments: str, folder: Path | None = None, given: bytes = b"") -> tuple[bool, str]:
    command = ["openssl", *arguments]
    done = subprocess.run(command, cwd=folder, input=given, check=False, capture_output=True)
    return done.returncode == 0, done.stdout.decode("utf-8", "replace")


@cache
def check_chain(pem: bytes) -> None:
    """Certificates of which one is its own issuer, and no secret."""
    done, bundle = _openssl("crl2pkcs7", "-nocrl", "-certfile", "/dev/stdin", given=pem)
    _, listed = _openssl("pkcs7", "-print_certs", "-noout", given=bundle.encode())
    rows = [line.partition("=")[2].strip() for line in listed.splitlines() if line.startswith(("subject", "issuer"))]
    pairs = list(zip(rows[::2], rows[1::2], strict=False))
    if not done or b"PRIVATE KEY" in pem or len(pairs) > 8 or not any(one == other for one, other in pairs):
        raise InvalidError("no chain of certificates")


@cache
def check_stamp(token: bytes, payload: bytes, chain: bytes) -> tuple[int, str]:
    """Moment (seconds since 1970) and number of a good token."""
    with tempfile.TemporaryDirectory(prefix="ts") as name:
        folder = Path(name)
        for file, content in (("token", token), ("data", payload), ("chain", chain)):
            (folder / file).write_bytes(content)
        proof = ("-in", "token", "-data", "data", "-CAfile", "chain", "-untrusted", "chain")
        good, _ = _openssl("ts", "-verify", *proof, folder=folder)
        _, text = _openssl("ts", "-reply", "-in", "token", "-text", folder=folder)
    said = dict(line.partition(": ")[::2] for line in text.splitlines() if ": " in line)
    if not good or len(token) > 32 * 1024:
        raise InvalidError("no good token of this authority over this commit")
    moment = datetime.strptime(said["Time stamp"].strip(), "%b %d %H:%M:%S %Y GMT").replace(tzinfo=UTC)
    return int(moment.timestamp()), said["Serial number"].strip()
