"""Whose certificates are believed: the authorities that the school accepts, and names out of a certificate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko_certvalidator import ValidationContext

from hocba_build.domain.errors import HocbaError


@dataclass(frozen=True, slots=True)
class SealTrust:
    """Roots of certificate authorities and of time-stamp authorities, with what stands between them and a signer."""

    roots: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    time_roots: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    between: tuple[x509.Certificate, ...] = field(default=(), repr=False)

    def with_more(self, more: SealTrust) -> SealTrust:
        """Trust in both."""
        return SealTrust(
            (*self.roots, *more.roots), (*self.time_roots, *more.time_roots), (*self.between, *more.between)
        )


def trust_of(authorities: Iterable[bytes], time_authorities: Iterable[bytes] = ()) -> SealTrust:
    """Trust in the chains of PEM (or DER) files: self-signed ones are roots.

    Raises:
        HocbaError: one of them is no certificate.
    """
    signers, stamps = _read(authorities), _read(time_authorities)
    return SealTrust(
        tuple(one for one in signers if is_root(one)),
        tuple(one for one in stamps if is_root(one)),
        tuple(one for one in (*signers, *stamps) if not is_root(one)),
    )


def certificates_in(raw: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM (or DER) file.

    Raises:
        HocbaError: there is none that can be read.
    """
    return _read([raw])


def _read(files: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    try:
        found = tuple(one for raw in files for one in load_certs_from_pemder_data(raw))
        for one in found:
            one.native  # noqa: B018 - the library reads lazily; this reads everything
    except (ValueError, TypeError, KeyError) as error:
        raise HocbaError("Tệp chứng thư không đọc được.", "Cần tệp PEM hoặc DER của chứng thư X.509.") from error
    return found


def is_root(certificate: x509.Certificate) -> bool:
    """Whether a certificate names itself as its issuer."""
    return bool(certificate.subject == certificate.issuer)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the DER form, in hexadecimal."""
    return str(certificate.sha256.hex())


def subject_name(certificate: x509.Certificate) -> str:
    """Whose a certificate says it is."""
    return _name(certificate.subject)


def issuer_name(certificate: x509.Certificate) -> str:
    """Who issued a certificate, as it says."""
    return _name(certificate.issuer)


def _name(name: x509.Name) -> str:
    said = name.native
    shown = said.get("common_name") or said.get("organization_name") or name.human_friendly
    return " ".join(str(shown).split())[:120]


def seal_context(trust: SealTrust) -> ValidationContext:
    """What proves a lasting seal: revocation lists and answers are fetched from where the certificates say."""
    return ValidationContext(
        trust_roots=[*trust.roots, *trust.time_roots],
        other_certs=[*trust.between],
        allow_fetching=True,
        revocation_mode="hard-fail",
    )


def check_context(
    roots: Iterable[x509.Certificate], trust: SealTrust, moment: datetime | None, kept: dict[str, list[bytes]]
) -> ValidationContext:
    """What a seal is checked with: nothing is fetched; revocation is what the file itself keeps."""
    return ValidationContext(
        trust_roots=[*roots],
        other_certs=[*trust.between],
        moment=moment,
        allow_fetching=False,
        crls=kept.get("crls", []),
        ocsps=kept.get("ocsps", []),
        revocation_mode="soft-fail",
        retroactive_revinfo=True,
    )


__all__ = [
    "SealTrust",
    "certificates_in",
    "check_context",
    "fingerprint",
    "is_root",
    "issuer_name",
    "seal_context",
    "subject_name",
    "trust_of",
]
