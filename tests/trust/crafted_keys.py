"""Certificates that no honest program makes: a key bound to a primary key by that one alone."""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pysequoia import packet

from tests.trust.simulator import Person

SIGNING: Final = 0x02
ENCRYPTING: Final = 0x0C
_BINDING: Final = 0x18
_EDDSA, _SHA512 = 22, 10


def binding(owner: Person, subkey: bytes, flags: int, at: int) -> bytes:
    """The packet by which the owner's primary key claims a subkey (its body); the subkey is not asked."""
    secret = next(iter(packet.PacketPile.from_bytes(bytes(owner.key))))
    primary, seed = _parts(bytes(secret.body))
    hashed = bytes([5, 2]) + at.to_bytes(4, "big") + bytes([2, 27, flags])
    hashed += bytes([22, 33, 4]) + bytes.fromhex(owner.fingerprint)
    head = bytes([4, _BINDING, _EDDSA, _SHA512]) + len(hashed).to_bytes(2, "big") + hashed
    text = _keyed(primary) + _keyed(subkey) + head + b"\x04\xff" + len(head).to_bytes(4, "big")
    digest = hashlib.sha512(text).digest()
    made = Ed25519PrivateKey.from_private_bytes(seed).sign(digest)
    body = head + b"\0\0" + digest[:2] + _number(made[:32]) + _number(made[32:])
    return bytes([0xC2, len(body)]) + body


def _parts(body: bytes) -> tuple[bytes, bytes]:
    """The public part of an unprotected EdDSA key, and its seed."""
    start = 6 + 1 + body[6]
    stop = start + 2 + (int.from_bytes(body[start : start + 2], "big") + 7) // 8
    assert body[stop] == 0, "protected by nothing"
    number = body[stop + 3 : stop + 3 + (int.from_bytes(body[stop + 1 : stop + 3], "big") + 7) // 8]
    return body[:stop], number.rjust(32, b"\0")


def _keyed(body: bytes) -> bytes:
    return b"\x99" + len(body).to_bytes(2, "big") + body


def _number(raw: bytes) -> bytes:
    value = int.from_bytes(raw, "big")
    return value.bit_length().to_bytes(2, "big") + value.to_bytes((value.bit_length() + 7) // 8, "big")
