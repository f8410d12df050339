"""A pupil's locked year as a Verifiable Credential: Open Badges 3.0 terms, W3C VC 1.1 in the form of a JWT (EdDSA).

The same lock, key and moment give the same text, so a credential is checked by making it again.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hocba_build.domain.moments import moment_iso
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import Conclusion, Level, SubjectId, Title
from hocba_build.domain.words import word
from hocba_build.trust.ed25519 import CredentialKey, is_signed
from hocba_build.trust.year_end.leaves import canonical_json
from hocba_build.trust.year_end.locks import LockedLeaf, LockRecord

MAX_CREDENTIAL: Final = 256 * 1024
_CONTEXTS: Final = (
    "https://www.w3.org/2018/credentials/v1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
"""Names of vocabularies, as the form wants them; nobody has to fetch them to check a JWT."""
_PARTS: Final = 3
_YEAR_RESULTS: Final = (("ren_luyen", "Rèn luyện"), ("hoc_tap", "Học tập"), ("ket_luan", "Kết luận"))
_NOTE: Final = (
    "Kết quả của năm học đã khoá sổ, do khoá chứng nhận của nhà trường kí. "
    "Không thay học bạ có chữ kí, dấu hoặc chữ kí số."
)


class CredentialFault(ValueError):  # noqa: N818 - a fault of what was given, in the words of the rest
    """Why a text is no credential, or is not signed by who it names."""

    def __init__(self, code: str, message: str) -> None:
        """Keep both in ``args``."""
        super().__init__(code, message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential whose signature is right: who signed, when (seconds since 1970), and what it says."""

    issuer: str
    issued_at: int
    claims: Mapping[str, Any]

    @property
    def pupil(self) -> str:
        """The pupil's id."""
        return str(self.claims["credentialSubject"]["identifier"][0]["identityHash"])

    @property
    def year(self) -> str:
        """The school year."""
        return str(self.claims["credentialSubject"]["achievement"]["id"]).rpartition(":")[2]


def write_credential(locked: LockedLeaf, key: CredentialKey, at: int) -> str:
    """The credential as one line of text."""
    head = {"alg": "EdDSA", "kid": f"{key.did}#{key.did.removeprefix('did:key:')}", "typ": "JWT"}
    said = {"iss": key.did, "jti": _name(locked), "nbf": at, "vc": claims_of(locked, key.did, at)}
    text = f"{_packed(canonical_json(head))}.{_packed(canonical_json(said))}"
    return f"{text}.{_packed(key.sign(text.encode()))}"


def read_credential(raw: bytes) -> Credential:
    """A credential; its signature is by the key that it names, whoever that is.

    Raises:
        CredentialFault: HB570, it is none; HB571, the signature is wrong.
    """
    try:
        parts = raw[: MAX_CREDENTIAL + 1].decode("ascii").strip().split(".")
        head, said, signature = (_unpacked(part) for part in parts)
        header, payload = json.loads(head), json.loads(said)
        issuer, at, claims = str(payload["iss"]), payload["nbf"], payload["vc"]
        sound = len(raw) <= MAX_CREDENTIAL and len(parts) == _PARTS and type(at) is int and header["alg"] == "EdDSA"
        found = Credential(issuer, at, claims)
        sound = sound and bool(found.pupil and found.year)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, binascii.Error) as error:
        raise CredentialFault("HB570", "không phải chứng nhận điện tử mà chương trình đọc được") from error
    if not sound:
        raise CredentialFault("HB570", "không phải chứng nhận điện tử mà chương trình đọc được")
    if not is_signed(issuer, ".".join(parts[:2]).encode(), signature):
        raise CredentialFault("HB571", "chữ kí của chứng nhận sai: nội dung đã bị sửa, hoặc không do khoá ấy kí")
    return found


def claims_of(locked: LockedLeaf, issuer: str, at: int) -> dict[str, Any]:
    """What a credential says of a locked year."""
    leaf, record = locked.leaf, locked.record
    named = list(_results(leaf))
    return {
        "@context": list(_CONTEXTS),
        "credentialSubject": {
            "achievement": _achievement(leaf, record, named),
            "identifier": [_identity("sisSourcedId", leaf["ma"]), _identity("name", leaf["ho_ten"])],
            "result": [{"resultDescription": key, "type": ["Result"], "value": value} for key, _, value in named],
            "type": ["AchievementSubject"],
        },
        "evidence": [
            {
                "id": _name(locked),
                "name": "Bản khoá sổ của trường",
                "narrative": f"Sổ {record.founding}, bản {record.version}, Quyết định số {record.decision}",
                "type": ["Evidence"],
            }
        ],
        "id": _name(locked),
        "issuanceDate": moment_iso(at),
        "issuer": {"id": issuer, "name": leaf["truong"], "type": ["Profile"]},
        "name": f"Kết quả năm học {leaf['nam_hoc']}",
        "type": ["VerifiableCredential", "AchievementCredential"],
    }


def _achievement(leaf: Mapping[str, Any], record: LockRecord, named: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "achievementType": "LearningProgram",
        "criteria": {"narrative": "Đánh giá theo Thông tư 22/2021/TT-BGDĐT"},
        "description": _NOTE,
        "id": f"urn:hocba:{record.founding}:{leaf['nam_hoc']}",
        "name": f"Học bạ lớp {leaf['lop']}, năm học {leaf['nam_hoc']}",
        "resultDescription": [
            {"id": key, "name": name, "resultType": "Result", "type": ["ResultDescription"]} for key, name, _ in named
        ],
        "type": ["Achievement"],
    }


def _results(leaf: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Id, name and value of every result of the year, in the order of the form."""
    subjects = {SubjectId(subject): row for subject, row in leaf["mon"].items()}
    for subject in sorted(subjects, key=lambda one: (ORDER.get(one, len(ORDER)), one)):
        value = subjects[subject]["danh_gia_lai"] or subjects[subject]["ca_nam"]
        if value is not None:
            name = SUBJECTS[subject].name if subject in SUBJECTS else str(subject)
            yield f"urn:hocba:mon:{subject}", name, _value(str(value))
    for key, name in _YEAR_RESULTS:
        if (value := leaf["ca_nam"][key]) is not None:
            kind = Conclusion if key == "ket_luan" else Level
            yield f"urn:hocba:ca-nam:{key}", name, word(kind(value))
    if (title := leaf["ca_nam"]["danh_hieu"]) is not None:
        yield "urn:hocba:ca-nam:danh_hieu", "Danh hiệu", word(Title(title))


def _value(text: str) -> str:
    """A score as it stands in the records (with a point), an outcome in words."""
    return {"dat": "Đạt", "chua_dat": "Chưa đạt", "mien": "Miễn"}.get(text, text)


def _identity(kind: str, value: str) -> dict[str, Any]:
    return {"hashed": False, "identityHash": value, "identityType": kind, "type": "IdentityObject"}


def _name(locked: LockedLeaf) -> str:
    return f"urn:sha256:{locked.digest}"


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


__all__ = ["Credential", "CredentialFault", "claims_of", "read_credential", "write_credential"]
