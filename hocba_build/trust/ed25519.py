"""The one door to plain Ed25519: a school's key for credentials, apart from everybody's OpenPGP keys.

An OpenPGP key cannot make the signature that a Verifiable Credential wants. This key can do nothing in the ledger; its
public part stands there (``khoa_chung_nhan`` in ``truong.yaml``), written as ``did:key``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

PREFIX: Final = "did:key:z"
_ED25519: Final = b"\xed\x01"
"""What says in a ``did:key`` that an Ed25519 key follows."""
_SIZE: Final = 32
_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class KeyFileError(ValueError):
    """A key's file that is none, or that its passphrase does not open."""


@dataclass(frozen=True, slots=True)
class CredentialKey:
    """A school's key for credentials."""

    _key: Ed25519PrivateKey = field(repr=False)

    @property
    def did(self) -> str:
        """Its public part as ``did:key``."""
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PREFIX + _encoded(_ED25519 + raw)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)

    def sealed(self, passphrase: str) -> bytes:
        """The key as PEM, encrypted."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))


def new_key() -> CredentialKey:
    """A new key."""
    return CredentialKey(Ed25519PrivateKey.generate())


def open_key(pem: bytes, passphrase: str) -> CredentialKey:
    """The key of a file.

    Raises:
        KeyFileError: with the reason.
    """
    try:
        key = load_pem_private_key(pem, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError("sai mật khẩu, hoặc không phải tệp khoá") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError("không phải khoá Ed25519")
    return CredentialKey(key)


def is_signed(did: str, message: bytes, signature: bytes) -> bool:
    """Whether the key of a ``did:key`` signed a message; what is no such key signed nothing."""
    raw = _decoded(did.removeprefix(PREFIX)) if did.startswith(PREFIX) else b""
    if not raw.startswith(_ED25519) or len(raw) != len(_ED25519) + _SIZE:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw[len(_ED25519) :]).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _encoded(raw: bytes) -> str:
    """Base58, as Bitcoin writes it; what we write never begins with a zero byte."""
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return text


def _decoded(text: str) -> bytes:
    """Nothing where it is no base58 of a key's length."""
    if not 40 <= len(text) <= 60 or not set(text) <= set(_BASE58):
        return b""
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


__all__ = ["CredentialKey", "KeyFileError", "is_signed", "new_key", "open_key"]
