"""A real time-stamp authority on this machine: OpenSSL makes certificates and tokens, a tiny server gives them out."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import loopback
from tests.loopback import Door

CONFIG = """\
[tsa]
default_tsa = t
[t]
serial = ./serial
signer_cert = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""
USAGE = "extendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n"
CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass
class Authority:
    """A folder with an authority's keys; ``replies`` are given out before it makes new ones."""

    folder: Path
    replies: list[bytes] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    address: str = ""

    def openssl(self, *arguments: str, given: bytes | None = None) -> bytes:
        """Run OpenSSL in the authority's folder."""
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, input=given, check=True, capture_output=True)
        return done.stdout

    @property
    def root(self) -> bytes:
        """The certificate of the root alone: any signer below it may stamp."""
        return (self.folder / "ca.pem").read_bytes()

    @property
    def chain(self) -> bytes:
        """The root and the one signer."""
        return self.root + (self.folder / "tsa.pem").read_bytes()

    def reply(self, question: bytes) -> bytes:
        """The answer to a question in DER."""
        self.asked.append(question)
        if self.replies:
            return self.replies.pop(0)
        (self.folder / "q").write_bytes(question)
        self.openssl("ts", "-reply", "-config", "ts.cnf", "-queryfile", "q", "-out", "r")
        return (self.folder / "r").read_bytes()

    def stamp(self, payload: bytes, *more: str) -> bytes:
        """A token over bytes, asked for by OpenSSL itself."""
        (self.folder / "data").write_bytes(payload)
        self.openssl("ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "own", *more)
        return self.reply((self.folder / "own").read_bytes())


def authority(folder: Path) -> Authority:
    """Make an authority."""
    made = Authority(folder)
    ca = ("-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", "/CN=Gốc thử")
    made.openssl("req", "-x509", "-utf8", *CURVE, *ca)
    made.openssl("req", "-utf8", *CURVE, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Nơi cấp mốc thử")
    (folder / "ext").write_text(USAGE)
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3000", "-extfile", "ext")
    made.openssl("x509", "-req", "-in", "tsa.csr", *signed, "-out", "tsa.pem")
    (folder / "ts.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    return made


@contextmanager
def new_authority() -> Iterator[Authority]:
    """An authority for the time of a block."""
    with tempfile.TemporaryDirectory(prefix="tsa") as folder:
        yield authority(Path(folder))


@contextmanager
def listening(made: Authority) -> Iterator[str]:
    """The authority behind HTTP on this machine; its address."""

    class Stamps(Door):
        def serve(self) -> None:
            question = self.body()
            if self.headers["Content-Type"] != "application/timestamp-query":
                self.send_error(415)
                return
            self.answer(200, "application/timestamp-reply", made.reply(question))

    with loopback.listening(Stamps) as address:
        made.address = f"{address}/tsr"
        yield made.address
