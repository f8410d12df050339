"""Check a credential: its signature, whose key it is by the ledger, and whether the ledger still says the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.findings import Finding
from hocba_build.domain.values import StudentId, YearId
from hocba_build.exchange.credential import MAX_CREDENTIAL, Credential, CredentialFault, claims_of, read_credential
from hocba_build.exchange.packet_check import Check
from hocba_build.records.layout import is_student_id, is_year
from hocba_build.trust.verdict import Verdict
from hocba_build.trust.witnessing import AUTHORITIES
from hocba_build.workflows.credentials.keys import keys_of
from hocba_build.workflows.ledger.history import History, judged_history
from hocba_build.workflows.ledger.locked_leaves import locked_leaves

SIGNATURE, ISSUER, CONTENT = "signature", "issuer", "content"
NO_LEDGER: Final = "không có sổ của trường ở đây để đối chiếu: chạy trong kho của trường với --root"


@dataclass(frozen=True, slots=True)
class JudgedCredential:
    """What can be said of a credential."""

    credential: Credential | None
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """Invalid over undecided over valid."""
        said: Mapping[str, Verdict] = {check.name: check.verdict for check in self.checks}
        if Verdict.INVALID in said.values() or self.credential is None:
            return Verdict.INVALID
        every = all(said.get(name) is Verdict.VALID for name in (SIGNATURE, ISSUER, CONTENT))
        return Verdict.VALID if every else Verdict.UNDECIDED


def verify_credential(path: Path, root: Path, sheet: Path | None) -> JudgedCredential:
    """Judge a credential against the ledger of ``root``, which the founding sheet proves; without it, undecided.

    Raises:
        HocbaError: the ledger is not valid, or the sheet is none.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_CREDENTIAL + 1)
    try:
        credential = read_credential(raw)
    except CredentialFault as fault:
        return _refused(None, SIGNATURE, fault.code, fault.message)
    checks = [Check(SIGNATURE, Verdict.VALID, f"khoá {credential.issuer} đã kí")]
    if sheet is None and not (root / AUTHORITIES).is_dir():
        checks += [Check(name, Verdict.UNDECIDED, NO_LEDGER) for name in (ISSUER, CONTENT)]
        return JudgedCredential(credential, tuple(checks), ())
    with judged_history(root, sheet) as (judged, history):
        if history is None or judged.verdict is Verdict.INVALID:
            raise HocbaError(
                "Sổ ở đây không hợp lệ, hoặc không phải sổ của tờ gốc này.", "Xem hocba verify --root TỜ_GỐC."
            )
        found = list(_against(history, credential))
    findings = tuple(Finding("", None, code, words) for _, code, words in found if code)
    for name, code, words in found:
        verdict = Verdict.INVALID if code else Verdict.VALID
        if verdict is Verdict.VALID and sheet is None:
            verdict, words = Verdict.UNDECIDED, f"{words}; nhưng chưa đối chiếu tờ gốc (--root)"
        checks.append(Check(name, verdict, words))
    return JudgedCredential(credential, tuple(checks), findings)


def _refused(credential: Credential | None, name: str, code: str, message: str) -> JudgedCredential:
    check = Check(name, Verdict.INVALID, message)
    return JudgedCredential(credential, (check,), (Finding("", None, code, message),))


def _against(history: History, credential: Credential) -> Iterator[tuple[str, str, str]]:
    """Check, code (none where it is right) and words."""
    if credential.issuer in keys_of(history):
        yield ISSUER, "", "khoá chứng nhận của trường, theo sổ"
    else:
        yield ISSUER, "HB572", "khoá đã kí không phải khoá chứng nhận của trường này"
    year, pupil = YearId(credential.year), StudentId(credential.pupil)
    known = is_year(year) and is_student_id(pupil)
    locked = locked_leaves(history, year, pupil) if known else []
    said = [claims_of(one, credential.issuer, credential.issued_at) == credential.claims for one in locked]
    if said and said[-1]:
        yield CONTENT, "", f"đúng kết quả đã khoá của năm học {year}, bản {locked[-1].record.version}"
    elif any(said):
        version = locked[said.index(True)].record.version
        yield (
            CONTENT,
            "HB574",
            f"kết quả đã được thay: chứng nhận theo bản khoá {version}, nay là {locked[-1].record.version}",
        )
    else:
        yield CONTENT, "HB573", "nội dung không phải kết quả mà sổ đã khoá"


__all__ = ["JudgedCredential", "verify_credential"]
