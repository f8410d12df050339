"""The one door to RFC 3161: the time-stamp authorities that a school accepts, and one token checked.

A token is proven by the authority's chain of certificates that the school keeps, at the token's own time; the machine's
certificates and clock have no say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

MAX_STAMP: Final = 32 * 1024
MAX_CHAIN: Final = 64 * 1024
"""Bytes of a token and of a chain of certificates."""
MAX_CERTIFICATES: Final = 8
_DIGESTS: Final = frozenset({"2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"})
"""SHA-256, SHA-384 and SHA-512."""


class StampFaultError(ValueError):
    """Why a token or a chain of certificates is not accepted."""


class StrangeStampError(StampFaultError):
    """A token that may be good, but is not by this authority."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a good token says: seconds since 1970, and the authority's own number for it."""

    seconds: int
    serial: int


@dataclass(frozen=True, slots=True)
class Authority:
    """A chain of certificates; tokens are by one of ``signers`` where any are named, else by anyone below ``roots``."""

    roots: tuple[x509.Certificate, ...] = field(repr=False)
    between: tuple[x509.Certificate, ...] = field(repr=False)
    signers: tuple[x509.Certificate, ...] = field(repr=False)


@lru_cache(64)
def read_authority(pem: bytes) -> Authority:
    """The chain of a time-stamp authority, as it stands in ``signatures/goc/``.

    Raises:
        StampFaultError: it is no such chain, or holds a secret.
    """
    if len(pem) > MAX_CHAIN:
        raise StampFaultError(f"chuỗi chứng thư lớn hơn {MAX_CHAIN // 1024} KiB")
    if b"PRIVATE KEY" in pem:
        raise StampFaultError("trong tệp có khoá bí mật: xoá khỏi kho và báo cho chủ khoá ngay")
    try:
        every = x509.load_pem_x509_certificates(pem)
        signers = tuple(one for one in every if _stamps(one))
    except Exception as error:  # whatever is wrong with it, it is no chain
        raise StampFaultError("không đọc được chuỗi chứng thư PEM") from error
    roots = tuple(one for one in every if one.issuer == one.subject)
    if not roots or len(every) > MAX_CERTIFICATES:
        raise StampFaultError(f"chuỗi chứng thư phải có gốc tự kí và nhiều nhất {MAX_CERTIFICATES} chứng thư")
    return Authority(roots, tuple(one for one in every if one not in roots and one not in signers), signers)


def _stamps(certificate: x509.Certificate) -> bool:
    """Whether a certificate is an authority's own, not one of those above it."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage.value


def stamp_request(payload: bytes, authority: Authority) -> TimeStampRequest:
    """A question to an authority, with a number that only its answer can bear.

    Its certificates are asked for only where the chain does not name the signer: some send them in a form that is
    refused.
    """
    return TimestampRequestBuilder(payload, HashAlgorithm.SHA256, nonce=True, cert_req=not authority.signers).build()


def check_reply(raw: bytes, payload: bytes, authority: Authority, asked: TimeStampRequest) -> Stamp:
    """What an authority answered to one question.

    Raises:
        StampFaultError: it is another's answer, an answer to another question, or no good token.
    """
    return _check(raw, payload, authority, asked.nonce)


def check_stamp(raw: bytes, payload: bytes, authority: Authority) -> Stamp:
    """A token as it is kept: the whole answer of the authority.

    Raises:
        StampFaultError: it is not over these bytes, not by this authority, or no token.
    """
    return _check(raw, payload, authority, None)


def _check(raw: bytes, payload: bytes, authority: Authority, nonce: int | None) -> Stamp:
    if len(raw) > MAX_STAMP:
        raise StampFaultError(f"mốc thời gian lớn hơn {MAX_STAMP // 1024} KiB")
    try:
        token = decode_timestamp_response(raw)
        digests = {oid.dotted_string for oid in token.signed_data.digest_algorithms}
        said = token.tst_info
        stamp = Stamp(int(said.gen_time.timestamp()), said.serial_number)
    except Exception as error:  # whatever is wrong with it, it is none
        raise StampFaultError("không đọc được mốc thời gian, hoặc nơi cấp đã từ chối") from error
    if not digests or not digests <= _DIGESTS:
        raise StampFaultError("mốc thời gian dùng thuật toán yếu hoặc lạ")
    _verify(token, payload, authority, nonce)
    return stamp


def _verify(token: TimeStampResponse, payload: bytes, authority: Authority, nonce: int | None) -> None:
    """By any of the signers that the chain names, or by whoever the token itself names below the roots."""
    failed: VerificationError | None = None
    for signer in authority.signers or (None,):
        builder = VerifierBuilder(
            tsa_certificate=signer, intermediates=[*authority.between], roots=[*authority.roots], nonce=nonce
        )
        try:
            builder.build().verify_message(token, payload)
        except VerificationError as error:
            failed = error
        except Exception as error:  # a certificate in the token that cannot be read
            raise StampFaultError("mốc thời gian có chứng thư không đọc được") from error
        else:
            return
    raise _fault(str(failed)) from failed


def _fault(said: str) -> StampFaultError:
    """The library's words, for people."""
    if "between messages" in said:
        return StampFaultError("mốc thời gian là của dữ liệu khác")
    if "Nonce" in said:
        return StampFaultError("nơi cấp trả lời câu hỏi khác (có thể là câu trả lời cũ gửi lại)")
    if "GRANTED" in said:
        return StampFaultError("nơi cấp đã từ chối")
    return StrangeStampError("mốc thời gian không do nơi cấp mà trường tin kí")


__all__ = [
    "Authority",
    "Stamp",
    "StampFaultError",
    "StrangeStampError",
    "check_reply",
    "check_stamp",
    "read_authority",
    "stamp_request",
]
