"""A remote signer on this machine that speaks CSC API 1.0.4; its signatures are made by OpenSSL."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import pem

from tests.loopback import Door, listening
from tests.seals.issuer import PIN, Issuer

BEARER = "mot-phien"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"


@dataclass
class Remote:
    """What it was asked; rights to sign that are not used yet, each for its own digests."""

    issuer: Issuer
    credential: str
    address: str = ""
    calls: list[str] = field(default_factory=list)
    rights: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to a call; ``None`` where it is refused."""
        self.calls.append(path)
        if asked["credentialID"] != self.credential:
            return None
        if path == "credentials/info":
            names = (self.issuer.certificate(self.credential), self.issuer.root)
            chain = [base64.b64encode(pem.unarmor(name.read_bytes())[2]).decode() for name in names]
            return {"cert": {"certificates": chain}, "key": {"algo": [ECDSA_SHA256]}, "multisign": 1, "SCAL": "2"}
        if path == "credentials/authorize":
            if asked["PIN"] != PIN:
                return None
            right = f"quyen-{len(self.calls)}"
            self.rights[right] = asked["hash"]
            return {"SAD": right, "expiresIn": 60}
        if path == "signatures/signHash" and self.rights.pop(asked["SAD"], None) == asked["hash"]:
            return {"signatures": [self._signed(base64.b64decode(one)) for one in asked["hash"]]}
        return None

    def _signed(self, digest: bytes) -> str:
        (self.issuer.folder / "digest").write_bytes(digest)
        key = ("-inkey", f"{self.credential}.key", "-pkeyopt", "digest:sha256")
        return base64.b64encode(self.issuer.openssl("pkeyutl", "-sign", *key, "-in", "digest")).decode()


@contextmanager
def remote_signer(issuer: Issuer, credential: str) -> Iterator[Remote]:
    """It listens for the time of a block."""
    made = Remote(issuer, credential)

    class Signs(Door):
        def serve(self) -> None:
            asked = json.loads(self.body())
            allowed = self.headers["Authorization"] == f"Bearer {BEARER}"
            said = made.answer(self.path.removeprefix("/csc/v1/"), asked) if allowed else None
            body = json.dumps(said or {"error": "invalid_request"}).encode()
            self.answer(200 if said else 400, "application/json", body)

    with listening(Signs) as made.address:
        yield made
