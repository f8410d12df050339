"""A certificate authority on this machine, made by OpenSSL: certificates, key files and tokens, revocation lists."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from asn1crypto import pem, x509
from pkcs11 import Attribute, CertificateType, ObjectClass

from tests.loopback import Door, listening

PASSPHRASE = PIN = "246810"
LIBRARY = next(
    (
        path
        for path in map(Path, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"))
        if path.exists()
    ),
    Path("libsofthsm2.so"),
)
CONFIG = """\
[ca]
default_ca = d
[d]
database = ./index
serial = ./serial
crlnumber = ./crlnumber
default_md = sha256
default_days = 1000
default_crl_days = 30
certificate = ./ca.pem
private_key = ./ca.key
new_certs_dir = .
policy = p
unique_subject = no
copy_extensions = none
[p]
commonName = supplied
"""
CURVE = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-utf8")
RSA = ("-newkey", "rsa:2048", "-nodes", "-utf8")
"""What most tokens hold."""


@dataclass
class Issuer:
    """A folder with an authority's keys and what it issued; ``list_address`` stands in its certificates."""

    folder: Path
    list_address: str = ""

    def openssl(self, *arguments: str) -> bytes:
        """Run OpenSSL in the authority's folder."""
        return subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True).stdout

    @property
    def root(self) -> Path:
        """The authority's own certificate."""
        return self.folder / "ca.pem"

    def issue(self, name: str, subject: str, kind: tuple[str, ...] = CURVE) -> Path:
        """A certificate for a subject; its PKCS#12 file (the passphrase is ``PASSPHRASE``)."""
        usage = "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n"
        if self.list_address:
            usage += f"crlDistributionPoints=URI:{self.list_address}\n"
        (self.folder / f"{name}.ext").write_text(usage)
        self.openssl("req", *kind, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={subject}")
        signed = ("-batch", "-notext", "-utf8", "-extfile", f"{name}.ext", "-in", f"{name}.csr", "-out", f"{name}.pem")
        self.openssl("ca", "-config", "ca.cnf", *signed)
        return self._packed(name)

    def self_made(self, name: str, subject: str) -> Path:
        """A certificate that nobody vouches for."""
        usage = ("-addext", "keyUsage=critical,digitalSignature,nonRepudiation", "-days", "1000")
        made = ("-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={subject}")
        self.openssl("req", "-x509", *CURVE, *made, *usage)
        return self._packed(name)

    def _packed(self, name: str) -> Path:
        packed = ("-inkey", f"{name}.key", "-in", f"{name}.pem", "-passout", f"pass:{PASSPHRASE}")
        self.openssl("pkcs12", "-export", *packed, "-out", f"{name}.p12")
        return self.folder / f"{name}.p12"

    def certificate(self, name: str) -> Path:
        """A certificate by the name of its files."""
        return self.folder / f"{name}.pem"

    def fingerprint(self, name: str) -> str:
        """SHA-256 of a certificate."""
        said = self.openssl("x509", "-in", f"{name}.pem", "-noout", "-fingerprint", "-sha256").decode()
        return said.partition("=")[2].strip().replace(":", "").lower()

    def revoke(self, name: str) -> None:
        """Take a certificate back."""
        self.openssl("ca", "-config", "ca.cnf", "-revoke", f"{name}.pem")

    def revoked(self) -> bytes:
        """Today's revocation list."""
        self.openssl("ca", "-config", "ca.cnf", "-gencrl", "-out", "list.pem")
        return self.openssl("crl", "-in", "list.pem", "-outform", "DER")


def new_issuer(folder: Path, name: str = "CA thử của học bạ") -> Issuer:
    """Make an authority."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Issuer(folder)
    for file, text in (("index", ""), ("serial", "1000\n"), ("crlnumber", "01\n"), ("ca.cnf", CONFIG)):
        (folder / file).write_text(text)
    usage = ("-addext", "keyUsage=critical,keyCertSign,cRLSign", "-days", "3650", "-subj", f"/CN={name}")
    made.openssl("req", "-x509", *CURVE, "-keyout", "ca.key", "-out", "ca.pem", *usage)
    return made


@contextmanager
def giving_lists(made: Issuer) -> Iterator[Issuer]:
    """The authority gives out its revocation list over HTTP on this machine, for the time of a block."""

    class Lists(Door):
        def serve(self) -> None:
            self.answer(200, "application/pkix-crl", made.revoked())

    with listening(Lists) as address:
        made.list_address = f"{address}/ca.crl"
        yield made


def new_token(folder: Path, issuer: Issuer, names: list[str], label: str) -> None:
    """A SoftHSM token that holds keys with their certificates; ``SOFTHSM2_CONF`` must lead to a file in ``folder``."""
    store = folder / "tokens"
    store.mkdir(exist_ok=True)
    Path(os.environ["SOFTHSM2_CONF"]).write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\n")
    util = ("softhsm2-util", "--token", label, "--pin", PIN)
    made = ("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "12345678")
    subprocess.run(made, check=True, capture_output=True)
    for number, name in enumerate(names, start=1):
        issuer.openssl("pkcs8", "-topk8", "-nocrypt", "-in", f"{name}.key", "-out", f"{name}.pk8")
        key = ("--import", str(issuer.folder / f"{name}.pk8"), "--label", name, "--id", f"{number:02x}")
        subprocess.run([*util, *key], check=True, capture_output=True)
    token = pkcs11.lib(str(LIBRARY)).get_token(token_label=label)
    with token.open(user_pin=PIN, rw=True) as session:
        for number, name in enumerate(names, start=1):
            _, _, der = pem.unarmor(issuer.certificate(name).read_bytes())
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.LABEL: name,
                    Attribute.ID: bytes([number]),
                    Attribute.SUBJECT: x509.Certificate.load(der).subject.dump(),
                    Attribute.VALUE: der,
                }
            )
