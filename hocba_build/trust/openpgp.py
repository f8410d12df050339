"""The one door to Sequoia: certificates as they stand in the records, and one signature checked in this process.

Sequoia gives no reason when it refuses, and is content with much that a ledger must not accept; so the form is checked
before it is asked, and the reason is worked out after. Each guard is named by the attack it stops in the tests.
"""

from __future__ import annotations

import binascii
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import pysequoia
from pysequoia import packet

from hocba_build.trust.signature_packet import SignaturePacket, has_embedded_signature, one_signature

os.environ.setdefault("RUST_LIB_BACKTRACE", "0")
"""Sequoia's library asks itself questions whose answer is an error: none of them needs its whole stack told."""

MAX_CERTIFICATE: Final = 64 * 1024
MAX_PACKETS: Final = 200
MIN_RSA_BITS: Final = 2048
FINGERPRINT: Final = re.compile(r"[0-9a-f]{40}")
"""Of a version 4 key."""

_KEYS: Final = frozenset({"EdDSA", "Ed25519", "ECDSA", "RSAEncryptSign", "RSASign", "ECDH", "X25519", "RSAEncrypt"})
_PUBLIC: Final = frozenset({"PublicKey", "PublicSubkey", "UserID", "UserAttribute", "Signature"})
_BLOCK: Final = re.compile(
    rb"-----BEGIN PGP ([A-Z ]+)-----\n\n((?:[A-Za-z0-9+/=]{1,76}\n)+?)(?:=[A-Za-z0-9+/]{4}\n)?-----END PGP \1-----\n"
)
_PUBLIC_BLOCK: Final = b"PUBLIC KEY BLOCK"
_SIGNATURE_BLOCK: Final = b"SIGNATURE"


