"""The bytes of one OpenPGP signature packet (RFC 9580, sections 4.2 and 5.2.3), taken apart without any library.

Half of a signature packet is covered by no signature. Whoever may write there freely makes many commits of one, and has
room for a collision; so every byte that the signer did not sign must be the one that he would have written (threat A5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SIGNATURE: Final = 2
_FIXED: Final = 6
"""Bytes of version, type, key algorithm, hash algorithm and the length of the hashed part."""
_ISSUER: Final = bytes([9, 16])
"""Length and type of the one subpacket that may stand unsigned: eight bytes of the key's id."""
_EMBEDDED: Final = 32
_BINARY: Final = 0
_SIGNING: Final = frozenset({1, 3, 19, 22, 27})
"""Numbers of RSA, RSA for signing only, ECDSA, EdDSA, Ed25519."""
_HASHES: Final = {8: hashlib.sha256, 9: hashlib.sha384, 10: hashlib.sha512}


@dataclass(frozen=True, slots=True)
class SignaturePacket:
    """A version 4 signature's body, what of it is signed, and what stands there unsigned."""

    body: bytes
    signed: bytes
    unsigned: bytes
    quick: bytes
    """The first two bytes of the digest, for a quick refusal."""

    @property
    def is_binary(self) -> bool:
        """Whether it is over bytes as they are, not over a text with its line ends changed."""
        return self.signed[1] == _BINARY

    @property
    def has_known_algorithms(self) -> bool:
        """Whether the digest is SHA-256, SHA-384 or SHA-512, and the key of a kind that signs."""
        return self.signed[3] in _HASHES and self.signed[2] in _SIGNING

    def may_be_over(self, payload: bytes) -> bool:
        """Whether the quick bytes are those of this payload; Sequoia does not look at them."""
        digest = _HASHES[self.signed[3]](payload + self.signed + b"\x04\xff" + len(self.signed).to_bytes(4, "big"))
        return digest.digest()[:2] == self.quick

    def says_only(self, fingerprint: str) -> bool:
        """Whether nothing stands unsigned but, perhaps, the id of this key."""
        return self.unsigned in (b"", _ISSUER + bytes.fromhex(fingerprint)[-8:])


def one_signature(binary: bytes) -> SignaturePacket | None:
    """The signature, when the bytes are exactly one such packet with the shortest header that it can have."""
    body = _body(binary)
    return None if body is None else _version_4(body)


def has_embedded_signature(body: bytes) -> bool:
    """Whether a signature carries another: a subkey's own consent to be bound."""
    packet = _version_4(body)
    if packet is None:
        return False
    return any(kind == _EMBEDDED for area in (packet.signed[_FIXED:], packet.unsigned) for kind in _subpackets(area))


def _subpackets(area: bytes) -> Iterator[int]:
    """The types of an area's subpackets, as far as they can be read."""
    at = 0
    while at < len(area):
        first = area[at]
        size = 1 if first < 192 else 2 if first < 255 else 5
        head = area[at : at + size]
        length = first if size == 1 else int.from_bytes(head[1:], "big")
        if size == 2:
            length += ((first - 192) << 8) + 192
        at += size
        if length == 0 or at + length > len(area):
            return
        yield area[at] & 0x7F
        at += length


def _version_4(body: bytes) -> SignaturePacket | None:
    if len(body) < _FIXED or body[0] != 4:
        return None
    end = _FIXED + int.from_bytes(body[4:6], "big")
    start = end + 2
    stop = start + int.from_bytes(body[end:start], "big")
    if len(body) < stop + 2:
        return None
    return SignaturePacket(body, body[:end], body[start:stop], body[stop : stop + 2])


def _body(binary: bytes) -> bytes | None:
    """What follows the header: GnuPG writes the old form, Sequoia the new one."""
    if len(binary) < 3 or not binary[0] & 0x80:
        return None
    if binary[0] & 0x40:
        kind, body = binary[0] & 0x3F, _new_body(binary)
    else:
        kind, body = (binary[0] >> 2) & 0x0F, _old_body(binary)
    return body if kind == _SIGNATURE else None


def _new_body(binary: bytes) -> bytes | None:
    first = binary[1]
    if first < 192:
        start, length = 2, first
    elif first < 224:
        start, length = 3, ((first - 192) << 8) + binary[2] + 192
    else:
        return None
    return binary[start:] if start + length == len(binary) else None


def _old_body(binary: bytes) -> bytes | None:
    size = {0: 1, 1: 2}.get(binary[0] & 3)
    if size is None:
        return None
    length = int.from_bytes(binary[1 : 1 + size], "big")
    shortest = 1 if length < 256 else 2
    return binary[1 + size :] if 1 + size + length == len(binary) and size == shortest else None
