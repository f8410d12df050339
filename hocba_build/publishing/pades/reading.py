"""What the seals of a PDF say: every one by itself, from the file's bytes alone. Nothing is fetched."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints

from hocba_build.publishing.pades.trust import (
    SealTrust,
    check_context,
    fingerprint,
    is_root,
    issuer_name,
    subject_name,
)

MAX_PDF: Final = 64 * 1024 * 1024
MAX_SEALS: Final = 32
USAGE: Final = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
LIBRARY_FAULTS: Final = (
    PdfError,
    SignatureValidationError,
    SigningError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    RecursionError,
    OSError,
    NotImplementedError,
)
"""What reading a file that somebody damaged on purpose raises."""


logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # What it finds is told as verdicts, not into logs.
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class SealFaultError(ValueError):
    """Why a file cannot be sealed, or its seals not be read."""


@dataclass(frozen=True, slots=True)
class SealSeen:
    """One seal of a file. ``None`` where nothing here can tell."""

    place: str
    """The name of its place on the page."""
    name: str
    """Whose its certificate says it is."""
    issuer: str
    fingerprint: str
    self_made: bool
    """The certificate names itself as its issuer: nobody else vouches for it."""
    claimed_at: datetime | None
    intact: bool
    """The signature is over exactly the bytes that it says."""
    unchanged: bool
    """What was added to the file since are seals and what proves them, nothing else."""
    chained: bool | None
    """The certificate leads to a root that the reader trusts; ``None``: there was no root to compare with."""
    revoked: bool | None
    """``None``: the file keeps no list that tells."""
    stamped_at: datetime | None
    """What a time-stamp authority said, whether trusted or not."""
    stamp_trusted: bool | None
    """``None``: there is no time-stamp."""


def read_seals(raw: bytes, trust: SealTrust) -> tuple[SealSeen, ...]:
    """Every seal of a file; an empty tuple where it has none.

    Raises:
        SealFaultError: it is no PDF, is damaged, or holds more than anybody's transcript would.
    """
    if not raw.startswith(b"%PDF-"):
        raise SealFaultError("không phải tệp PDF")
    try:
        with asyncio.Runner() as runner:
            return runner.run(_read(raw, trust))
    except SealFaultError:
        raise
    except LIBRARY_FAULTS as error:
        raise SealFaultError("tệp PDF hỏng hoặc bị cắt, không đọc được chữ kí") from error


def sealed_places(raw: bytes) -> frozenset[str]:
    """The names of the places that are sealed already, whatever the seals are worth.

    Raises:
        SealFaultError: as above.
    """
    try:
        return frozenset(str(one.field_name) for one in PdfFileReader(BytesIO(raw)).embedded_regular_signatures)
    except LIBRARY_FAULTS as error:
        raise SealFaultError("tệp PDF hỏng hoặc bị cắt") from error


async def _read(raw: bytes, trust: SealTrust) -> tuple[SealSeen, ...]:
    reader = PdfFileReader(BytesIO(raw))
    found, stamps = list(reader.embedded_regular_signatures), list(reader.embedded_timestamp_signatures)
    if len(found) + len(stamps) > MAX_SEALS:
        raise SealFaultError(f"tệp có hơn {MAX_SEALS} chữ kí")
    if found:
        _require_no_rest(raw, reader, [*found, *stamps])
    kept = _kept(reader)
    sound = all([await _stands(one, trust) for one in stamps])
    return tuple([await _seal(one, trust, kept, sound=sound) for one in found])


def _require_no_rest(raw: bytes, reader: PdfFileReader, signed: list[EmbeddedPdfSignature]) -> None:
    """Bytes behind the last signature are a later revision, which is looked into, or they have no business there."""
    end = max(sum([int(number) for number in one.sig_object["/ByteRange"]][2:]) for one in signed)
    later = reader.xrefs.total_revisions - 1 > max(one.signed_revision for one in signed)
    if end != len(raw) and not later:
        raise SealFaultError("cuối tệp bị cắt hoặc có phần thừa mà không chữ kí nào phủ")


async def _stands(stamp: EmbeddedPdfSignature, trust: SealTrust) -> bool:
    """Whether a time-stamp over the whole file is intact; who gave it is the seals' own question."""
    said = await async_validate_pdf_timestamp(stamp, check_context(trust.time_roots, trust, None, {}))
    return bool(said.intact and said.valid and said.modification_level is not ModificationLevel.OTHER)


def _kept(reader: PdfFileReader) -> dict[str, list[bytes]]:
    """Revocation lists and answers that the file keeps."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return {}
    return {name: [one.get_object().data for one in getattr(store, name)] for name in ("crls", "ocsps")}


async def _seal(one: EmbeddedPdfSignature, trust: SealTrust, kept: dict[str, list[bytes]], *, sound: bool) -> SealSeen:
    own = SealTrust(trust.roots, trust.time_roots, (*trust.between, *one.other_embedded_certs))
    certificate = one.signer_cert
    said = await _status(one, own, None, kept)
    stamp = said.timestamp_validity
    trusted = stamp is not None and stamp.valid and stamp.intact and stamp.trusted
    if stamp is not None and trusted:  # A certificate that has run out since was good then.
        said = await _status(one, own, stamp.timestamp, kept)
    revoked = said.revoked if kept else (True if said.revoked else None)
    return SealSeen(
        place=str(one.field_name),
        name=subject_name(certificate),
        issuer=issuer_name(certificate),
        fingerprint=fingerprint(certificate),
        self_made=is_root(certificate),
        claimed_at=_in_utc(said.signer_reported_dt),
        intact=bool(said.intact and said.valid),
        unchanged=sound and said.modification_level is not ModificationLevel.OTHER and bool(said.docmdp_ok),
        chained=bool(said.trusted) if trust.roots else None,
        revoked=revoked,
        stamped_at=_in_utc(stamp.timestamp) if stamp else None,
        stamp_trusted=bool(trusted) if stamp else None,
    )


async def _status(
    one: EmbeddedPdfSignature, trust: SealTrust, moment: datetime | None, kept: dict[str, list[bytes]]
) -> PdfSignatureStatus:
    return await async_validate_pdf_signature(
        one,
        check_context(trust.roots, trust, moment, kept),
        check_context(trust.time_roots, trust, None, kept),
        key_usage_settings=USAGE,
    )


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