class SignatureFault(Exception):  # noqa: N818 - a fault of the history, in the words of the rest
    """Why a signature or a certificate is not accepted."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the fields in ``args``, so that they survive a worker process."""
        super().__init__(code, message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Certificate:
    """A public certificate; ``keys`` are the fingerprints of those of its keys that may sign, in lower-case hex."""

    fingerprint: str
    keys: frozenset[str]
    armor: bytes = field(repr=False)
    handle: Any = field(repr=False, compare=False)

    @property
    def expires(self) -> datetime | None:
        """When the primary key expires by the newest self-signature; ``None`` for never, or where none holds now."""
        try:
            found: datetime | None = self.handle.expiration
        except RuntimeError:  # Nothing binds it now: it verifies nothing that is dated now either.
            return None
        return found

    @property
    def revoked(self) -> bool:
        """Whether the holder has revoked it."""
        try:
            return bool(self.handle.is_revoked)
        except RuntimeError:
            return False


@dataclass(frozen=True, slots=True)
class Signed:
    """A good signature: by which certificate (primary key), with which of its keys, and when."""

    fingerprint: str
    key: str
    made_at: int


@lru_cache(4096)
def read_certificate(armor: bytes) -> Certificate:
    """A certificate as it stands in ``signatures/keys/``.

    Raises:
        SignatureFault: HB316 for what is no single public version 4 certificate of allowed strength; HB390 too large.
    """
    if len(armor) > MAX_CERTIFICATE:
        raise SignatureFault("HB390", f"chứng thư khoá lớn hơn {MAX_CERTIFICATE // 1024} KiB")
    if b"PRIVATE KEY" in armor:
        raise _bad_certificate("đây là khoá bí mật: xoá khỏi kho và thu hồi khoá này ngay")
    packets = _packets(_binary(armor, _PUBLIC_BLOCK, "HB316"))
    try:
        return _certificate(armor, packets)
    except RuntimeError as error:  # The library knows no packet, algorithm or signature of this number.
        raise _bad_certificate("có phần lạ") from error


def _certificate(armor: bytes, packets: Sequence[Any]) -> Certificate:
    keys = [one for one in packets if _tag(one) in ("PublicKey", "PublicSubkey")]
    if [_tag(one) for one in packets[:1]] != ["PublicKey"] or sum(_tag(one) == "PublicKey" for one in packets) != 1:
        raise _bad_certificate("phải có đúng một khoá chính")
    for one in packets:
        if _tag(one) not in _PUBLIC or not bytes(one.body):  # What cannot be written again cannot be compared later.
            raise _bad_certificate(f"có gói lạ ({_tag(one)})")
    for one in keys:
        _check_key(one)
    try:
        handle = pysequoia.Cert.from_bytes(armor)
    except Exception as error:
        raise _bad_certificate("không đọc được") from error
    return Certificate(handle.fingerprint, frozenset(_signing_keys(packets)), armor, handle)


def _self_signatures(packets: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Each signature of a certificate with the fingerprint of the key that stands before it."""
    key = ""
    for one in packets:
        if _tag(one) == "Signature":
            yield key, one
        else:
            key = one.fingerprint or key


def _signing_keys(packets: Sequence[Any]) -> Iterator[str]:
    """The primary key, and the subkeys that are said to sign; Sequoia asks these for their own consent (threat A8)."""
    yield packets[0].fingerprint
    for key, one in _self_signatures(packets):
        if _word(one.signature_type) == "SubkeyBinding" and one.key_flags and one.key_flags.signing:
            if not has_embedded_signature(bytes(one.body)):
                raise _bad_certificate(f"khoá con {key} không tự nhận khoá chính này")
            yield key


def _bad_certificate(reason: str) -> SignatureFault:
    return SignatureFault("HB316", f"chứng thư khoá không nhận được: {reason}")


def _check_key(key: Any) -> None:  # noqa: ANN401 - the library ships no types
    if not FINGERPRINT.fullmatch(key.fingerprint or ""):
        raise _bad_certificate("khoá không phải phiên bản 4")
    algorithm = _word(key.key_algorithm)
    if algorithm not in _KEYS:
        raise _bad_certificate(f"thuật toán {algorithm} không được dùng")
    bits = _rsa_bits(key)
    if bits is not None and bits < MIN_RSA_BITS:
        raise _bad_certificate(f"khoá RSA ngắn hơn {MIN_RSA_BITS} bit")


def _rsa_bits(key: Any) -> int | None:  # noqa: ANN401 - the library ships no types
    """A version 4 RSA key is: version, four bytes of time, algorithm, then the bits of its modulus."""
    return int.from_bytes(key.body[6:8], "big") if _word(key.key_algorithm).startswith("RSA") else None


def rsa_bits(certificate: Certificate) -> int | None:
    """The bits of the shortest RSA key of a certificate; ``None`` where it has none."""
    packets = _packets(_armored(certificate.armor))
    keys = [one for one in packets if _tag(one) in ("PublicKey", "PublicSubkey")]
    return min((bits for one in keys if (bits := _rsa_bits(one)) is not None), default=None)


def extends(old: bytes, new: bytes) -> bool:
    """Whether a certificate holds everything that an earlier version of it held: nobody's past is taken away."""
    before, after = ({(_tag(one), bytes(one.body)) for one in _packets(_armored(text))} for text in (old, new))
    return before <= after and read_certificate(old).fingerprint == read_certificate(new).fingerprint


@lru_cache(4096)
def withdrawn(certificate: Certificate) -> frozenset[str]:
    """The keys of a certificate that its holder has revoked: with the primary key all of them.

    A mild revocation leaves what was signed before it good, so a thief would only have to set the clock back.
    """
    if certificate.revoked:
        return certificate.keys
    packets = _packets(_armored(certificate.armor))
    return frozenset(key for key, one in _self_signatures(packets) if _word(one.signature_type) == "SubkeyRevocation")


def _armored(armor: bytes) -> bytes:
    return _binary(armor, _PUBLIC_BLOCK, "HB316")


def merge_certificates(old: bytes, new: bytes) -> bytes:
    """Both versions of one certificate in one, armored."""
    try:
        merged = read_certificate(old).handle.merge(read_certificate(new).handle)
    except RuntimeError as error:
        raise _bad_certificate("không phải hai bản của một chứng thư") from error
    return canonical_certificate(bytes(merged))


def canonical_certificate(any_form: bytes) -> bytes:
    """A certificate, binary or with any armor, in the form in which it is kept.

    Raises:
        SignatureFault: HB316.
    """
    try:
        binary = bytes(pysequoia.Cert.from_bytes(any_form))
    except Exception as error:
        raise _bad_certificate("không đọc được") from error
    return str(pysequoia.armor(binary, pysequoia.ArmorKind.PublicKey)).encode()


def encrypts(certificate: Certificate) -> bool:
    """Whether somebody can be written to with this certificate now: it has a key for it, in its time."""
    try:
        pysequoia.encrypt(recipients=[certificate.handle], bytes=b"")
    except RuntimeError:
        return False
    return True


def encrypt(payload: bytes, certificates: Iterable[Certificate]) -> bytes:
    """An armored message that the holder of any of the certificates can read; each must be able to (``encrypts``)."""
    handles = [one.handle for one in certificates]
    armor = bytes(pysequoia.encrypt(recipients=handles, bytes=payload))
    return armor if armor.endswith(b"\n") else armor + b"\n"


def readers_of(message: bytes) -> frozenset[str]:
    """The ids (16 hex digits) of the keys that an armored message is encrypted to; none where it cannot be read."""
    try:
        packets = list(packet.PacketPile.from_bytes(message))
    except RuntimeError:
        return frozenset()
    return frozenset(_reader(bytes(one.body)) for one in packets if _tag(one) == "PKESK")


def _reader(body: bytes) -> str:
    """The key id in an encrypted session key: version 3 names it, version 6 gives the key's version and fingerprint."""
    return body[1:9].hex() if body[:1] == b"\x03" else body[3 : 2 + (body[1:2] or b"\0")[0]][-8:].hex()


def reading_keys(certificate: Certificate) -> frozenset[str]:
    """The ids (16 hex digits) of a certificate's keys that are said to encrypt."""
    packets = _packets(_armored(certificate.armor))
    flagged = ((key, one.key_flags) for key, one in _self_signatures(packets) if one.key_flags)
    return frozenset(key[-16:] for key, flags in flagged if flags.storage_encryption or flags.transport_encryption)


def check_detached(payload: bytes, armor: bytes, certificates: Iterable[Certificate]) -> Signed:
    """Check one detached signature against the certificates that may have made it.

    Raises:
        SignatureFault: HB311 form, HB312 kind or strength, HB313 unknown key, HB314 wrong, HB315 outside its time.
    """
    packed, signature = _read_signature(armor)
    issuer = str(signature.issuer_fingerprint)
    held = [one for one in certificates if issuer in one.keys]
    if not held:
        raise SignatureFault("HB313", f"kí bằng khoá {issuer}, không có trong danh sách cán bộ")
    if not packed.may_be_over(payload):
        raise _wrong()
    # Who puts a colleague's subkey into his own certificate can neither sign for it nor get in the colleague's way.
    good = [one for one in held if _holds(one, payload, signature, issuer)]
    if not good:
        raise _reason(held[0], issuer, signature.created)
    if len(good) > 1:
        raise SignatureFault("HB313", f"khoá {issuer} nằm trong hai chứng thư, không rõ của ai")
    return Signed(good[0].fingerprint, issuer, int(signature.created.timestamp()))


def _holds(certificate: Certificate, payload: bytes, signature: Any, issuer: str) -> bool:  # noqa: ANN401 - no types
    """Whether Sequoia finds that this very key of this very certificate made the signature, in its time."""
    try:
        checked = pysequoia.verify(bytes=payload, store=lambda _: [certificate.handle], signature=signature)
    except RuntimeError:  # All that it says is that there is no valid signature.
        return False
    return [(one.certificate, one.signing_key) for one in checked.valid_sigs] == [(certificate.fingerprint, issuer)]


def _read_signature(armor: bytes) -> tuple[SignaturePacket, Any]:
    binary = _binary(armor, _SIGNATURE_BLOCK, "HB311")
    packed = one_signature(binary)
    if packed is None:
        raise SignatureFault("HB311", "phải có đúng một chữ kí, phiên bản 4")
    try:
        signature = pysequoia.Sig.from_bytes(binary)
        whole = bytes(signature)
    except RuntimeError as error:
        raise SignatureFault("HB311", "không đọc được chữ kí") from error
    if not whole.endswith(packed.body):
        raise SignatureFault("HB311", "chữ kí có phần thừa")
    if not packed.is_binary:
        raise SignatureFault("HB312", "chữ kí không phải loại nhị phân")
    if not packed.has_known_algorithms:
        raise SignatureFault("HB312", "chữ kí dùng thuật toán yếu hoặc lạ")
    issuer = signature.issuer_fingerprint or ""
    if signature.created is None or not FINGERPRINT.fullmatch(issuer):
        raise SignatureFault("HB312", "chữ kí không nêu đủ khoá và thời điểm")
    if signature.expiration is not None:
        raise SignatureFault("HB312", "chữ kí có hạn dùng: bằng chứng không được hết hạn")
    if not packed.says_only(issuer):
        raise SignatureFault("HB311", "chữ kí có phần không được kí")
    return packed, signature


def _reason(certificate: Certificate, issuer: str, made: datetime) -> SignatureFault:
    """Why Sequoia refused."""
    if made > datetime.now(UTC):
        return SignatureFault("HB315", "chữ kí ghi thời điểm ở tương lai")
    if certificate.expires is not None and made > certificate.expires:
        return SignatureFault("HB315", "khoá đã hết hạn khi kí")
    packets = _packets(_armored(certificate.armor))
    created = next(one.key_created for one in packets if one.fingerprint == issuer)
    if made < created:
        return SignatureFault("HB315", "chữ kí có trước khi khoá được tạo")
    bound = [one for key, one in _self_signatures(packets) if key == issuer]
    if certificate.revoked or any(_word(one.signature_type) == "SubkeyRevocation" for one in bound):
        return SignatureFault("HB315", "khoá đã bị chủ khoá thu hồi")
    dated = [one for one in bound if one.signature_created is not None and one.signature_created <= made]
    bindings = [one for one in dated if _word(one.signature_type) == "SubkeyBinding"]
    newest = max(bindings, key=lambda one: one.signature_created, default=None)
    if newest and newest.key_validity_period and created + newest.key_validity_period < made:
        return SignatureFault("HB315", "khoá con đã hết hạn khi kí")
    return _wrong()


def _wrong() -> SignatureFault:
    return SignatureFault("HB314", "chữ kí không khớp với nội dung")


def _binary(armor: bytes, block: bytes, code: str) -> bytes:
    """What one strict armor block holds; the same bytes have exactly one such text (with or without its checksum)."""
    found = _BLOCK.fullmatch(armor)
    if found is None or found[1] != block:
        raise SignatureFault(code, "không phải đúng một khối OpenPGP dạng chuẩn")
    try:
        binary = binascii.a2b_base64(found[2].replace(b"\n", b""), strict_mode=True)
    except binascii.Error:
        raise SignatureFault(code, "khối OpenPGP bị hỏng") from None
    kind = pysequoia.ArmorKind.Signature if block == _SIGNATURE_BLOCK else pysequoia.ArmorKind.PublicKey
    whole = pysequoia.armor(binary, kind).encode()
    if armor != whole and armor != re.sub(rb"\n=[A-Za-z0-9+/]{4}\n", b"\n", whole):
        raise SignatureFault(code, "không phải đúng một khối OpenPGP dạng chuẩn")
    return binary


def _packets(binary: bytes) -> Sequence[Any]:
    try:
        packets = list(packet.PacketPile.from_bytes(binary))
    except Exception as error:
        raise _bad_certificate("không đọc được") from error
    if len(packets) > MAX_PACKETS:
        raise _bad_certificate(f"có hơn {MAX_PACKETS} gói")
    return packets


def _tag(one: Any) -> str:  # noqa: ANN401 - the library ships no types
    return _word(one.tag)


def _word(value: object) -> str:
    """The last word of one of the library's constants."""
    return str(value).rpartition(".")[2]
