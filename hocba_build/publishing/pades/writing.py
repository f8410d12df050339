"""Seal one PDF after another with one key.

A seal is an addition at the file's end, which leaves every byte before it as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

from asn1crypto import tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSigner, Signer
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.errors import PathError, ValidationError

from hocba_build.domain.errors import Exit, HocbaError
from hocba_build.domain.seals import SealLevel, SealRole
from hocba_build.publishing.pades.keys import KEY_FAULTS, KeyPlace, opened
from hocba_build.publishing.pades.places import place_for
from hocba_build.publishing.pades.reading import LIBRARY_FAULTS, SealFaultError
from hocba_build.publishing.pades.stamp import stamp_style
from hocba_build.publishing.pades.trust import SealTrust, fingerprint, seal_context, subject_name

Ask = Callable[[bytes], bytes]
"""Asks a time-stamp authority: a question in DER, the answer in DER."""
_REASONS: Final = {
    SealRole.PRINCIPAL: "Hiệu trưởng duyệt học bạ",
    SealRole.DEPUTY: "Phó hiệu trưởng kí thay, duyệt học bạ",
    SealRole.SCHOOL: "Con dấu của nhà trường",
}


class SealError(HocbaError):
    """Nothing more can be sealed now: the key, the authority or the chain of certificates failed."""

    exit = Exit.UNDECIDED


@dataclass(frozen=True, slots=True)
class Act:
    """In whose name files are sealed, how lastingly, on which day; what proves time and certificates."""

    role: SealRole
    level: SealLevel
    day: date
    ask: Ask | None = None
    trust: SealTrust | None = None


class _Authority(TimeStamper):
    """A time-stamp authority behind the caller's own way of asking."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._ask = ask

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """One answer."""
        raw = self._ask(req.dump())
        try:
            reply = tsp.TimeStampResp.load(raw, strict=True)
            reply.native  # noqa: B018 - the library reads lazily; this reads everything
        except (ValueError, TypeError, KeyError) as error:
            raise TimestampRequestError("nơi cấp mốc thời gian trả lời sai dạng") from error
        return reply


class _Addition(IncrementalPdfFileWriter):
    """What is written behind a file's end; the file's description stays as it was printed.

    Two descriptions that differ would be no PDF/A any more.
    """

    def _update_meta(self) -> None:
        """Leave it."""


class Sealer:
    """One key, opened once, that seals file after file."""

    def __init__(self, act: Act, signer: Signer, runner: asyncio.Runner) -> None:
        self._act, self._signer, self._runner = act, signer, runner
        self._stamper = _Authority(act.ask) if act.ask and act.level is not SealLevel.BARE else None
        self._style: StaticStampStyle | None = None
        self._context = seal_context(act.trust) if act.trust and act.level is SealLevel.LASTING else None
        self._room: int | None = None

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate that seals."""
        return self._signer.signing_cert

    @property
    def fingerprint(self) -> str:
        """Its SHA-256, in hexadecimal."""
        return fingerprint(self.certificate)

    @property
    def name(self) -> str:
        """Whose it says it is."""
        return subject_name(self.certificate)

    def close(self) -> None:
        """Hang up on those who were asked for revocation lists."""
        if self._context is not None:
            self._runner.run(self._context.aclose())  # type: ignore[no-untyped-call]

    def seal(self, raw: bytes) -> bytes:
        """The file with the seal added at its end.

        Raises:
            SealFaultError: this file cannot be sealed; another one might.
            SealError: the key, the authority or the chain failed.
        """
        try:
            return self._runner.run(self._sealed(raw))
        except (TimestampRequestError, *KEY_FAULTS) as error:
            message = f"Không kí được ({_said(error)})."
            raise SealError(message, "Xem thẻ, mạng, nơi cấp mốc thời gian; chạy lại thì kí tiếp.") from error
        except (PathError, ValidationError) as error:
            message = f"Chứng thư không nối được với nơi cấp mà trường tin ({_said(error)})."
            raise SealError(message, "Đưa chuỗi chứng thư vào sổ: hocba root ca, hocba root tsa.") from error
        except LIBRARY_FAULTS as error:
            raise SealFaultError("không phải PDF kí được, hoặc đã hỏng") from error

    async def _sealed(self, raw: bytes) -> bytes:
        writer = _Addition(BytesIO(raw))
        if self._style is None:  # One picture for all files of the act.
            self._style = stamp_style(self._act.role, self.certificate, self._act.day)
        role = self._act.role
        page, box = place_for(writer, role)
        new = SigFieldSpec(role.place, on_page=page, box=box, readable_field_name=_REASONS[role])
        act = PdfSigner(
            self._metadata(role.place),
            self._signer,
            timestamper=self._stamper,
            stamp_style=self._style,
            new_field_spec=new,
        )
        made = BytesIO()
        await act.async_sign_pdf(writer, output=made, bytes_reserved=self._room)
        if self._room is None:  # Signatures of one key are of one size: the next files need no trial.
            self._room = _room_of(made.getvalue(), role.place)
        return made.getvalue()

    def _metadata(self, field: str) -> PdfSignatureMetadata:
        lasting = self._act.level is SealLevel.LASTING
        return PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=_REASONS[self._act.role],
            embed_validation_info=lasting,
            use_pades_lta=lasting,
            validation_context=self._context,
            signer_key_usage=set(),  # Authorities differ; the judge of a seal asks for one of the two usages.
        )


def _room_of(made: bytes, place: str) -> int:
    """How many hexadecimal digits a seal was given, and some more for a longer time-stamp."""
    seal = next(one for one in PdfFileReader(BytesIO(made)).embedded_regular_signatures if one.field_name == place)
    _, end, start, _ = (int(number) for number in seal.sig_object["/ByteRange"])
    return (start - end) // 2 * 2 + 256


def _said(error: Exception) -> str:
    """The library's words, short: they may quote what a server sent."""
    return " ".join(str(error).split())[:160] or type(error).__name__


@contextmanager
def sealing(act: Act, place: KeyPlace, secret: str) -> Iterator[Sealer]:
    """A sealer for the time of a block; the key is opened once, by its PIN or passphrase.

    Raises:
        SealKeyError: the key cannot be used.
    """
    with asyncio.Runner() as runner:
        key = opened(place, secret)
        sealer = Sealer(act, runner.run(key.__aenter__()), runner)
        try:
            yield sealer
        finally:
            sealer.close()
            runner.run(key.__aexit__(None, None, None))


__all__ = ["Act", "Ask", "SealError", "Sealer", "sealing"]
