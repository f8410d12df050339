"""Where the sealing key is: in a PKCS#12 file, on a PKCS#11 token, or with a remote signer (CSC API 1.0.4).

A secret is given as an argument of a function, never of a command, and is used once: a wrong PIN is not tried again,
because a token locks itself after a few.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, Mechanism, ObjectClass
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign import Signer
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from hocba_build.domain.errors import Exit, HocbaError

SECONDS = 60
"""How long a remote signer is waited for."""


KEY_FAULTS = (SigningError, pkcs11.exceptions.PKCS11Error, OSError)
"""What a key, a token that was pulled out, or a remote signer raises while it signs."""


class SealKeyError(HocbaError):
    """The sealing key could not be used: no token, a wrong PIN, a remote signer that does not answer."""

    exit = Exit.UNDECIDED


@dataclass(frozen=True, slots=True)
class FileKey:
    """A PKCS#12 file (``.p12``, ``.pfx``)."""

    path: Path


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A token behind a PKCS#11 library; its label and the certificate's, where there is more than one."""

    library: Path
    token: str | None = None
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class RemoteKey:
    """A remote signer: its address before ``/csc/``, the credential's id, the bearer token where it wants one."""

    address: str
    credential: str
    bearer: str | None = None


KeyPlace = FileKey | TokenKey | RemoteKey


@asynccontextmanager
async def opened(place: KeyPlace, secret: str) -> AsyncIterator[Signer]:
    """The signer of a place, opened by its PIN or passphrase, for the time of a block.

    Raises:
        SealKeyError: it cannot be used; the sentence says why.
    """
    if isinstance(place, FileKey):
        yield _from_file(place, secret)
    elif isinstance(place, TokenKey):
        session = _token_session(place, secret)
        try:
            yield _on_token(session, place)
        finally:
            session.close()
    else:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as web:
            yield await _remote(web, place, secret)


def _from_file(place: FileKey, secret: str) -> Signer:
    try:
        signer: Signer = SimpleSigner.load_pkcs12_data(place.path.read_bytes(), [], passphrase=secret.encode() or None)
    except ValueError as error:
        raise SealKeyError(
            f"Không mở được {place.path.name}: sai mật khẩu, hoặc không phải tệp PKCS#12.", "Thử lại mật khẩu của tệp."
        ) from error
    return signer


def _token_session(place: TokenKey, secret: str) -> pkcs11.Session:
    criteria = TokenCriteria(label=place.token) if place.token else None
    try:
        return open_pkcs11_session(str(place.library), token_criteria=criteria, user_pin=secret)
    except pkcs11.exceptions.PinIncorrect as error:
        raise SealKeyError(
            "Thẻ không nhận mã PIN; chương trình không thử lại vì thẻ tự khoá sau vài lần sai.", "Xem lại mã PIN."
        ) from error
    except pkcs11.exceptions.PinLocked as error:
        raise SealKeyError("Thẻ đã khoá vì sai PIN nhiều lần.", "Nhờ nơi cấp thẻ mở khoá.") from error
    except (pkcs11.exceptions.PKCS11Error, RuntimeError) as error:
        raise SealKeyError(
            f"Không mở được thẻ qua {place.library.name} ({_kind(error)}).",
            "Cắm thẻ; xem đường dẫn thư viện của hãng; nhiều thẻ thì nêu --token-label.",
        ) from error


def _on_token(session: pkcs11.Session, place: TokenKey) -> Signer:
    """The one certificate with a private key beside it, or the one of the label."""
    try:
        able = session.token.slot.get_mechanisms()
        keys = {bytes(key[Attribute.ID]) for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})}
        found = {
            bytes(one[Attribute.ID]): (str(one[Attribute.LABEL]), bytes(one[Attribute.VALUE]))
            for one in list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
        }
    except pkcs11.exceptions.PKCS11Error as error:
        raise SealKeyError(f"Không đọc được thẻ ({_kind(error)}).", "Rút thẻ, cắm lại.") from error
    own = {key: said for key, said in found.items() if key in keys and place.certificate in (None, said[0])}
    if len(own) != 1:
        known = ", ".join(sorted(said[0] for key, said in found.items() if key in keys)) or "không có chứng thư nào"
        raise SealKeyError(f"Chưa rõ dùng chứng thư nào trên thẻ ({known}).", "Nêu nhãn: --cert-label NHÃN.")
    ((key, (_, der)),) = own.items()
    others = [x509.Certificate.load(raw) for other, (_, raw) in found.items() if other != key]
    certificate = x509.Certificate.load(der)
    whole = Mechanism.SHA256_RSA_PKCS if certificate.public_key.algorithm == "rsa" else Mechanism.ECDSA_SHA256
    return PKCS11Signer(
        session, signing_cert=certificate, key_id=key, ca_chain=others, use_raw_mechanism=whole not in able
    )


class _PinAuthorization(CSCAuthorizationManager):
    """Asks for the right to sign each batch of digests with the PIN that was given once."""

    def __init__(
        self, web: aiohttp.ClientSession, where: CSCServiceSessionInfo, info: CSCCredentialInfo, secret: str
    ) -> None:
        super().__init__(where, info)
        self._web, self._secret = web, secret

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """Signature activation data for these digests alone."""
        asked = self.format_csc_auth_request(hash_b64s=hash_b64s, pin=self._secret)
        where: str = self.csc_session_info.endpoint_url("credentials/authorize")  # type: ignore[no-untyped-call]
        try:
            async with self._web.post(where, json=asked, headers=self.auth_headers, raise_for_status=True) as reply:
                said: dict[str, Any] = await reply.json()
        except aiohttp.ClientError as error:
            raise SigningError("authorize") from error
        return self.parse_csc_auth_response(said)


async def _remote(web: aiohttp.ClientSession, place: RemoteKey, secret: str) -> Signer:
    if not place.address.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise SealKeyError("Nơi kí từ xa phải có địa chỉ https.", "Mã PIN không được đi qua mạng ở dạng trần.")
    where = CSCServiceSessionInfo(place.address.rstrip("/"), place.credential, oauth_token=place.bearer)
    try:
        info = await fetch_certs_in_csc_credential(web, where)
    except (SigningError, aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise SealKeyError(
            f"Nơi kí từ xa không cho biết chứng thư của {place.credential}.",
            "Xem địa chỉ, mã chứng thư, phiên đăng nhập.",
        ) from error
    return CSCSigner(web, _PinAuthorization(web, where, info, secret), sign_timeout=SECONDS)


def _kind(error: Exception) -> str:
    return type(error).__name__


__all__ = ["KEY_FAULTS", "FileKey", "KeyPlace", "RemoteKey", "SealKeyError", "TokenKey", "opened"]
