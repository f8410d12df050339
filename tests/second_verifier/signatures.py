"""Signatures: gpg judges them, in a folder of its own that holds nothing but the certificates in question."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tests.second_verifier.store import InvalidError

PUBLIC = {2, 6, 13, 14, 17}
SIGNING = {1, 3, 19, 22, 27}
KEYS = SIGNING | {2, 18, 25}
DIGESTS = {8, 9, 10}
MAX_CERTIFICATE = 64 * 1024


@dataclass(frozen=True)
class Made:
    """Who made a signature (primary key, lower case), and when."""

    fingerprint: str
    seconds: int


def dearmored(armor: bytes, kind: str) -> bytes:
    """The bytes in one armor block; only the text that the bytes have."""
    begin, end = (f"-----{word} PGP {kind}-----".encode() for word in ("BEGIN", "END"))
    lines = armor.split(b"\n")
    if len(lines) < 5 or lines[0] != begin or lines[1] != b"" or lines[-2:] != [end, b""]:
        raise InvalidError("no strict armor")
    body = lines[2:-2]
    checksum = body.pop() if body[-1].startswith(b"=") and len(body[-1]) == 5 else None
    try:
        binary = base64.b64decode(b"".join(body), validate=True)
    except ValueError:
        raise InvalidError("no base64") from None
    whole = base64.b64encode(binary)
    if body != [whole[at : at + 64] for at in range(0, len(whole), 64)]:
        raise InvalidError("another text of the same bytes")
    if checksum not in (None, b"=" + base64.b64encode(_crc24(binary))):
        raise InvalidError("a wrong checksum")
    return binary


def _crc24(data: bytes) -> bytes:
    crc = 0xB704CE
    for byte in data:
        crc ^= byte << 16
        for _ in range(8):
            crc = (crc << 1) ^ (0x1864CFB if crc & 0x800000 else 0)
    return (crc & 0xFFFFFF).to_bytes(3, "big")


def packets(data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Tag and body of each packet, and whether its header is the shortest."""
    at = 0
    while at < len(data):
        first = data[at]
        if not first & 0x80:
            raise InvalidError("no packet")
        head = data[at + 1 : at + 6] + bytes(5)
        if first & 0x40:
            tag, (size, length, short) = first & 0x3F, _new_length(head)
        else:
            tag, size = (first >> 2) & 15, {0: 1, 1: 2, 2: 4}.get(first & 3, 0)
            length, short = int.from_bytes(head[:size], "big"), size == 1 or head[0] > 0
        start = at + 1 + size
        at = start + length
        if not size or at > len(data):
            raise InvalidError("a packet cut off")
        yield tag, data[start:at], short


def _new_length(head: bytes) -> tuple[int, int, bool]:
    if head[0] < 192:
        return 1, head[0], True
    if head[0] < 224:
        return 2, ((head[0] - 192) << 8) + head[1] + 192, True
    if head[0] == 255:
        return 5, int.from_bytes(head[1:5], "big"), False
    return 0, 0, False


def check_form(armor: bytes) -> None:
    """One version 4 signature over bytes, by allowed algorithms, and nothing in it that its maker did not sign."""
    found = list(packets(dearmored(armor, "SIGNATURE")))
    if len(found) != 1 or found[0][0] != 2 or not found[0][2]:
        raise InvalidError("not exactly one signature")
    body = found[0][1]
    if len(body) < 10 or body[0] != 4 or body[1] != 0 or body[2] not in SIGNING or body[3] not in DIGESTS:
        raise InvalidError("version, type or algorithm")
    hashed = int.from_bytes(body[4:6], "big")
    rest = body[6 + hashed :]
    loose = rest[2 : 2 + int.from_bytes(rest[:2], "big")]
    issuer = [area for kind, area in _subpackets(body[6 : 6 + hashed]) if kind == 33]
    if len(issuer) != 1 or loose not in (b"", b"\x09\x10" + issuer[0][-8:]):
        raise InvalidError("something in the signature is not signed")


def _subpackets(area: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(area):
        size, length, _ = _new_length(area[at : at + 5] + bytes(5))
        start = at + size
        if not size or not length or start + length > len(area):
            raise InvalidError("subpackets")
        yield area[start] & 0x7F, area[start + 1 : start + length]
        at = start + length


@lru_cache(4096)
def read_certificate(armor: bytes) -> tuple[str, frozenset[tuple[int, bytes]]]:
    """The fingerprint of a certificate's primary key, and its packets."""
    if len(armor) > MAX_CERTIFICATE:
        raise InvalidError("a certificate too large")
    found = list(packets(dearmored(armor, "PUBLIC KEY BLOCK")))
    tags = [tag for tag, _, _ in found]
    if tags[0] != 6 or tags.count(6) != 1 or set(tags) - PUBLIC or len(tags) > 200:
        raise InvalidError("not one public certificate")
    for tag, body, _ in found:
        if tag in (6, 14):
            _check_key(body)
        elif tag == 2 and body[:2] == b"\x04\x18":
            _check_consent(body)
    body = found[0][1]
    fingerprint = hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body, usedforsecurity=False).hexdigest()
    return fingerprint, frozenset((tag, body) for tag, body, _ in found)


