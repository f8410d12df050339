"""Persons who sign: whose key it is, under which name, by which keyring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hocba_build.domain.values import PersonId
from hocba_build.trust.git.objects import Oid

if TYPE_CHECKING:  # The judge reads addresses here and must not need GnuPG for it.
    from hocba_build.trust.gpg import Keyring


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A person of the school with a key at hand (a ``writing.Signer``)."""

    person: PersonId
    email: str
    fingerprint: str
    keys: Keyring

    def sign(self, payload: bytes, at: int) -> bytes:
        """A detached armored signature whose own time is ``at`` (seconds since 1970)."""
        return self.keys.sign(payload, self.fingerprint, at)


def address(person: PersonId, email: str | None) -> str:
    """The address of a person's identity in commits."""
    return email or f"{person}@truong.invalid"


def key_statement(founding: Oid, person: PersonId, fingerprint: str) -> bytes:
    """What a new key signs of itself, and an older key of the person beside it."""
    return f"hocba-key/v1\nlap-so: {founding}\nnguoi: {person}\nvan-tay: {fingerprint}\n".encode()