def revoked(armor: bytes) -> bool:
    """Whether the holder has taken a certificate's primary key back."""
    return any(tag == 2 and body[:2] == b"\x04\x20" for tag, body in read_certificate(armor)[1])


def _check_consent(binding: bytes) -> None:
    """A subkey that is said to sign says itself whose it is."""
    hashed = 6 + int.from_bytes(binding[4:6], "big")
    loose = hashed + 2 + int.from_bytes(binding[hashed : hashed + 2], "big")
    said, rest = list(_subpackets(binding[6:hashed])), list(_subpackets(binding[hashed + 2 : loose]))
    signs = any(kind == 27 and area[:1] and area[0] & 2 for kind, area in said)
    if signs and not any(kind == 32 for kind, _ in (*said, *rest)):
        raise InvalidError("a subkey without its consent")


def _check_key(body: bytes) -> None:
    if body[0] != 4 or body[5] not in KEYS:
        raise InvalidError("version or algorithm of a key")
    if body[5] in (1, 2, 3) and int.from_bytes(body[6:8], "big") < 2048:
        raise InvalidError("a short RSA key")


@dataclass
class Gpg:
    """gpg with one folder for each set of certificates; what was judged once is not asked again."""

    root: Path
    _homes: dict[frozenset[bytes], Path] = field(default_factory=dict)
    _known: dict[tuple[bytes, bytes, frozenset[bytes]], Made | str] = field(default_factory=dict)

    def check(self, payload: bytes, armor: bytes, certificates: frozenset[bytes]) -> Made:
        """Who among the certificates made a signature, and when."""
        key = (hashlib.sha256(payload).digest(), armor, certificates)
        if key not in self._known:
            try:
                self._known[key] = self._check(payload, armor, certificates)
            except InvalidError as error:
                self._known[key] = str(error)
        made = self._known[key]
        if isinstance(made, str):
            raise InvalidError(made)
        return made

    def _check(self, payload: bytes, armor: bytes, certificates: frozenset[bytes]) -> Made:
        check_form(armor)
        home = self._home(certificates)
        (home / "sig").write_bytes(armor)
        (home / "data").write_bytes(payload)
        said = self._run(home, "--status-fd", "1", "--verify", str(home / "sig"), str(home / "data"))
        rows = {line.split()[1]: line.split()[2:] for line in said.splitlines() if line.startswith("[GNUPG:]")}
        valid = rows.get("VALIDSIG")
        if valid is None or rows.keys() & {"BADSIG", "ERRSIG", "EXPSIG", "REVKEYSIG"}:
            raise InvalidError("gpg finds no good signature")
        made, expires, primary = int(valid[2]), int(valid[3]), valid[-1].lower()
        if made > time.time() or expires:
            raise InvalidError("from the future, or with an end")
        if "EXPKEYSIG" in rows and not self._held(home, valid[0], made):
            raise InvalidError("the key had expired")
        return Made(primary, made)

    def _held(self, home: Path, fingerprint: str, made: int) -> bool:
        """Gpg judges a key's expiry now; what counts is the moment of the signature."""
        listed = self._run(home, "--with-colons", "--fixed-list-mode", "--list-keys", fingerprint).splitlines()
        rows = [line.split(":") for line in listed if line.startswith(("pub:", "sub:"))]
        ends = [int(row[6]) for row in rows if row[6] and (row[0] == "pub" or row[4] == fingerprint[-16:])]
        return all(made < end for end in ends)

    def ends(self, certificate: bytes) -> int:
        """When a certificate's primary key expires, in seconds since 1970; 0 for never."""
        home = self._home(frozenset({certificate}))
        listed = self._run(home, "--with-colons", "--fixed-list-mode", "--list-keys").splitlines()
        return next((int(row.split(":")[6] or 0) for row in listed if row.startswith("pub:")), 0)

    def _home(self, certificates: frozenset[bytes]) -> Path:
        if certificates not in self._homes:
            home = Path(tempfile.mkdtemp(prefix="k", dir=self.root))
            home.chmod(0o700)
            self._run(home, "--import", given=b"".join(sorted(certificates)))
            self._homes[certificates] = home
        return self._homes[certificates]

    @staticmethod
    def _run(home: Path, *arguments: str, given: bytes = b"") -> str:
        command = ["gpg", "--homedir", str(home), "--batch", "--no-options", "--trust-model", "always"]
        command += ["--no-auto-check-trustdb", "--no-autostart", *arguments]
        env = {"LC_ALL": "C", "PATH": os.environ["PATH"]}
        done = subprocess.run(command, input=given, capture_output=True, check=False, env=env)
        return done.stdout.decode("utf-8", "replace")


def owners(held: Mapping[str, str], certificates: Mapping[str, bytes], person: str | None = None) -> frozenset[bytes]:
    """The certificates of one person, or of everybody, among those of keys in use."""
    return frozenset(armor for key, armor in certificates.items() if person in (None, held[key]))
